#include "core/vision/depth.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/vision/object_frame.h"

namespace bozzetto {
namespace {

/// Half thickness, in longer sides, that inflation approaches but never reaches. A pure inflation makes a ball of every
/// disc and something thicker than a cylinder of every bar; real things are mostly flatter than they are wide.
constexpr float kThickest = 0.45f;

constexpr float kAspectTolerance = 0.02f;

/// A depth file is normalised and does not say how deep its range is.
constexpr float kAssumedRelief = 1.0f;

/// h / sqrt(1 + (h / limit)^2): thin parts keep their thickness, wide ones stay below `limit`, the contour stays round.
float tempered(float halfThickness, float limit)
{
    const float ratio = halfThickness / limit;
    return halfThickness / std::sqrt(1.0f + ratio * ratio);
}

} // namespace

void requireMatteOf(const Image& photo, const Image& matte)
{
    if (matte.channels != 1 || matte.width != photo.width || matte.height != photo.height)
        throw Error(ErrorCode::badInput, "matte: expected {} x {} x 1 as the photograph, found {} x {} x {}.",
                    photo.width, photo.height, matte.width, matte.height, matte.channels);
}

DepthMap SilhouetteDepthEstimator::estimate(const Image& photo, const Image& matte, JobContext& context) const
{
    requireMatteOf(photo, matte);
    context.report("Depth", 0);
    DepthMap out;
    out.relative = Image(photo.width, photo.height, 1, 1.0f);
    const auto box = frameObject(matte, 1);
    const float longer = box ? float(box->side) : 0.0f;
    if (longer == 0) {
        out.note = "The matte holds no object, so its depth is flat.";
        return out;
    }
    Image half = inflateSilhouette(matte, context);
    float thickest = 0;
    for (float& value : half.pixels) {
        value = tempered(value, kThickest * longer);
        thickest = std::max(thickest, value);
    }
    for (std::size_t i = 0; i < half.pixels.size(); ++i)
        out.relative.pixels[i] = 1.0f - half.pixels[i] / thickest;
    out.relief = thickest / longer;
    out.source = DepthSource::silhouette;
    out.note = "Depth was made by inflating the object's outline; a depth picture gives finer relief.";
    context.report("Depth", 1);
    return out;
}

DepthMap depthFromPlane(const Image& plane, int width, int height)
{
    if (plane.channels != 1 || plane.empty() || width < 1 || height < 1)
        throw Error(ErrorCode::badInput,
                    "depth picture: expected one channel for a photograph of {} x {}, found {} x {} x {}.", width,
                    height, plane.width, plane.height, plane.channels);
    const float wanted = float(width) / float(height);
    const float found = float(plane.width) / float(plane.height);
    if (std::abs(found / wanted - 1.0f) > kAspectTolerance)
        throw Error(ErrorCode::badInput,
                    "depth picture: expected the photograph's proportions ({} x {}), found {} x {}.", width, height,
                    plane.width, plane.height);
    if (!std::all_of(plane.pixels.begin(), plane.pixels.end(), [](float v) { return std::isfinite(v); }))
        throw Error(ErrorCode::badInput, "depth picture: expected numbers everywhere, found values that are none.");
    DepthMap out;
    out.relative = resizeLanczos(plane, width, height);
    // The range is the file's own: resizing overshoots at steps, and those overshoots are no depths.
    const auto [low, high] = std::minmax_element(plane.pixels.begin(), plane.pixels.end());
    if (*high <= *low)
        throw Error(ErrorCode::badInput, "depth picture: expected near and far values, found {} everywhere.", *low);
    const float lowest = *low;
    const float range = *high - *low;
    for (float& value : out.relative.pixels)
        value = std::clamp((value - lowest) / range, 0.0f, 1.0f);
    out.relief = kAssumedRelief;
    out.source = DepthSource::givenFile;
    out.note = "Depth was taken from the given picture.";
    return out;
}

} // namespace bozzetto
