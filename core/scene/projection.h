#pragma once

#include <glm/glm.hpp>

#include "core/scene/posed_picture.h"

namespace bozzetto {

/// Where pixel (column, row) = (0, 0) has its centre, in pixels from the picture's left upper corner.
enum class PixelCentre {
    half,   ///< (0.5, 0.5): ours
    corner, ///< (0, 0): pixelNeRF's
};

inline double offsetOf(PixelCentre centre)
{
    return centre == PixelCentre::half ? 0.5 : 0.0;
}

struct ViewRay
{
    glm::dvec3 origin, direction; ///< world; direction of unit length, so that what is along it is a distance
};

/// Through the centre of pixel (column, row), which may lie between pixels.
inline ViewRay rayThrough(const PosedPicture& view, const glm::dvec2& pixel,
                          PixelCentre centre = PixelCentre::half)
{
    const glm::dvec2 plane = (pixel + offsetOf(centre) - view.principal) / view.focal;
    const glm::dvec3 direction = glm::dmat3(view.worldFromCamera) * glm::dvec3(plane.x, -plane.y, -1);
    return {glm::dvec3(view.worldFromCamera[3]), glm::normalize(direction)};
}

struct Projection
{
    glm::dvec2 pixel{0}; ///< (column, row), as rayThrough() takes it; meaningless unless inFront
    double depth = 0;    ///< along the optical axis
    bool inFront = false;
    bool visible = false; ///< in front, and inside the picture
};

/// `margin`: pixels at the picture's rim that do not count as inside.
inline Projection projectInto(const PosedPicture& view, const glm::dvec3& world,
                              PixelCentre centre = PixelCentre::half, double margin = 0)
{
    constexpr double kNearest = 1e-4;
    const glm::dmat3 rotation(view.worldFromCamera);
    const glm::dvec3 seen = glm::transpose(rotation) * (world - glm::dvec3(view.worldFromCamera[3]));
    Projection found;
    found.depth = -seen.z;
    found.inFront = found.depth > kNearest;
    if (!found.inFront)
        return found;
    const glm::dvec2 at = view.principal + view.focal * glm::dvec2(seen.x, -seen.y) / found.depth;
    found.pixel = at - offsetOf(centre);
    found.visible = at.x >= margin && at.y >= margin && at.x <= view.picture.width - margin &&
                    at.y <= view.picture.height - margin;
    return found;
}

} // namespace bozzetto
