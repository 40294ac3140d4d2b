#pragma once

#include <optional>

#include <ATen/core/Tensor.h>

#include "core/image/image.h"

namespace bozzetto {

/// A square of the photograph, in its pixels; it may reach beyond the photograph's rim.
struct ObjectFrame
{
    double left = 0, top = 0, side = 0;
};

/// The square around the matte's box (>= 0.5), centred on it, whose longer side is `share` of the square's. Nothing
/// when the matte is empty.
std::optional<ObjectFrame> frameObject(const Image& matte, double share);

struct FramedView
{
    at::Tensor colour; ///< [3, S, S] sRGB in [0, 1] times alpha
    at::Tensor alpha;  ///< [S, S]
};

/// The photograph's part in the frame at S pixels a side, anti-aliased. `photo` 3 or 4 channels (its own alpha is not
/// looked at), `matte` 1 channel of its size. Beyond the rim everything is 0.
FramedView viewInFrame(const Image& photo, const Image& matte, const ObjectFrame& frame, int size);

} // namespace bozzetto
