#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "core/scene/asset.h"

namespace bozzetto {

/// A picture as bytes, at most 512 texels a side: views of 128 pixels need no more, and smaller ones alias
/// less.
struct ByteTexture
{
    int width = 0, height = 0;
    std::vector<std::uint8_t> texels; ///< rgba, rows from the top
    bool hasHoles = false;            ///< some alpha is below one half

    ByteTexture() = default;
    explicit ByteTexture(const Image& image);
    glm::vec4 sample(const glm::vec2& uv) const; ///< bilinear, repeating; uv origin bottom left
};

/// All meshes of an asset as one list of triangles, normalised: longest side 1, centre of the box at the
/// origin. Triangles whose texture has holes come last; those without an area are left out.
struct FlatObject
{
    /// Throws as TracedObject's constructor does.
    FlatObject(const Asset& asset, std::size_t mostTriangles);

    std::vector<glm::vec3> positions; ///< one element more than there are vertices: Embree reads 16 bytes
    std::vector<glm::vec3> normals;   ///< zero where a mesh has none
    std::vector<glm::vec2> uvs;
    std::vector<glm::vec4> colours; ///< sRGB, straight alpha
    std::vector<glm::uvec3> triangles;
    std::vector<int> materials;        ///< of each triangle; -1 none
    std::size_t opaqueTriangles = 0;   ///< the first so many
    std::vector<ByteTexture> textures; ///< of each material, may be empty
    std::vector<glm::vec4> baseColours;
    glm::vec3 boxHalf{0};

    bool isHole(std::size_t triangle, float u, float v) const;
    glm::vec3 linearColour(std::size_t triangle, float u, float v) const;
    glm::vec3 flatNormal(std::size_t triangle) const; ///< unit, or zero for a triangle without area
    glm::vec3 smoothNormal(std::size_t triangle, float u, float v, const glm::vec3& flat) const;

private:
    void addMesh(const Mesh& mesh);
    void checkShape() const;
    void normalise();
    void moveHolesToTheEnd();
    template <typename T> T mix(const std::vector<T>& values, std::size_t triangle, float u, float v) const
    {
        const auto& t = triangles[triangle];
        return values[t.x] * (1 - u - v) + values[t.y] * u + values[t.z] * v;
    }
};

} // namespace bozzetto
