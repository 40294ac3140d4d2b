#pragma once

#include <cmath>
#include <memory>
#include <optional>

#include <glm/glm.hpp>
#include <glm/gtc/constants.hpp>

#include "core/data/object_labels.h"
#include "core/data/procedural_parts.h"
#include "core/scene/asset.h"

namespace bozzetto::test {

/// The part of a unit sphere between two latitudes (degrees), wound outwards; uv is longitude and latitude, v
/// from 0.1 at the south pole to 0.9 at the north pole. Its facets lie at most 3e-4 inside the sphere.
/// Triangles at a pole have an edge without length.
inline Mesh spherePart(float lowest, float highest)
{
    Mesh mesh = gridMesh(192, 96, [&](float u, float v) {
        const float latitude = glm::radians(glm::mix(lowest, highest, v));
        const float angle = glm::two_pi<float>() * (u < 1 ? u : 0);
        const float ring = std::abs(glm::mix(lowest, highest, v)) == 90 ? 0 : std::cos(latitude);
        return glm::vec3(ring * std::cos(angle), std::sin(latitude), -ring * std::sin(angle));
    });
    for (auto& uv : mesh.uvs)
        uv.y = 0.1f + 0.8f * (glm::mix(lowest, highest, uv.y) + 90) / 180;
    return mesh;
}

inline Mesh sphere()
{
    return spherePart(-90, 90);
}

inline Asset assetOf(const Mesh& mesh)
{
    Asset asset;
    asset.meshes.push_back(mesh);
    return asset;
}

inline Asset texturedAsset(const Mesh& mesh, Image image)
{
    Asset asset = assetOf(mesh);
    asset.materials.resize(1);
    asset.materials[0].baseColourTexture = std::make_shared<const Image>(std::move(image));
    asset.meshes[0].material = 0;
    return asset;
}

/// What lies on one side of a level rim of a sphere, as a surface without thickness, in closed form.
struct SphereCut
{
    glm::vec3 centre{0};
    float radius = 0.5f;
    float rim = -1; ///< height over the centre; -1: the whole sphere
    float side = 1; ///< 1: what is above the rim is there, -1: what is below

    bool isMet(const glm::vec3& origin, const glm::vec3& direction, float r) const
    {
        const glm::vec3 o = origin - centre;
        const float b = glm::dot(o, direction), root2 = b * b - glm::dot(o, o) + r * r;
        if (root2 < 0)
            return false;
        for (const float t : {-b - std::sqrt(root2), -b + std::sqrt(root2)})
            if (t > 0 && side * (o.y + t * direction.y - rim) >= 0)
                return true;
        return false;
    }

    float distance(const glm::vec3& point) const
    {
        const glm::vec3 o = point - centre;
        const float length = glm::length(o);
        if (side * (o.y * radius / length - rim) >= 0)
            return std::abs(length - radius);
        const float ring = std::sqrt(radius * radius - rim * rim);
        return glm::length(glm::vec2(std::hypot(o.x, o.z) - ring, o.y - rim));
    }

    bool escapes(const glm::vec3& point, float r) const
    {
        for (const auto& direction : escapeDirections())
            if (!isMet(point, direction, r))
                return true;
        return false;
    }

    /// The label of the specification; none where the facets of a mesh may decide otherwise.
    std::optional<bool> isOccupied(const glm::vec3& point) const
    {
        constexpr float kSkin = 0.004f, kFacets = 5e-4f;
        const float away = distance(point);
        if (std::abs(away - kSkin) < kFacets)
            return {};
        if (away < kSkin)
            return true;
        const bool free = escapes(point, radius);
        if (free != escapes(point, radius - kFacets))
            return {};
        return !free;
    }
};

} // namespace bozzetto::test
