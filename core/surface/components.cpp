#include "core/surface/components.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace bozzetto {

namespace {

class UnionFind
{
public:
    explicit UnionFind(std::size_t size) : m_parent(size) { std::iota(m_parent.begin(), m_parent.end(), 0U); }

    std::uint32_t root(std::uint32_t i)
    {
        while (m_parent[i] != i)
            i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b)
    {
        a = root(a);
        b = root(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::uint32_t> m_parent;
};

template <typename Value> void compact(std::vector<Value>& values, const std::vector<bool>& kept)
{
    if (values.empty())
        return;
    std::size_t next = 0;
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (kept[i])
            values[next++] = values[i];
    values.resize(next);
}

void dropUnusedVertices(Mesh& mesh)
{
    std::vector<bool> used(mesh.positions.size(), false);
    for (const auto& t : mesh.triangles)
        for (int i = 0; i < 3; ++i)
            used[t[i]] = true;
    std::vector<std::uint32_t> newIndex(used.size());
    std::uint32_t next = 0;
    for (std::size_t v = 0; v < used.size(); ++v)
        newIndex[v] = used[v] ? next++ : 0;
    for (auto& t : mesh.triangles)
        t = {newIndex[t.x], newIndex[t.y], newIndex[t.z]};
    compact(mesh.positions, used);
    compact(mesh.normals, used);
    compact(mesh.colours, used);
    compact(mesh.uvs, used);
}

} // namespace

void dropSmallComponents(Mesh& mesh, float share)
{
    UnionFind sets(mesh.positions.size());
    for (const auto& t : mesh.triangles) {
        sets.join(t.x, t.y);
        sets.join(t.x, t.z);
    }
    std::vector<std::uint32_t> counts(mesh.positions.size(), 0);
    for (const auto& t : mesh.triangles)
        ++counts[sets.root(t.x)];
    const auto largest = counts.empty() ? 0U : *std::max_element(counts.begin(), counts.end());
    const double fewest = double(share) * double(largest);
    std::erase_if(mesh.triangles, [&](const glm::uvec3& t) { return double(counts[sets.root(t.x)]) < fewest; });
    dropUnusedVertices(mesh);
}

} // namespace bozzetto
