#include "core/vision/object_depth.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/shape_check.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

constexpr double kGuideScale = 3; ///< slopes and tangents are about 0.2 to 0.4: brought near 1
constexpr double kSmallestScale = 1e-3;

ObjectDepth mirrored(const ObjectDepth& depth)
{
    return {depth.height.flip({2}), depth.uncertainty.flip({2}), depth.elevation, depth.extent};
}

ObjectView mirrored(const ObjectView& view)
{
    auto slopes = view.slopes.flip({3});
    slopes = at::stack({-slopes.select(1, 0), slopes.select(1, 1)}, 1);
    return {view.colour.flip({3}), view.alpha.flip({3}), slopes, view.tangent};
}

ObjectDepth mean(const ObjectDepth& a, const ObjectDepth& b)
{
    return {(a.height + b.height) / 2, (a.uncertainty + b.uncertainty) / 2, (a.elevation + b.elevation) / 2,
            (a.extent + b.extent) / 2};
}

} // namespace

at::Tensor raySlopes(int64_t side, const at::Tensor& tangent)
{
    requireShape(tangent, "tangent", {-1});
    return coordinatePlanes(side).to(tangent.device()) * tangent.view({-1, 1, 1, 1});
}

ObjectDepth predictObjectDepth(const PictureNet& net, const ObjectView& view, c10::ScalarType type)
{
    const int64_t batch = view.colour.size(0), side = view.colour.size(2);
    requireShape(view.colour, "colour", {batch, 3, side, side});
    requireShape(view.alpha, "alpha", {batch, 1, side, side});
    requireShape(view.slopes, "slopes", {batch, 2, side, side});
    requireShape(view.tangent, "tangent", {batch});
    const auto onGrey = view.colour + 0.5 * (1 - view.alpha);
    const auto tangents = view.tangent.view({batch, 1, 1, 1}).expand({batch, 1, side, side});
    const auto guides = at::cat({view.alpha, view.slopes * kGuideScale, tangents * kGuideScale}, 1);
    const auto result = net.forward(onGrey, guides, type);
    // Started near what is usual: errors of 0.1, a camera 15 degrees up, a picture 1.2 objects wide.
    return {result.planes.select(1, 0), (result.planes.select(1, 1) - 2.3).clamp(-7, 2).exp() + kSmallestScale,
            result.summary.select(1, 0) + 0.26, (result.summary.select(1, 1) - 0.5).clamp(-4, 4).exp()};
}

std::shared_ptr<const ObjectDepthNet> ObjectDepthNet::load(const std::filesystem::path& path)
{
    PictureNet net(kObjectDepthOptions);
    net.load(readWeights(path), path.string());
    return std::make_shared<const ObjectDepthNet>(std::move(net));
}

ObjectDepth ObjectDepthNet::estimate(const ObjectView& view) const
{
    const at::NoGradGuard noGradient;
    const auto type = pictureNetType(view.colour.device());
    return mean(predictObjectDepth(m_net, view, type), mirrored(predictObjectDepth(m_net, mirrored(view), type)));
}

ObjectDepth ObjectDepthNet::estimate(const at::Tensor& colour, const at::Tensor& alpha, double tangent) const
{
    requireShape(colour, "colour", {3, -1, -1});
    requireShape(alpha, "alpha", {colour.size(1), colour.size(2)});
    const auto tangents = at::full({1}, tangent, colour.options().dtype(at::kFloat));
    const ObjectView view{colour.unsqueeze(0).to(at::kFloat), alpha.unsqueeze(0).unsqueeze(0).to(at::kFloat),
                          raySlopes(colour.size(2), tangents), tangents};
    const auto depth = estimate(view);
    return {depth.height[0], depth.uncertainty[0], depth.elevation[0], depth.extent[0]};
}

} // namespace bozzetto
