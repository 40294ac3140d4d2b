#pragma once

#include <glm/glm.hpp>
#include <glm/gtc/matrix_transform.hpp>

namespace bozzetto {

/// The turn, about the scene's x axis, that levels an object photographed from `upTiltDegrees` above (negative: from
/// below). In the camera's frame (y up, z towards the camera) such an object's own up leans towards the camera, to
/// (0, cos, sin); the turn takes it to (0, 1, 0). The window, the command line and the export all use this one.
inline glm::mat4 levellingTurn(float upTiltDegrees)
{
    return glm::rotate(glm::mat4(1.0f), glm::radians(-upTiltDegrees), glm::vec3(1, 0, 0));
}

} // namespace bozzetto
