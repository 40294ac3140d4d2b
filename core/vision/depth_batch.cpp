#include "core/vision/depth_batch.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/shape_check.h"
#include "core/vision/picture_faults.h"

namespace bozzetto {

namespace {

/// The rendered view, seen through a window. B = 1.
struct Seen
{
    at::Tensor colour; ///< premultiplied
    at::Tensor alpha, height;
};

Seen look(const TrainingObject& object, int64_t view, const ViewWindow& window)
{
    const auto rgba = object.colour[view].permute({2, 0, 1}).unsqueeze(0).to(at::kFloat) / 255;
    const auto height = object.height[view].to(at::kFloat).unsqueeze(0).unsqueeze(0);
    const int64_t side = rgba.size(2);
    const auto axis = (at::arange(side, at::kFloat) * 2 + 1) / double(side) - 1;
    const auto across = (axis * window.half + window.right).view({1, side}).expand({side, side});
    const auto down = (axis * window.half - window.up).view({side, 1}).expand({side, side});
    const auto grid = at::stack({across, down}, -1).unsqueeze(0);
    constexpr int64_t kBilinear = 0, kNearest = 1, kZeros = 0;
    const auto seen = at::grid_sampler_2d(rgba, grid, kBilinear, kZeros, false).clamp(0, 1);
    return {seen.narrow(1, 0, 3), seen.narrow(1, 3, 1), at::grid_sampler_2d(height, grid, kNearest, kZeros, false)};
}

at::Tensor slopesOf(int64_t side, double tangent, const ViewWindow& window)
{
    const auto middle = at::tensor({float(window.right), float(window.up)}).view({1, 2, 1, 1});
    return (coordinatePlanes(side) * window.half + middle) * tangent;
}

DepthBatch assemble(const TrainingObject& object, int64_t view, const ViewWindow& window, const Seen& seen,
                    const at::Tensor& colour, const at::Tensor& matte)
{
    const double tangent = object.tangent[view].item<double>(), distance = object.distance[view].item<double>();
    const double lean = object.cameraFromObject[view][2][1].item<double>();
    DepthBatch batch;
    batch.view = {colour, matte, slopesOf(colour.size(2), tangent, window), at::full({1}, tangent * window.half)};
    batch.inside = ((seen.alpha > 0.5) & (matte > 0.3) & (seen.height != 0)).to(at::kFloat).squeeze(1);
    batch.height = seen.height.squeeze(1);
    batch.elevation = at::full({1}, std::asin(std::clamp(lean, -1.0, 1.0)));
    batch.extent = at::full({1}, distance * tangent * window.half);
    return batch;
}

void mirror(DepthBatch& batch)
{
    auto& view = batch.view;
    view.colour = view.colour.flip({3});
    view.alpha = view.alpha.flip({3});
    view.slopes = at::stack({-view.slopes.select(1, 0).flip({2}), view.slopes.select(1, 1).flip({2})}, 1);
    batch.height = batch.height.flip({2});
    batch.inside = batch.inside.flip({2});
}

/// Half of the pictures are framed as a matte's box would frame them, half as the views were rendered; all inexactly.
ViewWindow drawWindow(const at::Tensor& coverage, Draws& draws)
{
    ViewWindow window;
    if (draws.chance(0.6))
        window = framedWindow(coverage, draws.uniform(0.68, 0.97));
    else
        window.half = 1 / draws.uniform(0.8, 1.1);
    window.right += draws.uniform(-0.06, 0.06) * window.half;
    window.up += draws.uniform(-0.06, 0.06) * window.half;
    return window;
}

at::Tensor drawBackground(const SetSampler& sets, int64_t side, Draws& draws)
{
    const auto picture = sets.background(draws);
    if (draws.chance(0.4) && picture.defined() && picture.size(1) == side)
        return picture.unsqueeze(0).to(at::kFloat) / 255;
    return at::rand({1, 3, 1, 1}, draws.generator()).expand({1, 3, side, side});
}

DepthBatch drawPicture(const SetSampler& sets, Draws& draws)
{
    const auto object = sets.draw(draws);
    const int64_t view = draws.index(object.colour.size(0)), side = object.colour.size(1);
    const auto window = drawWindow(object.colour[view].select(2, 3), draws);
    const auto seen = look(object, view, window);
    const auto photo = seen.colour + (1 - seen.alpha) * drawBackground(sets, side, draws);
    const auto matte = faultyMatte(seen.alpha, draws);
    auto batch = assemble(object, view, window, seen, faultyDetail(faultyColours(photo, draws), draws) * matte, matte);
    if (draws.chance(0.5))
        mirror(batch);
    return batch;
}

} // namespace

ViewWindow framedWindow(const at::Tensor& coverage, double share)
{
    requireShape(coverage, "coverage", {-1, -1});
    const auto covered = coverage > 127;
    const auto columns = at::nonzero(covered.any(0)).flatten(), rows = at::nonzero(covered.any(1)).flatten();
    if (columns.numel() == 0)
        return {};
    const double side = double(coverage.size(0));
    const auto range = [&](const at::Tensor& indices) {
        return std::pair{2 * double(indices[0].item<int64_t>()) / side - 1,
                         2 * double(indices[-1].item<int64_t>() + 1) / side - 1};
    };
    const auto [left, right] = range(columns);
    const auto [top, bottom] = range(rows);
    return {(left + right) / 2, -(top + bottom) / 2, std::max(right - left, bottom - top) / (2 * share)};
}

DepthBatch exactDepthBatch(const TrainingObject& object, int64_t view, const ViewWindow& window)
{
    const auto seen = look(object, view, window);
    return assemble(object, view, window, seen, seen.colour, seen.alpha);
}

DepthBatch drawDepthBatch(const SetSampler& sets, int count, Draws& draws)
{
    std::vector<DepthBatch> pictures;
    for (int i = 0; i < count; ++i)
        pictures.push_back(drawPicture(sets, draws));
    return joined(pictures);
}

DepthBatch joined(const std::vector<DepthBatch>& batches)
{
    const auto join = [&](auto&& member) {
        std::vector<at::Tensor> parts;
        for (const auto& batch : batches)
            parts.push_back(member(batch));
        return at::cat(parts);
    };
    return {{join([](const DepthBatch& b) { return b.view.colour; }), join([](const DepthBatch& b) { return b.view.alpha; }),
             join([](const DepthBatch& b) { return b.view.slopes; }), join([](const DepthBatch& b) { return b.view.tangent; })},
            join([](const DepthBatch& b) { return b.height; }), join([](const DepthBatch& b) { return b.inside; }),
            join([](const DepthBatch& b) { return b.elevation; }), join([](const DepthBatch& b) { return b.extent; })};
}

} // namespace bozzetto
