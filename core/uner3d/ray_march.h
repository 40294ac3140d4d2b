#pragma once

#include <optional>

#include <ATen/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/field/ray_sampling.h"
#include "core/uner3d/idw.h"
#include "core/uner3d/point_field.h"
#include "core/uner3d/view_cameras.h"

namespace bozzetto {

/// Where a ray sample's density and colour come from: both from the field; density from the field and colour by IDW
/// over the cloud; both from the cloud. Source: uner3d specification, section 7.3.
enum class RayMode { direct, colourIdw, cloud };

RayMode parseRayMode(const std::string& text); ///< "direct", "color_idw" or "cloud"; throws Error(badInput)
const char* rayModeName(RayMode mode);

struct RayMarchOptions
{
    RayMode mode = RayMode::direct;
    int coarseSamples = 64;
    int fineSamples = 16;  ///< drawn by the coarse pass's weights
    int depthSamples = 16; ///< around the coarse pass's distance, deviation 0.01 of the box's longest side
    double nearDistance = 0, farDistance = 1e6;
    double background = 1; ///< grey
    IdwOptions idw;
    std::optional<at::Generator> jitter; ///< none: bin centres, so that a picture is the same every time
};

/// Cells that hold matter, dilated.
struct CellOccupancy
{
    CellGrid grid;
    at::Tensor occupied; ///< [cells] bool
};

/// What one pass looks at. The field is needed unless the mode is cloud, the cloud unless it is direct.
struct MarchSource
{
    const PointField* field = nullptr;
    const ValuedCloud* cloud = nullptr;
    const CellOccupancy* occupancy = nullptr; ///< samples elsewhere are empty without being asked for; null: ask everywhere
};

/// What a ray met. M samples.
struct RayHits
{
    at::Tensor rgb;       ///< [R, 3] over the background
    at::Tensor distance;  ///< [R] mean distance of what was met, along the unit ray
    at::Tensor median;    ///< [R] distance at which half of the ray is absorbed; the last sample's where it never is
    at::Tensor opacity;   ///< [R]
    at::Tensor weights;   ///< [R, M]
    at::Tensor distances; ///< [R, M] ascending
};

/// Where rays enter and leave a box, within near and far. A ray that misses it starts where it ends.
RayLimits boxLimits(const Rays& rays, const FieldBox& box, double nearDistance, double farDistance);

/// One distance per bin of [start, end]: uniform in the bin, or its centre. Returns [R, count].
at::Tensor binnedSamples(const RayLimits& limits, int count, const std::optional<at::Generator>& jitter);

/// Alpha compositing; end [R] closes the last interval. density [R, M], rgb [R, M, 3], distances [R, M]. Source: uner3d
/// specification, section 7.2.
RayHits compositeRays(const at::Tensor& distances, const at::Tensor& density, const at::Tensor& rgb,
                          const at::Tensor& end, double background);

/// One pass over given distances.
RayHits marchRays(const MarchSource& source, const Rays& rays, const at::Tensor& distances, const RayLimits& limits,
                      const RayMarchOptions& options);

struct RenderedPasses
{
    RayHits coarse;
    std::optional<RayHits> fine; ///< over the coarse pass's distances and those that it suggests
};

/// Coarse pass and, with a fine source, fine pass.
RenderedPasses renderPasses(const MarchSource& coarse, const MarchSource* fine, const FieldBox& box, const Rays& rays,
                            const RayMarchOptions& options);

/// A picture from one camera of the set.
struct RayPicture
{
    at::Tensor rgb;      ///< [3, H, W] sRGB over the background, [0, 1]
    at::Tensor distance; ///< [H, W] along the rays, 0 where nothing is
    at::Tensor opacity;  ///< [H, W]
};
RayPicture renderView(const MarchSource& coarse, const MarchSource* fine, const FieldBox& box,
                       const ViewCameras& cameras, int64_t view, const RayMarchOptions& options, JobContext& context);

} // namespace bozzetto
