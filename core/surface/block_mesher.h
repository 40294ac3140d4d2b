#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/surface/cell_table.h"
#include "core/surface/sample_grid.h"

namespace bozzetto {

/// An edge of the grid: from a sample to the next one along an axis.
struct GridEdge
{
    glm::ivec3 lower{0};
    int axis = 0;
};

/// What extraction gathers before it is put in order.
struct RawSurface
{
    std::vector<glm::vec3> positions;
    std::vector<std::uint64_t> vertexKeys; ///< unique: the grid edge or cell the vertex belongs to
    std::vector<glm::vec2> edgeExcess;     ///< density less the level at the edge's lower and upper end; 0, 0: no edge
    std::vector<glm::uvec3> triangles;
    std::vector<std::uint64_t> triangleCells;

    /// Sorts vertices and triangles by grid position, so that the order in which blocks came leaves no trace.
    void sort();

    /// The edge that a vertex lies on; nothing for a cell's centre.
    std::optional<GridEdge> edgeOf(std::size_t vertex, const SampleGrid& grid) const;
};

/// Turns the samples of one block after the other into triangles. Vertices on edges between blocks are found again.
class BlockMesher
{
public:
    explicit BlockMesher(const SampleGrid& grid) : m_grid(grid) {}

    void add(const Block& block, const std::vector<float>& excess);

    /// Forgets shared vertices that blocks from z = `layer` on cannot touch.
    void endLayer(int layer);

    RawSurface& surface() { return m_surface; }

private:
    void addCell(const glm::ivec3& cell, unsigned insideCorners, const std::array<float, 8>& excess);
    std::uint32_t edgeVertex(const glm::ivec3& cell, int edge, const std::array<float, 8>& excess);
    std::uint32_t makeVertex(std::uint64_t key, const glm::vec3& position, const glm::vec2& edgeExcess);
    std::uint32_t& planeSlot(int axis, const glm::ivec3& sample);
    std::uint64_t key(const glm::ivec3& sample, unsigned kind) const;
    bool isShared(int axis, const glm::ivec3& sample) const;

    const SampleGrid& m_grid;
    CellTable m_table;
    Block m_block;
    std::vector<std::uint32_t> m_planes[2][3]; ///< vertices of two sample planes by edge axis, alternating in z
    std::unordered_map<std::uint64_t, std::uint32_t> m_shared;
    RawSurface m_surface;
};

} // namespace bozzetto
