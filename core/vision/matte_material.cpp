#include "core/vision/matte_material.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {


std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder)
{
    std::error_code failure;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure))
        if (entry->is_regular_file(failure))
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    return files;
}

at::Tensor bytesFrom(const at::Tensor& planes) { return (planes * 255).round().clamp(0, 255).to(at::kByte); }

/// Premultiplied, on the smallest square that holds it.
at::Tensor cutoutFrom(const Image& image)
{
    const auto straight = tensorFromImage(image).clamp(0, 1);
    const auto alpha = straight.narrow(0, 3, 1);
    const int64_t high = image.height, wide = image.width, side = std::max(high, wide);
    auto square = at::zeros({4, side, side});
    square.narrow(1, (side - high) / 2, high)
        .narrow(2, (side - wide) / 2, wide)
        .copy_(at::cat({straight.narrow(0, 0, 3) * alpha, alpha}));
    return bytesFrom(square);
}

bool hasOutline(const Image& image)
{
    if (image.channels != 4)
        return false;
    const auto alpha = extractChannel(image, 3);
    const auto [low, high] = std::minmax_element(alpha.pixels.begin(), alpha.pixels.end());
    return *low < 0.5f && *high >= 0.5f;
}

} // namespace

PhotoList loadPhotos(const std::filesystem::path& folder, int maxSide)
{
    PhotoList photos;
    for (const auto& file : filesBelow(folder)) {
        try {
            photos.push_back(bytesFrom(tensorFromImage(compositeOver(decodePicture(file, {maxSide}), 1, 1, 1))));
        } catch (const Error&) { // what is no picture lies beside the pictures
        }
    }
    if (photos.empty())
        throw Error(ErrorCode::io, "{}: expected a folder of photographs, found none that can be read", folder.string());
    return photos;
}

CutoutList loadCutouts(const std::filesystem::path& folder, int maxSide)
{
    CutoutList cutouts;
    for (const auto& file : filesBelow(folder)) {
        try {
            if (const auto image = decodePicture(file, {maxSide}); hasOutline(image))
                cutouts.push_back(cutoutFrom(image));
        } catch (const Error&) {
        }
    }
    if (cutouts.empty())
        throw Error(ErrorCode::io, "{}: expected a folder of pictures with transparency, found none", folder.string());
    return cutouts;
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

} // namespace bozzetto
