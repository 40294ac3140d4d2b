#include "tests/render/fixture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <glm/gtc/matrix_transform.hpp>

namespace bozzetto::test {

namespace {

std::uint8_t byte(float value) { return std::uint8_t(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f); }

/// Largest alpha in each brick and the voxels that touch it.
void fillBricks(BakedField& field)
{
    const glm::ivec3 counts = field.brickCounts();
    field.bricks.assign(std::size_t(counts.x * counts.y * counts.z), 0);
    for (int z = 0; z < field.size.z; ++z)
        for (int y = 0; y < field.size.y; ++y)
            for (int x = 0; x < field.size.x; ++x) {
                const glm::ivec3 voxel(x, y, z);
                const std::uint8_t alpha = field.rgba[std::size_t((z * field.size.y + y) * field.size.x + x) * 4 + 3];
                const glm::ivec3 low = glm::max(voxel - 1, glm::ivec3(0)) / field.brickSize;
                const glm::ivec3 high = glm::min(voxel + 1, field.size - 1) / field.brickSize;
                for (int k = low.z; k <= high.z; ++k)
                    for (int j = low.y; j <= high.y; ++j)
                        for (int i = low.x; i <= high.x; ++i) {
                            auto& brick = field.bricks[std::size_t((k * counts.y + j) * counts.x + i)];
                            brick = std::max(brick, alpha);
                        }
            }
}

float smoothUnion(float a, float b, float k)
{
    const float h = std::clamp(0.5f + 0.5f * (b - a) / k, 0.0f, 1.0f);
    return glm::mix(b, a, h) - k * h * (1.0f - h);
}

/// Where the blob's surface lies in a direction from its middle.
glm::vec3 blobSurface(const glm::vec3& direction)
{
    const glm::vec3 middle(0.0f, -0.15f, 0.0f);
    float inside = 0.0f, outside = 1.5f;
    for (int i = 0; i < 30; ++i) {
        const float t = 0.5f * (inside + outside);
        (blobDistance(middle + t * direction) < 0 ? inside : outside) = t;
    }
    return middle + inside * direction;
}

glm::vec3 blobNormal(const glm::vec3& p)
{
    const float h = 1e-3f;
    const auto d = [&](const glm::vec3& step) { return blobDistance(p + step) - blobDistance(p - step); };
    return glm::normalize(glm::vec3(d({h, 0, 0}), d({0, h, 0}), d({0, 0, h})));
}

} // namespace

BakedField bakeField(int n, const std::function<glm::vec4(const glm::vec3& p)>& sample)
{
    BakedField field;
    field.size = glm::ivec3(n);
    field.box.add(glm::vec3(-1));
    field.box.add(glm::vec3(1));
    const glm::vec3 voxel = field.voxelSize();
    field.rgba.resize(std::size_t(n) * std::size_t(n) * std::size_t(n) * 4);
    field.density.resize(field.rgba.size() / 4);
    std::size_t index = 0;
    for (int z = 0; z < n; ++z)
        for (int y = 0; y < n; ++y)
            for (int x = 0; x < n; ++x, ++index) {
                const glm::vec4 value = sample(field.box.minimum + (glm::vec3(x, y, z) + 0.5f) * voxel);
                for (int c = 0; c < 3; ++c)
                    field.rgba[4 * index + std::size_t(c)] = byte(value[c]);
                field.rgba[4 * index + 3] = byte(1.0f - std::exp(-value.w * voxel.x));
                field.density[index] = value.w;
            }
    fillBricks(field);
    return field;
}

Camera cameraAt(float yaw, float pitch, float distance, float fovDegrees)
{
    Camera camera;
    camera.verticalFov = glm::radians(fovDegrees);
    glm::mat4 turn = glm::rotate(glm::mat4(1.0f), glm::radians(yaw), glm::vec3(0, 1, 0));
    turn = glm::rotate(turn, glm::radians(-pitch), glm::vec3(1, 0, 0));
    camera.worldFromCamera = glm::translate(turn, glm::vec3(0, 0, distance));
    return camera;
}

Camera frontCamera(float height)
{
    Camera camera = cameraAt(0, 0);
    camera.orthographicHeight = height;
    return camera;
}

Mesh sphereMesh(float radius, int rings, const std::function<glm::vec4(const glm::vec3& p)>& colour)
{
    Mesh mesh;
    const int columns = 2 * rings;
    for (int r = 0; r <= rings; ++r)
        for (int c = 0; c <= columns; ++c) {
            const float latitude = std::numbers::pi_v<float> * (float(r) / float(rings) - 0.5f);
            const float longitude = 2.0f * std::numbers::pi_v<float> * float(c) / float(columns);
            const glm::vec3 normal(std::cos(latitude) * std::sin(longitude), std::sin(latitude),
                                   std::cos(latitude) * std::cos(longitude));
            mesh.positions.push_back(radius * normal);
            mesh.normals.push_back(normal);
            if (colour)
                mesh.colours.push_back(colour(radius * normal));
        }
    for (int r = 0; r < rings; ++r)
        for (int c = 0; c < columns; ++c) {
            const auto a = unsigned(r * (columns + 1) + c), b = a + 1, d = a + unsigned(columns) + 1, e = d + 1;
            mesh.triangles.push_back({a, b, e});
            mesh.triangles.push_back({a, e, d});
        }
    return mesh;
}

float blobDistance(const glm::vec3& p)
{
    const float body = glm::length((p - glm::vec3(0, -0.25f, 0)) / glm::vec3(1, 0.9f, 0.9f)) - 0.52f;
    const float head = glm::length(p - glm::vec3(0.12f, 0.42f, 0.08f)) - 0.27f;
    const float foot = glm::length((p - glm::vec3(0, -0.66f, 0)) / glm::vec3(1, 0.36f, 1)) * 0.6f - 0.33f;
    return smoothUnion(smoothUnion(body, head, 0.18f), foot, 0.10f);
}

glm::vec3 blobColour(const glm::vec3& p)
{
    const float stripes = 0.5f + 0.5f * std::sin(18.0f * p.y + 3.0f * std::sin(3.0f * p.x));
    const glm::vec3 sea(0.16f, 0.46f, 0.55f), cream(0.93f, 0.86f, 0.72f), coral(0.86f, 0.36f, 0.28f);
    const glm::vec3 glaze = glm::mix(sea, cream, glm::smoothstep(0.35f, 0.65f, stripes));
    return glm::mix(glaze, coral, glm::smoothstep(0.12f, 0.3f, p.y));
}

BakedField blobField(int n)
{
    const float soft = 1.0f / float(n);
    return bakeField(n, [&](const glm::vec3& p) {
        const float distance = blobDistance(p);
        const float density = 3.0f * float(n) * glm::smoothstep(soft, -soft, distance);
        return glm::vec4(blobColour(p), density);
    });
}

Mesh blobMesh(int rings)
{
    Mesh mesh = sphereMesh(1.0f, rings);
    mesh.colours.resize(mesh.positions.size());
    for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
        mesh.positions[i] = blobSurface(mesh.normals[i]);
        mesh.normals[i] = blobNormal(mesh.positions[i]);
        mesh.colours[i] = glm::vec4(blobColour(mesh.positions[i]), 1.0f);
    }
    return mesh;
}

PointCloud blobPoints(int count)
{
    PointCloud cloud;
    const float golden = std::numbers::pi_v<float> * (3.0f - std::sqrt(5.0f));
    for (int i = 0; i < count; ++i) {
        const float y = 1.0f - 2.0f * (float(i) + 0.5f) / float(count);
        const float r = std::sqrt(1.0f - y * y);
        const float turn = golden * float(i);
        const glm::vec3 p = blobSurface({r * std::cos(turn), y, r * std::sin(turn)});
        cloud.positions.push_back(p);
        cloud.colours.push_back(glm::vec4(blobColour(p), 1.0f));
    }
    return cloud;
}

DrawOptions bareOptions(Representation representation)
{
    DrawOptions options;
    options.representation = options.previousRepresentation = representation;
    options.showGrid = options.showAxes = options.showContactShadow = false;
    options.transparentBackground = true;
    return options;
}

QImage toQImage(const Image& image)
{
    QImage result(image.width, image.height, QImage::Format_RGBA8888);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < 4; ++c)
                result.scanLine(y)[4 * x + c] = byte(image.at(x, y, c));
    return result;
}

Image fromQImage(const QImage& source)
{
    const QImage rgba = source.convertToFormat(QImage::Format_RGBA8888);
    Image image(rgba.width(), rgba.height(), 4);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < 4; ++c)
                image.at(x, y, c) = float(rgba.constScanLine(y)[4 * x + c]) / 255.0f;
    return image;
}

} // namespace bozzetto::test
