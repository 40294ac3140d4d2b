#include "render/scene/camera_frusta.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

Image smallPicture(const Image& picture, int side)
{
    const double scale = std::min(1.0, double(side) / std::max(picture.width, picture.height));
    return resizeLanczos(picture, std::max(1, int(std::lround(scale * picture.width))),
                         std::max(1, int(std::lround(scale * picture.height))));
}

/// The median distance from a camera to the nearest other; to the world's middle for a single one.
double spacingOf(const std::vector<PosedPicture>& pictures)
{
    std::vector<double> nearest;
    for (const auto& a : pictures) {
        double best = INFINITY;
        for (const auto& b : pictures)
            if (&a != &b)
                best = std::min(best, glm::length(glm::dvec3(a.worldFromCamera[3] - b.worldFromCamera[3])));
        nearest.push_back(std::isfinite(best) ? best : 0.2 * glm::length(glm::dvec3(a.worldFromCamera[3])));
    }
    std::nth_element(nearest.begin(), nearest.begin() + std::ptrdiff_t(nearest.size() / 2), nearest.end());
    return nearest[nearest.size() / 2];
}

/// A twentieth of what the cameras span, but neither lost between two of them nor in each other's way.
float depthFor(const std::vector<PosedPicture>& pictures)
{
    glm::dvec3 low(INFINITY), high(-INFINITY);
    for (const auto& picture : pictures) {
        low = glm::min(low, glm::dvec3(picture.worldFromCamera[3]));
        high = glm::max(high, glm::dvec3(picture.worldFromCamera[3]));
    }
    const double spacing = std::max(spacingOf(pictures), 1e-6);
    return float(std::clamp(0.05 * glm::length(high - low), 0.5 * spacing, 2.0 * spacing));
}

} // namespace

CameraFrusta frustaOf(const PosedScene& scene, int pictureSide)
{
    if (pictureSide < 1)
        throw Error(ErrorCode::badInput, "pictureSide: expected 1 pixel or more, found {}", pictureSide);
    CameraFrusta frusta;
    auto pictures = std::make_shared<std::vector<Image>>();
    for (const auto& view : scene.pictures) {
        const glm::dvec2 size(view.picture.width, view.picture.height);
        const glm::dvec2 low = -view.principal / view.focal, high = (size - view.principal) / view.focal;
        frusta.cameras.push_back(
            {glm::mat4(view.worldFromCamera), glm::vec4(low.x, high.x, -high.y, -low.y), true, view.heldOut});
        pictures->push_back(view.picture.empty() ? Image() : smallPicture(view.picture, pictureSide));
    }
    frusta.pictures = std::move(pictures);
    if (!scene.pictures.empty())
        frusta.depth = depthFor(scene.pictures);
    return frusta;
}

} // namespace bozzetto
