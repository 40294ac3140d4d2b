#include "core/data/photo_pool.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

constexpr int kSide = 512;

Image readPhoto(const std::filesystem::path& path)
{
    const Image photo = compositeOver(decodePicture(path, {2 * kSide}), 1, 1, 1);
    const int longest = std::max(photo.width, photo.height);
    if (longest <= kSide)
        return photo;
    const auto scaled = [&](int side) { return std::max(1, side * kSide / longest); };
    return resizeLanczos(photo, scaled(photo.width), scaled(photo.height));
}

} // namespace

PhotoPool::PhotoPool(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> paths;
    std::error_code failed;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             folder, std::filesystem::directory_options::skip_permission_denied, failed))
        if (entry.is_regular_file(failed))
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
        try {
            m_photos.push_back(readPhoto(path));
        } catch (const Error& error) {
            if (error.code() != ErrorCode::badInput && error.code() != ErrorCode::io)
                throw;
        }
    }
    if (m_photos.empty())
        throw Error(ErrorCode::io, "{}: expected a folder with photographs, found {} files and no picture",
                    folder.string(), paths.size());
}

Image PhotoPool::crop(Random& random, int size) const
{
    const Image& photo = random.pick(m_photos);
    const int shortest = std::min(photo.width, photo.height);
    const int side = std::clamp(int(float(shortest) * random.uniform(0.3f, 1.0f)), 1, shortest);
    const int x = random.integer(0, photo.width - side), y = random.integer(0, photo.height - side);
    Image window = resizeLanczos(bozzetto::crop(photo, x, y, side, side), size, size);
    for (auto& value : window.pixels)
        value = std::clamp(value, 0.0f, 1.0f);
    return window;
}

at::Tensor PhotoPool::backgrounds(int count, int size, std::uint64_t seed) const
{
    Random random(seed, "backgrounds");
    at::Tensor pictures = at::zeros({empty() ? 0 : count, 3, size, size}, at::kByte);
    auto* out = pictures.mutable_data_ptr<std::uint8_t>();
    for (std::int64_t i = 0; i < pictures.size(0); ++i) {
        const Image window = crop(random, size);
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < size; ++y)
                for (int x = 0; x < size; ++x)
                    *out++ = std::uint8_t(std::lround(255 * window.at(x, y, c)));
    }
    return pictures;
}

} // namespace bozzetto
