#pragma once

#include <map>
#include <utility>

#include "core/scene/asset.h"

namespace bozzetto::test {

/// Closed and consistently wound: every edge is used by exactly two triangles, once in each direction.
inline bool isClosedManifold(const Mesh& mesh)
{
    std::map<std::pair<unsigned, unsigned>, int> uses;
    for (const auto& t : mesh.triangles)
        for (int i = 0; i < 3; ++i)
            ++uses[{t[i], t[(i + 1) % 3]}];
    for (const auto& [edge, count] : uses) {
        const auto back = uses.find({edge.second, edge.first});
        if (edge.first == edge.second || count != 1 || back == uses.end() || back->second != 1)
            return false;
    }
    return true;
}

/// Vertices - edges + triangles of a closed mesh.
inline long eulerCharacteristic(const Mesh& mesh)
{
    const long triangles = long(mesh.triangles.size());
    return long(mesh.positions.size()) - triangles * 3 / 2 + triangles;
}

inline glm::dvec3 areaVector(const Mesh& mesh, const glm::uvec3& t)
{
    const glm::dvec3 a(mesh.positions[t.x]);
    return 0.5 * glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a);
}

inline double area(const Mesh& mesh)
{
    double sum = 0;
    for (const auto& t : mesh.triangles)
        sum += glm::length(areaVector(mesh, t));
    return sum;
}

inline double smallestTriangle(const Mesh& mesh)
{
    double smallest = 1e30;
    for (const auto& t : mesh.triangles)
        smallest = std::min(smallest, glm::length(areaVector(mesh, t)));
    return smallest;
}

/// Positive where triangles are wound outward (divergence theorem).
inline double volume(const Mesh& mesh)
{
    double sum = 0;
    for (const auto& t : mesh.triangles)
        sum += glm::dot(glm::dvec3(mesh.positions[t.x]), areaVector(mesh, t)) / 3.0;
    return sum;
}

} // namespace bozzetto::test
