#pragma once

#include <memory>

#include "core/field/volume_renderer.h"
#include "core/train/recipe.h"
#include "core/vision/picture_distance.h"

namespace bozzetto {

/// What G3DR's losses weigh. Source: g3dr specification, section 9.
struct SceneWeights
{
    double colour = 1, depth = 2, semantic = 0.35, perceptual = 2, smoothness = 0.1;
};

/// Whatever judges renders by more than their pixels; null = left out.
struct SceneJudges
{
    std::shared_ptr<const PerceptualDistance> perceptual;
    std::shared_ptr<const PictureEmbedding> semantic;
};

/// A view: the whole pictures, rows from the top. Colours in [-1, 1].
struct SceneView
{
    at::Tensor rgb;     ///< [B, 3, h, w]
    at::Tensor depth;   ///< [B, h, w] along the rays
    at::Tensor opacity; ///< [B, h, w]
};

/// Chances and ranges of a step, by the share of the run that is done. Source: g3dr specification, sections 2.4, 9, 10.
double novelChance(double share);   ///< of a novel camera: 2 share, at most 0.4
double novelYawRange(double share); ///< radians to either side: 7.5 degrees, from a third of the run on 30
double opacityRamp(double share);   ///< 2 share, at most 1
bool secondHalf(double share);      ///< whether the input view is judged perceptually

/// Canonical step: L1 colour + 2 L1 depth + ramp (1 - opacity), and in the second half of the run half of the semantic and
/// perceptual terms. `picture` [B, 3, h, w] in [-1, 1], `depth` [B, h, w].
std::vector<LossTerm> canonicalLoss(const SceneView& view, const at::Tensor& picture, const at::Tensor& depth,
                                    const SceneWeights& weights, const SceneJudges& judges, double share);

/// Novel step: semantic + deep perceptual distance to the input picture + smooth depth + ramp (1 - opacity).
std::vector<LossTerm> novelLoss(const SceneView& view, const at::Tensor& picture, const SceneWeights& weights,
                                const SceneJudges& judges, double share);

/// Another view of the same object: L1 colour + 2 L1 depth + ramp (1 - opacity), over the pixels of `seen` ([B, h, w], 0 or
/// 1) alone.
std::vector<LossTerm> otherViewLoss(const SceneView& view, const at::Tensor& picture, const at::Tensor& depth,
                                    const at::Tensor& seen, const SceneWeights& weights, double share);

/// Sum over both axes of the mean squared difference of neighbours. depth [B, h, w].
at::Tensor totalVariation(const at::Tensor& depth);

/// Non-flatness score: exp of the entropy of a 64-bin histogram of the depth over [near, far], 1 (flat) to 64. Values
/// outside count at the ends. Source: g3dr specification, section 15.2.
double nonFlatness(const at::Tensor& depth, double near, double far);

} // namespace bozzetto
