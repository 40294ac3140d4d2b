#pragma once

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Convolution with TensorFlow's "same" padding: the output has ceil(n / stride) pixels a side, and an odd padding has
/// its extra pixel behind. x [B, C, h, w]; weight [out, C, k, k]; bias [out] or undefined.
at::Tensor convolutionSame(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, int64_t stride);

/// The same channel by channel: weight [C, 1, k, k] with odd k, stride 1 or 2. The gradient reaches x only; it is
/// computed as a forward convolution with the turned weight, which is several times faster on the processor than the
/// library's backward pass.
at::Tensor depthwiseSame(const at::Tensor& x, const at::Tensor& weight, int64_t stride);

} // namespace bozzetto
