#include "core/field/ray_sampling.h"

#include "core/base/shape_check.h"

namespace bozzetto {

RayLimits boxLimits(const Rays& rays)
{
    requireShape(rays.origins, "origins", {-1, 3});
    requireShape(rays.directions, "directions", {rays.origins.size(0), 3});
    // A zero component divides to infinity of the right sign, or to NaN on the slab's face: keep it tiny instead.
    const auto tiny = at::full_like(rays.directions, 1e-12);
    const auto safe = at::where(rays.directions.abs() < 1e-12, tiny, rays.directions);
    const auto low = (-1 - rays.origins) / safe, high = (1 - rays.origins) / safe;
    RayLimits limits;
    limits.start = at::amax(at::minimum(low, high), 1).clamp_min(0);
    limits.end = at::amin(at::maximum(low, high), 1);
    limits.hits = limits.end > limits.start;
    limits.end = at::where(limits.hits, limits.end, limits.start);
    return limits;
}

at::Tensor stratifiedSamples(const RayLimits& limits, int count, bool deterministic)
{
    const auto options = limits.start.options();
    const auto step = ((limits.end - limits.start) / double(count - 1)).unsqueeze(1);
    const auto index = at::arange(count, options).unsqueeze(0);
    const auto jitter = deterministic ? at::full({1, count}, 0.5, options)
                                      : at::rand({limits.start.size(0), count}, options);
    return limits.start.unsqueeze(1) + (index + jitter) * step;
}

at::Tensor importanceSamples(const at::Tensor& coarseDistances, const at::Tensor& weights, int fineCount,
                             bool deterministic)
{
    const int64_t rays = coarseDistances.size(0), count = coarseDistances.size(1);
    requireShape(weights, "weights", {rays, count - 1});
    const at::NoGradGuard noGradient;
    auto smooth = at::max_pool1d(weights.detach().unsqueeze(1), 2, 1, 1);
    smooth = at::avg_pool1d(smooth, 2, 1).squeeze(1) + 0.01; // [R, count - 1]
    const auto edges = (coarseDistances.narrow(1, 0, count - 1) + coarseDistances.narrow(1, 1, count - 1)) * 0.5;
    auto pdf = smooth.narrow(1, 1, count - 3) + 1e-5;
    pdf = pdf / pdf.sum(1, true);
    const auto cdf = at::cat({at::zeros({rays, 1}, pdf.options()), at::cumsum(pdf, 1)}, 1).contiguous();
    const auto u = deterministic
                       ? ((at::arange(fineCount, pdf.options()) + 0.5) / fineCount).expand({rays, fineCount}).contiguous()
                       : at::rand({rays, fineCount}, pdf.options());
    const auto found = at::searchsorted(cdf, u, false, true);
    const auto low = (found - 1).clamp_min(0), high = found.clamp_max(cdf.size(1) - 1);
    const auto cdfLow = cdf.gather(1, low), cdfHigh = cdf.gather(1, high);
    const auto edgeLow = edges.gather(1, low), edgeHigh = edges.gather(1, high);
    auto width = cdfHigh - cdfLow;
    width = at::where(width < 1e-5, at::ones_like(width), width);
    return edgeLow + (u - cdfLow) / width * (edgeHigh - edgeLow);
}

at::Tensor depthPriorSamples(const at::Tensor& depth, int count)
{
    requireShape(depth, "depth", {-1});
    return depth.unsqueeze(1) + at::linspace(-0.05, 0.05, count, depth.options()).unsqueeze(0);
}

} // namespace bozzetto
