#include "core/g3dr/input.h"

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

void requirePicture(const Image& image, const char* name, int channels)
{
    const bool complete = image.width > 0 && image.height > 0 &&
                          image.pixels.size() == std::size_t(image.width) * std::size_t(image.height) *
                                                     std::size_t(image.channels);
    if (!complete || image.channels != channels)
        throw Error(ErrorCode::badInput, "{}: expected a picture with {} channel{}, found {} x {} with {}",
                    name, channels, channels == 1 ? "" : "s", image.width, image.height, image.channels);
}

/// Square, side kG3drSide.
Image fitted(const Image& image, Image (*resize)(const Image&, int, int))
{
    if (image.width == kG3drSide && image.height == kG3drSide)
        return image;
    const Image square = image.width == image.height ? image : cropCentreSquare(image);
    return square.width == kG3drSide ? square : resize(square, kG3drSide, kG3drSide);
}

/// [channels, 128, 128]; a copy.
at::Tensor planar(const Image& image)
{
    const auto pixels = torch::from_blob(const_cast<float*>(image.pixels.data()),
                                         {image.height, image.width, image.channels}, at::kFloat);
    return pixels.permute({2, 0, 1}).clone(at::MemoryFormat::Contiguous);
}

} // namespace

at::Tensor prepareG3drInput(const Image& rgb, const Image& depthPlane)
{
    requirePicture(rgb, "Photograph", 3);
    requirePicture(depthPlane, "Depth", 1);
    const auto colour = planar(fitted(rgb, &resizeLanczos8Bit)) * 2 - 1;
    const auto distance =
        planar(fitted(depthPlane, &resizeLanczos16BitUnclipped)) * (65535.0 / 65536.0 * 2) + 4;
    return at::cat({colour, distance});
}

} // namespace bozzetto
