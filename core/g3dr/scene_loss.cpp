#include "core/g3dr/scene_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

at::Tensor meanAbsolute(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().mean(); }

/// L1 between embeddings; the input picture's asks for no gradient.
at::Tensor semanticDistance(const PictureEmbedding& embed, const at::Tensor& picture, const at::Tensor& render)
{
    at::Tensor wanted;
    {
        const at::NoGradGuard noGradient;
        wanted = embed((picture + 1) / 2);
    }
    return meanAbsolute(embed((render + 1) / 2), wanted);
}

} // namespace

double novelChance(double share) { return std::min(0.4, 2 * share); }

double novelYawRange(double share) { return std::numbers::pi / std::max(6.0, 24 - 18 * share * 3); }

double opacityRamp(double share) { return std::min(1.0, 2 * share); }

bool secondHalf(double share) { return share > 0.5; }

std::vector<LossTerm> canonicalLoss(const SceneView& view, const at::Tensor& picture, const at::Tensor& depth,
                                    const SceneWeights& weights, const SceneJudges& judges, double share)
{
    requireShape(picture, "picture", {view.rgb.size(0), 3, view.rgb.size(2), view.rgb.size(3)});
    requireShape(depth, "depth", {view.depth.size(0), view.depth.size(1), view.depth.size(2)});
    std::vector<LossTerm> terms = {{"colour", weights.colour * meanAbsolute(view.rgb, picture)},
                                   {"depth", weights.depth * meanAbsolute(view.depth, depth)},
                                   {"opacity", opacityRamp(share) * (1 - view.opacity).mean()}};
    if (!secondHalf(share))
        return terms;
    if (judges.semantic)
        terms.push_back({"semantic", weights.semantic / 2 * semanticDistance(*judges.semantic, picture, view.rgb)});
    if (judges.perceptual)
        terms.push_back({"perceptual", weights.perceptual / 2 * judges.perceptual->all(view.rgb, picture)});
    return terms;
}

std::vector<LossTerm> novelLoss(const SceneView& view, const at::Tensor& picture, const SceneWeights& weights,
                                const SceneJudges& judges, double share)
{
    std::vector<LossTerm> terms = {{"novelSmoothness", weights.smoothness * totalVariation(view.depth)},
                                   {"novelOpacity", opacityRamp(share) * (1 - view.opacity).mean()}};
    if (judges.semantic)
        terms.push_back({"novelSemantic", weights.semantic * semanticDistance(*judges.semantic, picture, view.rgb)});
    if (judges.perceptual)
        terms.push_back({"novelPerceptual", weights.perceptual * judges.perceptual->deep(view.rgb, picture)});
    return terms;
}

std::vector<LossTerm> otherViewLoss(const SceneView& view, const at::Tensor& picture, const at::Tensor& depth,
                                    const at::Tensor& seen, const SceneWeights& weights, double share)
{
    requireShape(seen, "seen", {view.depth.size(0), view.depth.size(1), view.depth.size(2)});
    const auto count = seen.sum().clamp_min(1);
    const auto over = [&](const at::Tensor& values) { return (values * seen).sum() / count; };
    return {{"otherColour", weights.colour * over((view.rgb - picture).abs().mean(1))},
            {"otherDepth", weights.depth * over((view.depth - depth).abs())},
            {"otherOpacity", opacityRamp(share) * over(1 - view.opacity)}};
}

at::Tensor totalVariation(const at::Tensor& depth)
{
    requireShape(depth, "depth", {-1, -1, -1});
    return at::diff(depth, 1, 2).square().mean() + at::diff(depth, 1, 1).square().mean();
}

double nonFlatness(const at::Tensor& depth, double near, double far)
{
    constexpr int64_t kBins = 64;
    const auto bins = at::histc(depth.to(at::kFloat).clamp(near, far).cpu(), kBins, near, far).to(at::kDouble);
    const auto shares = bins / bins.sum().clamp_min(1);
    return std::exp(-(shares * (shares + 1e-12).log()).sum().item<double>());
}

} // namespace bozzetto
