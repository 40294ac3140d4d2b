#include "core/field/triplane.h"

#include <torch/csrc/autograd/custom_function.h>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/field/triplane_kernels.h"

namespace bozzetto {

namespace {

/// Null where the CUDA component is not loaded. Asked for with a CUDA tensor in hand, so loading was tried
/// before.
const triplane::CudaKernels* cudaKernels()
{
    static const auto* kernels =
        static_cast<const triplane::CudaKernels*>(cudaComponentSymbol(triplane::kCudaKernelsSymbol));
    return kernels;
}

/// Fused lookup of all planes and levels.
class TriplaneLookup : public torch::autograd::Function<TriplaneLookup>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, at::TensorList levels,
                              const at::Tensor& points, int64_t set)
    {
        const auto kept = points.contiguous();
        std::vector<at::Tensor> saved(levels.begin(), levels.end());
        const auto run = points.is_cuda() ? cudaKernels()->forward : triplane::forwardCpu;
        const auto features = run(saved, PlaneSet(set), kept);
        saved.push_back(kept);
        context->save_for_backward(saved);
        context->saved_data["set"] = set;
        return features;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        auto levels = context->get_saved_variables();
        const auto points = levels.back();
        levels.pop_back();
        const auto run = points.is_cuda() ? cudaKernels()->backward : triplane::backwardCpu;
        auto result =
            run(levels, PlaneSet(context->saved_data["set"].toInt()), points, gradients[0].contiguous());
        result.emplace_back(); // points
        result.emplace_back(); // set
        return result;
    }
};

} // namespace

PlaneSet parsePlaneSet(const std::string& text)
{
    if (text == "stock")
        return PlaneSet::stock;
    if (text == "fixed")
        return PlaneSet::fixed;
    if (text == "corrected")
        return PlaneSet::corrected;
    throw Error(ErrorCode::badInput, "Plane set: expected stock, fixed or corrected, found \"{}\"", text);
}

TriplanePyramid makePyramid(const at::Tensor& planes, PlaneSet set, int levelCount)
{
    requireShape(planes, "planes", {3, -1, -1, -1});
    const int64_t height = planes.size(2), width = planes.size(3), divisor = int64_t(1) << (levelCount - 1);
    if (levelCount < 1 || levelCount > 3 || height % divisor || width % divisor)
        throw Error(ErrorCode::internal,
                    "planes: expected 1 to 3 levels of a size divisible by {}, found {} of {} x {}", divisor,
                    levelCount, height, width);
    TriplanePyramid pyramid;
    pyramid.set = set;
    pyramid.levels.push_back(planes.contiguous(at::MemoryFormat::ChannelsLast));
    for (int level = 1; level < levelCount; ++level)
        pyramid.levels.push_back(at::_upsample_bilinear2d_aa(planes, {height >> level, width >> level}, false,
                                                             std::nullopt, std::nullopt)
                                     .contiguous(at::MemoryFormat::ChannelsLast));
    return pyramid;
}

at::Tensor sampleTriplane(const TriplanePyramid& pyramid, const at::Tensor& points)
{
    requireShape(points, "points", {-1, 3});
    if (points.is_cuda() && !cudaKernels())
        return sampleTriplaneReference(pyramid, points);
    return TriplaneLookup::apply(at::TensorList(pyramid.levels), points.detach(), int64_t(pyramid.set));
}

at::Tensor sampleTriplaneReference(const TriplanePyramid& pyramid, const at::Tensor& points)
{
    requireShape(points, "points", {-1, 3});
    std::vector<at::Tensor> grids;
    for (const auto& axes : planeAxes(pyramid.set))
        grids.push_back(torch::stack({points.select(1, axes.width), points.select(1, axes.height)}, -1));
    const auto grid = torch::stack(grids).detach().unsqueeze(2); // [3, N, 1, 2]
    at::Tensor sum;
    for (const auto& level : pyramid.levels) {
        const auto features = at::grid_sampler_2d(level, grid, 0, 0, false).sum(0).squeeze(-1).t(); // [N, C]
        sum = sum.defined() ? sum + features : features;
    }
    return sum / 3;
}

} // namespace bozzetto
