#pragma once

#include <filesystem>
#include <vector>

#include "core/train/recipe.h"
#include "core/train/set_sampler.h"

namespace bozzetto {

/// A photograph and its depth.
struct DepthPhoto
{
    at::Tensor rgb;   ///< uint8 [3, h, w] sRGB
    at::Tensor depth; ///< float32 [h, w], 0 nearest .. 1 farthest
};

/// NAME_depth.png beside NAME.jpg.
std::filesystem::path depthBeside(const std::filesystem::path& picture);

/// Every picture of a folder that has its depth beside it (8 or 16 bit, small = near), in the order of their names. Throws
/// Error(io) when there is none.
std::vector<std::filesystem::path> findDepthPhotos(const std::filesystem::path& folder);

/// The same, read, at most `maxSide` pixels. Throws Error.
std::vector<DepthPhoto> loadDepthPhotos(const std::filesystem::path& folder, int maxSide);

/// Photographs, an object rendered over some of them. B pictures of S pixels a side, all [B, S, S] but rgb.
struct SceneDepthBatch
{
    at::Tensor rgb;    ///< [B, 3, S, S]
    at::Tensor depth;  ///< the photograph's, 0 .. 1
    at::Tensor photo;  ///< 1 where the photograph is seen, else 0
    at::Tensor height; ///< the object's, towards the camera, object units
    at::Tensor object; ///< 1 where the object is seen for certain, else 0
    at::Tensor behind; ///< 1 where the photograph is seen and lies behind the object's foot, else 0
};

/// `count` training pictures: crops, mirrored, objects over some, a camera's faults.
SceneDepthBatch drawSceneDepthBatch(const std::vector<DepthPhoto>& photos, const SetSampler& sets, int count,
                                    int64_t side, Draws& draws);

/// The whole photograph squeezed to a square, B = 1.
SceneDepthBatch wholePhoto(const DepthPhoto& photo, int64_t side);

/// Each picture's values less their mean, over their mean absolute deviation, both over `weights`. [B, h, w].
at::Tensor standardised(const at::Tensor& values, const at::Tensor& weights);

/// How far `found` is from `truth` up to one affine map a picture: mean absolute difference of the standardised maps
/// + half the difference of their gradients. After Ranftl et al., "Towards Robust Monocular Depth Estimation", section 5,
/// with the mean in the median's place.
at::Tensor alignedLoss(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& weights);

/// The parts of the loss: depth of the photographs, shape of the objects, and that they stand before what is behind.
std::vector<LossTerm> sceneDepthLoss(const at::Tensor& found, const SceneDepthBatch& batch, Draws& draws);

} // namespace bozzetto
