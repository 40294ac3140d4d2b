#pragma once

#include <ATen/core/Tensor.h>

#include "core/field/triplane.h"
#include "core/field/triplane_math.h"

namespace bozzetto::triplane {

/// levels as in TriplanePyramid, channels-last; points [N, 3] contiguous. Returns [N, C].
using Forward = at::Tensor (*)(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points);

/// gradient [N, C] contiguous. Returns one [3, C, h, w] channels-last gradient per level.
using Backward = std::vector<at::Tensor> (*)(const std::vector<at::Tensor>& levels, PlaneSet set,
                                             const at::Tensor& points, const at::Tensor& gradient);

at::Tensor forwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points);
std::vector<at::Tensor> backwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set,
                                    const at::Tensor& points, const at::Tensor& gradient);

/// Features of points [begin, end) to features [end - begin, C], on the calling thread.
void lookupRange(const PyramidView& pyramid, const float* points, std::int64_t begin, std::int64_t end,
                 float* features);

/// What the CUDA component offers under kCudaKernelsSymbol. Where it is not loaded, CUDA tensors take the
/// grid_sampler path.
struct CudaKernels
{
    Forward forward;
    Backward backward;
};
inline constexpr char kCudaKernelsSymbol[] = "bozzettoTriplaneKernels";

/// Pointers into `levels`, which must live on.
inline PyramidView viewOf(const std::vector<at::Tensor>& levels, PlaneSet set)
{
    PyramidView view{};
    view.levelCount = int(levels.size());
    view.channels = int(levels[0].size(1));
    for (int l = 0; l < view.levelCount; ++l) {
        const auto& level = levels[std::size_t(l)];
        view.levels[l] = {level.const_data_ptr<float>(), int(level.size(3)), int(level.size(2))};
    }
    const auto axes = planeAxes(set);
    for (int p = 0; p < 3; ++p) {
        view.widthAxis[p] = axes[std::size_t(p)].width;
        view.heightAxis[p] = axes[std::size_t(p)].height;
    }
    return view;
}

/// Zeros that look like the levels.
inline std::vector<at::Tensor> emptyGradients(const std::vector<at::Tensor>& levels)
{
    std::vector<at::Tensor> gradients;
    for (const auto& level : levels)
        gradients.push_back(at::zeros_like(level, level.options(), at::MemoryFormat::ChannelsLast));
    return gradients;
}

} // namespace bozzetto::triplane
