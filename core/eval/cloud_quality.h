#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/scene/asset.h"

namespace bozzetto {

/// The distances of CloudScores::fScore, in shares of the reference's longest box edge.
inline constexpr std::array<double, 2> kCloudFDistances = {0.01, 0.02};

/// A cloud against a reference. Lengths in tenths of the reference's longest box edge, as DVR counts them
/// (Niemeyer et al. 2020): a Chamfer distance in a unit cube times ten.
struct CloudScores
{
    double accuracy = 0;     ///< mean distance of a predicted point to the reference
    double completeness = 0; ///< the reverse
    double chamferL1 = 0;    ///< mean of the two
    double chamferL2 = 0;    ///< the same of squared distances
    /// 2 p r / (p + r): p the share of predicted points within the distance of the reference, r the reverse
    std::array<double, kCloudFDistances.size()> fScore{};
    /// Mean |cosine| between the normals of nearest points, both ways; where both clouds have normals.
    std::optional<double> normalConsistency;
    /// Mean over mutual nearest neighbours within 1 % of the edge of |dr| + |dg| + |db|; where both have
    /// colours and there is such a pair.
    std::optional<double> colourError;
};

struct CloudEvalOptions
{
    int points = 100'000; ///< of each cloud, drawn where it has more; 100 to 10,000,000
    std::uint64_t seed = 0;

    void check() const; ///< throws Error(badInput) naming the field
};

/// Throws Error(badInput) when either cloud is empty or the reference has no extent.
CloudScores compareClouds(const PointCloud& predicted, const PointCloud& reference,
                          const CloudEvalOptions& options = {});

} // namespace bozzetto
