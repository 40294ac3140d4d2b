#pragma once

#include "core/train/recipe_registry.h"

namespace bozzetto {

/// Recipe "scene-depth": relative depth of a whole photograph, from photographs whose depth a teacher told and from
/// objects rendered over them.
RecipeEntry sceneDepthRecipeEntry();

} // namespace bozzetto
