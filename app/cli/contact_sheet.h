#pragma once

#include "core/g3dr/generate.h"

namespace bozzetto::cli {

/// Side by side on the studio's dark: photograph, field from the input camera, +30, +90, +150 degrees, mesh at 30.
Image contactSheet(const GenerateInput& input, const GenerateResult& result, JobContext& context, int tile = 256);

/// Straight alpha out of premultiplied rgba.
Image unpremultiplied(Image image);

} // namespace bozzetto::cli
