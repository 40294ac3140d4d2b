#include "core/g3dr/picture.h"

#include <algorithm>

#include "core/field/volume_renderer.h"

namespace bozzetto {

namespace {


/// Surface points' differences: central inside, one-sided at the border and where the depth jumps.
at::Tensor normalsFromDepth(const FieldPicture& picture, const Camera& camera)
{
    const int height = int(picture.depth.size(0)), width = int(picture.depth.size(1));
    const Rays rays = pixelCentreRays(camera, width, height);
    const auto points = (rays.origins + rays.directions * picture.depth.reshape({-1, 1})).view({height, width, 3});
    const auto difference = [&](int axis) {
        const int64_t size = points.size(axis);
        const auto forward = at::cat({points.narrow(axis, 1, size - 1), points.narrow(axis, size - 1, 1)}, axis) - points;
        const auto backward = points - at::cat({points.narrow(axis, 0, 1), points.narrow(axis, 0, size - 1)}, axis);
        const auto forwardLength = forward.norm(2, -1, true), backwardLength = backward.norm(2, -1, true);
        const auto useForward = (forwardLength > 0) & ((forwardLength < backwardLength) | (backwardLength == 0));
        return at::where(useForward, forward, backward);
    };
    const auto normal = at::linalg_cross(difference(1), -difference(0));
    return normal / normal.norm(2, -1, true).clamp_min(1e-9);
}

/// Near bright, far dark, over the range that the picture covers.
at::Tensor shadeDepth(const FieldPicture& picture)
{
    const auto seen = picture.depth.masked_select(picture.opacity > 0.5);
    if (seen.numel() < 2)
        return at::zeros_like(picture.depth);
    const double low = seen.min().item<double>(), high = seen.max().item<double>();
    return (1 - 0.9 * (picture.depth - low) / std::max(high - low, 1e-6)).clamp(0, 1);
}

Image toImage(const at::Tensor& rgba)
{
    Image image(int(rgba.size(1)), int(rgba.size(0)), 4);
    const auto values = rgba.contiguous();
    std::copy_n(values.const_data_ptr<float>(), image.pixels.size(), image.pixels.begin());
    return image;
}

} // namespace

Image renderFieldPicture(const RadianceField& field, const Camera& sceneCamera, int width, int height,
                         PictureChannel channel, JobContext& context)
{
    RenderSettings settings;
    settings.coarseSamples = 64;
    settings.fineSamples = 64;
    settings.deterministic = true;
    const FieldPicture picture = renderField(field, sceneCamera, width, height, settings, context);
    const auto alpha = picture.opacity.clamp(0, 1).unsqueeze(-1);
    at::Tensor colour;
    switch (channel) {
    case PictureChannel::colour:
        colour = picture.rgb.clamp(0, 1);
        break;
    case PictureChannel::depth:
        colour = shadeDepth(picture).unsqueeze(-1).expand({-1, -1, 3}) * alpha;
        break;
    case PictureChannel::normals:
        colour = (0.5 * normalsFromDepth(picture, sceneCamera) + 0.5) * alpha;
        break;
    case PictureChannel::opacity:
        colour = alpha.expand({-1, -1, 3});
        break;
    }
    return toImage(at::cat({at::minimum(colour, alpha), alpha}, -1));
}

} // namespace bozzetto
