#include "core/uner3d/uner_loss.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr double kHidden = 0.02, kDepthHuber = 0.01;
constexpr double kWidestAngle = 75 * M_PI / 180;

at::Tensor huberOf(const at::Tensor& difference, double width)
{
    const auto size = difference.abs();
    return at::where(size < width, 0.5 * size.square() / width, size - 0.5 * width);
}

} // namespace

at::Tensor pixelLoss(const at::Tensor& rgb, const at::Tensor& truth) { return (rgb - truth).square().mean(); }

at::Tensor silhouetteLoss(const at::Tensor& opacity, const at::Tensor& mask)
{
    return at::binary_cross_entropy(opacity.clamp(1e-3, 1 - 1e-3), mask);
}

at::Tensor entropyLoss(const at::Tensor& weights, const at::Tensor& opacity)
{
    const auto share = weights / weights.sum(1, true).clamp_min(1e-6);
    const auto entropy = -(share * share.clamp_min(1e-10).log()).sum(1);
    const auto solid = (opacity.detach() > 0.5).to(weights.scalar_type());
    return (entropy * solid).sum() / solid.sum().clamp_min(1);
}

at::Tensor depthLoss(const at::Tensor& opacityA, const at::Tensor& opacityB, const at::Tensor& distance,
                     const at::Tensor& expected, double boxSide)
{
    const auto error = (distance - expected) / boxSide;
    const auto counted = (error.detach() > -kHidden).to(error.scalar_type());
    const auto all = opacityA * opacityB * counted * huberOf(error, kDepthHuber);
    return all.numel() == 0 ? all.sum() : all.mean();
}

at::Tensor crossViewDepthLoss(const RayRenderer& render, const Rays& rays, const at::Tensor& others, double boxSide)
{
    const auto own = render(rays);
    const auto points = rays.origins + rays.directions * own.distance.unsqueeze(1);
    const auto away = points - others;
    const auto expected = away.norm(2, 1).clamp_min(1e-6);
    const auto towards = away / expected.unsqueeze(1);
    const auto seen = (own.opacity > 0.5) & ((rays.directions * towards).sum(1) > std::cos(kWidestAngle));
    const auto index = seen.nonzero().squeeze(1);
    if (index.numel() == 0)
        return own.opacity.sum() * 0;
    const auto chosen = [&](const at::Tensor& x) { return x.index_select(0, index); };
    const auto other = render({chosen(others), chosen(towards)});
    return depthLoss(chosen(own.opacity), other.opacity, other.distance, chosen(expected), boxSide);
}

at::Tensor consistencyLoss(const PointSamples& part, const PointSamples& all, double cell)
{
    const auto opacity = 1 - at::exp(-part.density * cell), truth = (1 - at::exp(-all.density * cell)).detach();
    const auto colour = ((part.rgb - all.rgb.detach()).abs().mean(1) * truth).mean();
    return (opacity - truth).abs().mean() + 0.1 * colour;
}

at::Tensor pointColourLoss(const at::Tensor& rgb, const at::Tensor& pictures, const ViewProjection& projection,
                           const at::Tensor& visibility, double huber)
{
    constexpr int64_t kBilinear = 0, kBorder = 1;
    requireShape(pictures, "pictures", {visibility.size(0), 3, -1, -1});
    const auto size = at::tensor({double(pictures.size(3)), double(pictures.size(2))}, projection.pixel.options());
    const auto grid = (projection.pixel * 2 / size - 1).clamp(-4, 4).unsqueeze(2); // [V, N, 1, 2]
    const auto seen = at::grid_sampler_2d(pictures, grid, kBilinear, kBorder, false).squeeze(3).transpose(1, 2);
    const auto difference = rgb.unsqueeze(0) - seen;
    const auto error = (huber > 0 ? huberOf(difference, huber) : difference.abs()).sum(2);
    const auto weight = (visibility * projection.visible).detach();
    return (error * weight).sum() / weight.sum().clamp_min(1e-6);
}

at::Tensor transmittanceTo(const std::function<at::Tensor(const at::Tensor&)>& density, const at::Tensor& cameras,
                           const at::Tensor& points, const FieldBox& box, double gap)
{
    constexpr int64_t kSteps = 24;
    const at::NoGradGuard noGradient;
    const int64_t views = cameras.size(0), count = points.size(0);
    const auto origins = cameras.unsqueeze(1).expand({views, count, 3}).reshape({-1, 3});
    const auto away = points.unsqueeze(0).expand({views, count, 3}).reshape({-1, 3}) - origins;
    const auto length = away.norm(2, 1).clamp_min(1e-6);
    const Rays rays{origins, away / length.unsqueeze(1)};
    auto limits = boxLimits(rays, box, 0, 1e6);
    const auto end = at::minimum(limits.end, length - gap); // a point does not hide itself
    const auto span = (end - limits.start).clamp_min(0);
    const auto share = (at::arange(kSteps, points.options()) + 0.5) / double(kSteps);
    const auto along = limits.start.unsqueeze(1) + span.unsqueeze(1) * share;
    const auto samples = rays.origins.unsqueeze(1) + rays.directions.unsqueeze(1) * along.unsqueeze(2);
    const auto met = density(samples.reshape({-1, 3})).view({views * count, kSteps});
    return at::exp(-met.mean(1) * span).view({views, count});
}

} // namespace bozzetto
