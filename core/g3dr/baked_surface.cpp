#include <algorithm>
#include <cmath>
#include <random>

#include "core/base/error.h"
#include "core/g3dr/brick_index.h"
#include "core/g3dr/generate.h"
#include "core/surface/extract.h"

namespace bozzetto {

namespace {

/// Trilinear look-ups in the baked grid; outside it there is nothing.
class BakedSampler
{
public:
    explicit BakedSampler(const BakedField& baked) : m_baked(baked), m_voxel(baked.voxelSize()) {}

    float density(const glm::vec3& point) const
    {
        return blend(point, [&](std::size_t voxel) { return m_baked.density[voxel]; });
    }

    glm::vec3 colour(const glm::vec3& point) const
    {
        glm::vec3 result;
        for (int c = 0; c < 3; ++c)
            result[c] = blend(point, [&](std::size_t voxel) {
                return float(m_baked.rgba[4 * voxel + std::size_t(c)]) / 255.0f;
            });
        return result;
    }

private:
    template <typename Value>
    float blend(const glm::vec3& point, const Value& value) const
    {
        const glm::vec3 cell = (point - m_baked.box.minimum) / m_voxel - 0.5f;
        const glm::vec3 base = glm::floor(cell), fraction = cell - base;
        float sum = 0;
        for (int corner = 0; corner < 8; ++corner) {
            const glm::ivec3 offset(corner & 1, (corner >> 1) & 1, corner >> 2);
            const glm::ivec3 index = glm::ivec3(base) + offset;
            if (glm::any(glm::lessThan(index, glm::ivec3(0))) ||
                glm::any(glm::greaterThanEqual(index, m_baked.size)))
                continue;
            const glm::vec3 weight = glm::mix(1.0f - fraction, fraction, glm::vec3(offset));
            const auto voxel = (std::size_t(index.z) * std::size_t(m_baked.size.y) + std::size_t(index.y)) *
                                   std::size_t(m_baked.size.x) + std::size_t(index.x);
            sum += weight.x * weight.y * weight.z * value(voxel);
        }
        return sum;
    }

    const BakedField& m_baked;
    glm::vec3 m_voxel;
};

/// Cumulative areas, for picking triangles in proportion.
std::vector<double> cumulativeAreas(const Mesh& mesh)
{
    std::vector<double> sums;
    sums.reserve(mesh.triangles.size());
    double sum = 0;
    for (const auto& triangle : mesh.triangles) {
        const auto& a = mesh.positions[triangle.x];
        sum += 0.5 * double(glm::length(glm::cross(mesh.positions[triangle.y] - a, mesh.positions[triangle.z] - a)));
        sums.push_back(sum);
    }
    return sums;
}

} // namespace

Mesh extractBakedSurface(const BakedField& baked, float level, JobContext& context)
{
    if (baked.density.empty())
        throw Error(ErrorCode::internal, "Baked field: expected voxels, found none");
    const BakedSampler sampler(baked);
    SurfaceOptions options;
    options.level = level;
    options.box = baked.box;
    options.resolution = std::clamp(std::max({baked.size.x, baked.size.y, baked.size.z}), 32, 160);
    const BrickIndex bricks(baked);
    Mesh mesh = extractSurface(
        [&](std::span<const glm::vec3> points, std::span<float> values) {
            for (std::size_t i = 0; i < points.size(); ++i)
                values[i] = sampler.density(points[i]);
        },
        options, context, [&](const Bounds& block) { return bricks.touches(block); });
    colourVertices(
        mesh,
        [&](std::span<const glm::vec3> points, std::span<glm::vec3> colours) {
            for (std::size_t i = 0; i < points.size(); ++i)
                colours[i] = sampler.colour(points[i]);
        },
        context);
    transformMesh(mesh, baked.sceneFromField);
    return mesh;
}

PointCloud samplePoints(const Mesh& mesh, int count, std::uint64_t seed)
{
    PointCloud cloud;
    cloud.name = mesh.name;
    const auto areas = cumulativeAreas(mesh);
    if (count < 0)
        throw Error(ErrorCode::badInput, "Points: expected a number from 0 up, found {}", count);
    if (areas.empty() || areas.back() <= 0)
        return cloud;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int n = 0; n < count; ++n) {
        // One draw per equal slice of the area: even coverage without clumps.
        const double target = (n + uniform(random)) / count * areas.back();
        const auto found = std::min(std::size_t(std::upper_bound(areas.begin(), areas.end(), target) - areas.begin()),
                                    areas.size() - 1);
        const auto triangle = mesh.triangles[found];
        const float root = std::sqrt(float(uniform(random))), v = float(uniform(random));
        const glm::vec3 weights(1 - root, root * (1 - v), root * v);
        const auto mix = [&](const auto& values) {
            return values[triangle.x] * weights.x + values[triangle.y] * weights.y + values[triangle.z] * weights.z;
        };
        cloud.positions.push_back(mix(mesh.positions));
        if (!mesh.normals.empty())
            cloud.normals.push_back(glm::normalize(mix(mesh.normals)));
        if (!mesh.colours.empty())
            cloud.colours.push_back(mix(mesh.colours));
    }
    return cloud;
}

} // namespace bozzetto
