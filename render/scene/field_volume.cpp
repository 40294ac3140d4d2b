#include "render/scene/field_volume.h"

#include <algorithm>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr int kSolidAlpha = 53; ///< 1 - (1 - 53/255)^3 = 0.5

/// Calls visit(brick index, first voxel, last voxel + 1) for each brick that is not empty.
template <typename Visit> void forOccupiedBricks(const BakedField& field, Visit visit)
{
    const glm::ivec3 counts = field.brickCounts();
    std::size_t index = 0;
    for (int z = 0; z < counts.z; ++z)
        for (int y = 0; y < counts.y; ++y)
            for (int x = 0; x < counts.x; ++x, ++index) {
                if (field.bricks[index] == 0)
                    continue;
                const glm::ivec3 first = glm::ivec3(x, y, z) * field.brickSize;
                visit(index, first, glm::min(first + field.brickSize, field.size));
            }
}

/// One pass of a separable minimum: distance along one axis, capped by what is there.
void spreadAlong(std::vector<std::uint8_t>& distance, std::size_t start, std::size_t stride, int count)
{
    std::vector<std::uint8_t> line(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        int best = 255;
        // Chebyshev distance: min over j of max(|i - j|, distance_j).
        for (int j = 0; j < count; ++j)
            best = std::min(best, std::max(std::abs(i - j), int(distance[start + std::size_t(j) * stride])));
        line[std::size_t(i)] = std::uint8_t(best);
    }
    for (int i = 0; i < count; ++i)
        distance[start + std::size_t(i) * stride] = line[std::size_t(i)];
}

/// Thins one axis by two with the weights 1 3 3 1; the ends repeat. `stride` separates neighbours along the axis,
/// `count` of them; there are `outer` blocks of them, each of `stride` lines.
std::vector<float> thinned(const std::vector<float>& in, std::size_t stride, int count, std::size_t outer)
{
    const int half = (count + 1) / 2;
    std::vector<float> out(outer * std::size_t(half) * stride);
    for (std::size_t block = 0; block < outer; ++block)
        for (int i = 0; i < half; ++i) {
            const auto line = [&](int k) {
                return &in[(block * std::size_t(count) + std::size_t(std::clamp(2 * i + k, 0, count - 1))) * stride];
            };
            const float *a = line(-1), *b = line(0), *c = line(1), *d = line(2);
            float* target = &out[(block * std::size_t(half) + std::size_t(i)) * stride];
            for (std::size_t j = 0; j < stride; ++j)
                target[j] = 0.125f * (a[j] + d[j]) + 0.375f * (b[j] + c[j]);
        }
    return out;
}

struct RgbSum
{
    int r = 0, g = 0, b = 0, count = 0;
};

RgbSum sumVisibleNeighbours(const BakedField& field, const glm::ivec3& voxel)
{
    RgbSum sum;
    const glm::ivec3 low = glm::max(voxel - 1, glm::ivec3(0));
    const glm::ivec3 high = glm::min(voxel + 1, field.size - 1);
    for (int z = low.z; z <= high.z; ++z)
        for (int y = low.y; y <= high.y; ++y)
            for (int x = low.x; x <= high.x; ++x) {
                const auto index = (std::size_t(z) * std::size_t(field.size.y) + std::size_t(y)) *
                                       std::size_t(field.size.x) +
                                   std::size_t(x);
                const std::uint8_t* colour = &field.rgba[4 * index];
                if (colour[3] == 0)
                    continue;
                sum.r += colour[0];
                sum.g += colour[1];
                sum.b += colour[2];
                ++sum.count;
            }
    return sum;
}

} // namespace

std::vector<std::uint8_t> emptyDistance(const BakedField& field)
{
    std::vector<std::uint8_t> distance(field.bricks.size());
    std::transform(field.bricks.begin(), field.bricks.end(), distance.begin(),
                   [](std::uint8_t alpha) { return alpha ? std::uint8_t(0) : std::uint8_t(255); });
    const glm::ivec3 n = field.brickCounts();
    const auto nx = std::size_t(n.x), ny = std::size_t(n.y);
    for (int z = 0; z < n.z; ++z)
        for (int y = 0; y < n.y; ++y)
            spreadAlong(distance, (std::size_t(z) * ny + std::size_t(y)) * nx, 1, n.x);
    for (int z = 0; z < n.z; ++z)
        for (int x = 0; x < n.x; ++x)
            spreadAlong(distance, std::size_t(z) * ny * nx + std::size_t(x), nx, n.y);
    for (int y = 0; y < n.y; ++y)
        for (int x = 0; x < n.x; ++x)
            spreadAlong(distance, std::size_t(y) * nx + std::size_t(x), nx * ny, n.z);
    return distance;
}

std::vector<std::uint8_t> bledColours(const BakedField& field)
{
    std::vector<std::uint8_t> rgba = field.rgba;
    forOccupiedBricks(field, [&](std::size_t, const glm::ivec3& first, const glm::ivec3& last) {
        for (int z = first.z; z < last.z; ++z)
            for (int y = first.y; y < last.y; ++y)
                for (int x = first.x; x < last.x; ++x) {
                    const auto index = (std::size_t(z) * std::size_t(field.size.y) + std::size_t(y)) *
                                           std::size_t(field.size.x) +
                                       std::size_t(x);
                    if (field.rgba[4 * index + 3] != 0)
                        continue;
                    const RgbSum sum = sumVisibleNeighbours(field, {x, y, z});
                    if (sum.count == 0)
                        continue;
                    rgba[4 * index] = std::uint8_t(sum.r / sum.count);
                    rgba[4 * index + 1] = std::uint8_t(sum.g / sum.count);
                    rgba[4 * index + 2] = std::uint8_t(sum.b / sum.count);
                }
    });
    return rgba;
}

VoxelRange occupiedRange(const BakedField& field)
{
    VoxelRange range{field.size, glm::ivec3(0)};
    forOccupiedBricks(field, [&](std::size_t, const glm::ivec3& first, const glm::ivec3& last) {
        range.minimum = glm::min(range.minimum, first);
        range.maximum = glm::max(range.maximum, last);
    });
    return range.maximum.x == 0 ? VoxelRange{} : range;
}

std::vector<glm::vec3> solidPoints(const BakedField& field, std::size_t count)
{
    std::vector<glm::vec3> all;
    const glm::vec3 voxel = field.voxelSize();
    forOccupiedBricks(field, [&](std::size_t, const glm::ivec3& first, const glm::ivec3& last) {
        for (int z = first.z; z < last.z; ++z)
            for (int y = first.y; y < last.y; ++y)
                for (int x = first.x; x < last.x; ++x) {
                    const auto index = (std::size_t(z) * std::size_t(field.size.y) + std::size_t(y)) *
                                           std::size_t(field.size.x) +
                                       std::size_t(x);
                    if (field.rgba[4 * index + 3] < kSolidAlpha)
                        continue;
                    all.push_back(field.box.minimum + (glm::vec3(x, y, z) + 0.5f) * voxel);
                }
    });
    const std::size_t stride = count == 0 ? 1 : (all.size() + count - 1) / count;
    std::vector<glm::vec3> thinned;
    for (std::size_t i = 0; i < all.size(); i += std::max<std::size_t>(stride, 1))
        thinned.push_back(glm::vec3(field.sceneFromField * glm::vec4(all[i], 1.0f)));
    return thinned;
}

SmoothOpacity smoothOpacity(const BakedField& field)
{
    std::vector<float> values(field.rgba.size() / 4);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = float(field.rgba[4 * i + 3]) * (65535.0f / 255.0f);
    SmoothOpacity smooth;
    smooth.size = (field.size + 1) / 2;
    const auto ny = std::size_t(field.size.y), nz = std::size_t(field.size.z), hx = std::size_t(smooth.size.x);
    values = thinned(values, 1, field.size.x, ny * nz);
    values = thinned(values, hx, field.size.y, nz);
    values = thinned(values, hx * std::size_t(smooth.size.y), field.size.z, 1);
    smooth.values.assign(values.begin(), values.end());
    return smooth;
}

void requireConsistent(const BakedField& field)
{
    const auto require = [](const char* name, std::size_t found, std::size_t expected) {
        if (found != expected)
            throw Error(ErrorCode::badInput, "Baked field, {}: expected {} values, found {}.", name, expected, found);
    };
    if (glm::any(glm::lessThan(field.size, glm::ivec3(0))) || field.brickSize < 1)
        throw Error(ErrorCode::badInput, "Baked field: expected sizes above 0, found a brick of {} and {} voxels in x.",
                    field.brickSize, field.size.x);
    const auto count = [](const glm::ivec3& n) { return std::size_t(n.x) * std::size_t(n.y) * std::size_t(n.z); };
    require("rgba", field.rgba.size(), 4 * count(field.size));
    require("bricks", field.bricks.size(), count(field.brickCounts()));
}

} // namespace bozzetto
