#pragma once

#include <memory>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "core/image/image.h"

namespace bozzetto {

/// A triangle mesh. Right-handed, y up, metres. Every per-vertex array is empty or as long as positions.
struct Mesh
{
    std::string name;
    std::vector<glm::vec3> positions;
    std::vector<glm::vec3> normals;    ///< unit length
    std::vector<glm::vec4> colours;    ///< sRGB-encoded, straight alpha, [0, 1]
    std::vector<glm::vec2> uvs;        ///< origin bottom left
    std::vector<glm::uvec3> triangles; ///< counter-clockwise seen from outside
    int material = -1;                 ///< index into Asset::materials, or -1
};

/// A coloured point cloud in the same frame. Every per-point array is empty or as long as positions.
struct PointCloud
{
    std::string name;
    std::vector<glm::vec3> positions;
    std::vector<glm::vec3> normals;
    std::vector<glm::vec4> colours; ///< sRGB-encoded, straight alpha, [0, 1]
    std::vector<float> confidence;  ///< [0, 1]
};

struct Material
{
    std::string name;
    glm::vec4 baseColour{1.0f};                    ///< sRGB-encoded
    std::shared_ptr<const Image> baseColourTexture; ///< may be null
    float roughness = 0.8f;
    float metallic = 0.0f;
};

/// What leaves for, or comes from, another program.
struct Asset
{
    std::vector<Mesh> meshes;
    std::vector<PointCloud> clouds;
    std::vector<Material> materials;
};

/// Axis-aligned bounds; empty while minimum > maximum.
struct Bounds
{
    glm::vec3 minimum{1e30f};
    glm::vec3 maximum{-1e30f};

    void add(const glm::vec3& point)
    {
        minimum = glm::min(minimum, point);
        maximum = glm::max(maximum, point);
    }
    bool empty() const { return minimum.x > maximum.x; }
    glm::vec3 size() const { return empty() ? glm::vec3(0.0f) : maximum - minimum; }
    glm::vec3 centre() const { return empty() ? glm::vec3(0.0f) : 0.5f * (minimum + maximum); }
};

Bounds boundsOf(const Mesh& mesh);
Bounds boundsOf(const PointCloud& cloud);
Bounds boundsOf(const Asset& asset);

} // namespace bozzetto
