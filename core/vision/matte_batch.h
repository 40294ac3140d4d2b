#pragma once

#include <filesystem>
#include <vector>

#include "core/train/recipe.h"
#include "core/train/set_sampler.h"

namespace bozzetto {

/// Pictures with objects and their mattes.
struct MatteBatch
{
    at::Tensor rgb;   ///< [B, 3, S, S] sRGB in [0, 1]
    at::Tensor alpha; ///< [B, S, S]
};

/// Photographs that objects are laid over: uint8 [3, h, w] each.
using PhotoList = std::vector<at::Tensor>;

/// The readable pictures of a folder, sorted by name, at most `maxSide` pixels. Throws Error(io) when it has none.
PhotoList loadPhotos(const std::filesystem::path& folder, int maxSide);

/// A square part of a photograph, shrunk without aliasing to [1, 3, side, side] in [0, 1].
at::Tensor photoCrop(const PhotoList& photos, int64_t side, Draws& draws);

/// rgba [1, 4, S, S] premultiplied over a background [1, 3, S, S] with a soft shadow around its foot; B = 1.
MatteBatch composed(const at::Tensor& rgba, const at::Tensor& background, Draws& draws);

/// `count` training pictures of `side` pixels: one or two objects over photographs, gradients, plain colours, floors and
/// walls, lit alike, with a camera's faults. Without photos the sets' own backgrounds are used.
MatteBatch drawMatteBatch(const SetSampler& sets, const PhotoList& photos, int count, int64_t side, Draws& draws);

/// One picture of this object, as in training but for the camera's faults.
MatteBatch pictureWith(const TrainingObject& object, const PhotoList& photos, int64_t side, Draws& draws);

/// Binary cross-entropy of log-odds `found` [B, S, S] + mean absolute difference + half the gradients' difference.
std::vector<LossTerm> matteLoss(const at::Tensor& found, const at::Tensor& truth);

/// Soft intersection over union: sum of minima over sum of maxima; 1 when both are empty.
double softOverlap(const at::Tensor& found, const at::Tensor& truth);

} // namespace bozzetto
