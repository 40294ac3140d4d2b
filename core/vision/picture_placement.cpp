#include "core/vision/picture_placement.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/vision/depth_batch.h"

namespace bozzetto {

namespace {

constexpr double kLargestZoom = 1.3; ///< of the object's pixels: beyond it blur would give the object away

} // namespace

at::Tensor drawPlacement(const at::Tensor& coverage, int64_t side, double share, Draws& draws)
{
    const auto box = framedWindow(coverage, 1);
    const double size = std::min(share, kLargestZoom * box.half * double(coverage.size(0)) / double(side));
    const double sign = draws.chance(0.5) ? -1 : 1;
    const double aspect = std::exp(draws.uniform(-0.25, 0.25)); // photographs are squeezed to squares
    const double turn = draws.chance(0.3) ? draws.uniform(-0.4, 0.4) : 0.0;
    const double free = std::max(0.0, 1 - size) * 0.9 + (draws.chance(0.15) ? 0.4 : 0.0);
    const double right = draws.uniform(-free, free), up = draws.uniform(-free, free);
    const auto axis = (at::arange(side, at::kFloat) * 2 + 1) / double(side) - 1;
    const auto across = ((axis - right) * (sign * std::sqrt(aspect) / size)).view({1, side});
    const auto down = ((axis + up) / (std::sqrt(aspect) * size)).view({side, 1});
    const auto u = (across * std::cos(turn) + down * std::sin(turn)) * box.half + box.right;
    const auto v = (down * std::cos(turn) - across * std::sin(turn)) * box.half - box.up;
    return at::stack({u, v}, -1).unsqueeze(0);
}

at::Tensor placedThing(const at::Tensor& rgba, const at::Tensor& grid)
{
    return at::grid_sampler_2d(rgba.unsqueeze(0).to(at::kFloat) / 255, grid, 0, 0, false).clamp(0, 1);
}

} // namespace bozzetto
