#include "core/uner3d/estimated_masks.h"

#include <algorithm>
#include <vector>

#include "core/g3dr/prepare.h"
#include "core/image/resize.h"
#include "core/vision/matte.h"

namespace bozzetto {

namespace {

constexpr int kLookedAt = 512; ///< pixels of the longer side
constexpr float kSure = 0.72f; ///< below it a picture is taken for a scene, as elsewhere
constexpr double kEnough = 0.8;

Image shrunk(const Image& picture)
{
    const double factor = double(kLookedAt) / std::max(picture.width, picture.height);
    return factor >= 1 ? picture
                       : resizeLanczos(picture, std::max(1, int(picture.width * factor + 0.5)),
                                       std::max(1, int(picture.height * factor + 0.5)));
}

} // namespace

PosedScene withEstimatedMasks(PosedScene scene, JobContext& context)
{
    auto& pictures = scene.pictures;
    if (std::ranges::any_of(pictures, [](const auto& picture) { return !picture.mask.empty(); }))
        return scene;
    std::vector<Image> masks;
    std::size_t sure = 0;
    auto silent = context.silenced();
    for (const auto& picture : pictures) {
        context.report("Masks", double(masks.size()) / double(pictures.size()));
        const auto found = estimateMatte(shrunk(picture.picture), {}, silent);
        const bool clear = found.confidence >= kSure && found.source != MatteSource::wholePicture;
        masks.push_back(clear ? resizeLanczos(found.alpha, picture.picture.width, picture.picture.height) : Image());
        sure += clear;
        if (sure + (pictures.size() - masks.size()) < std::size_t(kEnough * double(pictures.size())))
            return scene; // not enough can be sure any more
    }
    for (std::size_t i = 0; i < pictures.size(); ++i)
        pictures[i].mask = std::move(masks[i]);
    scene.masksAreGuesses = true;
    return scene;
}

} // namespace bozzetto
