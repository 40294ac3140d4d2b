#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "core/data/traced_object.h"

namespace bozzetto {

/// A camera of a training view, in training_set.h's terms.
struct ViewCamera
{
    glm::mat3 cameraFromObject{1};
    float distance = 2;    ///< to the object's centre
    float tangent = 0.25f; ///< tan(fov / 2)

    glm::vec3 eye() const { return glm::transpose(cameraFromObject) * glm::vec3(0, 0, distance); }
    glm::vec3 rayDirection(float u, float v) const; ///< unit, object frame; u, v in [-1, 1], v upwards
};

/// How an object is lit, the same in all its views: what one view tells of a colour holds in the others. Colours are
/// linear; key and fill are directions towards the light, object frame.
struct ViewLight
{
    glm::vec3 key{0, 0, 1}, keyColour{1};
    glm::vec3 fill{0, 0, 1}, fillColour{0};
    glm::vec3 skyColour{0.5f}, groundColour{0.3f}; ///< ambient from above and from below (object frame)
    float specular = 0, exponent = 20;             ///< Blinn and Phong
    bool shadows = true;

    /// What falls on a surface, without gloss. `open`: share of the neighbourhood that is not blocked; `lit`: of the key
    /// light that arrives.
    glm::vec3 onSurface(const glm::vec3& normal, float open, float lit) const;
};

/// Elevation and azimuth in radians; the camera looks at the object's centre, `roll` about its axis.
glm::mat3 lookFrom(float azimuth, float elevation, float roll);

/// The distance at which the object's silhouette, through `corners`, reaches `fill` of the way from the
/// picture's centre to its border; never nearer than 0.25 to the object.
float distanceToFill(const std::vector<glm::vec3>& corners, const glm::mat3& cameraFromObject, float tangent,
                     float fill);

/// fov 20..45 degrees, elevation -10..45 (three in four 0..30), roll +-3, the silhouette filling 0.6..0.95 of
/// the frame; the azimuths of the views are spread around from a random start.
std::vector<ViewCamera> randomCameras(const std::vector<glm::vec3>& corners, int count, Random& random);

/// Of many kinds: soft, flat, harsh with dark shadows, warm, cool; from any side.
ViewLight randomLight(Random& random);

/// Linear colours of surface points as `light` shows them, shadows and darkened cavities included, gloss not.
std::vector<glm::vec3> litColours(const TracedObject& object, const std::vector<SurfaceHit>& surface,
                                  const ViewLight& light);

/// One view as training_set.h lays it out, rows from the top.
struct ViewPicture
{
    std::vector<std::uint8_t> colour; ///< [S, S, 4] premultiplied sRGB
    std::vector<float> height;        ///< [S, S]
    std::vector<std::int8_t> normal;  ///< [S, S, 3]
};

/// Colour and coverage from 2 x 2 rays a pixel, height and normal from the central ray (the nearest of the
/// four where it misses), cast shadows and darkened cavities.
ViewPicture drawView(const TracedObject& object, const ViewCamera& camera, const ViewLight& light, int size);

} // namespace bozzetto
