#include "core/data/procedural_parts.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

constexpr float kTurn = glm::two_pi<float>();

void addQuads(Mesh& mesh, int across, int along)
{
    const auto id = [&](int i, int j) { return unsigned(j * (across + 1) + i); };
    for (int j = 0; j < along; ++j)
        for (int i = 0; i < across; ++i) {
            mesh.triangles.emplace_back(id(i, j), id(i + 1, j), id(i + 1, j + 1));
            mesh.triangles.emplace_back(id(i, j), id(i + 1, j + 1), id(i, j + 1));
        }
}

/// Where the cross-sections of a tube lie: the path, and beyond its ends what closes them.
struct Spine
{
    std::vector<vec3> points, tangents;
    std::vector<float> radii;

    void add(const vec3& point, const vec3& tangent, float radius)
    {
        points.push_back(point);
        tangents.push_back(tangent);
        radii.push_back(radius);
    }
};

float spread(const std::vector<float>& values, float t)
{
    const float x = t * float(values.size() - 1);
    const auto i = std::size_t(x), next = std::min(i + 1, values.size() - 1);
    return glm::mix(values[i], values[next], x - float(i));
}

vec3 tangentAt(const std::vector<vec3>& path, std::size_t i, bool closed)
{
    const std::size_t last = path.size() - 1;
    vec3 before = path[i == 0 ? 0 : i - 1], after = path[std::min(i + 1, last)];
    if (closed && (i == 0 || i == last))
        before = path[last - 1], after = path[1];
    const vec3 along = after - before;
    const float length = glm::length(along);
    return length > 1e-9f ? along / length : vec3(0, 1, 0);
}

constexpr int kCapRings = 4;

Spine spineOf(const std::vector<vec3>& path, const std::vector<float>& radii, Ends ends)
{
    Spine spine;
    const auto cap = [&](std::size_t i, float sign) {
        const vec3 tangent = tangentAt(path, i, false);
        const float radius = spread(radii, i == 0 ? 0.0f : 1.0f);
        for (int k = 0; k < kCapRings; ++k) {
            const float angle = 0.25f * kTurn * float(sign < 0 ? k : k + 1) / float(kCapRings);
            const float out = sign < 0 ? std::cos(angle) : std::sin(angle);
            const float wide = sign < 0 ? std::sin(angle) : std::cos(angle);
            spine.add(path[i] + tangent * (sign * out * radius), tangent, std::max(0.0f, wide) * radius);
        }
    };
    if (ends == Ends::round)
        cap(0, -1);
    else if (ends == Ends::flat)
        spine.add(path.front(), tangentAt(path, 0, false), 0);
    for (std::size_t i = 0; i < path.size(); ++i)
        spine.add(path[i], tangentAt(path, i, ends == Ends::closed),
                  std::max(0.0f, spread(radii, float(i) / float(path.size() - 1))));
    if (ends == Ends::round)
        cap(path.size() - 1, 1);
    else if (ends == Ends::flat)
        spine.add(path.back(), tangentAt(path, path.size() - 1, false), 0);
    return spine;
}

} // namespace

Mesh gridMesh(int across, int along, const std::function<vec3(float, float)>& at)
{
    Mesh mesh;
    for (int j = 0; j <= along; ++j)
        for (int i = 0; i <= across; ++i) {
            const vec2 uv(float(i) / float(across), float(j) / float(along));
            mesh.positions.push_back(at(uv.x, uv.y));
            mesh.uvs.push_back(uv);
        }
    addQuads(mesh, across, along);
    return mesh;
}

Mesh loft(const std::vector<std::vector<vec3>>& rings)
{
    Mesh mesh;
    std::vector<float> lengths(1, 0.0f); // v follows the way along, so that pictures are not stretched
    for (std::size_t j = 1; j < rings.size(); ++j) {
        float way = 0;
        for (std::size_t i = 0; i < rings[j].size(); ++i)
            way += glm::length(rings[j][i] - rings[j - 1][i]);
        lengths.push_back(lengths.back() + way / float(rings[j].size()));
    }
    const float whole = std::max(lengths.back(), 1e-9f);
    const std::size_t across = rings.front().size();
    for (std::size_t j = 0; j < rings.size(); ++j)
        for (std::size_t i = 0; i <= across; ++i) {
            mesh.positions.push_back(rings[j][i % across]);
            mesh.uvs.emplace_back(float(i) / float(across), lengths[j] / whole);
        }
    addQuads(mesh, int(across), int(rings.size()) - 1);
    return mesh;
}

Mesh revolve(const std::vector<vec2>& profile, int segments)
{
    std::vector<std::vector<vec3>> rings;
    for (const auto& p : profile) {
        std::vector<vec3> ring;
        for (int i = 0; i < segments; ++i) {
            const float angle = kTurn * float(i) / float(segments);
            ring.emplace_back(p.x * std::cos(angle), p.y, -p.x * std::sin(angle));
        }
        rings.push_back(std::move(ring));
    }
    return loft(rings);
}

std::vector<vec2> vesselProfile(const std::vector<vec2>& outer, float wall)
{
    std::vector<vec2> profile, inner;
    const float floor = outer.front().y + wall;
    for (std::size_t i = 0; i < outer.size(); ++i) {
        const vec2 along = outer[std::min(i + 1, outer.size() - 1)] - outer[i == 0 ? 0 : i - 1];
        const vec2 inwards = vec2(-along.y, along.x) / std::max(glm::length(along), 1e-9f);
        const vec2 p = outer[i] + wall * inwards;
        if (p.y > floor && p.x > 0.2f * wall)
            inner.push_back(p);
    }
    profile.emplace_back(0.0f, outer.front().y);
    profile.insert(profile.end(), outer.begin(), outer.end());
    if (!inner.empty())
        profile.push_back(0.5f * (outer.back() + inner.back()) + vec2(0, 0.4f * wall));
    profile.insert(profile.end(), inner.rbegin(), inner.rend());
    if (!inner.empty())
        profile.emplace_back(0.96f * inner.front().x, floor);
    profile.emplace_back(0.0f, floor);
    return profile;
}

Mesh tube(const std::vector<vec3>& path, const std::vector<float>& radii, const TubeShape& shape)
{
    const Spine spine = spineOf(path, radii, shape.ends);
    std::vector<std::vector<vec3>> rings;
    vec3 side = shape.side;
    for (std::size_t j = 0; j < spine.points.size(); ++j) {
        const vec3& t = spine.tangents[j];
        side -= t * glm::dot(side, t); // carried along, so that the tube does not twist
        if (glm::dot(side, side) < 1e-8f)
            side = glm::cross(t, std::abs(t.x) < 0.8f ? vec3(1, 0, 0) : vec3(0, 0, 1));
        side = glm::normalize(side);
        const vec3 across = glm::cross(side, t);
        std::vector<vec3> ring;
        for (int i = 0; i < shape.segments; ++i) {
            const float angle = kTurn * float(i) / float(shape.segments), r = spine.radii[j];
            ring.push_back(spine.points[j] + across * (r * shape.section.x * std::cos(angle)) +
                           side * (r * shape.section.y * std::sin(angle)));
        }
        rings.push_back(std::move(ring));
    }
    return loft(rings);
}

Mesh capsule(const vec3& from, const vec3& to, float fromRadius, float toRadius)
{
    return tube({from, glm::mix(from, to, 0.5f), to}, {fromRadius, 0.5f * (fromRadius + toRadius), toRadius});
}

Mesh torus(float radius, float thickness)
{
    std::vector<vec3> path;
    for (int i = 0; i <= 48; ++i) {
        const float angle = kTurn * float(i % 48) / 48.0f;
        path.emplace_back(radius * std::cos(angle), 0.0f, radius * std::sin(angle));
    }
    TubeShape shape;
    shape.ends = Ends::closed;
    shape.side = {0, 1, 0};
    return tube(path, {thickness, thickness}, shape);
}

Mesh box(const vec3& size, float rounding)
{
    const vec3 half = 0.5f * size;
    const float r = std::min({rounding, half.x, half.y, half.z});
    Mesh mesh;
    constexpr int kCells = 8;
    for (int face = 0; face < 6; ++face) {
        const int axis = face / 2, a = (axis + 1) % 3, b = (axis + 2) % 3;
        const float sign = face % 2 ? -1.0f : 1.0f;
        const auto place = [&](float t, float h) { // cells crowd where the edge is round
            const float x = 2 * t - 1, inner = h - r, edge = 0.5f;
            return std::abs(x) <= edge ? x / edge * inner
                                       : std::copysign(inner + r * (std::abs(x) - edge) / (1 - edge), x);
        };
        Mesh side = gridMesh(r > 0 ? kCells : 1, r > 0 ? kCells : 1, [&](float u, float v) {
            vec3 p;
            p[axis] = sign * half[axis];
            p[a] = (r > 0 ? place(u, half[a]) : (2 * u - 1) * half[a]) * sign;
            p[b] = r > 0 ? place(v, half[b]) : (2 * v - 1) * half[b];
            const vec3 core = glm::clamp(p, r - half, half - r), out = p - core;
            return r > 0 ? core + r * out / std::max(glm::length(out), 1e-9f) : p;
        });
        for (auto& uv : side.uvs) // pictures stand upright on the sides
            if (axis == 0)
                uv = {sign > 0 ? 1 - uv.y : uv.y, sign > 0 ? uv.x : 1 - uv.x};
        const auto base = unsigned(mesh.positions.size());
        mesh.positions.insert(mesh.positions.end(), side.positions.begin(), side.positions.end());
        mesh.uvs.insert(mesh.uvs.end(), side.uvs.begin(), side.uvs.end());
        for (const auto& t : side.triangles)
            mesh.triangles.push_back(t + base);
    }
    return mesh;
}

Mesh superquadric(const vec3& half, float north, float east)
{
    const auto power = [](float x, float e) { return std::copysign(std::pow(std::abs(x), e), x); };
    return gridMesh(48, 32, [&](float u, float v) {
        const float latitude = (v - 0.5f) * glm::pi<float>(), angle = kTurn * (u < 1 ? u : 0);
        const float ring = v == 0 || v == 1 ? 0 : power(std::cos(latitude), north);
        return half * vec3(ring * power(std::cos(angle), east), power(std::sin(latitude), north),
                           -ring * power(std::sin(angle), east));
    });
}

Mesh leaf(float length, float width, float droop, float fold)
{
    return gridMesh(8, 14, [&](float u, float v) {
        const float side = 2 * u - 1, half = 0.5f * width * std::sin(glm::pi<float>() * std::pow(v, 0.8f));
        return vec3(length * v * (1 - 0.3f * std::abs(droop) * v),
                    fold * std::abs(side) * half - droop * length * v * v, -side * half);
    });
}

} // namespace bozzetto
