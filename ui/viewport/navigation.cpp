#include "ui/viewport/navigation.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

namespace bozzetto {

namespace {

constexpr float kPi = glm::pi<float>();
constexpr float kMargin = 1.12f; ///< air round a framed object

} // namespace

glm::mat3 Navigation::rotation() const
{
    const float cy = std::cos(m_yaw), sy = std::sin(m_yaw);
    const float cp = std::cos(m_pitch), sp = std::sin(m_pitch);
    const glm::vec3 backward(sy * cp, sp, cy * cp);
    const glm::vec3 right(cy, 0, -sy);
    return {right, glm::cross(backward, right), backward};
}

Camera Navigation::camera() const
{
    Camera camera;
    const auto axes = rotation();
    camera.worldFromCamera = glm::mat4(axes);
    camera.worldFromCamera[3] = glm::vec4(m_pivot + m_distance * axes[2], 1.0f);
    camera.verticalFov = m_verticalFov;
    camera.orthographicHeight = m_orthographic ? 2.0f * m_distance * std::tan(0.5f * m_verticalFov) : 0.0f;
    camera.nearPlane = std::max(0.02f * m_distance, 1e-4f);
    camera.farPlane = m_distance + 40.0f * std::max(m_radius, 0.25f * m_distance);
    return camera;
}

void Navigation::orbit(glm::vec2 pixels, glm::vec2 size)
{
    const float perPixel = kPi / std::max(size.y, 1.0f);
    m_yaw = std::remainder(m_yaw - pixels.x * perPixel, 2.0f * kPi);
    m_pitch = std::clamp(m_pitch + pixels.y * perPixel, -0.5f * kPi, 0.5f * kPi);
}

float Navigation::pixelSize(glm::vec2 size) const
{
    return 2.0f * m_distance * std::tan(0.5f * m_verticalFov) / std::max(size.y, 1.0f);
}

void Navigation::pan(glm::vec2 pixels, glm::vec2 size)
{
    const auto axes = rotation();
    const glm::vec2 moved = pixels * pixelSize(size);
    m_pivot += -moved.x * axes[0] + moved.y * axes[1];
}

glm::vec2 Navigation::planePoint(glm::vec2 cursor, glm::vec2 size) const
{
    const glm::vec2 fromCentre = cursor - 0.5f * size;
    return glm::vec2(fromCentre.x, -fromCentre.y) * pixelSize(size);
}

void Navigation::zoom(glm::vec2 cursor, glm::vec2 size, float factor)
{
    const glm::vec2 before = planePoint(cursor, size);
    const float smallest = 1e-3f * m_radius, largest = 1e3f * m_radius;
    m_distance = std::clamp(m_distance * factor, smallest, largest);
    const glm::vec2 moved = before - planePoint(cursor, size);
    const auto axes = rotation();
    m_pivot += moved.x * axes[0] + moved.y * axes[1];
}

void Navigation::frame(const Bounds& bounds, glm::vec2 size)
{
    m_pivot = bounds.centre();
    m_radius = bounds.empty() ? 1.0f : std::max(0.5f * glm::length(bounds.size()), 1e-4f);
    const float halfVertical = 0.5f * m_verticalFov;
    const float aspect = std::max(size.x, 1.0f) / std::max(size.y, 1.0f);
    const float halfHorizontal = std::atan(std::tan(halfVertical) * aspect);
    m_distance = kMargin * m_radius / std::sin(std::min(halfVertical, halfHorizontal));
}

void Navigation::look(ViewDirection direction)
{
    switch (direction) {
    case ViewDirection::front:
        return look(0, 0);
    case ViewDirection::back:
        return look(kPi, 0);
    case ViewDirection::right:
        return look(0.5f * kPi, 0);
    case ViewDirection::left:
        return look(-0.5f * kPi, 0);
    case ViewDirection::top:
        return look(0, 0.5f * kPi);
    case ViewDirection::bottom:
        return look(0, -0.5f * kPi);
    }
}

void Navigation::look(float yaw, float pitch)
{
    m_yaw = std::remainder(yaw, 2.0f * kPi);
    m_pitch = std::clamp(pitch, -0.5f * kPi, 0.5f * kPi);
}

void Navigation::setPivot(const glm::vec3& point)
{
    const auto axes = rotation();
    const glm::vec3 eye = m_pivot + m_distance * axes[2];
    m_distance = std::max(glm::dot(eye - point, axes[2]), 1e-3f * m_radius);
    m_pivot = point;
}

Ray Navigation::rayThrough(glm::vec2 cursor, glm::vec2 size) const
{
    const auto axes = rotation();
    const glm::vec3 eye = m_pivot + m_distance * axes[2];
    const glm::vec2 inPlane = planePoint(cursor, size);
    const glm::vec3 target = m_pivot + inPlane.x * axes[0] + inPlane.y * axes[1];
    if (m_orthographic)
        return {target + m_distance * axes[2], -axes[2]};
    return {eye, glm::normalize(target - eye)};
}

glm::vec2 Navigation::project(const glm::vec3& point, glm::vec2 size) const
{
    const glm::vec3 local = glm::transpose(rotation()) * (point - m_pivot);
    const float depth = m_orthographic ? m_distance : m_distance - local.z;
    const float scale = m_distance / std::max(depth, 1e-6f) / pixelSize(size);
    return 0.5f * size + glm::vec2(local.x, -local.y) * scale;
}

} // namespace bozzetto
