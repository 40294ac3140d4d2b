#include "core/vision/matte_batch.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/vision/depth_loss.h"
#include "core/vision/picture_faults.h"
#include "core/vision/picture_placement.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr double kSmallestShare = 0.35, kLargestShare = 0.97; ///< of the picture's side that the object takes
constexpr double kCutoutChance = 0.5;  ///< of a thing to be cut out of a photograph rather than rendered
constexpr double kClutterChance = 0.2; ///< of smaller things to lie behind the object
constexpr double kSmallestBeforeClutter = 0.55, kLargestClutter = 0.3;

at::Tensor flatColour(Draws& draws)
{
    return at::rand({1, 3, 1, 1}, draws.generator());
}

/// One colour running into another, perhaps darker towards the rim, as a studio's backdrop.
at::Tensor backdrop(int64_t side, Draws& draws)
{
    const auto at01 = coordinatePlanes(side).narrow(0, 0, 1);
    const double angle = draws.uniform(0, 6.2832);
    const auto along = (at01.select(1, 0) * std::cos(angle) + at01.select(1, 1) * std::sin(angle) + 1).unsqueeze(1) / 2;
    const auto first = flatColour(draws);
    const auto second = (first + draws.uniform(0, 0.5) * at::randn({1, 3, 1, 1}, draws.generator())).clamp(0, 1);
    const auto dim = 1 - draws.uniform(0, 0.4) * (at01.square().sum(1, true) / 2);
    return ((first + (second - first) * along.clamp(0, 1)) * dim).clamp(0, 1);
}

/// A floor and a wall with grain, meeting at a horizon that is sharp or soft.
at::Tensor room(int64_t side, Draws& draws)
{
    const auto up = coordinatePlanes(side).narrow(1, 1, 1);
    const double horizon = draws.uniform(-0.6, 0.6), sharpness = std::exp(draws.uniform(0, 4));
    const auto wall = ((up - horizon) * sharpness + 0.5).clamp(0, 1);
    const auto pattern = [&] {
        auto shade = 0.06 * smoothField(side, 3 + draws.index(4), draws);
        if (draws.chance(0.6))
            shade = shade + draws.uniform(0, 0.12) * smoothField(side, 16 + draws.index(48), draws);
        return (backdrop(side, draws) + shade).clamp(0, 1);
    };
    const auto above = pattern();
    return above * wall + pattern() * (1 - wall);
}

at::Tensor drawBackground(const SetSampler* sets, const PhotoList& photos, int64_t side, Draws& draws)
{
    const double kind = draws.uniform();
    if (kind < 0.5 && !photos.empty())
        return photoCrop(photos, side, draws);
    if (kind < 0.5 && sets) {
        if (const auto picture = sets->background(draws); picture.defined())
            return at::_upsample_bilinear2d_aa(picture.unsqueeze(0).to(at::kFloat) / 255, {side, side}, false);
    }
    if (kind < 0.6)
        return flatColour(draws).expand({1, 3, side, side});
    return kind < 0.75 ? backdrop(side, draws) : room(side, draws);
}

at::Tensor viewOf(const TrainingObject& object, Draws& draws)
{
    return object.colour[draws.index(object.colour.size(0))].permute({2, 0, 1});
}

at::Tensor placed(const at::Tensor& rgba, int64_t side, double share, Draws& draws)
{
    return placedThing(rgba, drawPlacement(rgba[3], side, share, draws));
}

/// The object in another light of its own.
at::Tensor relit(const at::Tensor& rgba, Draws& draws)
{
    const auto alpha = rgba.narrow(1, 3, 1);
    const auto straight = (rgba.narrow(1, 0, 3) / alpha.clamp_min(1e-3)).clamp(0, 1);
    return at::cat({faultyColours(straight, draws) * alpha, alpha}, 1);
}

at::Tensor over(const at::Tensor& front, const at::Tensor& back)
{
    return front + (1 - front.narrow(1, 3, 1)) * back;
}

/// Rendered or cut out of a photograph: uint8 [4, S, S], premultiplied.
at::Tensor drawThing(const MatteMaterial& material, Draws& draws)
{
    if (!material.cutouts.empty() && draws.chance(kCutoutChance))
        return material.cutouts[std::size_t(draws.index(int64_t(material.cutouts.size())))];
    return viewOf(material.sets.draw(draws), draws);
}

at::Tensor withClutter(at::Tensor background, const MatteMaterial& material, Draws& draws)
{
    const int64_t side = background.size(2);
    for (int64_t i = 1 + draws.index(3); i > 0; --i) {
        const auto thing = relit(
            placed(drawThing(material, draws), side, draws.uniform(0.1, kLargestClutter), draws), draws);
        background = composed(thing, background, draws).rgb;
    }
    return background;
}

MatteBatch faulty(const MatteBatch& batch, Draws& draws)
{
    return {faultyDetail(faultyColours(batch.rgb, draws), draws), batch.alpha};
}

MatteBatch joinedMattes(const std::vector<MatteBatch>& parts)
{
    std::vector<at::Tensor> rgb, alpha;
    for (const auto& part : parts) {
        rgb.push_back(part.rgb);
        alpha.push_back(part.alpha);
    }
    return {at::cat(rgb), at::cat(alpha)};
}

} // namespace

MatteBatch composed(const at::Tensor& rgba, const at::Tensor& background, Draws& draws)
{
    const auto alpha = rgba.narrow(1, 3, 1);
    auto behind = background;
    if (draws.chance(0.7)) {
        const int64_t radius = 2 + draws.index(10), side = alpha.size(2);
        const int64_t shift = draws.index(1 + radius), aside = draws.index(2 * radius + 1) - radius;
        const auto moved = at::roll(boxBlurred(boxBlurred(alpha, radius), radius), {shift, aside}, {2, 3});
        const auto foot = (draws.uniform(-0.5, 0.9) - coordinatePlanes(side).narrow(1, 1, 1)).clamp(0, 1);
        behind = behind * (1 - draws.uniform(0.1, 0.7) * moved * foot);
    }
    return {rgba.narrow(1, 0, 3) + (1 - alpha) * behind, alpha.squeeze(1)};
}

MatteBatch pictureWith(const TrainingObject& object, const PhotoList& photos, int64_t side, Draws& draws)
{
    return pictureWith(viewOf(object, draws), photos, side, draws);
}

MatteBatch pictureWith(const at::Tensor& cutout, const PhotoList& photos, int64_t side, Draws& draws)
{
    const auto background = drawBackground(nullptr, photos, side, draws);
    const double share = draws.uniform(kSmallestShare, kLargestShare);
    return composed(placed(cutout, side, share, draws), background, draws);
}

MatteBatch drawMatteBatch(const MatteMaterial& material, int count, int64_t side, Draws& draws)
{
    std::vector<MatteBatch> pictures;
    for (int i = 0; i < count; ++i) {
        auto background = drawBackground(&material.sets, material.photos, side, draws);
        const bool cluttered = draws.chance(kClutterChance);
        if (cluttered)
            background = withClutter(background, material, draws);
        if (draws.chance(0.3))
            background = boxBlurred(boxBlurred(background, 1 + draws.index(4)), 1 + draws.index(4));
        auto rgba = placed(drawThing(material, draws), side,
                           draws.uniform(cluttered ? kSmallestBeforeClutter : kSmallestShare, kLargestShare), draws);
        if (draws.chance(0.15))
            rgba = over(rgba, placed(drawThing(material, draws), side, draws.uniform(0.3, kLargestShare), draws));
        if (draws.chance(0.7))
            rgba = relit(rgba, draws);
        pictures.push_back(faulty(composed(rgba, background, draws), draws));
    }
    return joinedMattes(pictures);
}

std::vector<LossTerm> matteLoss(const at::Tensor& found, const at::Tensor& truth)
{
    const auto alpha = at::sigmoid(found);
    return {{"crossEntropy", at::binary_cross_entropy_with_logits(found, truth)},
            {"difference", (alpha - truth).abs().mean()},
            {"gradient", 0.5 * gradientLoss(alpha, truth, at::ones_like(truth))}};
}

double softOverlap(const at::Tensor& found, const at::Tensor& truth)
{
    const double larger = at::maximum(found, truth).sum().item<double>();
    return larger > 1e-6 ? at::minimum(found, truth).sum().item<double>() / larger : 1;
}

} // namespace bozzetto
