#pragma once

#include <ATen/core/Tensor.h>

#include "core/image/image.h"

namespace bozzetto {

inline constexpr int kG3drSide = 128; ///< of the generator's picture

/// The generator's input [4, 128, 128] float32: rgb in [-1, 1], then distance along the ray, about 4..6.
/// `rgb` has 3 channels; `depthPlane` has one, [0, 1] standing for 0..65535, small = near; both are cropped
/// to their centre squares and resized as in training. The distance is not clamped. Throws Error(badInput)
/// when a channel count or size is wrong. Source: g3dr specification, section 3.
at::Tensor prepareG3drInput(const Image& rgb, const Image& depthPlane);

} // namespace bozzetto
