#include "core/uner3d/ray_march.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr double kPassing = 1e-10;  // keeps the gradient of the product finite where a sample is opaque
constexpr double kLeastPdf = 1e-5;
constexpr double kDepthSpread = 0.01;

/// values [n, ...] at the places `index` of `count` zeros.
at::Tensor spreadOut(const at::Tensor& values, const at::Tensor& index, int64_t count)
{
    auto sizes = values.sizes().vec();
    sizes[0] = count;
    return at::zeros(sizes, values.options()).index_copy(0, index, values);
}

PointSamples samplesOf(const MarchSource& source, const at::Tensor& points, const RayMarchOptions& options)
{
    if (options.mode == RayMode::cloud)
        return {idwDensity(*source.cloud, points, options.idw), idwColour(*source.cloud, points, options.idw)};
    auto samples = source.field->query(points);
    if (options.mode == RayMode::colourIdw)
        samples.rgb = idwColour(*source.cloud, points, options.idw);
    return samples;
}

/// Distances at which the cumulated weights reach u, uniformly within the bins that end half way between samples.
at::Tensor distancesByWeight(const at::Tensor& distances, const at::Tensor& weights, const RayLimits& limits, int count,
                             const std::optional<at::Generator>& jitter)
{
    const int64_t rays = distances.size(0), samples = distances.size(1);
    const auto middle = (distances.narrow(1, 0, samples - 1) + distances.narrow(1, 1, samples - 1)) / 2;
    const auto edges = at::cat({limits.start.unsqueeze(1), middle, limits.end.unsqueeze(1)}, 1);
    const auto pdf = weights + kLeastPdf;
    const auto cdf = at::cat({at::zeros({rays, 1}, pdf.options()), at::cumsum(pdf / pdf.sum(1, true), 1)}, 1).contiguous();
    const auto shift = jitter ? at::rand({rays, count}, *jitter, at::TensorOptions().dtype(at::kFloat)).to(pdf.options())
                              : at::full({rays, count}, 0.5, pdf.options());
    const auto u = ((at::arange(count, pdf.options()) + shift) / double(count)).contiguous();
    const auto high = at::searchsorted(cdf, u, false, true).clamp(1, samples);
    const auto low = high - 1;
    const auto from = cdf.gather(1, low), width = (cdf.gather(1, high) - from).clamp_min(1e-8);
    const auto edge = edges.gather(1, low);
    return edge + ((u - from) / width).clamp(0, 1) * (edges.gather(1, high) - edge);
}

at::Tensor distancesAround(const at::Tensor& distance, const RayLimits& limits, double spread, int count,
                           const std::optional<at::Generator>& jitter)
{
    const int64_t rays = distance.size(0);
    const auto offset = jitter ? at::randn({rays, count}, *jitter, at::TensorOptions().dtype(at::kFloat)).to(distance.options())
                               : at::linspace(-2, 2, count, distance.options()).unsqueeze(0).expand({rays, count});
    const auto all = distance.unsqueeze(1) + offset * spread;
    return at::minimum(at::maximum(all, limits.start.unsqueeze(1)), limits.end.unsqueeze(1));
}

at::Tensor fineDistances(const RayHits& coarse, const RayLimits& limits, const FieldBox& box, const RayMarchOptions& options)
{
    const at::NoGradGuard noGradient;
    std::vector<at::Tensor> all = {coarse.distances};
    if (options.fineSamples > 0)
        all.push_back(
            distancesByWeight(coarse.distances, coarse.weights.detach(), limits, options.fineSamples, options.jitter));
    if (options.depthSamples > 0)
        all.push_back(distancesAround(coarse.distance.detach(), limits, kDepthSpread * box.longest(), options.depthSamples,
                                      options.jitter));
    return std::get<0>(at::cat(all, 1).sort(1));
}

} // namespace

RayMode parseRayMode(const std::string& text)
{
    for (const auto mode : {RayMode::direct, RayMode::colourIdw, RayMode::cloud})
        if (text == rayModeName(mode))
            return mode;
    throw Error(ErrorCode::badInput, "Rendering: expected direct, color_idw or cloud, found \"{}\"", text);
}

const char* rayModeName(RayMode mode)
{
    switch (mode) {
    case RayMode::direct:
        return "direct";
    case RayMode::colourIdw:
        return "color_idw";
    default:
        return "cloud";
    }
}

RayLimits boxLimits(const Rays& rays, const FieldBox& box, double nearDistance, double farDistance)
{
    const auto options = rays.origins.options();
    const auto low = at::tensor({double(box.low[0]), double(box.low[1]), double(box.low[2])}, options);
    const auto high = at::tensor({double(box.high[0]), double(box.high[1]), double(box.high[2])}, options);
    // A zero component divides to infinity of the right sign, or to NaN on the slab's face: keep it tiny instead.
    const auto& d = rays.directions;
    const auto safe = at::where(d.abs() < 1e-12, at::full_like(d, 1e-12), d);
    const auto a = (low - rays.origins) / safe, b = (high - rays.origins) / safe;
    RayLimits limits;
    limits.start = at::amax(at::minimum(a, b), 1).clamp_min(nearDistance);
    limits.end = at::amin(at::maximum(a, b), 1).clamp_max(farDistance);
    limits.hits = limits.end > limits.start;
    limits.start = at::where(limits.hits, limits.start, at::full_like(limits.start, nearDistance));
    limits.end = at::where(limits.hits, limits.end, limits.start);
    return limits;
}

at::Tensor binnedSamples(const RayLimits& limits, int count, const std::optional<at::Generator>& jitter)
{
    const auto options = limits.start.options();
    const int64_t rays = limits.start.size(0);
    const auto shift = jitter ? at::rand({rays, count}, *jitter, at::TensorOptions().dtype(at::kFloat)).to(options)
                              : at::full({rays, count}, 0.5, options);
    const auto share = (at::arange(count, options) + shift) / double(count);
    return limits.start.unsqueeze(1) + share * (limits.end - limits.start).unsqueeze(1);
}

RayHits compositeRays(const at::Tensor& distances, const at::Tensor& density, const at::Tensor& rgb,
                          const at::Tensor& end, double background)
{
    const int64_t rays = distances.size(0), samples = distances.size(1);
    requireShape(density, "density", {rays, samples});
    requireShape(rgb, "rgb", {rays, samples, 3});
    const auto next = at::cat({distances.narrow(1, 1, samples - 1), end.unsqueeze(1)}, 1);
    const auto alpha = 1 - at::exp(-density * (next - distances).clamp_min(0));
    const auto passing = at::cat({at::ones({rays, 1}, alpha.options()), 1 - alpha + kPassing}, 1);
    RayHits result;
    result.weights = alpha * at::cumprod(passing, 1).narrow(1, 0, samples);
    result.distances = distances;
    result.opacity = result.weights.sum(1);
    result.rgb = (result.weights.unsqueeze(2) * rgb).sum(1) + ((1 - result.opacity) * background).unsqueeze(1);
    result.distance = (result.weights * distances).sum(1) / result.opacity.clamp_min(1e-6);
    const auto reached = (at::cumsum(result.weights.detach(), 1) >= 0.5).to(at::kInt);
    const auto first = at::where(reached.any(1), reached.argmax(1), at::full({rays}, samples - 1, reached.options().dtype(at::kLong)));
    result.median = distances.detach().gather(1, first.unsqueeze(1)).squeeze(1);
    return result;
}

RayHits marchRays(const MarchSource& source, const Rays& rays, const at::Tensor& distances, const RayLimits& limits,
                      const RayMarchOptions& options)
{
    if ((options.mode != RayMode::cloud && !source.field) || (options.mode != RayMode::direct && !source.cloud))
        throw Error(ErrorCode::internal, "March: expected a field and a cloud as {} needs them, found less",
                    rayModeName(options.mode));
    const int64_t count = distances.size(0), samples = distances.size(1);
    const auto points =
        (rays.origins.unsqueeze(1) + rays.directions.unsqueeze(1) * distances.unsqueeze(2)).reshape({-1, 3});
    auto asked = limits.hits.unsqueeze(1).expand({count, samples}).reshape({-1});
    if (source.occupancy)
        asked = asked & inOccupied(source.occupancy->grid, source.occupancy->occupied, points);
    const auto index = asked.nonzero().squeeze(1);
    const auto found = samplesOf(source, points.index_select(0, index), options);
    const auto density = spreadOut(found.density, index, count * samples).view({count, samples});
    const auto rgb = spreadOut(found.rgb, index, count * samples).view({count, samples, 3});
    return compositeRays(distances, density, rgb, limits.end, options.background);
}

RenderedPasses renderPasses(const MarchSource& coarse, const MarchSource* fine, const FieldBox& box, const Rays& rays,
                            const RayMarchOptions& options)
{
    const auto limits = boxLimits(rays, box, options.nearDistance, options.farDistance);
    RenderedPasses passes;
    passes.coarse =
        marchRays(coarse, rays, binnedSamples(limits, options.coarseSamples, options.jitter), limits, options);
    if (fine)
        passes.fine = marchRays(*fine, rays, fineDistances(passes.coarse, limits, box, options), limits, options);
    return passes;
}

RayPicture renderView(const MarchSource& coarse, const MarchSource* fine, const FieldBox& box, const ViewCameras& cameras,
                       int64_t view, const RayMarchOptions& options, JobContext& context)
{
    constexpr int64_t kChunk = 2048;
    const at::NoGradGuard noGradient;
    const auto rays = viewRays(cameras, view);
    const auto size = cameras.size[view].cpu();
    const auto width = size[0].item<int64_t>(), height = size[1].item<int64_t>();
    std::vector<at::Tensor> rgb, distance, opacity;
    for (int64_t start = 0; start < width * height; start += kChunk) {
        context.report("Render", double(start) / double(width * height));
        const auto length = std::min(kChunk, width * height - start);
        const Rays chunk{rays.origins.narrow(0, start, length), rays.directions.narrow(0, start, length)};
        const auto passes = renderPasses(coarse, fine, box, chunk, options);
        const auto& met = passes.fine ? *passes.fine : passes.coarse;
        rgb.push_back(met.rgb.clamp(0, 1));
        opacity.push_back(met.opacity);
        distance.push_back(at::where(met.opacity > 1e-3, met.distance, at::zeros_like(met.distance)));
    }
    return {at::cat(rgb).t().reshape({3, height, width}), at::cat(distance).view({height, width}),
            at::cat(opacity).view({height, width})};
}

} // namespace bozzetto
