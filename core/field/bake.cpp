#include "core/field/bake.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr int kCoarse = 56;      // cells of the finding pass along an edge of the cube
constexpr int64_t kBatch = 1 << 18; // points a query

struct Occupancy
{
    std::vector<std::uint8_t> cells; ///< kCoarse^3, occupied or next to it
    Bounds box;                      ///< of the occupied cells, one cell wider

    bool at(glm::ivec3 cell) const
    {
        cell = glm::clamp(cell, glm::ivec3(0), glm::ivec3(kCoarse - 1));
        return cells[std::size_t((cell.z * kCoarse + cell.y) * kCoarse + cell.x)] != 0;
    }
};

at::Tensor gridPoints(const glm::vec3& first, const glm::vec3& step, const glm::ivec3& count)
{
    const auto axis = [&](int a) {
        return first[a] + at::arange(count[a], torch::kFloat32) * step[a];
    };
    const auto grids = at::meshgrid({axis(2), axis(1), axis(0)}, "ij");
    return at::stack({grids[2], grids[1], grids[0]}, -1).reshape({-1, 3});
}

/// Sigma at points [N, 3], in batches. [N] on the processor.
at::Tensor densities(const RadianceField& field, const at::Tensor& points, JobContext& context)
{
    std::vector<at::Tensor> parts;
    for (int64_t start = 0; start < points.size(0); start += kBatch) {
        context.check();
        const auto batch = points.narrow(0, start, std::min(kBatch, points.size(0) - start)).to(field.device());
        parts.push_back(activateDensity(field.query(batch).rawDensity).cpu());
    }
    return at::cat(parts);
}

/// Thin parts may slip between the samples of one grid: three shifted grids see them.
Occupancy findOccupied(const RadianceField& field, const BakeOptions& options, JobContext& context)
{
    const float cell = 2.0f / kCoarse;
    at::Tensor largest;
    for (float shift : {0.25f, 0.75f}) {
        const auto points = gridPoints(glm::vec3(-1 + shift * cell), glm::vec3(cell), glm::ivec3(kCoarse));
        const auto sigma = densities(field, points, context);
        largest = largest.defined() ? at::maximum(largest, sigma) : sigma;
    }
    const auto full = (largest > options.emptyDensity).to(torch::kFloat32).view({1, 1, kCoarse, kCoarse, kCoarse});
    const auto wide = at::max_pool3d(full, 3, 1, 1).to(torch::kUInt8).contiguous();
    Occupancy occupancy;
    const auto* values = wide.const_data_ptr<std::uint8_t>();
    occupancy.cells.assign(values, values + wide.numel());
    for (int k = 0; k < kCoarse; ++k)
        for (int j = 0; j < kCoarse; ++j)
            for (int i = 0; i < kCoarse; ++i)
                if (occupancy.at({i, j, k})) {
                    occupancy.box.add(glm::vec3(-1) + glm::vec3(i, j, k) * cell);
                    occupancy.box.add(glm::vec3(-1) + glm::vec3(i + 1, j + 1, k + 1) * cell);
                }
    return occupancy;
}

/// Voxel indices that the fine pass has to query.
std::vector<int64_t> occupiedVoxels(const BakedField& baked, const Occupancy& occupancy)
{
    const glm::vec3 voxel = baked.voxelSize();
    std::vector<int64_t> indices;
    for (int k = 0; k < baked.size.z; ++k)
        for (int j = 0; j < baked.size.y; ++j)
            for (int i = 0; i < baked.size.x; ++i) {
                const glm::vec3 centre = baked.box.minimum + (glm::vec3(i, j, k) + 0.5f) * voxel;
                if (occupancy.at(glm::ivec3((centre + 1.0f) * (kCoarse * 0.5f))))
                    indices.push_back((int64_t(k) * baked.size.y + j) * baked.size.x + i);
            }
    return indices;
}

at::Tensor voxelPoints(const BakedField& baked, const std::vector<int64_t>& indices, std::size_t start,
                       std::size_t count)
{
    auto points = at::empty({int64_t(count), 3});
    auto* out = points.data_ptr<float>();
    const glm::vec3 voxel = baked.voxelSize();
    for (std::size_t n = start; n < start + count; ++n) {
        const int64_t index = indices[n];
        const glm::vec3 cell(float(index % baked.size.x), float(index / baked.size.x % baked.size.y),
                             float(index / baked.size.x / baked.size.y));
        const glm::vec3 point = baked.box.minimum + (cell + 0.5f) * voxel;
        *out++ = point.x;
        *out++ = point.y;
        *out++ = point.z;
    }
    return points;
}

void storeVoxels(BakedField& baked, const std::vector<int64_t>& indices, std::size_t start, const at::Tensor& sigma,
                 const at::Tensor& rgb)
{
    const float path = baked.voxelSize().x;
    const auto colour = (rgb.clamp(0, 1) * 255).round().to(torch::kUInt8).contiguous();
    const auto alpha = ((1 - at::exp(-sigma * path)) * 255).round().to(torch::kUInt8).contiguous();
    const auto dense = sigma.contiguous();
    for (int64_t n = 0; n < sigma.size(0); ++n) {
        const auto voxel = std::size_t(indices[start + std::size_t(n)]);
        std::copy_n(colour.const_data_ptr<std::uint8_t>() + 3 * n, 3, &baked.rgba[4 * voxel]);
        baked.rgba[4 * voxel + 3] = alpha.const_data_ptr<std::uint8_t>()[n];
        baked.density[voxel] = dense.const_data_ptr<float>()[n];
    }
}

/// A brick's value covers the voxels one step outside it: trilinear filtering reaches there.
void fillBricks(BakedField& baked)
{
    const glm::ivec3 counts = baked.brickCounts();
    baked.bricks.assign(std::size_t(counts.x) * std::size_t(counts.y) * std::size_t(counts.z), 0);
    for (int k = 0; k < baked.size.z; ++k)
        for (int j = 0; j < baked.size.y; ++j)
            for (int i = 0; i < baked.size.x; ++i) {
                const auto voxel = (std::size_t(k) * std::size_t(baked.size.y) + std::size_t(j)) *
                                       std::size_t(baked.size.x) + std::size_t(i);
                const std::uint8_t alpha = baked.rgba[4 * voxel + 3];
                if (alpha == 0)
                    continue;
                const glm::ivec3 low = glm::max(glm::ivec3(i, j, k) - 1, glm::ivec3(0)) / baked.brickSize;
                const glm::ivec3 high = glm::min((glm::ivec3(i, j, k) + 1) / baked.brickSize, counts - 1);
                for (int z = low.z; z <= high.z; ++z)
                    for (int y = low.y; y <= high.y; ++y)
                        for (int x = low.x; x <= high.x; ++x) {
                            auto& brick = baked.bricks[std::size_t((z * counts.y + y) * counts.x + x)];
                            brick = std::max(brick, alpha);
                        }
            }
}

} // namespace

BakedField bakeField(const RadianceField& field, const BakeOptions& options, JobContext& context)
{
    if (options.resolution < 16 || options.resolution > 512)
        throw Error(ErrorCode::badInput, "Bake resolution: expected 16 to 512, found {}", options.resolution);
    const at::NoGradGuard noGradient;
    const Occupancy occupancy = findOccupied(field, options, context);
    BakedField baked;
    baked.sceneFromField = field.sceneFromField();
    baked.box = Bounds{glm::vec3(-1), glm::vec3(1)};
    if (options.cropToContent && !occupancy.box.empty())
        baked.box = occupancy.box;
    const glm::vec3 extent = baked.box.size();
    const float voxel = std::max({extent.x, extent.y, extent.z}) / float(options.resolution);
    baked.size = glm::max(glm::ivec3(glm::ceil(extent / voxel - 1e-3f)), glm::ivec3(1));
    baked.box.maximum = baked.box.minimum + glm::vec3(baked.size) * voxel;
    const std::size_t voxels = std::size_t(baked.size.x) * std::size_t(baked.size.y) * std::size_t(baked.size.z);
    baked.rgba.assign(4 * voxels, 0);
    baked.density.assign(voxels, 0.0f);
    const auto indices = occupiedVoxels(baked, occupancy);
    for (std::size_t start = 0; start < indices.size(); start += std::size_t(kBatch)) {
        context.check();
        const std::size_t count = std::min(std::size_t(kBatch), indices.size() - start);
        const auto values = field.query(voxelPoints(baked, indices, start, count).to(field.device()));
        storeVoxels(baked, indices, start, activateDensity(values.rawDensity).cpu(), values.rgb.cpu());
    }
    fillBricks(baked);
    return baked;
}

} // namespace bozzetto
