#pragma once

#include <vector>

#include "core/image/image.h"
#include "core/train/recipe_registry.h"
#include "core/vision/picture_net.h"

namespace bozzetto {

/// Rows of pictures of one size, [3, S, S] or [S, S], values clamped to [0, 1]; empty without rows.
Image pictureSheet(const std::vector<std::vector<at::Tensor>>& rows);

/// An interleaved picture as [C, H, W] float32, and back.
at::Tensor tensorFromImage(const Image& image);
Image imageFromTensor(const at::Tensor& planes);

/// Starts the net's encoder from the file that the option encoder names, when it is given. Throws Error.
void startFromPretrained(PictureNet& net, const RecipeOptions& options);

} // namespace bozzetto
