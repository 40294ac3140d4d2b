#pragma once

#include <ATen/core/Tensor.h>

#include "core/image/image.h"

namespace bozzetto {

/// G3DR's network input [4, size, size]: rgb in [-1, 1] and un-normalised depth d = png / 65536 * 2 + 4, centre square,
/// Pillow-exact Lanczos, depth not clamped. `rgb` 3 channels, `depth` one channel where 1 stands for 65535.
/// Source: g3dr specification, section 3.
at::Tensor prepareG3drInput(const Image& rgb, const Image& depth, int size = 128);

} // namespace bozzetto
