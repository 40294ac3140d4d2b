#include "core/g3dr/input.h"

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

at::Tensor toPlanes(const Image& image)
{
    return torch::tensor(at::ArrayRef<float>(image.pixels))
        .view({image.height, image.width, image.channels})
        .permute({2, 0, 1});
}

} // namespace

at::Tensor prepareG3drInput(const Image& rgb, const Image& depth, int size)
{
    if (rgb.channels != 3 || depth.channels != 1)
        throw Error(ErrorCode::internal, "G3DR input: expected 3 and 1 channels, found {} and {}", rgb.channels,
                    depth.channels);
    Image colour = cropCentreSquare(rgb), plane = cropCentreSquare(depth);
    if (colour.width != size)
        colour = resizeLanczos8Bit(colour, size, size);
    if (plane.width != size)
        plane = resizeLanczos16BitUnclipped(plane, size, size);
    return at::cat({toPlanes(colour) * 2 - 1, toPlanes(plane) * (65535.0 / 65536.0 * 2) + 4}).contiguous();
}

} // namespace bozzetto
