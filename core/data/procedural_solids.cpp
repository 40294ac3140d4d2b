#include "core/data/procedural_parts.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <glm/gtc/matrix_transform.hpp>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

float turn(const vec2& a, const vec2& b, const vec2& c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// Ear clipping (Meisters 1975), quadratic: outlines here have a few dozen points.
std::vector<glm::uvec3> triangulated(const std::vector<vec2>& outline)
{
    std::vector<unsigned> rest;
    for (unsigned i = 0; i < outline.size(); ++i)
        rest.push_back(i);
    std::vector<glm::uvec3> triangles;
    const auto isEar = [&](std::size_t i) {
        const std::size_t n = rest.size();
        const unsigned a = rest[(i + n - 1) % n], b = rest[i], c = rest[(i + 1) % n];
        if (turn(outline[a], outline[b], outline[c]) <= 0)
            return false;
        return std::none_of(rest.begin(), rest.end(), [&](unsigned k) {
            return k != a && k != b && k != c && turn(outline[a], outline[b], outline[k]) >= 0 &&
                   turn(outline[b], outline[c], outline[k]) >= 0 &&
                   turn(outline[c], outline[a], outline[k]) >= 0;
        });
    };
    while (rest.size() > 3) {
        std::size_t ear = 0;
        while (ear < rest.size() && !isEar(ear))
            ++ear;
        ear %= rest.size(); // an outline that crosses itself has none: cut anywhere
        const std::size_t n = rest.size();
        triangles.emplace_back(rest[(ear + n - 1) % n], rest[ear], rest[(ear + 1) % n]);
        rest.erase(rest.begin() + std::ptrdiff_t(ear));
    }
    triangles.emplace_back(rest[0], rest[1], rest[2]);
    return triangles;
}

std::vector<vec3> lifted(const std::vector<vec2>& outline, float z)
{
    std::vector<vec3> ring;
    for (const auto& p : outline)
        ring.emplace_back(p, z);
    return ring;
}

float lattice(int x, int y, int z, std::uint32_t seed)
{
    std::uint32_t h = seed ^ (std::uint32_t(x) * 0x8da6b343u) ^ (std::uint32_t(y) * 0xd8163841u) ^
                      (std::uint32_t(z) * 0xcb1ab31fu);
    h = (h ^ (h >> 15)) * 0x2c1b3c6du;
    h = (h ^ (h >> 12)) * 0x297a2d39u;
    return float((h ^ (h >> 15)) >> 8) * 0x1p-23f - 1;
}

float valueNoise(const vec3& point, std::uint32_t seed)
{
    const vec3 base = glm::floor(point);
    vec3 f = point - base;
    f = f * f * (3.0f - 2.0f * f);
    const int x = int(base.x), y = int(base.y), z = int(base.z);
    const auto row = [&](int j, int k) {
        return glm::mix(lattice(x, j, k, seed), lattice(x + 1, j, k, seed), f.x);
    };
    return glm::mix(glm::mix(row(y, z), row(y + 1, z), f.y), glm::mix(row(y, z + 1), row(y + 1, z + 1), f.y),
                    f.z);
}

struct PlaceHash
{
    std::size_t operator()(const glm::ivec3& p) const
    {
        return std::size_t(p.x) * 73856093u ^ std::size_t(p.y) * 19349663u ^ std::size_t(p.z) * 83492791u;
    }
};

/// Twice the area long; zero for a triangle without one.
vec3 areaNormal(const Mesh& mesh, const glm::uvec3& t)
{
    return glm::cross(mesh.positions[t.y] - mesh.positions[t.x], mesh.positions[t.z] - mesh.positions[t.x]);
}

} // namespace

float fractalNoise(const vec3& point, std::uint32_t seed, int octaves)
{
    float sum = 0, strength = 0.6f, scale = 1;
    for (int i = 0; i < octaves; ++i) {
        sum += strength * valueNoise(point * scale, seed + std::uint32_t(i) * 7919u);
        strength *= 0.5f;
        scale *= 2;
    }
    return sum;
}

Mesh extrude(const std::vector<vec2>& outline, float depth)
{
    Mesh mesh = loft({lifted(outline, -0.5f * depth), lifted(outline, 0.5f * depth)});
    Bounds bounds;
    for (const auto& p : outline)
        bounds.add(vec3(p, 0));
    const vec3 size = glm::max(bounds.size(), vec3(1e-6f));
    const auto caps = triangulated(outline);
    for (const float sign : {-1.0f, 1.0f}) {
        const auto base = unsigned(mesh.positions.size());
        for (const auto& p : outline) {
            mesh.positions.emplace_back(p, 0.5f * sign * depth);
            const vec3 uv = (vec3(p, 0) - bounds.minimum) / size;
            mesh.uvs.emplace_back(sign > 0 ? uv.x : 1 - uv.x, uv.y);
        }
        for (const auto& t : caps)
            mesh.triangles.push_back((sign > 0 ? t : glm::uvec3(t.x, t.z, t.y)) + base);
    }
    return mesh;
}

Mesh extrudeRing(const std::vector<vec2>& outer, const std::vector<vec2>& inner, float depth)
{
    const float z = 0.5f * depth;
    return loft(
        {lifted(outer, -z), lifted(outer, z), lifted(inner, z), lifted(inner, -z), lifted(outer, -z)});
}

Mesh transformed(Mesh mesh, const glm::mat4& targetFromSource)
{
    for (auto& p : mesh.positions)
        p = vec3(targetFromSource * glm::vec4(p, 1));
    if (glm::determinant(glm::mat3(targetFromSource)) < 0)
        for (auto& t : mesh.triangles)
            std::swap(t.y, t.z);
    return mesh;
}

Mesh moved(Mesh mesh, const vec3& by)
{
    return transformed(std::move(mesh), glm::translate(glm::mat4(1), by));
}

Mesh turned(Mesh mesh, float degrees, const vec3& axis)
{
    return transformed(std::move(mesh), glm::rotate(glm::mat4(1), glm::radians(degrees), axis));
}

Mesh scaled(Mesh mesh, const vec3& by)
{
    return transformed(std::move(mesh), glm::scale(glm::mat4(1), by));
}

Mesh displaced(Mesh mesh, float amount, float frequency, std::uint32_t seed)
{
    for (auto& p : mesh.positions) {
        const vec3 at = p * frequency;
        p +=
            amount * vec3(fractalNoise(at, seed), fractalNoise(at, seed + 101), fractalNoise(at, seed + 202));
    }
    return mesh;
}

Mesh creasedNormals(const Mesh& mesh, float degrees)
{
    const float least = std::cos(glm::radians(degrees));
    std::unordered_map<glm::ivec3, std::vector<std::size_t>, PlaceHash> meeting;
    const auto place = [&](unsigned vertex) { return glm::ivec3(glm::round(mesh.positions[vertex] * 2e5f)); };
    std::vector<vec3> faces;
    for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
        const auto& t = mesh.triangles[i];
        faces.push_back(areaNormal(mesh, t));
        for (int k = 0; k < 3; ++k)
            meeting[place(t[k])].push_back(i);
    }
    Mesh out;
    out.name = mesh.name;
    out.material = mesh.material;
    for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
        const float size = glm::length(faces[i]);
        if (!(size > 1e-14f))
            continue;
        const auto& t = mesh.triangles[i];
        const auto first = unsigned(out.positions.size());
        for (int k = 0; k < 3; ++k) {
            vec3 sum(0);
            for (const std::size_t other : meeting.at(place(t[k])))
                if (glm::dot(faces[other], faces[i]) >= least * size * glm::length(faces[other]))
                    sum += faces[other];
            out.positions.push_back(mesh.positions[t[k]]);
            out.normals.push_back(glm::normalize(sum));
            out.uvs.push_back(mesh.uvs[t[k]]);
        }
        out.triangles.emplace_back(first, first + 1, first + 2);
    }
    return out;
}

} // namespace bozzetto
