#pragma once

#include <vector>

#include "core/train/recipe.h"
#include "core/train/set_sampler.h"
#include "core/vision/matte_material.h"

namespace bozzetto {

/// Pictures with objects and their mattes.
struct MatteBatch
{
    at::Tensor rgb;   ///< [B, 3, S, S] sRGB in [0, 1]
    at::Tensor alpha; ///< [B, S, S]
};

/// What training pictures are put together from. Without photographs the sets' own backgrounds are used.
struct MatteMaterial
{
    SetSampler sets;
    PhotoList photos;
    CutoutList cutouts;
};

/// rgba [1, 4, S, S] premultiplied over a background [1, 3, S, S] with a soft shadow around its foot; B = 1.
MatteBatch composed(const at::Tensor& rgba, const at::Tensor& background, Draws& draws);

/// `count` training pictures of `side` pixels: one or two objects, rendered or cut out of photographs, over photographs,
/// gradients, plain colours, floors and walls, now and then out of focus or with smaller things lying about, lit alike,
/// with a camera's faults.
MatteBatch drawMatteBatch(const MatteMaterial& material, int count, int64_t side, Draws& draws);

/// One view of this object, as in training but for clutter and the camera's faults.
MatteBatch pictureWith(const TrainingObject& object, const PhotoList& photos, int64_t side, Draws& draws);

/// The same of one cut-out.
MatteBatch pictureWith(const at::Tensor& cutout, const PhotoList& photos, int64_t side, Draws& draws);

/// Binary cross-entropy of log-odds `found` [B, S, S] + mean absolute difference + half the gradients' difference.
std::vector<LossTerm> matteLoss(const at::Tensor& found, const at::Tensor& truth);

/// Soft intersection over union: sum of minima over sum of maxima; 1 when both are empty.
double softOverlap(const at::Tensor& found, const at::Tensor& truth);

} // namespace bozzetto
