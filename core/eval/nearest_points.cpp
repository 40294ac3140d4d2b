#include "core/eval/nearest_points.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bozzetto {

NearestPoints::NearestPoints(const std::vector<glm::vec3>& points) : m_axes(points.size(), 0)
{
    if (points.empty())
        throw Error(ErrorCode::internal, "nearest points: expected at least one point, found none");
    m_nodes.reserve(points.size());
    for (const auto& point : points)
        m_nodes.push_back({point, std::uint32_t(m_nodes.size())});
    split(0, m_nodes.size());
}

void NearestPoints::split(std::size_t begin, std::size_t end)
{
    if (end - begin < 2)
        return;
    glm::vec3 low(INFINITY), high(-INFINITY);
    for (std::size_t i = begin; i < end; ++i) {
        low = glm::min(low, m_nodes[i].point);
        high = glm::max(high, m_nodes[i].point);
    }
    const glm::vec3 size = high - low;
    const int axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
    const std::size_t middle = begin + (end - begin) / 2;
    const auto at = [&](std::size_t i) { return m_nodes.begin() + std::ptrdiff_t(i); };
    std::nth_element(at(begin), at(middle), at(end),
                     [axis](const Node& a, const Node& b) { return a.point[axis] < b.point[axis]; });
    m_axes[middle] = std::uint8_t(axis);
    split(begin, middle);
    split(middle + 1, end);
}

void NearestPoints::descend(std::size_t begin, std::size_t end, const glm::vec3& to, std::size_t& best,
                            float& best2) const
{
    if (begin >= end)
        return;
    const std::size_t middle = begin + (end - begin) / 2;
    const glm::vec3 offset = to - m_nodes[middle].point;
    const float distance2 = glm::dot(offset, offset);
    if (distance2 < best2) {
        best2 = distance2;
        best = middle;
    }
    const float beyond = offset[m_axes[middle]];
    const bool lower = beyond < 0;
    lower ? descend(begin, middle, to, best, best2) : descend(middle + 1, end, to, best, best2);
    if (beyond * beyond < best2)
        lower ? descend(middle + 1, end, to, best, best2) : descend(begin, middle, to, best, best2);
}

NearestPoints::Found NearestPoints::nearest(const glm::vec3& to) const
{
    std::size_t best = 0;
    float best2 = INFINITY;
    descend(0, m_nodes.size(), to, best, best2);
    return {m_nodes[best].point, std::sqrt(best2), m_nodes[best].index};
}

} // namespace bozzetto
