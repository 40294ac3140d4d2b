#include "core/g3dr/object_loss.h"

#include <ATen/ATen.h>

#include "core/field/depth_gate.h"

namespace bozzetto {

namespace {

constexpr double kOutsideWeight = 0.3, kColourWeight = 1.0, kRayWeight = 0.5;
constexpr double kLeastOpacity = 1e-4; // keeps the opacity's cross entropy finite

/// The batch's objects that have rays.
ObjectBatch withRays(const ObjectBatch& batch)
{
    ObjectBatch part = batch;
    auto& views = part.views;
    for (auto* tensor : {&views.colour, &views.alpha, &views.height, &views.hasHeight, &views.distance, &views.tangent})
        *tensor = tensor->slice(0, batch.firstRays);
    return part;
}

void addRayTerms(std::vector<LossTerm>& terms, const ObjectNetwork& network, const at::Tensor& planes,
                 const ObjectBatch& batch, const ObjectLossOptions& options, Draws& draws)
{
    const int64_t count = batch.rayNear.size(0), rays = batch.rayNear.size(1);
    const auto on = batch.rayNear.options();
    const auto jitter = at::rand({count, rays, options.raySamples}, draws.generator()).to(on.device());
    const auto marched = marchObject(network, planes.slice(0, batch.firstRays), withRays(batch), jitter,
                                     {options.gate, false, {}});
    const auto background = at::rand({count, 1, 3}, draws.generator()).to(on.device());
    const auto difference = marched.colour + (1 - marched.opacity).unsqueeze(-1) * background -
                            (batch.rayColour + (1 - batch.rayAlpha).unsqueeze(-1) * background);
    const auto opacity = marched.opacity.clamp(kLeastOpacity, 1 - kLeastOpacity);
    const auto covered = (batch.rayAlpha > 0.9).to(at::kFloat);
    const auto depth = (marched.depth - batch.rayDepth).abs() * covered * marched.opacity.detach();
    terms.push_back({"rays", kRayWeight * (4 * difference.square().mean() + 0.5 * difference.abs().mean())});
    terms.push_back({"opacity", kRayWeight * 0.3 * at::binary_cross_entropy(opacity, batch.rayAlpha)});
    terms.push_back({"depth", kRayWeight * depth.sum() / covered.sum().clamp_min(1)});
}

} // namespace

MarchedRays marchObject(const ObjectNetwork& network, const at::Tensor& planes, const ObjectBatch& batch,
                        const at::Tensor& jitter, const MarchOptions& options)
{
    const int64_t count = jitter.size(0), rays = jitter.size(1), samples = jitter.size(2);
    const auto step = (batch.rayFar - batch.rayNear).unsqueeze(-1) / double(samples);
    const auto where = batch.rayNear.unsqueeze(-1) + (at::arange(samples, jitter.options()) + jitter) * step;
    const auto points = batch.rayOrigin.unsqueeze(2) + batch.rayDirection.unsqueeze(2) * where.unsqueeze(-1);
    const auto values =
        network.decode(planes, batch.views, points.reshape({count, rays * samples, 3}), options.exact);
    const auto length =
        batch.rayDirection.norm(2, -1).unsqueeze(-1) * step; // object lengths a sample stands for
    const auto inside = (points.abs() <= double(kObjectCube)).all(-1).to(at::kFloat); // the field ends there
    const auto sigma = objectDensity(values.logit - double(options.surface.level), options.surface.sharpness);
    auto alpha = 1 - at::exp(-sigma.view({count, rays, samples}) * inside * length);
    auto colour = values.rgb.view({count, rays, samples, 3});
    if (options.gate) {
        const auto scale = depthGateScale((where / double(kObjectCube)).reshape({-1, samples}),
                                          (batch.rayDepth / double(kObjectCube)).reshape({-1}));
        const auto known = (batch.rayAlpha > 0.9).reshape({-1, 1}); // depth is known where there is a surface
        const auto gated = gateGradients(alpha.view({-1, samples}), colour.view({-1, samples, 3}),
                                         at::where(known, scale, at::ones_like(scale)));
        alpha = gated.first.view_as(alpha);
        colour = gated.second.view_as(colour);
    }
    const auto passing = at::cumprod(1 - alpha + 1e-7, -1);
    const auto weights =
        alpha * at::cat({at::ones_like(passing.narrow(-1, 0, 1)), passing.narrow(-1, 0, samples - 1)}, -1);
    const auto opacity = weights.sum(-1);
    return {(weights.unsqueeze(-1) * colour).sum(2), opacity, (weights * where).sum(-1) / (opacity + 1e-3)};
}

std::vector<LossTerm> objectLoss(const ObjectNetwork& network, const ObjectBatch& batch,
                                 const ObjectLossOptions& options, Draws& draws)
{
    const auto planes = network.planes(batch.views);
    std::vector<LossTerm> terms;
    if (batch.points.defined()) {
        const int64_t labelled = batch.points.size(1), outside = batch.outside.size(1),
                      surface = batch.surface.size(1);
        const auto values =
            network.decode(planes, batch.views, at::cat({batch.points, batch.outside, batch.surface}, 1));
        terms.push_back({"occupancy", at::binary_cross_entropy_with_logits(
                                          values.logit.narrow(1, 0, labelled), batch.occupied)});
        terms.push_back(
            {"outside", kOutsideWeight * at::softplus(values.logit.narrow(1, labelled, outside)).mean()});
        terms.push_back(
            {"colour",
             kColourWeight *
                 (values.rgb.narrow(1, labelled + outside, surface) - batch.surfaceColour).abs().mean()});
    }
    if (batch.rayNear.defined() && batch.rayNear.size(0) > 0)
        addRayTerms(terms, network, planes, batch, options, draws);
    return terms;
}

} // namespace bozzetto
