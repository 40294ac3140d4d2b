#pragma once

#include <glm/glm.hpp>

#include "core/scene/asset.h"
#include "core/scene/camera.h"

namespace bozzetto {

enum class ViewDirection { front, back, right, left, top, bottom };

struct Ray
{
    glm::vec3 origin{0.0f};
    glm::vec3 direction{0, 0, -1}; ///< unit length
};

/// A turntable round a pivot: world y stays up. Angles in radians, lengths in world units, cursor positions in pixels
/// from the top left of a view of `size` pixels.
class Navigation
{
public:
    Camera camera() const;
    glm::vec3 pivot() const { return m_pivot; }
    float yaw() const { return m_yaw; }     ///< 0 = from +z, grows to the right (pi/2 = from +x)
    float pitch() const { return m_pitch; } ///< grows upwards, within +-pi/2
    float distance() const { return m_distance; }
    bool isOrthographic() const { return m_orthographic; }

    void setVerticalFov(float radians) { m_verticalFov = radians; }
    void setOrthographic(bool orthographic) { m_orthographic = orthographic; }

    /// The object turns with the hand: half a turn per view height.
    void orbit(glm::vec2 pixels, glm::vec2 size);
    /// The plane through the pivot follows the cursor exactly.
    void pan(glm::vec2 pixels, glm::vec2 size);
    /// factor < 1 comes closer. The point of the pivot's plane under the cursor stays there.
    void zoom(glm::vec2 cursor, glm::vec2 size, float factor);
    /// All of `bounds` in view, whatever the direction; empty bounds: the unit ball about the origin.
    void frame(const Bounds& bounds, glm::vec2 size);
    void look(ViewDirection direction);
    void look(float yaw, float pitch);
    /// Turns about `point` from now on, and brings it to the middle.
    void setPivot(const glm::vec3& point);

    Ray rayThrough(glm::vec2 cursor, glm::vec2 size) const;
    /// Pixels from the top left.
    glm::vec2 project(const glm::vec3& point, glm::vec2 size) const;

private:
    glm::mat3 rotation() const; ///< columns: right, up, backward in world coordinates
    glm::vec2 planePoint(glm::vec2 cursor, glm::vec2 size) const; ///< in the pivot's plane, world units
    float pixelSize(glm::vec2 size) const; ///< world units per pixel in the pivot's plane

    glm::vec3 m_pivot{0.0f};
    float m_yaw = 0;
    float m_pitch = 0;
    float m_distance = 4;
    float m_radius = 1; ///< of what was framed: near and far planes enclose it
    float m_verticalFov = glm::radians(30.0f);
    bool m_orthographic = false;
};

} // namespace bozzetto
