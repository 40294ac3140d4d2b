#pragma once

#include <filesystem>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/data/random.h"
#include "core/image/image.h"

namespace bozzetto {

/// Photographs of a folder, shrunk to 512 pixels, to lay behind objects and to wrap around them.
class PhotoPool
{
public:
    PhotoPool() = default;

    /// Every picture below `folder`, in the order of their names; what cannot be read is left out. Throws
    /// Error(io) when the folder holds no readable picture.
    explicit PhotoPool(const std::filesystem::path& folder);

    bool empty() const { return m_photos.empty(); }
    Image crop(Random& random, int size) const; ///< a square window, `size` pixels a side, 3 channels
    at::Tensor backgrounds(int count, int size,
                           std::uint64_t seed) const; ///< [count, 3, size, size] uint8 sRGB

private:
    std::vector<Image> m_photos;
};

} // namespace bozzetto
