#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "core/base/job_context.h"
#include "core/scene/asset.h"
#include "core/uner3d/point_field.h"

namespace bozzetto {

/// surface: a thin shell where rays from outside are half absorbed. volume: everywhere that a cell is opaque.
enum class CloudMode { surface, volume };

CloudMode parseCloudMode(const std::string& text); ///< "surface" or "volume"; throws Error(badInput)

struct CloudOptions
{
    std::int64_t count = 200'000; ///< of points, exactly; 1 to 20,000,000
    CloudMode mode = CloudMode::surface;
    float opacity = 0.5f;         ///< of a cell that counts as matter, (0, 1)
    bool solid = false;           ///< volume mode: keep what no viewpoint sees
    double leastPart = 0.001;     ///< smaller unconnected parts are dropped, as a share of all cells
    int cells = 0;                ///< along the longest side, 16 to 512; 0: as many as the count asks for
    std::uint64_t seed = 0;

    void check() const; ///< throws Error(badInput) naming the option, its range and what was found
};

/// Exactly options.count points of a field, in its coordinates, with unit normals outwards, sRGB colours and confidence
/// (opacity of a cell there). `viewpoints`: cameras that saw the object; hidden points are those that neither they nor 42
/// viewpoints around the box see. Memory: the volume (at most 4 bytes x cells^3) and about 80 bytes a point. Throws
/// Error(badInput) when the field holds no matter; cancellable. Source: uner3d specification, sections 6.3 and 6.4.
PointCloud makeCloud(const PointField& field, const std::vector<glm::vec3>& viewpoints, const CloudOptions& options,
                     JobContext& context);

/// Indices of `count` of the points, each the farthest from those before it. count at most points.size().
std::vector<std::size_t> farthestPoints(const std::vector<glm::vec3>& points, std::size_t count);

} // namespace bozzetto
