#pragma once

#include <glm/glm.hpp>
#include <glm/trigonometric.hpp>

namespace bozzetto {

/// A pinhole (or orthographic) camera. Right-handed; the camera looks along its -z, x right, y up.
struct Camera
{
    glm::mat4 worldFromCamera{1.0f};
    float verticalFov = glm::radians(30.0f); ///< radians; ignored when orthographicHeight > 0
    float orthographicHeight = 0.0f;         ///< world units across the picture's height; 0 = perspective
    float nearPlane = 0.01f;                 ///< world units
    float farPlane = 100.0f;                 ///< world units
};

} // namespace bozzetto
