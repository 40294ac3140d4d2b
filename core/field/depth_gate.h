#pragma once

#include <utility>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// S = clamp(1.25 exp(-(m - d)^2 / 0.03), 0.05, 1): how much gradient a sample at distance m may receive when the
/// surface is at d. Source: g3dr specification, section 8. midpoints [R, S], depth [R] -> [R, S].
at::Tensor depthGateScale(const at::Tensor& midpoints, const at::Tensor& depth);

/// Forward identity; backward multiplies the gradients of alpha [R, S] and colour [R, S, 3] with scale [R, S].
std::pair<at::Tensor, at::Tensor> gateGradients(const at::Tensor& alpha, const at::Tensor& colour,
                                                const at::Tensor& scale);

} // namespace bozzetto
