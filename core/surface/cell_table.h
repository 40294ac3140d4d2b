#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace bozzetto {

/// How an iso-surface passes through one cube of eight samples (marching cubes), derived from the cube instead of
/// being listed. Corner c lies at (c & 1, c >> 1 & 1, c >> 2 & 1). A face whose inside corners lie diagonally is
/// decided by its bilinear saddle (Nielson and Hamann 1991), which both of its cells compute alike, and no triangle
/// has an interior edge within a face: the surface of a whole grid is a closed manifold.
class CellTable
{
public:
    struct Edge
    {
        int axis;   ///< 0, 1, 2: along x, y, z
        int corner; ///< its lower corner
    };

    /// One surface piece in a cell. Points 0 to 11 are edges; kCentre stands for the mean of `loop`.
    struct Piece
    {
        std::vector<std::uint8_t> loop;                     ///< its boundary, outward-wound
        std::vector<std::array<std::uint8_t, 3>> triangles; ///< counter-clockwise seen from the lower side
        bool usesCentre = false;
    };

    static constexpr std::uint8_t kCentre = 12;

    CellTable();

    /// `excess`: the eight samples minus the level; inside where > 0.
    std::span<const Piece> pieces(unsigned insideCorners, const std::array<float, 8>& excess) const;

    static const std::array<Edge, 12>& edges();

private:
    struct Entry
    {
        std::vector<std::uint8_t> ambiguousFaces;
        std::vector<std::vector<Piece>> piecesOfJoins; ///< by the bits of the ambiguous faces that join
    };

    std::array<Entry, 256> m_entries;
};

} // namespace bozzetto
