#pragma once

#include "core/image/image.h"

namespace bozzetto {

/// Anti-aliased Lanczos (a = 3, support scaled when shrinking), horizontal then vertical, float throughout. Colour of
/// rgba pictures is weighted with alpha so that hidden colour does not bleed in. Result not clamped.
Image resizeLanczos(const Image& image, int width, int height);

/// The same filter as the Pillow 8-bit path that G3DR's training used: each pass rounded and clamped to
/// 8 bits. Input and output [0, 1]. Source: g3dr specification, section 3.
Image resizeLanczos8Bit(const Image& image, int width, int height);

/// Pillow's mode-I path for 16-bit depth: values in [0, 1] stand for 0..65535, each pass rounded to an integer and NOT
/// clipped, so results may leave [0, 1].
Image resizeLanczos16BitUnclipped(const Image& image, int width, int height);

/// Centre square of side min(width, height).
Image cropCentreSquare(const Image& image);

/// The window with top-left corner (x, y); parts outside the picture are filled with `fill`.
Image crop(const Image& image, int x, int y, int width, int height, float fill = 0.0f);

/// First three channels; grey is spread, alpha composited over `background`.
Image compositeOver(const Image& image, float backgroundRed, float backgroundGreen, float backgroundBlue);

/// Channel `channel` as a one-channel picture.
Image extractChannel(const Image& image, int channel);

} // namespace bozzetto
