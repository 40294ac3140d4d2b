#include "core/uner3d/voxel_march.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/field/lane_math.h"

namespace bozzetto {

namespace {

using lanes::forThisProcessor;
using Four = float __attribute__((vector_size(16), aligned(4)));
using FourIntegers = std::int32_t __attribute__((vector_size(16), aligned(4)));

constexpr float kSeenWeight = 0.005f;
constexpr float kMostDistance = 1e4f; ///< along a ray: the contracted space's rim, nearly

BOZZETTO_ALWAYS_INLINE Four load(const float* from)
{
    Four value;
    std::memcpy(&value, from, sizeof(Four));
    return value;
}

/// exp of four values <= 0; see lanes::exponential.
BOZZETTO_ALWAYS_INLINE Four exponential(Four x)
{
    constexpr float kRound = 12582912.0f;
    x = x < -87.0f ? Four{} - 87.0f : x;
    const Four shifted = x * 1.44269504f + kRound, whole = shifted - kRound;
    const Four r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
    Four sum = Four{} + 1.0f / 720;
    for (float coefficient : {1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f})
        sum = sum * r + coefficient;
    const FourIntegers power = (reinterpret_cast<FourIntegers>(shifted) << 23) + (127 << 23);
    return sum * reinterpret_cast<Four>(power);
}

/// One interpolated sample of a ray, with what its gradient needs.
struct Sample
{
    std::int32_t corner[8];
    float weight[8];
    Four active;   ///< sigmoid of the four raw values: the slope of softplus, and the colour
    float distance;         ///< along the ray
    float along, length;    ///< of the sample's middle and of the sample, in the grid's coordinates
    float opacity, passing; ///< of this sample; what reaches it
    float reference;
    bool ofObject;
};

/// What a march needs of a grid.
struct View
{
    const VoxelGrid& grid;
    glm::vec3 low;
    float inverse;
    std::int64_t row, slice;      ///< corners from one y, z to the next
    std::int64_t count[3], blocks[2];

    explicit View(const VoxelGrid& g) : grid(g), low(g.cells.low[0], g.cells.low[1], g.cells.low[2]), inverse(1 / g.cells.cell)
    {
        const auto corners = g.cornerCounts();
        const auto all = g.blockCounts();
        row = corners[0];
        slice = corners[0] * corners[1];
        for (int axis = 0; axis < 3; ++axis)
            count[axis] = g.cells.count[std::size_t(axis)];
        blocks[0] = all[0];
        blocks[1] = all[1];
    }

    BOZZETTO_ALWAYS_INLINE glm::ivec3 cellOf(const glm::vec3& place) const
    {
        glm::ivec3 cell;
        for (int axis = 0; axis < 3; ++axis)
            cell[axis] = std::min(std::max(int(place[axis]), 0), int(count[axis]) - 1);
        return cell;
    }
    BOZZETTO_ALWAYS_INLINE bool blockActive(const glm::ivec3& cell) const
    {
        return grid.blocks[std::size_t((std::int64_t(cell.z / kVoxelBlock) * blocks[1] + cell.y / kVoxelBlock) * blocks[0] +
                                       cell.x / kVoxelBlock)];
    }
    BOZZETTO_ALWAYS_INLINE bool active(const glm::ivec3& cell) const
    {
        return grid.active[std::size_t((std::int64_t(cell.z) * count[1] + cell.y) * count[0] + cell.x)];
    }

    /// Fills corners and weights; returns the four raw values.
    BOZZETTO_ALWAYS_INLINE Four interpolate(const glm::vec3& place, const glm::ivec3& cell, std::int32_t* corner,
                                            float* weight) const
    {
        const glm::vec3 f = place - glm::vec3(cell);
        const auto* first = grid.corner.data() + cell.z * slice + cell.y * row + cell.x;
        const float x[2] = {1 - f.x, f.x}, yz[4] = {(1 - f.y) * (1 - f.z), f.y * (1 - f.z), (1 - f.y) * f.z, f.y * f.z};
        Four sum{};
        for (int k = 0; k < 8; ++k) {
            corner[k] = first[(k >> 2) * slice + ((k >> 1) & 1) * row + (k & 1)];
            weight[k] = x[k & 1] * yz[k >> 1];
            sum += load(grid.values.data() + std::int64_t(corner[k]) * 4) * weight[k];
        }
        return sum;
    }
};

struct Activated
{
    Four sigmoid;
    float density; ///< softplus of the first
};

BOZZETTO_ALWAYS_INLINE Activated activate(Four raw)
{
    const Four t = exponential(raw < 0 ? raw : -raw);
    const Four share = 1.0f / (1.0f + t);
    return {raw < 0 ? t * share : share, std::max(raw[0], 0.0f) + std::log1p(t[0])};
}

/// How fast a point of a ray moves in contracted space per unit of way.
BOZZETTO_ALWAYS_INLINE float contractedSpeed(const glm::vec3& at, const glm::vec3& direction)
{
    int axis = 0;
    for (int other = 1; other < 3; ++other)
        axis = std::abs(at[other]) > std::abs(at[axis]) ? other : axis;
    const float radius = std::abs(at[axis]);
    if (radius <= 1)
        return 1;
    const float inverse = 1 / radius, outwards = at[axis] > 0 ? direction[axis] : -direction[axis];
    return glm::length(direction * (inverse * (2 - inverse)) + at * (outwards * 2 * inverse * inverse * (inverse - 1)));
}

struct Span
{
    float start, end;
};

BOZZETTO_ALWAYS_INLINE Span clipToBox(const glm::vec3& origin, const glm::vec3& direction, const glm::vec3& low,
                                      const glm::vec3& high)
{
    Span span{0, kMostDistance};
    for (int axis = 0; axis < 3; ++axis) {
        const float d = std::abs(direction[axis]) < 1e-9f ? 1e-9f : direction[axis];
        const float a = (low[axis] - origin[axis]) / d, b = (high[axis] - origin[axis]) / d;
        span.start = std::max(span.start, std::min(a, b));
        span.end = std::min(span.end, std::max(a, b));
    }
    return span;
}

BOZZETTO_ALWAYS_INLINE Span clipToGrid(const View& view, const VoxelRay& ray)
{
    const auto& cells = view.grid.cells;
    return clipToBox(ray.origin, ray.direction, view.low,
                     view.low + cells.cell * glm::vec3(cells.count[0], cells.count[1], cells.count[2]));
}

/// Way to the end of the block that holds `cell`, in cells.
BOZZETTO_ALWAYS_INLINE float wayThroughBlock(const glm::vec3& place, const glm::ivec3& cell, const glm::vec3& direction)
{
    float way = std::numeric_limits<float>::max();
    for (int axis = 0; axis < 3; ++axis) {
        const int first = cell[axis] / kVoxelBlock * kVoxelBlock;
        const float d = direction[axis];
        if (std::abs(d) > 1e-9f)
            way = std::min(way, ((d > 0 ? float(first + kVoxelBlock) : float(first)) - place[axis]) / d);
    }
    return std::max(way, 0.0f);
}

/// One ray's march.
struct March
{
    const VoxelMarchSettings& settings;
    std::vector<Sample>& samples;
    float passing = 1, along = 0; ///< what is left, and the way so far in the grids' coordinates

    BOZZETTO_ALWAYS_INLINE void take(const View& view, const glm::vec3& place, const glm::ivec3& cell, float distance,
                                     float where, float length, bool ofObject)
    {
        samples.emplace_back();
        Sample& sample = samples.back();
        const auto activated = activate(view.interpolate(place, cell, sample.corner, sample.weight));
        sample.active = activated.sigmoid;
        sample.distance = distance;
        sample.along = where;
        sample.length = length;
        sample.reference = view.grid.reference;
        sample.ofObject = ofObject;
        sample.passing = passing;
        sample.opacity = 1 - std::exp(-activated.density / view.grid.reference * length);
        passing *= 1 - sample.opacity;
    }

    BOZZETTO_ALWAYS_INLINE void throughObject(const View& view, const VoxelRay& ray, Span span, float shift)
    {
        const float step = settings.step * view.grid.cells.cell, inCells = settings.step;
        for (float t = span.start + shift * step; t < span.end && passing > settings.leastPassing; t += step) {
            const glm::vec3 place = (ray.origin + ray.direction * t - view.low) * view.inverse;
            const glm::ivec3 cell = view.cellOf(place);
            if (!view.blockActive(cell)) {
                t += step * std::floor(wayThroughBlock(place, cell, ray.direction) / inCells);
                continue;
            }
            if (view.active(cell))
                take(view, place, cell, t, along + t - span.start, step, true);
        }
        along += span.end - span.start;
    }

    /// Steps of equal length in contracted space; matter is as dense there, so that a cell is as opaque near as far.
    BOZZETTO_ALWAYS_INLINE void throughSurroundings(const View& view, const VoxelRay& ray, Span span, float shift)
    {
        const float whole = settings.aroundStep * view.grid.cells.cell;
        float wanted = std::max(shift, 0.05f) * whole;
        for (float t = span.start; t < span.end && passing > settings.leastPassing; wanted = whole) {
            const float speed = contractedSpeed(ray.origin + ray.direction * t, ray.direction);
            const bool last = wanted >= (span.end - t) * speed;
            const float step = last ? span.end - t : wanted / speed, length = step * speed;
            const glm::vec3 place = (contractSpace(ray.origin + ray.direction * (t + 0.5f * step)) - view.low) * view.inverse;
            const glm::ivec3 at = view.cellOf(place);
            if (view.active(at))
                take(view, place, at, t + 0.5f * step, along + 0.5f * length, length, false);
            along += length;
            t = last ? span.end : t + step;
        }
    }
};

BOZZETTO_ALWAYS_INLINE float shiftOf(const VoxelMarchSettings& settings, std::int64_t ray)
{
    if (settings.seed == 0)
        return 0.5f;
    std::uint64_t z = settings.seed + std::uint64_t(ray + 1) * 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return float((z ^ (z >> 31)) >> 40) * 0x1p-24f;
}

BOZZETTO_ALWAYS_INLINE VoxelHit gatherHit(const std::vector<Sample>& samples, const VoxelRay& ray, float passing)
{
    VoxelHit hit;
    for (const auto& sample : samples) {
        const float weight = sample.passing * sample.opacity;
        for (int c = 0; c < 3; ++c)
            hit.colour[c] += weight * sample.active[c + 1];
        if (sample.ofObject)
            hit.objectOpacity += weight;
    }
    float reached = 0;
    for (const auto& sample : samples)
        if (sample.ofObject && hit.distance == 0) {
            reached += sample.passing * sample.opacity;
            if (reached >= 0.5f * hit.objectOpacity && hit.objectOpacity > 0.01f)
                hit.distance = sample.distance;
        }
    hit.opacity = 1 - passing;
    hit.colour += passing * ray.background;
    const glm::vec3 off = hit.colour - ray.truth;
    hit.error = glm::dot(off, off) / 3;
    return hit;
}

/// The distortion and its derivative with respect to each weight; Barron et al. 2022, equation 15, by running sums. It
/// is of the second degree in the weights, hence half the sum of weights times derivatives.
BOZZETTO_ALWAYS_INLINE float distortionSlopes(const std::vector<Sample>& samples, std::vector<float>& slopes)
{
    float total = 0, totalMoment = 0;
    for (const auto& sample : samples) {
        const float weight = sample.passing * sample.opacity;
        total += weight;
        totalMoment += weight * sample.along;
    }
    float before = 0, momentBefore = 0, sum = 0;
    slopes.resize(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto& sample = samples[i];
        const float weight = sample.passing * sample.opacity, at = sample.along;
        const float after = total - before - weight, momentAfter = totalMoment - momentBefore - weight * at;
        slopes[i] = 2 * (at * before - momentBefore + momentAfter - at * after) + 2.0f / 3 * weight * sample.length;
        sum += 0.5f * weight * slopes[i];
        before += weight;
        momentBefore += weight * at;
    }
    return sum;
}

BOZZETTO_ALWAYS_INLINE void scatter(const Sample& sample, Four slope, float* gradient)
{
    for (int k = 0; k < 8; ++k) {
        float* where = gradient + std::int64_t(sample.corner[k]) * 4;
        const Four sum = load(where) + slope * sample.weight[k];
        std::memcpy(where, &sum, sizeof(Four));
    }
}

BOZZETTO_ALWAYS_INLINE void spreadGradient(const std::vector<Sample>& samples, const std::vector<float>& slopes,
                                           const VoxelRay& ray, const VoxelHit& hit, float passing,
                                           const VoxelMarchSettings& settings, const VoxelGradient& gradient)
{
    const glm::vec3 colourSlope = (hit.colour - ray.truth) * (2.0f / 3);
    float passingSlope = glm::dot(colourSlope, ray.background);
    if (ray.coverage >= 0)
        passingSlope -= settings.coverageWeight * 2 * (hit.opacity - ray.coverage);
    float behind = passing * passingSlope; // what all that lies behind adds to the loss per share that passes
    for (std::size_t i = samples.size(); i-- > 0;) {
        const Sample& sample = samples[i];
        const float weight = sample.passing * sample.opacity;
        float own = colourSlope.x * sample.active[1] + colourSlope.y * sample.active[2] + colourSlope.z * sample.active[3];
        if (settings.distortionWeight > 0)
            own += settings.distortionWeight * slopes[i];
        const float thickness = sample.passing * (1 - sample.opacity) * own - behind;
        behind += weight * own;
        Four slope = {thickness * sample.length / sample.reference * sample.active[0], 0, 0, 0};
        for (int c = 0; c < 3; ++c)
            slope[c + 1] = weight * colourSlope[c] * sample.active[c + 1] * (1 - sample.active[c + 1]);
        if (float* where = sample.ofObject ? gradient.object : gradient.surroundings)
            scatter(sample, slope, where);
        if (auto* seen = sample.ofObject ? gradient.objectSeen : gradient.surroundingsSeen; seen && weight > kSeenWeight)
            for (const auto corner : sample.corner) // several threads may write the same 1
                std::atomic_ref<std::uint8_t>(seen[corner]).store(1, std::memory_order_relaxed);
    }
}

BOZZETTO_ALWAYS_INLINE void marchAny(const VoxelSpace& space, const VoxelMarchSettings& settings, const VoxelRay* rays,
                                     std::int64_t begin, std::int64_t end, VoxelHit* hits, const VoxelGradient& gradient)
{
    const View object(*space.object), around(space.surroundings ? *space.surroundings : *space.object);
    std::vector<Sample> samples;
    std::vector<float> slopes;
    for (std::int64_t r = begin; r < end; ++r) {
        const VoxelRay& ray = rays[r];
        samples.clear();
        March march{settings, samples};
        Span inside = clipToGrid(object, ray);
        inside.start = std::max(inside.start, settings.nearDistance);
        const bool meets = inside.end > inside.start;
        const float shift = shiftOf(settings, r);
        if (space.surroundings)
            march.throughSurroundings(around, ray, {settings.nearDistance, meets ? inside.start : kMostDistance}, shift);
        if (meets)
            march.throughObject(object, ray, inside, shift);
        if (space.surroundings && meets)
            march.throughSurroundings(around, ray, {inside.end, kMostDistance}, shift);
        hits[r] = gatherHit(samples, ray, march.passing);
        if (settings.distortionWeight > 0)
            hits[r].distortion = distortionSlopes(samples, slopes);
        if (gradient.object)
            spreadGradient(samples, slopes, ray, hits[r], march.passing, settings, gradient);
    }
}

BOZZETTO_ALWAYS_INLINE void queryAny(const VoxelGrid& grid, const float* points, std::int64_t begin, std::int64_t end,
                                     float* density, float* rgb)
{
    const View view(grid);
    for (std::int64_t n = begin; n < end; ++n) {
        const glm::vec3 place = (glm::vec3(points[3 * n], points[3 * n + 1], points[3 * n + 2]) - view.low) * view.inverse;
        bool inside = true;
        for (int axis = 0; axis < 3; ++axis)
            inside = inside && place[axis] >= 0 && place[axis] <= float(view.count[axis]);
        const glm::ivec3 cell = inside ? view.cellOf(place) : glm::ivec3(0);
        if (!inside || !view.active(cell)) {
            density[n] = 0;
            rgb[3 * n] = rgb[3 * n + 1] = rgb[3 * n + 2] = 0.5f;
            continue;
        }
        std::int32_t corner[8];
        float weight[8];
        const auto activated = activate(view.interpolate(place, cell, corner, weight));
        density[n] = activated.density / grid.reference;
        for (int c = 0; c < 3; ++c)
            rgb[3 * n + c] = activated.sigmoid[c + 1];
    }
}

using MarchRun = void (*)(const VoxelSpace&, const VoxelMarchSettings&, const VoxelRay*, std::int64_t, std::int64_t,
                          VoxelHit*, const VoxelGradient&);
using QueryRun = void (*)(const VoxelGrid&, const float*, std::int64_t, std::int64_t, float*, float*);

void marchPlain(const VoxelSpace& space, const VoxelMarchSettings& settings, const VoxelRay* rays, std::int64_t begin,
                std::int64_t end, VoxelHit* hits, const VoxelGradient& gradient)
{
    marchAny(space, settings, rays, begin, end, hits, gradient);
}

BOZZETTO_FOR_AVX512 void marchAvx512(const VoxelSpace& space, const VoxelMarchSettings& settings, const VoxelRay* rays,
                                     std::int64_t begin, std::int64_t end, VoxelHit* hits, const VoxelGradient& gradient)
{
    marchAny(space, settings, rays, begin, end, hits, gradient);
}

BOZZETTO_FOR_AVX2 void marchAvx2(const VoxelSpace& space, const VoxelMarchSettings& settings, const VoxelRay* rays,
                                 std::int64_t begin, std::int64_t end, VoxelHit* hits, const VoxelGradient& gradient)
{
    marchAny(space, settings, rays, begin, end, hits, gradient);
}

void queryPlain(const VoxelGrid& grid, const float* points, std::int64_t begin, std::int64_t end, float* density, float* rgb)
{
    queryAny(grid, points, begin, end, density, rgb);
}

BOZZETTO_FOR_AVX512 void queryAvx512(const VoxelGrid& grid, const float* points, std::int64_t begin, std::int64_t end,
                                     float* density, float* rgb)
{
    queryAny(grid, points, begin, end, density, rgb);
}

BOZZETTO_FOR_AVX2 void queryAvx2(const VoxelGrid& grid, const float* points, std::int64_t begin, std::int64_t end,
                                 float* density, float* rgb)
{
    queryAny(grid, points, begin, end, density, rgb);
}

} // namespace

glm::vec3 contractSpace(const glm::vec3& point)
{
    const float radius = std::max({std::abs(point.x), std::abs(point.y), std::abs(point.z)});
    return radius <= 1 ? point : point / radius * (2 - 1 / radius);
}

glm::vec3 expandSpace(const glm::vec3& contracted)
{
    const float radius = std::max({std::abs(contracted.x), std::abs(contracted.y), std::abs(contracted.z)});
    return radius <= 1 ? contracted : contracted / radius / std::max(2 - radius, 1e-3f);
}

void marchVoxels(const VoxelSpace& space, const VoxelMarchSettings& settings, const VoxelRay* rays, std::int64_t begin,
                 std::int64_t end, VoxelHit* hits, const VoxelGradient& gradient)
{
    static const auto run = forThisProcessor<MarchRun>(marchAvx512, marchAvx2, marchPlain);
    run(space, settings, rays, begin, end, hits, gradient);
}

void queryVoxels(const VoxelGrid& grid, const float* points, std::int64_t begin, std::int64_t end, float* density, float* rgb)
{
    static const auto run = forThisProcessor<QueryRun>(queryAvx512, queryAvx2, queryPlain);
    run(grid, points, begin, end, density, rgb);
}

} // namespace bozzetto
