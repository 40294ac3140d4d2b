#pragma once

#include "core/train/recipe_registry.h"

namespace bozzetto {

/// Recipe "depth": the height of an object's visible surface from one picture, with its uncertainty, the camera's
/// elevation and the picture's extent. Own option: encoder, the published EfficientNet-Lite0 file to start from.
RecipeEntry depthRecipeEntry();

struct DepthBatch;
class PictureNet;

/// The parts of the loss of one batch: height, its gradients, likelihood, elevation, extent.
std::vector<LossTerm> depthLoss(const PictureNet& net, const DepthBatch& batch, c10::ScalarType type);

} // namespace bozzetto
