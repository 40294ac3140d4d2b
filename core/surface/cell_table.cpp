#include "core/surface/cell_table.h"

#include <algorithm>
#include <optional>

namespace bozzetto {

namespace {

using Loop = std::vector<std::uint8_t>;
using Triangle = std::array<std::uint8_t, 3>;

/// Corners of each face, counter-clockwise seen from outside the cube.
constexpr std::array<std::array<int, 4>, 6> kFaces{{
    {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6},
}};

bool isInside(unsigned insideCorners, int corner) { return insideCorners >> corner & 1U; }

int edgeBetween(int a, int b)
{
    const int low = std::min(a, b);
    const int axis = (a ^ b) == 1 ? 0 : (a ^ b) == 2 ? 1 : 2;
    const auto& edges = CellTable::edges();
    for (int e = 0; e < 12; ++e)
        if (edges[std::size_t(e)].axis == axis && edges[std::size_t(e)].corner == low)
            return e;
    return -1;
}

bool isAmbiguous(unsigned insideCorners, const std::array<int, 4>& face)
{
    const bool first = isInside(insideCorners, face[0]);
    return first == isInside(insideCorners, face[2]) && first != isInside(insideCorners, face[1])
        && first != isInside(insideCorners, face[3]);
}

/// Walking round a face, the boundary of the inside is left at `exit` edges and met again at `entry` edges. A segment
/// runs to each exit from the entry of the same inside run (the runs stay apart) or of the following one (they join).
void addFaceSegments(unsigned insideCorners, const std::array<int, 4>& face, bool join, std::array<int, 12>& next)
{
    for (std::size_t i = 0; i < 4; ++i) {
        const bool exits = isInside(insideCorners, face[i]) && !isInside(insideCorners, face[(i + 1) % 4]);
        if (!exits)
            continue;
        const int exit = edgeBetween(face[i], face[(i + 1) % 4]);
        const std::size_t step = join ? 1 : 3;
        std::size_t j = join ? (i + 1) % 4 : (i + 3) % 4;
        while (isInside(insideCorners, face[j]) || !isInside(insideCorners, face[(j + 1) % 4]))
            j = (j + step) % 4;
        next[std::size_t(edgeBetween(face[j], face[(j + 1) % 4]))] = exit;
    }
}

std::vector<Loop> traceLoops(const std::array<int, 12>& next)
{
    std::vector<Loop> loops;
    std::array<bool, 12> seen{};
    for (int start = 0; start < 12; ++start) {
        Loop loop;
        for (int e = start; e >= 0 && next[std::size_t(e)] >= 0 && !seen[std::size_t(e)]; e = next[std::size_t(e)]) {
            seen[std::size_t(e)] = true;
            loop.push_back(std::uint8_t(e));
        }
        if (!loop.empty())
            loops.push_back(loop);
    }
    return loops;
}

bool edgeTouchesFace(int edge, const std::array<int, 4>& face)
{
    const auto& e = CellTable::edges()[std::size_t(edge)];
    const auto holds = [&](int corner) { return std::find(face.begin(), face.end(), corner) != face.end(); };
    return holds(e.corner) && holds(e.corner | 1 << e.axis);
}

bool shareFace(int a, int b)
{
    return std::any_of(kFaces.begin(), kFaces.end(),
                       [&](const auto& face) { return edgeTouchesFace(a, face) && edgeTouchesFace(b, face); });
}

/// Triangulates the stretch first..last of a loop, whose closing chord is already there; no further chord may lie
/// within a face, where the neighbouring cell might draw it as well.
std::optional<std::vector<Triangle>> triangulate(const Loop& loop, std::size_t first, std::size_t last)
{
    if (last - first < 2)
        return std::vector<Triangle>{};
    const auto isFine = [&](std::size_t a, std::size_t b) { return b - a == 1 || !shareFace(loop[a], loop[b]); };
    // Middle first: balanced triangles instead of a fan.
    const std::size_t middle = (first + last) / 2;
    for (std::size_t i = 0; i < last - first - 1; ++i) {
        const std::size_t apex = first + 1 + (middle - first - 1 + i) % (last - first - 1);
        if (!isFine(first, apex) || !isFine(apex, last))
            continue;
        auto left = triangulate(loop, first, apex);
        const auto right = triangulate(loop, apex, last);
        if (!left || !right)
            continue;
        left->insert(left->end(), right->begin(), right->end());
        left->push_back({loop[first], loop[apex], loop[last]});
        return left;
    }
    return std::nullopt;
}

CellTable::Piece pieceOf(const Loop& loop)
{
    CellTable::Piece piece;
    piece.loop = loop;
    if (auto triangles = triangulate(loop, 0, loop.size() - 1)) {
        piece.triangles = std::move(*triangles);
        return piece;
    }
    piece.usesCentre = true;
    for (std::size_t i = 0; i < loop.size(); ++i)
        piece.triangles.push_back({loop[i], loop[(i + 1) % loop.size()], CellTable::kCentre});
    return piece;
}

} // namespace

CellTable::CellTable()
{
    for (unsigned corners = 0; corners < 256; ++corners) {
        Entry& entry = m_entries[corners];
        for (std::uint8_t f = 0; f < 6; ++f)
            if (isAmbiguous(corners, kFaces[f]))
                entry.ambiguousFaces.push_back(f);
        for (unsigned joins = 0; joins < 1U << entry.ambiguousFaces.size(); ++joins) {
            std::array<int, 12> next;
            next.fill(-1);
            for (std::uint8_t f = 0; f < 6; ++f) {
                const auto found = std::find(entry.ambiguousFaces.begin(), entry.ambiguousFaces.end(), f);
                const auto bit = found - entry.ambiguousFaces.begin();
                const bool join = found != entry.ambiguousFaces.end() && (joins >> bit & 1U);
                addFaceSegments(corners, kFaces[f], join, next);
            }
            std::vector<Piece> pieces;
            for (const auto& loop : traceLoops(next))
                pieces.push_back(pieceOf(loop));
            entry.piecesOfJoins.push_back(std::move(pieces));
        }
    }
}

std::span<const CellTable::Piece> CellTable::pieces(unsigned insideCorners, const std::array<float, 8>& excess) const
{
    const Entry& entry = m_entries[insideCorners];
    unsigned joins = 0;
    for (std::size_t i = 0; i < entry.ambiguousFaces.size(); ++i) {
        const auto& face = kFaces[entry.ambiguousFaces[i]];
        const auto product = [&](std::size_t a, std::size_t b) {
            return double(excess[std::size_t(face[a])]) * double(excess[std::size_t(face[b])]);
        };
        const bool firstInside = isInside(insideCorners, face[0]);
        const double inside = firstInside ? product(0, 2) : product(1, 3);
        const double outside = firstInside ? product(1, 3) : product(0, 2);
        joins |= unsigned(inside > outside) << i;
    }
    return entry.piecesOfJoins[joins];
}

const std::array<CellTable::Edge, 12>& CellTable::edges()
{
    static constexpr std::array<Edge, 12> kEdges{{
        {0, 0}, {0, 2}, {0, 4}, {0, 6}, {1, 0}, {1, 1}, {1, 4}, {1, 5}, {2, 0}, {2, 1}, {2, 2}, {2, 3},
    }};
    return kEdges;
}

} // namespace bozzetto
