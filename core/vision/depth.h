#pragma once

#include <optional>
#include <string>

#include "core/base/job_context.h"
#include "core/image/image.h"

namespace bozzetto {

enum class DepthSource { givenFile, silhouette, flat, network };

/// Depth of the visible surface.
struct DepthMap
{
    Image relative;         ///< [height, width, 1] of the photograph's size: 0 nearest .. 1 farthest
    float relief = 0;       ///< how deep the range [0, 1] is, in widths of the object's (or picture's) longer side
    DepthSource source = DepthSource::flat;
    std::string note;       ///< one sentence for the user
};

/// Throws Error(badInput) unless `matte` is one channel of the photograph's size.
void requireMatteOf(const Image& photo, const Image& matte);

/// Estimates depth from a picture. Learned networks implement this as well.
class DepthEstimator
{
public:
    virtual ~DepthEstimator() = default;
    /// `photo` 3 or 4 channels; `matte` one channel of the same size.
    virtual DepthMap estimate(const Image& photo, const Image& matte, JobContext& context) const = 0;
};

/// Without weights: the silhouette inflated (the square root of the solution of Poisson's equation with constant
/// source, zero on the contour), so that a disc becomes a sphere.
class SilhouetteDepthEstimator : public DepthEstimator
{
public:
    DepthMap estimate(const Image& photo, const Image& matte, JobContext& context) const override;
};

/// Half thickness of the inflated silhouette at each pixel, in pixels: [height, width, 1], 0 outside. A disc of
/// radius R gives sqrt(R^2 - r^2). `matte` one channel; inside is >= 0.5.
Image inflateSilhouette(const Image& matte, JobContext& context);

/// A depth picture from a file (8 or 16 bit, small = near), resized to the photograph's size and min-max
/// normalised. Throws Error(badInput) when it is constant or its aspect ratio differs by more than 2 %.
DepthMap depthFromPlane(const Image& plane, int width, int height);

} // namespace bozzetto
