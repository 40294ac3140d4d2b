#include "core/uner3d/density_volume.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/ATen.h>

namespace bozzetto {

namespace {

constexpr int kCoarser = 4;       ///< cells of the first look
constexpr float kMatter = 0.02f;  ///< opacity of a coarse cell that is looked into

/// Where a ray is inside the grid's box.
glm::vec2 spanOf(const DensityVolume& volume, const glm::vec3& origin, const glm::vec3& direction)
{
    glm::vec2 span(0, 1e30f);
    const glm::vec3 low = volume.low();
    for (int axis = 0; axis < 3; ++axis) {
        const float d = std::abs(direction[axis]) < 1e-9f ? 1e-9f : direction[axis];
        const float side = volume.grid.cell * float(volume.grid.count[std::size_t(axis)]);
        const float a = (low[axis] - origin[axis]) / d, b = (low[axis] + side - origin[axis]) / d;
        span.x = std::max(span.x, std::min(a, b));
        span.y = std::min(span.y, std::max(a, b));
    }
    return span;
}

/// Union-find over the positions in a sorted list.
class Parts
{
public:
    explicit Parts(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0u); }
    std::uint32_t find(std::uint32_t i)
    {
        while (m_parent[i] != i)
            i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b) { m_parent[std::max(find(a), find(b))] = std::min(find(a), find(b)); }

private:
    std::vector<std::uint32_t> m_parent;
};

} // namespace

float DensityVolume::opacity(std::int64_t cell) const { return 1 - std::exp(-density[std::size_t(cell)] * grid.cell); }

glm::vec3 DensityVolume::centre(std::int64_t cell) const
{
    const auto& n = grid.count;
    return low() + grid.cell * (glm::vec3(float(cell % n[0]), float(cell / n[0] % n[1]), float(cell / (n[0] * n[1]))) + 0.5f);
}

float DensityVolume::at(const glm::vec3& point) const
{
    const glm::vec3 place = (point - low()) / grid.cell - 0.5f;
    const glm::vec3 first = glm::floor(place), f = place - first;
    float sum = 0;
    for (int k = 0; k < 8; ++k) {
        std::int64_t at[3];
        float weight = 1;
        bool inside = true;
        for (int axis = 0; axis < 3; ++axis) {
            const int step = (k >> axis) & 1;
            at[axis] = std::int64_t(first[axis]) + step;
            weight *= step ? f[axis] : 1 - f[axis];
            inside = inside && at[axis] >= 0 && at[axis] < grid.count[std::size_t(axis)];
        }
        if (inside)
            sum += weight * density[std::size_t((at[2] * grid.count[1] + at[1]) * grid.count[0] + at[0])];
    }
    return sum;
}

glm::vec3 DensityVolume::outwards(const glm::vec3& point) const
{
    const float most = 4 / grid.cell; // opaque is opaque: beyond, differences say nothing of the surface
    glm::vec3 gradient(0);
    for (int axis = 0; axis < 3; ++axis) {
        glm::vec3 step(0);
        step[axis] = grid.cell;
        gradient[axis] = std::min(at(point + step), most) - std::min(at(point - step), most);
    }
    const float length = glm::length(gradient);
    return length > 1e-12f ? -gradient / length : glm::vec3(0, 1, 0);
}

DensityVolume sampleDensity(const PointField& field, int along, JobContext& context)
{
    constexpr int64_t kChunk = 65536;
    const auto coarse = CellGrid::over(field.box(), std::max(1, (along + kCoarser - 1) / kCoarser));
    DensityVolume volume;
    volume.grid = coarse.split(kCoarser);
    volume.density.assign(std::size_t(volume.grid.cells()), 0.0f);
    const auto options = at::TensorOptions(field.device()).dtype(at::kLong);
    // Four looks into each coarse cell find thin parts that its centre misses.
    auto densest = at::zeros({coarse.cells()}, options.dtype(at::kFloat));
    const auto all = at::arange(coarse.cells(), options);
    for (int look = 0; look < 4; ++look) {
        context.report("Cloud", 0.1 * look);
        const auto offset = at::tensor({look & 1 ? 0.25 : -0.25, look & 2 ? 0.25 : -0.25, (look & 1) ^ (look >> 1) ? 0.25 : -0.25},
                                       options.dtype(at::kFloat));
        densest = at::maximum(densest, queryChunked(field, coarse.centres(all) + offset * coarse.cell).density);
    }
    auto occupied = 1 - at::exp(-densest * coarse.cell) > kMatter;
    const auto cells = subCells(coarse, dilateCells(coarse, occupied.cpu()), kCoarser).to(field.device());
    const auto host = cells.cpu();
    const auto* number = host.const_data_ptr<int64_t>();
    for (int64_t start = 0; start < cells.size(0); start += kChunk) {
        context.report("Cloud", 0.4 + 0.6 * double(start) / double(cells.size(0)));
        const auto length = std::min(kChunk, cells.size(0) - start);
        const auto found = queryChunked(field, volume.grid.centres(cells.narrow(0, start, length))).density.cpu().contiguous();
        const auto* density = found.const_data_ptr<float>();
        for (int64_t i = 0; i < length; ++i)
            volume.density[std::size_t(number[start + i])] = density[i];
    }
    return volume;
}

float passingBetween(const DensityVolume& volume, const glm::vec3& point, const glm::vec3& viewpoint, float gap, float enough)
{
    const glm::vec3 away = viewpoint - point;
    const float length = glm::length(away), step = volume.grid.cell;
    const glm::vec3 direction = away / length;
    const float end = std::min(length, spanOf(volume, point, direction).y);
    float thickness = 0;
    const float most = -std::log(enough);
    for (float t = gap; t < end && thickness <= most; t += step) {
        const glm::vec3 place = (point + direction * t - volume.low()) / step;
        const auto& n = volume.grid.count;
        const std::int64_t x = std::int64_t(place.x), y = std::int64_t(place.y), z = std::int64_t(place.z);
        if (x >= 0 && y >= 0 && z >= 0 && x < n[0] && y < n[1] && z < n[2])
            thickness += volume.density[std::size_t((z * n[1] + y) * n[0] + x)] * step;
    }
    return std::exp(-thickness);
}

float medianDistance(const DensityVolume& volume, const glm::vec3& origin, const glm::vec3& direction)
{
    const glm::vec2 span = spanOf(volume, origin, direction);
    const float step = 0.5f * volume.grid.cell, half = std::log(2.0f);
    float thickness = 0;
    for (float t = span.x; t < span.y; t += step) {
        const float more = volume.at(origin + direction * (t + 0.5f * step)) * step;
        if (thickness + more >= half)
            return t + step * (half - thickness) / more;
        thickness += more;
    }
    return -1;
}

std::vector<glm::vec3> surroundingViewpoints(const FieldBox& box)
{
    const float golden = (1 + std::sqrt(5.0f)) / 2;
    std::vector<glm::vec3> corners;
    for (int i = 0; i < 3; ++i)
        for (int signs = 0; signs < 4; ++signs) {
            glm::vec3 corner(0);
            corner[(i + 1) % 3] = signs & 1 ? -1.0f : 1.0f;
            corner[(i + 2) % 3] = signs & 2 ? -golden : golden;
            corners.push_back(corner);
        }
    std::vector<glm::vec3> all = corners;
    for (std::size_t a = 0; a < corners.size(); ++a)
        for (std::size_t b = a + 1; b < corners.size(); ++b)
            if (glm::distance(corners[a], corners[b]) < 2.01f) // the icosahedron's edges have length 2
                all.push_back(corners[a] + corners[b]);
    const glm::vec3 centre(0.5f * (box.low[0] + box.high[0]), 0.5f * (box.low[1] + box.high[1]), 0.5f * (box.low[2] + box.high[2]));
    for (auto& point : all)
        point = centre + glm::normalize(point) * (1.5f * box.longest());
    return all;
}

std::vector<std::int64_t> solidParts(const DensityVolume& volume, float opacity, double leastShare)
{
    std::vector<std::int64_t> solid;
    for (std::int64_t c = 0; c < std::int64_t(volume.density.size()); ++c)
        if (volume.density[std::size_t(c)] > 0 && volume.opacity(c) > opacity)
            solid.push_back(c);
    const auto& n = volume.grid.count;
    Parts parts(solid.size());
    for (std::size_t i = 0; i < solid.size(); ++i) {
        const std::int64_t x = solid[i] % n[0], y = solid[i] / n[0] % n[1], z = solid[i] / (n[0] * n[1]);
        for (int k = 0; k < 13; ++k) { // the neighbours before it
            const std::int64_t u = x + k % 3 - 1, v = y + k / 3 % 3 - 1, w = z + k / 9 - 1;
            if (u < 0 || v < 0 || w < 0 || u >= n[0] || v >= n[1])
                continue;
            const auto neighbour = (w * n[1] + v) * n[0] + u;
            const auto found = std::lower_bound(solid.begin(), solid.begin() + std::ptrdiff_t(i), neighbour);
            if (found != solid.begin() + std::ptrdiff_t(i) && *found == neighbour)
                parts.join(std::uint32_t(i), std::uint32_t(found - solid.begin()));
        }
    }
    std::vector<std::uint32_t> size(solid.size(), 0);
    for (std::size_t i = 0; i < solid.size(); ++i)
        ++size[parts.find(std::uint32_t(i))];
    std::vector<std::int64_t> kept;
    for (std::size_t i = 0; i < solid.size(); ++i)
        if (double(size[parts.find(std::uint32_t(i))]) >= leastShare * double(solid.size()))
            kept.push_back(solid[i]);
    return kept;
}

} // namespace bozzetto
