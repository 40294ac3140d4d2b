#pragma once

#include <ATen/core/Tensor.h>

#include "core/field/triplane.h"

namespace bozzetto::triplane {

/// levels as in TriplanePyramid, channels-last; points [N, 3] contiguous. Returns [N, C].
using Forward = at::Tensor (*)(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points);

/// gradient [N, C] contiguous. Returns one [3, C, h, w] channels-last gradient per level.
using Backward = std::vector<at::Tensor> (*)(const std::vector<at::Tensor>& levels, PlaneSet set,
                                             const at::Tensor& points, const at::Tensor& gradient);

at::Tensor forwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points);
std::vector<at::Tensor> backwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points,
                                    const at::Tensor& gradient);

/// The CUDA component calls this when it is loaded; until then CUDA tensors take the grid_sampler path.
void registerCudaKernels(Forward forward, Backward backward);

} // namespace bozzetto::triplane
