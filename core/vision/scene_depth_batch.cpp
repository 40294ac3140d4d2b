#include "core/vision/scene_depth_batch.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/depth.h"
#include "core/vision/depth_loss.h"
#include "core/vision/picture_faults.h"
#include "core/vision/picture_placement.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr double kObjectChance = 0.4, kSmallestObject = 0.25, kLargestObject = 0.8;
constexpr double kSmallestCrop = 0.5;  ///< of the photograph's sides
constexpr int64_t kPairs = 512;        ///< of pixels a picture, one on the object and one behind it
constexpr double kBefore = 0.3;        ///< mean absolute deviations that an object should stand before what is behind it
constexpr double kLeastDeviation = 1e-3;
constexpr int64_t kFewest = 64;        ///< pixels that a comparison needs

/// One window of a photograph, squeezed to a square: rgb [1, 3, S, S] in [0, 1], depth [1, 1, S, S].
struct Window
{
    at::Tensor rgb, depth;
};

Window window(const DepthPhoto& photo, int64_t top, int64_t left, int64_t high, int64_t wide, int64_t side)
{
    const auto cut = [&](const at::Tensor& planes) {
        const auto part = planes.narrow(1, top, high).narrow(2, left, wide).unsqueeze(0).to(at::kFloat);
        return at::_upsample_bilinear2d_aa(part, {side, side}, false);
    };
    return {(cut(photo.rgb) / 255).clamp(0, 1), cut(photo.depth.unsqueeze(0))};
}

Window drawWindow(const DepthPhoto& photo, int64_t side, Draws& draws)
{
    const int64_t height = photo.rgb.size(1), width = photo.rgb.size(2);
    const double share = draws.uniform(kSmallestCrop, 1);
    const int64_t high = std::max<int64_t>(1, int64_t(double(height) * std::min(1.0, share * std::exp(draws.uniform(-0.2, 0.2)))));
    const int64_t wide = std::max<int64_t>(1, int64_t(double(width) * std::min(1.0, share * std::exp(draws.uniform(-0.2, 0.2)))));
    auto seen = window(photo, draws.index(height - high + 1), draws.index(width - wide + 1), high, wide, side);
    if (draws.chance(0.5))
        seen = {seen.rgb.flip({3}), seen.depth.flip({3})};
    return seen;
}

/// The photograph's depth where the object touches its lowest row; it stands there.
double depthAtFoot(const at::Tensor& depth, const at::Tensor& object)
{
    const auto rows = at::nonzero(object.any(1)).flatten();
    const int64_t lowest = rows[-1].item<int64_t>();
    return depth[lowest].masked_select(object[lowest]).mean().item<double>();
}

SceneDepthBatch plain(const Window& seen)
{
    const auto depth = seen.depth.squeeze(1);
    const auto none = at::zeros_like(depth);
    return {seen.rgb, depth, at::ones_like(depth), none, none, none};
}

void putObject(SceneDepthBatch& batch, const TrainingObject& object, Draws& draws)
{
    const int64_t side = batch.rgb.size(2), view = draws.index(object.colour.size(0));
    const auto rgba = object.colour[view].permute({2, 0, 1});
    const auto grid = drawPlacement(rgba[3], side, draws.uniform(kSmallestObject, kLargestObject), draws);
    auto thing = placedThing(rgba, grid);
    const auto alpha = thing.narrow(1, 3, 1);
    const auto straight = (thing.narrow(1, 0, 3) / alpha.clamp_min(1e-3)).clamp(0, 1);
    const auto height =
        at::grid_sampler_2d(object.height[view].to(at::kFloat).view({1, 1, rgba.size(1), rgba.size(2)}), grid, 1, 0, false);
    const auto seen = (alpha > 0.9) & (height != 0);
    if (seen.sum().item<int64_t>() < kFewest)
        return;
    batch.rgb = faultyColours(straight, draws) * alpha + (1 - alpha) * batch.rgb;
    batch.photo = (alpha < 0.02).to(at::kFloat).squeeze(1);
    batch.object = seen.to(at::kFloat).squeeze(1);
    batch.height = height.squeeze(1);
    const double foot = depthAtFoot(batch.depth[0], seen[0][0]);
    batch.behind = batch.photo * (batch.depth > foot + 0.02).to(at::kFloat);
}

SceneDepthBatch joinedScenes(const std::vector<SceneDepthBatch>& parts)
{
    const auto join = [&](at::Tensor SceneDepthBatch::*member) {
        std::vector<at::Tensor> all;
        for (const auto& part : parts)
            all.push_back(part.*member);
        return at::cat(all);
    };
    return {join(&SceneDepthBatch::rgb),    join(&SceneDepthBatch::depth),  join(&SceneDepthBatch::photo),
            join(&SceneDepthBatch::height), join(&SceneDepthBatch::object), join(&SceneDepthBatch::behind)};
}

/// softplus of how little pixels of the object stand before pixels behind it, in deviations of the picture's depth.
at::Tensor orderLoss(const at::Tensor& found, const SceneDepthBatch& batch, Draws& draws)
{
    at::Tensor sum = found.sum() * 0;
    int64_t pictures = 0;
    for (int64_t i = 0; i < found.size(0); ++i) {
        const auto before = batch.object[i].flatten(), behind = batch.behind[i].flatten();
        if (before.sum().item<double>() < kFewest || behind.sum().item<double>() < kFewest)
            continue;
        const auto plane = standardised(found.narrow(0, i, 1), batch.photo.narrow(0, i, 1)).flatten();
        const auto drawn = [&](const at::Tensor& weights) {
            return plane.index_select(0, at::multinomial(weights.cpu(), kPairs, true, draws.generator()).to(plane.device()));
        };
        sum = sum + at::softplus((drawn(before) - drawn(behind) + kBefore) * 4).mean() / 4;
        ++pictures;
    }
    return pictures > 0 ? sum / double(pictures) : sum;
}

} // namespace

std::filesystem::path depthBeside(const std::filesystem::path& picture)
{
    return picture.parent_path() / (picture.stem().string() + "_depth.png");
}

std::vector<std::filesystem::path> findDepthPhotos(const std::filesystem::path& folder)
{
    std::error_code failure;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure))
        if (std::error_code missing; std::filesystem::exists(depthBeside(entry->path()), missing))
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    if (files.empty())
        throw Error(ErrorCode::io, "{}: expected photographs with their depth beside them (NAME.jpg, NAME_depth.png), found none",
                    folder.string());
    return files;
}

std::vector<DepthPhoto> loadDepthPhotos(const std::filesystem::path& folder, int maxSide)
{
    std::vector<DepthPhoto> photos;
    for (const auto& file : findDepthPhotos(folder)) {
        const auto image = compositeOver(decodePicture(file, {maxSide}), 1, 1, 1);
        const auto depth = depthFromPlane(decodePlane(depthBeside(file)), image.width, image.height);
        photos.push_back({(tensorFromImage(image) * 255).round().clamp(0, 255).to(at::kByte),
                          tensorFromImage(depth.relative)[0].clone()});
    }
    return photos;
}

SceneDepthBatch drawSceneDepthBatch(const std::vector<DepthPhoto>& photos, const SetSampler& sets, int count,
                                    int64_t side, Draws& draws)
{
    std::vector<SceneDepthBatch> pictures;
    for (int i = 0; i < count; ++i) {
        auto picture = plain(drawWindow(photos[std::size_t(draws.index(int64_t(photos.size())))], side, draws));
        if (draws.chance(kObjectChance))
            putObject(picture, sets.draw(draws), draws);
        picture.rgb = faultyDetail(faultyColours(picture.rgb, draws), draws);
        pictures.push_back(picture);
    }
    return joinedScenes(pictures);
}

SceneDepthBatch wholePhoto(const DepthPhoto& photo, int64_t side)
{
    return plain(window(photo, 0, 0, photo.rgb.size(1), photo.rgb.size(2), side));
}

at::Tensor standardised(const at::Tensor& values, const at::Tensor& weights)
{
    const auto total = weights.sum({1, 2}, true).clamp_min(1);
    const auto mean = [&](const at::Tensor& x) { return (x * weights).sum({1, 2}, true) / total; };
    const auto centred = values - mean(values);
    return centred / mean(centred.abs()).clamp_min(kLeastDeviation);
}

at::Tensor alignedLoss(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& weights)
{
    const auto f = standardised(found, weights), t = standardised(truth, weights);
    return weightedMean((f - t).abs(), weights) + 0.5 * gradientLoss(f, t, weights);
}

std::vector<LossTerm> sceneDepthLoss(const at::Tensor& found, const SceneDepthBatch& batch, Draws& draws)
{
    return {{"photograph", alignedLoss(found, batch.depth, batch.photo)},
            {"object", 0.5 * alignedLoss(found, -batch.height, batch.object)},
            {"order", 0.5 * orderLoss(found, batch, draws)}};
}

} // namespace bozzetto
