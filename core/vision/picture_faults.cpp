#include "core/vision/picture_faults.h"

#include <ATen/ATen.h>

namespace bozzetto {

namespace {

/// A soft-edged ellipse somewhere on the picture, 1 inside: [1, 1, S, S].
at::Tensor spot(int64_t side, Draws& draws)
{
    const auto axis = (at::arange(side, at::kFloat) + 0.5) / double(side);
    const double radius = draws.uniform(0.03, 0.12), stretch = draws.uniform(0.5, 2);
    const auto across = (axis - draws.uniform(0.15, 0.85)).view({1, side}) / (radius * stretch);
    const auto down = (axis - draws.uniform(0.15, 0.85)).view({side, 1}) / (radius / stretch);
    return ((1 - (across.square() + down.square()).sqrt()) * 4 + 0.5).clamp(0, 1).view({1, 1, side, side});
}

/// Means of 8 x 8 blocks, as large as the picture.
at::Tensor blocks(const at::Tensor& rgb)
{
    return at::upsample_nearest2d(at::avg_pool2d(rgb, 8), {rgb.size(2), rgb.size(3)});
}

} // namespace

at::Tensor smoothField(int64_t side, int64_t cells, Draws& draws)
{
    return at::upsample_bicubic2d(at::randn({1, 1, cells, cells}, draws.generator()), {side, side}, false);
}

at::Tensor boxBlurred(const at::Tensor& picture, int64_t radius)
{
    return at::avg_pool2d(picture, {2 * radius + 1, 2 * radius + 1}, {1, 1}, {radius, radius}, false, false);
}

at::Tensor faultyMatte(const at::Tensor& alpha, Draws& draws)
{
    const int64_t side = alpha.size(2);
    if (draws.chance(0.35))
        return alpha;
    const auto soft = boxBlurred(alpha, 1 + draws.index(2));
    const auto level = draws.uniform(0.3, 0.7) + 0.15 * smoothField(side, 6, draws);
    auto matte = ((soft - level) / draws.uniform(0.15, 0.7) + 0.5).clamp(0, 1);
    if (draws.chance(0.08))
        matte = matte * (1 - spot(side, draws));
    if (draws.chance(0.08))
        matte = at::maximum(matte, spot(side, draws) * (boxBlurred(alpha, 6) > 0.02));
    return matte;
}

at::Tensor faultyColours(const at::Tensor& rgb, Draws& draws)
{
    auto x = rgb;
    if (draws.chance(0.06))
        x = x.index_select(1, at::randperm(3, draws.generator(), at::kLong));
    if (draws.chance(0.5)) {
        const auto balance = 1 + 0.08 * at::randn({1, 3, 1, 1}, draws.generator());
        x = x * balance;
    }
    const auto grey = x.mean(1, true);
    x = grey + (x - grey) * draws.uniform(0.5, 1.3);
    x = ((x - 0.5) * draws.uniform(0.7, 1.3) + 0.5) * draws.uniform(0.75, 1.25) + draws.uniform(-0.08, 0.08);
    return x.clamp(1e-4, 1).pow(draws.uniform(0.7, 1.4));
}

at::Tensor faultyDetail(const at::Tensor& rgb, Draws& draws)
{
    auto x = rgb;
    if (draws.chance(0.35)) {
        const double share = draws.uniform(0, 1);
        x = (1 - share) * x + share * boxBlurred(x, 1);
    }
    if (draws.chance(0.15) && x.size(2) % 8 == 0) // compression keeps a block's mean and loses part of its detail
        x = blocks(x) + (x - blocks(x)) * draws.uniform(0.6, 1.0);
    if (draws.chance(0.5))
        x = x + draws.uniform(0, 0.04) * at::randn(x.sizes(), draws.generator());
    return x.clamp(0, 1);
}

} // namespace bozzetto
