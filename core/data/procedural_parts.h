#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <glm/glm.hpp>

#include "core/scene/asset.h"

namespace bozzetto {

/// What procedural objects are put together from. Every part has uvs (about [0, 1] over the part, u around
/// and v along it) and no normals: creasedNormals gives them. Triangles run counter-clockwise seen from
/// outside.

/// A surface over the unit square, `across` x `along` cells; uv is its own parameter.
Mesh gridMesh(int across, int along, const std::function<glm::vec3(float u, float v)>& at);

/// Rings of as many points each, joined one to the next; the first point of a ring follows its last.
Mesh loft(const std::vector<std::vector<glm::vec3>>& rings);

/// `profile` (radius >= 0, y) turned about the y axis, from below to above for an outside.
Mesh revolve(const std::vector<glm::vec2>& profile, int segments = 48);

/// The closed profile of a vessel: up the outside `outer` (bottom to rim), over a rounded rim and down the
/// inside, which lies `wall` deeper. Closed at the bottom, open at the top.
std::vector<glm::vec2> vesselProfile(const std::vector<glm::vec2>& outer, float wall);

enum class Ends {
    round,
    flat,
    closed ///< the path returns to its first point
};

struct TubeShape
{
    int segments = 14;
    Ends ends = Ends::round;
    glm::vec2 section{1.0f}; ///< the radius times this, across `side` and along it
    glm::vec3 side{0.013f, 0.017f, 1.0f};
};

/// A tube along at least two points; `radii` are spread evenly over the path.
Mesh tube(const std::vector<glm::vec3>& path, const std::vector<float>& radii, const TubeShape& shape = {});
Mesh capsule(const glm::vec3& from, const glm::vec3& to, float fromRadius, float toRadius);
Mesh torus(float radius, float thickness);       ///< about the y axis
Mesh box(const glm::vec3& size, float rounding); ///< centred; edges rounded, 0 sharp
Mesh superquadric(const glm::vec3& half, float north,
                  float east); ///< exponents: 1 ellipsoid, -> 0 box, 2 diamond

/// A simple polygon (counter-clockwise, x and y) as a plate of `depth` about z = 0.
Mesh extrude(const std::vector<glm::vec2>& outline, float depth);
/// The same between two outlines of as many points.
Mesh extrudeRing(const std::vector<glm::vec2>& outer, const std::vector<glm::vec2>& inner, float depth);

/// A leaf from the origin along +x, bent down by `droop`, folded along its middle by `fold`; y up.
Mesh leaf(float length, float width, float droop, float fold);

Mesh transformed(Mesh mesh, const glm::mat4& targetFromSource);
Mesh moved(Mesh mesh, const glm::vec3& by);
Mesh turned(Mesh mesh, float degrees, const glm::vec3& axis);
Mesh scaled(Mesh mesh, const glm::vec3& by);

/// Moves vertices by a smooth field of at most about `amount`; what coincided still does.
Mesh displaced(Mesh mesh, float amount, float frequency, std::uint32_t seed);

/// Every corner a vertex of its own; smooth where faces meet at less than `degrees`.
Mesh creasedNormals(const Mesh& mesh, float degrees = 38);

/// Catmull-Rom through `points`, `count` of them; with Ends::closed it ends where it began.
template <typename T> std::vector<T> spline(const std::vector<T>& points, int count, Ends ends = Ends::round)
{
    const int n = int(points.size()), spans = ends == Ends::closed ? n : n - 1;
    const auto point = [&](int i) {
        return points[std::size_t(ends == Ends::closed ? (i + n) % n : i < 0 ? 0 : i >= n ? n - 1 : i)];
    };
    std::vector<T> curve;
    for (int k = 0; k < count; ++k) {
        const float t = float(spans) * float(k) / float(count - 1);
        const int i = t >= float(spans) ? spans - 1 : int(t);
        const float f = t - float(i);
        const T a = point(i - 1), b = point(i), c = point(i + 1), d = point(i + 2);
        curve.push_back(0.5f * (2.0f * b + f * (c - a) + f * f * (2.0f * a - 5.0f * b + 4.0f * c - d) +
                                f * f * f * (3.0f * b - a - 3.0f * c + d)));
    }
    return curve;
}

/// A smooth field in about [-1, 1]; `octaves` of value noise, each half as strong and twice as fine.
float fractalNoise(const glm::vec3& point, std::uint32_t seed, int octaves = 4);

} // namespace bozzetto
