#include "core/vision/depth_loss.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

/// Neighbours `step` apart along `axis`.
std::pair<at::Tensor, at::Tensor> neighbours(const at::Tensor& map, int64_t axis, int64_t step)
{
    const int64_t rest = map.size(axis) - step;
    return {map.narrow(axis, 0, rest), map.narrow(axis, step, rest)};
}

} // namespace

at::Tensor weightedMean(const at::Tensor& values, const at::Tensor& weights)
{
    return (values * weights).sum() / weights.sum().clamp_min(1e-6);
}

at::Tensor gradientLoss(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& inside)
{
    requireShape(truth, "truth", {found.size(0), found.size(1), found.size(2)});
    requireShape(inside, "inside", {found.size(0), found.size(1), found.size(2)});
    const auto error = found - truth;
    at::Tensor sum;
    int terms = 0;
    for (const int64_t step : {1, 2, 4, 8})
        for (const int64_t axis : {1, 2}) {
            if (error.size(axis) <= step)
                continue;
            const auto [near, far] = neighbours(error, axis, step);
            const auto [nearInside, farInside] = neighbours(inside, axis, step);
            const auto term = weightedMean((far - near).abs(), nearInside * farInside);
            sum = sum.defined() ? sum + term : term;
            ++terms;
        }
    return terms > 0 ? sum / terms : error.sum() * 0;
}

at::Tensor laplaceLoss(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& logScale,
                       const at::Tensor& inside)
{
    return weightedMean((found - truth).abs() * (-logScale).exp() + logScale, inside);
}

DepthErrors depthErrors(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& inside)
{
    requireShape(found, "found", {-1, -1});
    DepthErrors errors;
    const auto f = found.masked_select(inside > 0.5).to(at::kDouble), t = truth.masked_select(inside > 0.5).to(at::kDouble);
    if (f.numel() == 0)
        return errors;
    const auto fc = f - f.mean(), tc = t - t.mean();
    const double ff = fc.square().mean().item<double>(), tt = tc.square().mean().item<double>();
    const double ft = (fc * tc).mean().item<double>();
    errors.absolute = (f - t).abs().mean().item<double>();
    errors.afterAffine = (fc * (ff > 1e-12 ? ft / ff : 0.0) - tc).abs().mean().item<double>();
    errors.correlation = ff > 1e-12 && tt > 1e-12 ? ft / std::sqrt(ff * tt) : 0;
    errors.gradient = gradientLoss(found.unsqueeze(0), truth.unsqueeze(0), inside.unsqueeze(0)).item<double>();
    return errors;
}

} // namespace bozzetto
