#include "core/surface/extract.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/surface/block_mesher.h"
#include "core/surface/components.h"
#include "core/surface/edge_crossing.h"
#include "core/surface/sample_grid.h"

namespace bozzetto {

namespace {

constexpr std::size_t kBatch = 32768;
constexpr const char* kStage = "Surface";

int blocksAlong(int cells, int blockSize) { return (cells + blockSize - 1) / blockSize; }

RawSurface march(const SampleGrid& grid, const DensityFunction& density, const SurfaceOptions& options,
                 JobContext& context, const std::function<bool(const Bounds&)>& mayContainSurface)
{
    BlockSampler sampler(grid, density, options);
    BlockMesher mesher(grid);
    const glm::ivec3 cells = grid.cells;
    const int size = options.blockSize;
    const double blocks = double(blocksAlong(cells.x, size)) * blocksAlong(cells.y, size) * blocksAlong(cells.z, size);
    double done = 0;
    for (int z = 0; z < cells.z; z += size) {
        sampler.beginLayer();
        for (int y = 0; y < cells.y; y += size) {
            sampler.beginRow();
            for (int x = 0; x < cells.x; x += size) {
                const glm::ivec3 first(x, y, z);
                const Block block{first, glm::min(first + size, cells)};
                sampler.beginBlock(block);
                context.report(kStage, 0.9 * done++ / blocks);
                if (sampler.needsVisit(mayContainSurface) && sampler.evaluate(context))
                    mesher.add(block, sampler.excess());
            }
        }
        mesher.endLayer(z + size);
    }
    return std::move(mesher.surface());
}

/// The sum of the normals of a vertex's triangles, for places where the density has no gradient.
std::vector<glm::vec3> faceNormals(const Mesh& mesh)
{
    std::vector<glm::vec3> sums(mesh.positions.size(), glm::vec3(0.0f));
    for (const auto& t : mesh.triangles) {
        const glm::vec3 a = mesh.positions[t.x];
        const glm::vec3 area = glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a);
        for (int i = 0; i < 3; ++i)
            sums[t[i]] += area;
    }
    return sums;
}

glm::vec3 unit(const glm::vec3& vector, const glm::vec3& otherwise)
{
    const glm::dvec3 wide(vector);
    const double length = glm::length(wide);
    if (std::isfinite(length) && length > 0)
        return glm::vec3(wide / length);
    const double otherLength = glm::length(glm::dvec3(otherwise));
    return otherLength > 0 ? glm::vec3(glm::dvec3(otherwise) / otherLength) : glm::vec3(0, 1, 0);
}

/// Central differences one cell wide on either side; next to the box's sides, which are closed by a flat lid, the
/// lid's own direction. Six samples per vertex.
void computeNormals(Mesh& mesh, const SampleGrid& grid, const DensityFunction& density, const Bounds& box,
                    JobContext& context)
{
    const auto fallback = faceNormals(mesh);
    mesh.normals.resize(mesh.positions.size());
    std::vector<glm::vec3> points;
    std::vector<float> values;
    const std::size_t verticesPerBatch = kBatch / 6;
    for (std::size_t first = 0; first < mesh.positions.size(); first += verticesPerBatch) {
        context.report(kStage, 0.9 + 0.1 * double(first) / double(mesh.positions.size()));
        const std::size_t last = std::min(first + verticesPerBatch, mesh.positions.size());
        points.clear();
        for (std::size_t v = first; v < last; ++v)
            for (int a = 0; a < 3; ++a) {
                glm::vec3 step(0.0f);
                step[a] = float(grid.cell[a]);
                points.push_back(glm::max(mesh.positions[v] - step, box.minimum));
                points.push_back(glm::min(mesh.positions[v] + step, box.maximum));
            }
        values.resize(points.size());
        density(points, values);
        for (std::size_t v = first; v < last; ++v) {
            const std::size_t at = (v - first) * 6;
            glm::vec3 gradient;
            for (int a = 0; a < 3; ++a) {
                const std::size_t i = at + 2 * std::size_t(a);
                gradient[a] = (values[i + 1] - values[i]) / (points[i + 1][a] - points[i][a]);
            }
            const glm::vec3 p = mesh.positions[v];
            const bool onLid = glm::any(glm::lessThan(p, box.minimum)) || glm::any(glm::greaterThan(p, box.maximum));
            mesh.normals[v] = onLid ? unit(fallback[v], fallback[v]) : unit(-gradient, fallback[v]);
        }
    }
}

} // namespace

void SurfaceOptions::check() const
{
    const auto require = [](bool fine, const char* name, const char* expected, const auto& found) {
        if (!fine)
            throw Error(ErrorCode::badInput, "{}: expected {}, found {}", name, expected, found);
    };
    require(resolution >= 32 && resolution <= 1024, "resolution", "32 to 1024 cells", resolution);
    require(std::isfinite(level) && std::abs(level) < 1e6f, "level", "a density below a million", level);
    require(blockSize >= 8 && blockSize <= 512, "blockSize", "8 to 512 cells", blockSize);
    require(smallestComponent >= 0 && smallestComponent <= 1, "smallestComponent", "0 to 1", smallestComponent);
    for (int a = 0; a < 3; ++a) {
        const float size = box.maximum[a] - box.minimum[a];
        require(std::isfinite(size) && size > 0, "box", "a positive, finite size along every axis", size);
    }
}

Mesh extractSurface(const DensityFunction& density, const SurfaceOptions& options, JobContext& context,
                    const std::function<bool(const Bounds&)>& mayContainSurface)
{
    options.check();
    const SampleGrid grid(options);
    RawSurface raw = march(grid, density, options, context, mayContainSurface);
    raw.sort();
    settleCrossings(raw, grid, density, options.level, context);
    Mesh mesh;
    mesh.positions = std::move(raw.positions);
    mesh.triangles = std::move(raw.triangles);
    if (options.keepLargest)
        dropSmallComponents(mesh, options.smallestComponent);
    computeNormals(mesh, grid, density, options.box, context);
    context.report(kStage, 1.0);
    return mesh;
}

void colourVertices(Mesh& mesh, const ColourFunction& colour, JobContext& context, float inwards)
{
    std::vector<glm::vec4> colours(mesh.positions.size());
    std::vector<glm::vec3> batch, where;
    const bool known = mesh.normals.size() == mesh.positions.size();
    for (std::size_t first = 0; first < colours.size(); first += kBatch) {
        context.report("Colours", double(first) / double(colours.size()));
        const std::size_t count = std::min(kBatch, colours.size() - first);
        batch.assign(count, glm::vec3(0.0f));
        where.assign(mesh.positions.begin() + std::ptrdiff_t(first), mesh.positions.begin() + std::ptrdiff_t(first + count));
        for (std::size_t i = 0; known && i < count; ++i)
            where[i] -= inwards * mesh.normals[first + i];
        colour(where, batch);
        for (std::size_t i = 0; i < count; ++i) {
            const glm::vec3 clamped = glm::clamp(batch[i], glm::vec3(0.0f), glm::vec3(1.0f));
            colours[first + i] = glm::vec4(clamped, 1.0f);
        }
    }
    context.report("Colours", 1.0);
    mesh.colours = std::move(colours);
}

void transformMesh(Mesh& mesh, const glm::mat4& transform)
{
    const glm::mat3 linear(transform);
    for (auto& position : mesh.positions)
        position = linear * position + glm::vec3(transform[3]);
    for (auto& normal : mesh.normals)
        normal = unit(linear * normal, normal);
}

} // namespace bozzetto
