#include "core/data/flat_object.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/io/srgb.h"

namespace bozzetto {

namespace {

constexpr int kMostTexels = 512;

/// Half the size by averaging 2 x 2; an odd last row or column is dropped.
Image halved(const Image& image)
{
    Image half(std::max(1, image.width / 2), std::max(1, image.height / 2), image.channels);
    for (int y = 0; y < half.height; ++y)
        for (int x = 0; x < half.width; ++x)
            for (int c = 0; c < image.channels; ++c) {
                const int x1 = std::min(2 * x + 1, image.width - 1),
                          y1 = std::min(2 * y + 1, image.height - 1);
                half.at(x, y, c) = 0.25f * (image.at(2 * x, 2 * y, c) + image.at(x1, 2 * y, c) +
                                            image.at(2 * x, y1, c) + image.at(x1, y1, c));
            }
    return half;
}

/// Numbers so small that a box around them, and its middle, are finite too.
bool isFinite(const glm::vec3& v)
{
    return std::abs(v.x) < 1e30f && std::abs(v.y) < 1e30f && std::abs(v.z) < 1e30f;
}

/// Such a triangle is no surface: neither the box nor the labels know it.
bool hasNoArea(const Mesh& mesh, const glm::uvec3& triangle)
{
    const glm::vec3 &a = mesh.positions[triangle.x], &b = mesh.positions[triangle.y],
                    &c = mesh.positions[triangle.z];
    return a == b || b == c || c == a || glm::cross(b - a, c - a) == glm::vec3(0);
}

float fastLinear(float srgb)
{
    static const auto table = [] {
        std::array<float, 1025> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = linearFromSrgb(float(i) / 1024.0f);
        return values;
    }();
    const float known = srgb > 0 ? std::min(srgb, 1.0f) : 0.0f; // 0 for what is no number
    return table[std::size_t(known * 1024.0f + 0.5f)];
}

} // namespace

ByteTexture::ByteTexture(const Image& source)
{
    Image smaller;
    const Image* image = &source;
    while (std::max(image->width, image->height) > kMostTexels) {
        smaller = halved(*image);
        image = &smaller;
    }
    width = image->width;
    height = image->height;
    texels.resize(std::size_t(width) * std::size_t(height) * 4, 255);
    for (std::size_t i = 0; i < texels.size() / 4; ++i)
        for (int c = 0; c < 4 && (c < image->channels || image->channels == 1); ++c) {
            if (image->channels == 1 && c == 3)
                break;
            const std::size_t from =
                i * std::size_t(image->channels) + std::size_t(image->channels == 1 ? 0 : c);
            texels[i * 4 + std::size_t(c)] =
                std::uint8_t(std::clamp(image->pixels[from], 0.0f, 1.0f) * 255.0f + 0.5f);
        }
    for (std::size_t i = 3; i < texels.size() && !hasHoles; i += 4)
        hasHoles = texels[i] < 128;
}

glm::vec4 ByteTexture::sample(const glm::vec2& at) const
{
    // A file may hold coordinates that are no numbers.
    const glm::vec2 uv(std::isfinite(at.x) ? at.x : 0.0f, std::isfinite(at.y) ? at.y : 0.0f);
    const float x = (uv.x - std::floor(uv.x)) * float(width) - 0.5f;
    const float y = (1 - (uv.y - std::floor(uv.y))) * float(height) - 0.5f;
    const int left = int(std::floor(x)), top = int(std::floor(y));
    const auto texel = [&](int i, int j) {
        i = i < 0 ? i + width : i >= width ? i - width : i;
        j = j < 0 ? j + height : j >= height ? j - height : j;
        const std::uint8_t* t = &texels[(std::size_t(j) * std::size_t(width) + std::size_t(i)) * 4];
        return glm::vec4(t[0], t[1], t[2], t[3]);
    };
    const float fx = x - float(left), fy = y - float(top);
    return glm::mix(glm::mix(texel(left, top), texel(left + 1, top), fx),
                    glm::mix(texel(left, top + 1), texel(left + 1, top + 1), fx), fy) *
           (1.0f / 255.0f);
}

FlatObject::FlatObject(const Asset& asset, std::size_t mostTriangles)
{
    std::size_t count = 0;
    for (const auto& mesh : asset.meshes)
        count += mesh.triangles.size();
    if (count == 0)
        throw Error(ErrorCode::badInput, "expected triangles, found none");
    if (count > mostTriangles)
        throw Error(ErrorCode::badInput, "expected at most {} triangles, found {}", mostTriangles, count);
    for (const auto& material : asset.materials) {
        textures.push_back(material.baseColourTexture ? ByteTexture(*material.baseColourTexture)
                                                      : ByteTexture());
        baseColours.push_back(material.baseColour);
    }
    for (const auto& mesh : asset.meshes)
        addMesh(mesh);
    if (triangles.empty())
        throw Error(ErrorCode::badInput, "expected triangles with an area, found none");
    normalise();
    checkShape();
    moveHolesToTheEnd();
    positions.emplace_back(0.0f);
}

void FlatObject::addMesh(const Mesh& mesh)
{
    const auto base = unsigned(positions.size());
    const std::size_t count = mesh.positions.size();
    positions.insert(positions.end(), mesh.positions.begin(), mesh.positions.end());
    const auto append = [&](auto& to, const auto& from, const auto& otherwise) {
        if (from.empty())
            to.insert(to.end(), count, otherwise);
        else
            to.insert(to.end(), from.begin(), from.end());
    };
    append(normals, mesh.normals, glm::vec3(0));
    append(uvs, mesh.uvs, glm::vec2(0));
    append(colours, mesh.colours, glm::vec4(1));
    const bool known = mesh.material >= 0 && std::size_t(mesh.material) < textures.size();
    for (const auto& triangle : mesh.triangles) {
        if (hasNoArea(mesh, triangle))
            continue;
        triangles.push_back(triangle + base);
        materials.push_back(known ? mesh.material : -1);
    }
}

/// Vertices that no triangle uses do not count.
void FlatObject::normalise()
{
    Bounds bounds;
    for (const auto& t : triangles)
        for (int i = 0; i < 3; ++i) {
            if (!isFinite(positions[t[i]]))
                throw Error(ErrorCode::badInput, "expected finite positions, found others");
            bounds.add(positions[t[i]]);
        }
    const glm::vec3 size = bounds.size();
    const float longest = std::max({size.x, size.y, size.z});
    if (!(longest > 0) || !std::isfinite(longest))
        throw Error(ErrorCode::badInput, "expected a shape with an extent, found a point");
    for (auto& position : positions)
        position = isFinite(position) ? (position - bounds.centre()) / longest : glm::vec3(0);
    boxHalf = 0.5f * size / longest;
}

void FlatObject::checkShape() const
{
    std::array<float, 3> sides = {2 * boxHalf.x, 2 * boxHalf.y, 2 * boxHalf.z};
    std::sort(sides.begin(), sides.end());
    if (sides[1] < 0.03f || sides[0] < 0.004f)
        throw Error(ErrorCode::badInput,
                    "expected a solid shape, found a flat one ({:.3f} x {:.3f} x {:.3f})", 2 * boxHalf.x,
                    2 * boxHalf.y, 2 * boxHalf.z);
}

void FlatObject::moveHolesToTheEnd()
{
    std::vector<std::size_t> order(triangles.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    const auto opaque = [&](std::size_t i) {
        return materials[i] < 0 || !textures[std::size_t(materials[i])].hasHoles;
    };
    const auto middle = std::stable_partition(order.begin(), order.end(), opaque);
    opaqueTriangles = std::size_t(middle - order.begin());
    std::vector<glm::uvec3> sorted;
    std::vector<int> sortedMaterials;
    for (const std::size_t i : order) {
        sorted.push_back(triangles[i]);
        sortedMaterials.push_back(materials[i]);
    }
    triangles = std::move(sorted);
    materials = std::move(sortedMaterials);
}

bool FlatObject::isHole(std::size_t triangle, float u, float v) const
{
    const int material = materials[triangle];
    return triangle >= opaqueTriangles &&
           textures[std::size_t(material)].sample(mix(uvs, triangle, u, v)).a < 0.5f;
}

glm::vec3 FlatObject::linearColour(std::size_t triangle, float u, float v) const
{
    glm::vec4 colour = mix(colours, triangle, u, v);
    if (const int material = materials[triangle]; material >= 0) {
        colour *= baseColours[std::size_t(material)];
        if (const auto& texture = textures[std::size_t(material)]; !texture.texels.empty())
            colour *= texture.sample(mix(uvs, triangle, u, v));
    }
    return {fastLinear(colour.r), fastLinear(colour.g), fastLinear(colour.b)};
}

glm::vec3 FlatObject::flatNormal(std::size_t triangle) const
{
    const auto& t = triangles[triangle];
    const glm::vec3 normal = glm::cross(positions[t.y] - positions[t.x], positions[t.z] - positions[t.x]);
    const float length = glm::length(normal);
    return length > 0 ? normal / length : glm::vec3(0);
}

glm::vec3 FlatObject::smoothNormal(std::size_t triangle, float u, float v, const glm::vec3& flat) const
{
    const glm::vec3 normal = mix(normals, triangle, u, v);
    const float length = glm::length(normal);
    if (!(length > 1e-6f) || !std::isfinite(length))
        return flat;
    return normal * ((glm::dot(normal, flat) < 0 ? -1.0f : 1.0f) / length);
}

} // namespace bozzetto
