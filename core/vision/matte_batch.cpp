#include "core/vision/matte_batch.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/depth_batch.h"
#include "core/vision/depth_loss.h"
#include "core/vision/picture_faults.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr double kLargestZoom = 1.3; ///< of a rendered view's pixels: beyond it blur would give the object away

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

/// A view of the object somewhere on a square of `side` pixels: rgba [1, 4, side, side], premultiplied.
at::Tensor placed(const TrainingObject& object, int64_t side, double smallest, Draws& draws)
{
    const int64_t view = draws.index(object.colour.size(0));
    auto rgba = object.colour[view].permute({2, 0, 1}).unsqueeze(0).to(at::kFloat) / 255;
    if (draws.chance(0.5))
        rgba = rgba.flip({3});
    const auto box = framedWindow((rgba[0][3] * 255), 1);
    const double source = double(rgba.size(2));
    const double share = std::min(draws.uniform(smallest, 0.97), kLargestZoom * box.half * source / double(side));
    const double aspect = std::exp(draws.uniform(-0.25, 0.25)); // photographs are squeezed to squares
    const double free = std::max(0.0, 1 - share) * 0.9 + (draws.chance(0.15) ? 0.4 : 0.0);
    const double right = draws.uniform(-free, free), up = draws.uniform(-free, free);
    const auto axis = (at::arange(side, at::kFloat) * 2 + 1) / double(side) - 1;
    const auto across = ((axis - right) * (box.half * std::sqrt(aspect) / share) + box.right).view({1, side});
    const auto down = ((axis + up) * (box.half / std::sqrt(aspect) / share) - box.up).view({side, 1});
    const auto grid = at::stack({across.expand({side, side}), down.expand({side, side})}, -1).unsqueeze(0);
    return at::grid_sampler_2d(rgba, grid, 0, 0, false).clamp(0, 1);
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

PhotoList loadPhotos(const std::filesystem::path& folder, int maxSide)
{
    std::error_code failure;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure))
        files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    PhotoList photos;
    for (const auto& file : files) {
        try {
            const auto image = compositeOver(decodePicture(file, {maxSide}), 1, 1, 1);
            photos.push_back((tensorFromImage(image) * 255).round().clamp(0, 255).to(at::kByte));
        } catch (const Error&) { // what is no picture lies beside the pictures
        }
    }
    if (photos.empty())
        throw Error(ErrorCode::io, "{}: expected a folder of photographs, found none that can be read", folder.string());
    return photos;
}

at::Tensor photoCrop(const PhotoList& photos, int64_t side, Draws& draws)
{
    const auto& photo = photos[std::size_t(draws.index(int64_t(photos.size())))];
    const int64_t most = std::min(photo.size(1), photo.size(2)), least = std::min(side, most);
    const int64_t size = least + draws.index(most - least + 1);
    const int64_t top = draws.index(photo.size(1) - size + 1), left = draws.index(photo.size(2) - size + 1);
    const auto part = photo.narrow(1, top, size).narrow(2, left, size).unsqueeze(0).to(at::kFloat) / 255;
    const auto shrunk = at::_upsample_bilinear2d_aa(part, {side, side}, false).clamp(0, 1);
    return draws.chance(0.5) ? shrunk.flip({3}) : shrunk;
}

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
    const auto background = drawBackground(nullptr, photos, side, draws);
    return composed(placed(object, side, 0.35, draws), background, draws);
}

MatteBatch drawMatteBatch(const SetSampler& sets, const PhotoList& photos, int count, int64_t side, Draws& draws)
{
    std::vector<MatteBatch> pictures;
    for (int i = 0; i < count; ++i) {
        auto rgba = placed(sets.draw(draws), side, 0.35, draws);
        if (draws.chance(0.2))
            rgba = over(rgba, placed(sets.draw(draws), side, 0.3, draws));
        if (draws.chance(0.7))
            rgba = relit(rgba, draws);
        pictures.push_back(faulty(composed(rgba, drawBackground(&sets, photos, side, draws), draws), draws));
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
