#pragma once

#include "core/train/set_sampler.h"

namespace bozzetto {

/// A matte as an estimate would be: softened, grown or shrunk by up to about two pixels, more or less so over the picture,
/// rarely with a piece missing or one too many. alpha [1, 1, S, S] in [0, 1].
at::Tensor faultyMatte(const at::Tensor& alpha, Draws& draws);

/// Another camera, another light: white balance, saturation, brightness, contrast, gamma, rarely other channels.
/// rgb [1, 3, S, S] in [0, 1], and so is the result.
at::Tensor faultyColours(const at::Tensor& rgb, Draws& draws);

/// Blur, grain and the blocks of strong compression, each only sometimes.
at::Tensor faultyDetail(const at::Tensor& rgb, Draws& draws);

/// Smooth random field [1, 1, S, S] of deviation about 1, `cells` waves across.
at::Tensor smoothField(int64_t side, int64_t cells, Draws& draws);

/// Mean over a square window of 2 radius + 1 pixels; at the rim over what lies in the picture.
at::Tensor boxBlurred(const at::Tensor& picture, int64_t radius);

} // namespace bozzetto
