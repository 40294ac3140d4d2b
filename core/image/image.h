#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bozzetto {

/// A picture in memory: rows from the top, channels interleaved, float32. Colour is sRGB-encoded in [0, 1], alpha is
/// straight (not premultiplied). Channels: 1 (grey, matte or depth), 3 (rgb) or 4 (rgba).
struct Image
{
    int width = 0;
    int height = 0;
    int channels = 0;
    std::vector<float> pixels; ///< height * width * channels

    Image() = default;
    Image(int w, int h, int c, float value = 0.0f)
        : width(w), height(h), channels(c), pixels(std::size_t(w) * std::size_t(h) * std::size_t(c), value)
    {
    }

    bool empty() const { return pixels.empty(); }
    std::size_t index(int x, int y, int channel = 0) const
    {
        return (std::size_t(y) * std::size_t(width) + std::size_t(x)) * std::size_t(channels) + std::size_t(channel);
    }
    float& at(int x, int y, int channel = 0) { return pixels[index(x, y, channel)]; }
    float at(int x, int y, int channel = 0) const { return pixels[index(x, y, channel)]; }
};

} // namespace bozzetto
