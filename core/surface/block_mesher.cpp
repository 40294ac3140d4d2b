#include "core/surface/block_mesher.h"

#include <algorithm>
#include <numeric>

#include "core/surface/edge_crossing.h"

namespace bozzetto {

namespace {

constexpr std::uint32_t kNone = 0xffffffffU;
constexpr unsigned kKinds = 8; // edges along x, y, z, then up to five centres of a cell
constexpr unsigned kFirstCentre = 3;

glm::ivec3 cornerOffset(int corner) { return {corner & 1, corner >> 1 & 1, corner >> 2 & 1}; }

} // namespace

void RawSurface::sort()
{
    const auto sorted = [](const std::vector<std::uint64_t>& keys) {
        std::vector<std::uint32_t> order(keys.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
        return order;
    };
    const auto vertexOrder = sorted(vertexKeys);
    std::vector<glm::vec3> newPositions(positions.size());
    std::vector<std::uint64_t> newKeys(positions.size());
    std::vector<glm::vec2> newExcess(positions.size());
    std::vector<std::uint32_t> newIndex(positions.size());
    for (std::uint32_t i = 0; i < vertexOrder.size(); ++i) {
        newPositions[i] = positions[vertexOrder[i]];
        newKeys[i] = vertexKeys[vertexOrder[i]];
        newExcess[i] = edgeExcess[vertexOrder[i]];
        newIndex[vertexOrder[i]] = i;
    }
    positions = std::move(newPositions);
    vertexKeys = std::move(newKeys);
    edgeExcess = std::move(newExcess);
    const auto triangleOrder = sorted(triangleCells);
    std::vector<glm::uvec3> newTriangles(triangles.size());
    for (std::size_t i = 0; i < triangleOrder.size(); ++i) {
        const glm::uvec3 t = triangles[triangleOrder[i]];
        newTriangles[i] = {newIndex[t.x], newIndex[t.y], newIndex[t.z]};
    }
    triangles = std::move(newTriangles);
    std::sort(triangleCells.begin(), triangleCells.end());
}

std::uint64_t BlockMesher::key(const glm::ivec3& sample, unsigned kind) const
{
    const auto size = glm::tvec3<std::uint64_t>(m_grid.samples());
    const auto s = glm::tvec3<std::uint64_t>(sample);
    return ((s.z * size.y + s.y) * size.x + s.x) * kKinds + kind;
}

std::optional<GridEdge> RawSurface::edgeOf(std::size_t vertex, const SampleGrid& grid) const
{
    const auto kind = unsigned(vertexKeys[vertex] % kKinds);
    if (kind >= kFirstCentre)
        return std::nullopt;
    const auto sample = vertexKeys[vertex] / kKinds;
    const auto size = glm::tvec3<std::uint64_t>(grid.samples());
    return GridEdge{glm::ivec3(sample % size.x, sample / size.x % size.y, sample / size.x / size.y), int(kind)};
}

bool BlockMesher::isShared(int axis, const glm::ivec3& sample) const
{
    for (int a = 0; a < 3; ++a)
        if (a != axis && (sample[a] == m_block.first[a] || sample[a] == m_block.last[a]))
            return true;
    return false;
}

std::uint32_t& BlockMesher::planeSlot(int axis, const glm::ivec3& sample)
{
    const glm::ivec3 local = sample - m_block.first;
    const std::size_t width = std::size_t(m_block.samples().x);
    return m_planes[local.z & 1][axis][std::size_t(local.y) * width + std::size_t(local.x)];
}

std::uint32_t BlockMesher::makeVertex(std::uint64_t vertexKey, const glm::vec3& position, const glm::vec2& edgeExcess)
{
    m_surface.positions.push_back(position);
    m_surface.vertexKeys.push_back(vertexKey);
    m_surface.edgeExcess.push_back(edgeExcess);
    return std::uint32_t(m_surface.positions.size() - 1);
}

std::uint32_t BlockMesher::edgeVertex(const glm::ivec3& cell, int edge, const std::array<float, 8>& excess)
{
    const auto& e = CellTable::edges()[std::size_t(edge)];
    const int upperCorner = e.corner | 1 << e.axis;
    const glm::ivec3 lower = cell + cornerOffset(e.corner);
    std::uint32_t& slot = planeSlot(e.axis, lower);
    if (slot != kNone)
        return slot;
    const auto vertexKey = key(lower, unsigned(e.axis));
    const bool shared = isShared(e.axis, lower);
    if (shared) {
        const auto found = m_shared.find(vertexKey);
        if (found != m_shared.end())
            return slot = found->second;
    }
    const glm::vec2 ends(excess[std::size_t(e.corner)], excess[std::size_t(upperCorner)]);
    slot = makeVertex(vertexKey, edgeCrossing(m_grid, lower, e.axis, ends), ends);
    if (shared)
        m_shared.emplace(vertexKey, slot);
    return slot;
}

void BlockMesher::addCell(const glm::ivec3& cell, unsigned insideCorners, const std::array<float, 8>& excess)
{
    unsigned centres = 0;
    for (const auto& piece : m_table.pieces(insideCorners, excess)) {
        std::array<std::uint32_t, 13> vertices;
        glm::vec3 sum(0.0f);
        for (const auto edge : piece.loop) {
            vertices[edge] = edgeVertex(cell, edge, excess);
            sum += m_surface.positions[vertices[edge]];
        }
        if (piece.usesCentre)
            vertices[CellTable::kCentre] = makeVertex(key(cell, kFirstCentre + centres++),
                                                      sum / float(piece.loop.size()), glm::vec2(0.0f));
        for (const auto& t : piece.triangles) {
            m_surface.triangles.push_back({vertices[t[0]], vertices[t[1]], vertices[t[2]]});
            m_surface.triangleCells.push_back(key(cell, 0));
        }
    }
}

void BlockMesher::add(const Block& block, const std::vector<float>& excess)
{
    m_block = block;
    const glm::ivec3 size = block.samples();
    const std::size_t plane = std::size_t(size.x) * std::size_t(size.y);
    const std::size_t row = std::size_t(size.x);
    const auto clear = [&](int parity) {
        for (auto& vertices : m_planes[parity])
            vertices.assign(plane, kNone);
    };
    clear(0);
    clear(1);
    glm::ivec3 c;
    for (c.z = block.first.z; c.z < block.last.z; ++c.z) {
        for (c.y = block.first.y; c.y < block.last.y; ++c.y) {
            const float* origin = excess.data() + block.index({block.first.x, c.y, c.z});
            for (c.x = block.first.x; c.x < block.last.x; ++c.x, ++origin) {
                const std::array<float, 8> corners{origin[0],         origin[1],
                                                   origin[row],       origin[row + 1],
                                                   origin[plane],     origin[plane + 1],
                                                   origin[plane + row], origin[plane + row + 1]};
                unsigned inside = 0;
                for (unsigned i = 0; i < 8; ++i)
                    inside |= unsigned(corners[i] > 0) << i;
                if (inside != 0 && inside != 255)
                    addCell(c, inside, corners);
            }
        }
        clear((c.z - block.first.z) & 1);
    }
}

void BlockMesher::endLayer(int layer)
{
    const auto size = glm::tvec3<std::uint64_t>(m_grid.samples());
    const auto firstKept = std::uint64_t(layer) * size.y * size.x * kKinds;
    std::erase_if(m_shared, [&](const auto& entry) { return entry.first < firstKept; });
}

} // namespace bozzetto
