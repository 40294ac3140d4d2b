#include "core/g3dr/object_faults.h"

#include <ATen/ATen.h>

namespace bozzetto {

namespace {

at::Tensor blurred(const at::Tensor& map, int64_t radius)
{
    return at::avg_pool2d(map, {2 * radius + 1, 2 * radius + 1}, {1, 1}, {radius, radius}, false, false);
}

at::Tensor smoothNoise(int64_t cells, int64_t side, Draws& draws)
{
    const auto coarse = at::randn({1, 1, cells, cells}, draws.generator());
    return at::upsample_bicubic2d(coarse, {side, side}, false);
}

} // namespace

void spoilMatte(ObjectViews& views, const at::Tensor& background, Draws& draws)
{
    const int64_t side = views.alpha.size(3);
    const auto behind = background.defined() && background.size(1) == side
                            ? background.unsqueeze(0).to(at::kFloat) / 255
                            : at::full({1, 3, 1, 1}, draws.uniform());
    const auto picture = views.colour + (1 - views.alpha) * behind;
    const double level = draws.uniform(0.3, 0.7), softness = draws.uniform(0.15, 0.6);
    const auto soft =
        blurred(views.alpha, 1 + draws.index(2)); // a window of 3 or 5 px: the edge moves by 1 or 2
    const auto matte = ((soft - level) / softness + 0.5).clamp(0, 1);
    const auto reach = blurred(views.alpha, 3);
    const auto carried = blurred(views.height, 3) / reach.clamp_min(1e-3);
    const auto z = at::where(views.alpha > 0.5, views.height / views.alpha.clamp_min(1e-3), carried);
    views.alpha = matte;
    views.colour = picture * matte;
    views.height = z * matte;
}

void spoilHeight(ObjectViews& views, Draws& draws)
{
    if (draws.chance(0.05)) {
        views.height = at::zeros_like(views.height);
        views.hasHeight = at::zeros_like(views.hasHeight);
        return;
    }
    const int64_t side = views.alpha.size(3);
    const double size = draws.uniform(0, 0.03), fine = draws.uniform(0, 0.01);
    auto height = views.height;
    if (draws.chance(0.3)) {
        const int64_t radius = 1 + draws.index(3);
        height = blurred(height, radius) / blurred(views.alpha, radius).clamp_min(1e-3) * views.alpha;
    }
    const auto noise =
        size * smoothNoise(3 + draws.index(4), side, draws) + fine * smoothNoise(24, side, draws);
    // Mild: what is told wrongly and looks right turns to fog. A depth network's errors come from the network itself.
    const double scale = draws.uniform(0.94, 1.06), offset = 0.015 * draws.normal();
    views.height = height * scale + (offset + noise) * views.alpha;
}

} // namespace bozzetto
