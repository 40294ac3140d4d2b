#pragma once

#include "core/train/recipe_registry.h"

namespace bozzetto {

/// Recipe "matte": the foreground of a picture, whatever it is. Own options: encoder, the published EfficientNet-Lite0
/// file to start from; photos, a folder of photographs to lay behind the objects; cutouts, a folder of cut-out pictures
/// with transparency, for validation only.
RecipeEntry matteRecipeEntry();

} // namespace bozzetto
