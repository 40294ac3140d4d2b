#include "core/vision/object_frame.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/image/resize.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

std::optional<ObjectFrame> frameObject(const Image& matte, double share)
{
    int left = matte.width, right = -1, top = matte.height, bottom = -1;
    for (int y = 0; y < matte.height; ++y)
        for (int x = 0; x < matte.width; ++x)
            if (matte.at(x, y) >= 0.5f) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
    if (right < 0)
        return std::nullopt;
    const double side = std::max(right + 1 - left, bottom + 1 - top) / share;
    return ObjectFrame{(left + right + 1 - side) / 2, (top + bottom + 1 - side) / 2, side};
}

FramedView viewInFrame(const Image& photo, const Image& matte, const ObjectFrame& frame, int size)
{
    const int left = int(std::lround(frame.left)), top = int(std::lround(frame.top));
    const int side = std::max(1, int(std::lround(frame.side)));
    const auto part = crop(photo, left, top, side, side);
    const auto cover = crop(matte, left, top, side, side);
    Image joined(side, side, 4);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            for (int c = 0; c < 3; ++c)
                joined.at(x, y, c) = part.at(x, y, c);
            joined.at(x, y, 3) = cover.at(x, y);
        }
    const auto rgba = tensorFromImage(resizeLanczos(joined, size, size)).clamp(0, 1);
    return {(rgba.narrow(0, 0, 3) * rgba.narrow(0, 3, 1)).contiguous(), rgba[3].contiguous()};
}

} // namespace bozzetto
