#include "core/uner3d/idw_kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/field/lane_math.h"

namespace bozzetto::idw {

namespace {

using namespace lanes;

constexpr int kPerCell = 16; ///< points of one cell that are looked at: free clouds may crowd
constexpr int kMost = 27 * kPerCell;
constexpr int kMostNeighbours = 27;

/// What lies around a query, offsets from it in cells, and the squared distances.
template <typename T> struct Candidates
{
    T x[kMost + kLanes], y[kMost + kLanes], z[kMost + kLanes], squared[kMost + kLanes];
    std::int32_t index[kMost + kLanes];
    int count = 0;
    bool near = false; ///< a real point lies within two cells
};

template <typename T>
BOZZETTO_ALWAYS_INLINE void addPoint(Candidates<T>& found, const CloudView<T>& cloud, const T* query, std::int32_t n)
{
    const T* point = cloud.points + 3 * std::int64_t(n);
    const T scale = T(1) / cloud.cell;
    found.x[found.count] = (point[0] - query[0]) * scale;
    found.y[found.count] = (point[1] - query[1]) * scale;
    found.z[found.count] = (point[2] - query[2]) * scale;
    found.index[found.count++] = n;
}

template <typename T>
BOZZETTO_ALWAYS_INLINE void addCentre(Candidates<T>& found, const CloudView<T>& cloud, const T* query,
                                      const std::int64_t* cell)
{
    const T scale = T(1) / cloud.cell;
    found.x[found.count] = T(cell[0]) + T(0.5) - (query[0] - cloud.low[0]) * scale;
    found.y[found.count] = T(cell[1]) + T(0.5) - (query[1] - cloud.low[1]) * scale;
    found.z[found.count] = T(cell[2]) + T(0.5) - (query[2] - cloud.low[2]) * scale;
    found.index[found.count++] = -1;
}

/// The 27 cells around the query; false when it lies outside the grid.
template <typename T>
BOZZETTO_ALWAYS_INLINE bool collect(Candidates<T>& found, const CloudView<T>& cloud, const Search& wanted, const T* query)
{
    std::int64_t middle[3];
    bool inside = true;
    for (int axis = 0; axis < 3; ++axis) {
        const T place = (query[axis] - cloud.low[axis]) / cloud.cell;
        inside = inside && place >= 0 && place <= T(cloud.count[axis]);
        // Colours are looked up beside the grid as well: the nearest cell's neighbourhood.
        const T clamped = place >= 0 ? std::min(place, T(cloud.count[axis])) : T(0);
        middle[axis] = std::min(std::int64_t(clamped), cloud.count[axis] - 1);
    }
    found.count = 0;
    for (std::int64_t z = std::max<std::int64_t>(middle[2] - 1, 0); z <= std::min(middle[2] + 1, cloud.count[2] - 1); ++z)
        for (std::int64_t y = std::max<std::int64_t>(middle[1] - 1, 0); y <= std::min(middle[1] + 1, cloud.count[1] - 1);
             ++y)
            for (std::int64_t x = std::max<std::int64_t>(middle[0] - 1, 0);
                 x <= std::min(middle[0] + 1, cloud.count[0] - 1); ++x) {
                const std::int64_t number = (z * cloud.count[1] + y) * cloud.count[0] + x;
                const std::int32_t first = cloud.start[number], last = cloud.start[number + 1];
                for (std::int32_t n = first; n < std::min(last, first + kPerCell); ++n)
                    addPoint(found, cloud, query, n);
                const std::int64_t cell[3] = {x, y, z};
                if (wanted.emptyCells && first == last)
                    addCentre(found, cloud, query, cell);
            }
    return inside;
}

template <typename T> BOZZETTO_ALWAYS_INLINE void measure(Candidates<T>& found)
{
    for (int i = found.count; i % kLanes != 0; ++i) // the last lanes are full
        found.x[i] = found.y[i] = found.z[i] = 0;
    for (int i = 0; i < found.count; i += kLanes)
        for (int lane = i; lane < i + kLanes; ++lane)
            found.squared[lane] =
                found.x[lane] * found.x[lane] + found.y[lane] * found.y[lane] + found.z[lane] * found.z[lane];
    found.near = false;
    for (int i = 0; i < found.count; ++i)
        found.near = found.near || (found.index[i] >= 0 && found.squared[i] <= 4);
}

/// Weight of a squared distance in cells.
template <typename T> BOZZETTO_ALWAYS_INLINE T weigh(T squared, const Search& wanted)
{
    if (wanted.shepard) {
        const T distance = std::sqrt(squared) + T(1e-6), reach = T(wanted.power);
        const T root = std::max(T(0), reach - distance) / (reach * distance);
        return root * root;
    }
    if (wanted.power == 2)
        return 1 / (squared + T(wanted.epsilon));
    if (wanted.power == 4)
        return 1 / (squared * squared + T(wanted.epsilon));
    return 1 / (std::pow(squared, T(wanted.power / 2)) + T(wanted.epsilon));
}

template <typename T>
BOZZETTO_ALWAYS_INLINE void weighNearest(const Candidates<T>& found, const Search& wanted, std::int32_t* index, T* weight)
{
    T distance[kMostNeighbours];
    int kept = 0;
    for (int i = 0; i < found.count; ++i) { // insertion into the sorted list of the nearest
        if (kept == wanted.neighbours && found.squared[i] >= distance[kept - 1])
            continue;
        int place = kept < wanted.neighbours ? kept++ : kept - 1;
        for (; place > 0 && distance[place - 1] > found.squared[i]; --place) {
            distance[place] = distance[place - 1];
            index[place] = index[place - 1];
        }
        distance[place] = found.squared[i];
        index[place] = found.index[i];
    }
    T sum = 0;
    for (int k = 0; k < kept; ++k)
        sum += weight[k] = weigh(distance[k], wanted);
    const T scale = sum > 0 ? 1 / sum : 0;
    for (int k = 0; k < wanted.neighbours; ++k) {
        weight[k] = k < kept ? weight[k] * scale : 0;
        index[k] = k < kept ? index[k] : -1;
    }
}

template <typename T>
BOZZETTO_ALWAYS_INLINE void searchAny(const CloudView<T>& cloud, const Search& wanted, const T* queries,
                                      std::int64_t begin, std::int64_t end, std::int32_t* index, T* weight)
{
    Candidates<T> found;
    for (std::int64_t q = begin; q < end; ++q) {
        const std::int64_t at = q * wanted.neighbours;
        const bool inside = collect(found, cloud, wanted, queries + 3 * q);
        measure(found);
        if (wanted.emptyCells && !(inside && found.near))
            found.count = 0;
        weighNearest(found, wanted, index + at, weight + at);
    }
}

template <typename T>
using Run = void (*)(const CloudView<T>&, const Search&, const T*, std::int64_t, std::int64_t, std::int32_t*, T*);

void searchPlain(const CloudView<float>& cloud, const Search& wanted, const float* queries, std::int64_t begin,
                 std::int64_t end, std::int32_t* index, float* weight)
{
    searchAny(cloud, wanted, queries, begin, end, index, weight);
}

BOZZETTO_FOR_AVX512 void searchAvx512(const CloudView<float>& cloud, const Search& wanted, const float* queries,
                                      std::int64_t begin, std::int64_t end, std::int32_t* index, float* weight)
{
    searchAny(cloud, wanted, queries, begin, end, index, weight);
}

BOZZETTO_FOR_AVX2 void searchAvx2(const CloudView<float>& cloud, const Search& wanted, const float* queries,
                                  std::int64_t begin, std::int64_t end, std::int32_t* index, float* weight)
{
    searchAny(cloud, wanted, queries, begin, end, index, weight);
}

} // namespace

void search(const CloudView<float>& cloud, const Search& wanted, const float* queries, std::int64_t begin,
            std::int64_t end, std::int32_t* index, float* weight)
{
    static const Run<float> run = forThisProcessor<Run<float>>(searchAvx512, searchAvx2, searchPlain);
    run(cloud, wanted, queries, begin, end, index, weight);
}

void search(const CloudView<double>& cloud, const Search& wanted, const double* queries, std::int64_t begin,
            std::int64_t end, std::int32_t* index, double* weight)
{
    searchAny(cloud, wanted, queries, begin, end, index, weight);
}

} // namespace bozzetto::idw
