#include "core/uner3d/voxel_grid.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/base/shape_check.h"
#include "core/uner3d/voxel_march.h"

namespace bozzetto {

namespace {

/// Marks active cells and blocks from the corners that exist.
void finish(VoxelGrid& grid)
{
    const auto& n = grid.cells.count;
    const auto corners = grid.cornerCounts();
    const auto blocks = grid.blockCounts();
    grid.active.assign(std::size_t(grid.cells.cells()), 0);
    grid.blocks.assign(std::size_t(blocks[0] * blocks[1] * blocks[2]), 0);
    for (std::int64_t z = 0; z < n[2]; ++z)
        for (std::int64_t y = 0; y < n[1]; ++y)
            for (std::int64_t x = 0; x < n[0]; ++x) {
                bool all = true;
                for (int k = 0; k < 8; ++k)
                    all = all && grid.corner[std::size_t(((z + (k >> 2)) * corners[1] + y + ((k >> 1) & 1)) * corners[0] + x +
                                                         (k & 1))] >= 0;
                if (!all)
                    continue;
                grid.active[std::size_t((z * n[1] + y) * n[0] + x)] = 1;
                grid.blocks[std::size_t(((z / kVoxelBlock) * blocks[1] + y / kVoxelBlock) * blocks[0] + x / kVoxelBlock)] = 1;
            }
}

/// Corners of the wanted cells, without values yet.
VoxelGrid layOut(const CellGrid& cells, const std::vector<std::uint8_t>& wanted, float reference)
{
    VoxelGrid grid;
    grid.cells = cells;
    grid.reference = reference;
    const auto corners = grid.cornerCounts();
    grid.corner.assign(std::size_t(corners[0] * corners[1] * corners[2]), -1);
    const auto& n = cells.count;
    for (std::int64_t z = 0; z < n[2]; ++z)
        for (std::int64_t y = 0; y < n[1]; ++y)
            for (std::int64_t x = 0; x < n[0]; ++x)
                if (wanted[std::size_t((z * n[1] + y) * n[0] + x)])
                    for (int k = 0; k < 8; ++k)
                        grid.corner[std::size_t(((z + (k >> 2)) * corners[1] + y + ((k >> 1) & 1)) * corners[0] + x + (k & 1))] = 0;
    for (std::size_t place = 0; place < grid.corner.size(); ++place)
        if (grid.corner[place] == 0) {
            grid.corner[place] = std::int32_t(grid.home.size());
            grid.home.push_back(std::int32_t(place));
        }
    grid.values.assign(grid.home.size() * 4, 0.0f);
    finish(grid);
    return grid;
}

/// The cells around corners that count, and a ring around those.
std::vector<std::uint8_t> solidCells(const VoxelGrid& grid, float opacity, const std::vector<std::uint8_t>& seen)
{
    const auto& n = grid.cells.count;
    const auto corners = grid.cornerCounts();
    const float least = -std::log1p(-opacity) * grid.reference / grid.cells.cell;
    const float raw = rawOfDensity(least);
    std::vector<std::uint8_t> marked(grid.active.size(), 0);
    for (std::size_t i = 0; i < grid.home.size(); ++i) {
        if (grid.values[i * 4] < raw || (!seen.empty() && !seen[i]))
            continue;
        const std::int64_t place = grid.home[i];
        const std::int64_t at[3] = {place % corners[0], place / corners[0] % corners[1], place / (corners[0] * corners[1])};
        // The corner's own eight cells and the ring around them.
        for (std::int64_t z = std::max<std::int64_t>(at[2] - 2, 0); z <= std::min(at[2] + 1, n[2] - 1); ++z)
            for (std::int64_t y = std::max<std::int64_t>(at[1] - 2, 0); y <= std::min(at[1] + 1, n[1] - 1); ++y)
                for (std::int64_t x = std::max<std::int64_t>(at[0] - 2, 0); x <= std::min(at[0] + 1, n[0] - 1); ++x)
                    marked[std::size_t((z * n[1] + y) * n[0] + x)] = 1;
    }
    for (std::size_t c = 0; c < marked.size(); ++c) // what was carved away stays away
        marked[c] = marked[c] && grid.active[c];
    return marked;
}

std::vector<std::uint8_t> splitMarks(const CellGrid& cells, const std::vector<std::uint8_t>& marked, int factor)
{
    if (factor == 1)
        return marked;
    const auto finer = cells.split(factor);
    std::vector<std::uint8_t> split(std::size_t(finer.cells()), 0);
    for (std::int64_t z = 0; z < finer.count[2]; ++z)
        for (std::int64_t y = 0; y < finer.count[1]; ++y)
            for (std::int64_t x = 0; x < finer.count[0]; ++x)
                split[std::size_t((z * finer.count[1] + y) * finer.count[0] + x)] = marked[std::size_t(
                    ((z / factor) * cells.count[1] + y / factor) * cells.count[0] + x / factor)];
    return split;
}

/// Raw values of `from` at a point of an active cell, else those of the nearest corner that has some.
void interpolateRaw(const VoxelGrid& from, const glm::vec3& point, float* out)
{
    const auto corners = from.cornerCounts();
    const auto& n = from.cells.count;
    glm::vec3 place = (point - glm::vec3(from.cells.low[0], from.cells.low[1], from.cells.low[2])) / from.cells.cell;
    std::int64_t cell[3];
    for (int axis = 0; axis < 3; ++axis) {
        cell[axis] = std::clamp<std::int64_t>(std::int64_t(std::floor(place[axis] + 1e-4f)), 0, n[std::size_t(axis)] - 1);
        place[axis] = std::clamp(place[axis] - float(cell[axis]), 0.0f, 1.0f);
    }
    float sum = 0;
    std::fill_n(out, 4, 0.0f);
    for (int k = 0; k < 8; ++k) {
        const float weight = ((k & 1) ? place.x : 1 - place.x) * ((k & 2) ? place.y : 1 - place.y) *
                             ((k & 4) ? place.z : 1 - place.z);
        const auto corner = from.corner[std::size_t(
            ((cell[2] + (k >> 2)) * corners[1] + cell[1] + ((k >> 1) & 1)) * corners[0] + cell[0] + (k & 1))];
        if (corner < 0 || weight <= 0)
            continue;
        sum += weight;
        for (int c = 0; c < 4; ++c)
            out[c] += weight * from.values[std::size_t(corner) * 4 + std::size_t(c)];
    }
    for (int c = 0; c < 4; ++c)
        out[c] = sum > 0 ? out[c] / sum : out[c];
}

} // namespace

float rawOfDensity(float density)
{
    return density > 15 ? density : std::log(std::expm1(std::max(density, 1e-12f)));
}

std::array<std::int64_t, 3> VoxelGrid::blockCounts() const
{
    std::array<std::int64_t, 3> counts;
    for (std::size_t axis = 0; axis < 3; ++axis)
        counts[axis] = (cells.count[axis] + kVoxelBlock - 1) / kVoxelBlock;
    return counts;
}

glm::vec3 VoxelGrid::cornerPosition(std::int32_t place) const
{
    const auto n = cornerCounts();
    return glm::vec3(cells.low[0], cells.low[1], cells.low[2]) +
           cells.cell * glm::vec3(float(place % n[0]), float(place / n[0] % n[1]), float(place / (n[0] * n[1])));
}

VoxelGrid VoxelGrid::over(const CellGrid& cells, const std::vector<std::uint8_t>& wanted, float reference, float rawDensity)
{
    auto grid = layOut(cells, wanted, reference);
    for (std::size_t i = 0; i < grid.values.size(); i += 4)
        grid.values[i] = rawDensity;
    return grid;
}

VoxelGrid VoxelGrid::refined(int factor, float opacity, const std::vector<std::uint8_t>& seen) const
{
    auto finer = layOut(cells.split(factor), splitMarks(cells, solidCells(*this, opacity, seen), factor), reference);
    at::parallel_for(0, finer.corners(), 4096, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            interpolateRaw(*this, finer.cornerPosition(finer.home[std::size_t(i)]), &finer.values[std::size_t(i) * 4]);
    });
    return finer;
}

PointSamples VoxelField::query(const at::Tensor& points) const
{
    requireShape(points, "points", {-1, 3});
    const auto from = points.detach().contiguous();
    PointSamples samples{at::empty({from.size(0)}), at::empty({from.size(0), 3})};
    const auto* where = from.const_data_ptr<float>();
    auto* density = samples.density.data_ptr<float>();
    auto* rgb = samples.rgb.data_ptr<float>();
    at::parallel_for(0, from.size(0), 2048, [&](std::int64_t begin, std::int64_t end) {
        queryVoxels(*m_grid, where, begin, end, density, rgb);
    });
    return samples;
}

FieldBox VoxelField::box() const
{
    FieldBox box;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        box.low[axis] = m_grid->cells.low[axis];
        box.high[axis] = box.low[axis] + m_grid->cells.cell * float(m_grid->cells.count[axis]);
    }
    return box;
}

} // namespace bozzetto
