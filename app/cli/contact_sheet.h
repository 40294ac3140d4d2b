#pragma once

#include "core/g3dr/generate.h"

namespace bozzetto::cli {

/// On the studio's dark, seven tiles wide: the photograph, then the field from the input camera and from 30, 90, 150, 210
/// and 270 degrees; below, the shape alone, then the mesh from the same places.
Image contactSheet(const GenerateInput& input, const GenerateResult& result, JobContext& context, int tile = 256);

/// Straight alpha out of premultiplied rgba.
Image unpremultiplied(Image image);

} // namespace bozzetto::cli
