#pragma once

#include <string>

#include "core/image/vips_session.h"

namespace bozzetto {

/// The largest sample value of `image`'s format (255 or 65535); throws Error(badInput) for other formats.
double fullScale(VipsImage* image, const std::string& name);

/// sRGB in [0, 1], float, 3 bands, or 4 with alpha and PREMULTIPLIED colour, so that it can be resized. Embedded
/// profiles and CMYK are converted; grey is spread. Lazy: nothing is decoded yet.
VipsImagePtr toPremultipliedSrgb(VipsImage* image, const std::string& name);

} // namespace bozzetto
