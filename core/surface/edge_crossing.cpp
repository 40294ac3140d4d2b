#include "core/surface/edge_crossing.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

namespace {

constexpr std::size_t kBatch = 32768;
constexpr float kNearest = 1e-3f;      // a crossing keeps this distance (in cells) from samples: no zero-area triangle
constexpr float kRingDistance = 0.02f; // where a side of the box is closed, in cells outside it

glm::ivec3 upperEnd(const GridEdge& edge)
{
    glm::ivec3 upper = edge.lower;
    ++upper[edge.axis];
    return upper;
}

/// Part of an edge that the surface passes through, in shares of the edge.
struct Piece
{
    std::size_t vertex;
    glm::vec3 from, to; ///< the edge
    glm::vec2 excess;   ///< at low and high
    float low = 0, high = 1;

    glm::vec3 at(float share) const { return glm::mix(from, to, share); }

    void halve(float middleExcess)
    {
        const float middle = 0.5f * (low + high);
        const bool inLower = (middleExcess > 0) != (excess.x > 0);
        (inLower ? high : low) = middle;
        (inLower ? excess.y : excess.x) = middleExcess;
    }

    float crossing() const
    {
        const float share = excess.x / (excess.x - excess.y);
        return std::clamp(glm::mix(low, high, std::isfinite(share) ? share : 0.5f), kNearest, 1 - kNearest);
    }
};

std::vector<Piece> piecesOf(const RawSurface& surface, const SampleGrid& grid)
{
    std::vector<Piece> pieces;
    pieces.reserve(surface.positions.size());
    for (std::size_t i = 0; i < surface.positions.size(); ++i) {
        const auto edge = surface.edgeOf(i, grid);
        if (!edge || grid.inRing(edge->lower) || grid.inRing(upperEnd(*edge)))
            continue;
        pieces.push_back({i, grid.position(edge->lower), grid.position(upperEnd(*edge)), surface.edgeExcess[i]});
    }
    return pieces;
}

/// Every neighbour of a centre lies on its loop, and in two of its triangles.
void centreLoops(RawSurface& surface, const SampleGrid& grid)
{
    std::vector<glm::vec3> sums(surface.positions.size(), glm::vec3(0.0f));
    std::vector<int> counts(surface.positions.size(), 0);
    std::vector<char> isCentre(surface.positions.size(), 0);
    for (std::size_t i = 0; i < isCentre.size(); ++i)
        isCentre[i] = !surface.edgeOf(i, grid);
    for (const auto& t : surface.triangles)
        for (int i = 0; i < 3; ++i) {
            if (!isCentre[t[i]])
                continue;
            sums[t[i]] += surface.positions[t[(i + 1) % 3]] + surface.positions[t[(i + 2) % 3]];
            counts[t[i]] += 2;
        }
    for (std::size_t i = 0; i < isCentre.size(); ++i)
        if (counts[i] > 0)
            surface.positions[i] = sums[i] / float(counts[i]);
}

} // namespace

glm::vec3 edgeCrossing(const SampleGrid& grid, const glm::ivec3& lower, int axis, const glm::vec2& excess)
{
    const auto upper = upperEnd({lower, axis});
    const auto from = grid.position(lower), to = grid.position(upper);
    if (grid.inRing(lower))
        return glm::mix(from, to, 1 - kRingDistance);
    if (grid.inRing(upper))
        return glm::mix(from, to, kRingDistance);
    const Piece whole{0, from, to, excess};
    return whole.at(whole.crossing());
}

void settleCrossings(RawSurface& surface, const SampleGrid& grid, const DensityFunction& density, float level,
                     JobContext& context)
{
    auto pieces = piecesOf(surface, grid);
    std::vector<glm::vec3> points;
    std::vector<float> values;
    for (std::size_t first = 0; first < pieces.size(); first += kBatch) {
        const std::size_t count = std::min(kBatch, pieces.size() - first);
        points.resize(count);
        values.resize(count);
        for (int halving = 0; halving < kHalvings; ++halving) {
            context.check();
            for (std::size_t i = 0; i < count; ++i)
                points[i] = pieces[first + i].at(0.5f * (pieces[first + i].low + pieces[first + i].high));
            density(points, values);
            for (std::size_t i = 0; i < count; ++i)
                pieces[first + i].halve(saneDensity(values[i]) - level);
        }
    }
    for (const auto& piece : pieces)
        surface.positions[piece.vertex] = piece.at(piece.crossing());
    centreLoops(surface, grid);
}

} // namespace bozzetto
