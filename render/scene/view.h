#pragma once

#include <glm/glm.hpp>

#include "core/scene/camera.h"

namespace bozzetto {

/// A camera turned into OpenGL's matrices for one picture size. Clip depth runs from -1 to 1.
struct View
{
    int width = 1;  ///< pixels
    int height = 1; ///< pixels
    glm::mat4 viewFromWorld{1.0f};
    glm::mat4 clipFromView{1.0f};
    glm::mat4 clipFromWorld{1.0f};
    glm::mat4 worldFromClip{1.0f};
    glm::vec3 eye{0.0f};     ///< world
    glm::vec3 forward{0.0f}; ///< world, unit length
    bool orthographic = false;
    float pixelsPerUnit = 1.0f; ///< of a world length across the view: at distance 1, or anywhere if orthographic
    float nearPlane = 0.01f;
    float farPlane = 100.0f;
};

/// Throws Error(badInput) unless width, height, near < far and the angle or orthographic height make a picture.
View viewOf(const Camera& camera, int width, int height);

} // namespace bozzetto
