#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

namespace bozzetto {

/// Nearest neighbours among fixed points, by a k-d tree (median splits, no pointers). Immutable after making;
/// thread: any.
class NearestPoints
{
public:
    /// Throws Error(internal) when there are no points.
    explicit NearestPoints(const std::vector<glm::vec3>& points);

    struct Found
    {
        glm::vec3 point;
        float distance;
        std::size_t index; ///< of the point, as it was given
    };
    Found nearest(const glm::vec3& to) const;

private:
    void split(std::size_t begin, std::size_t end);
    void descend(std::size_t begin, std::size_t end, const glm::vec3& to, std::size_t& best,
                 float& best2) const;

    struct Node
    {
        glm::vec3 point;
        std::uint32_t index; ///< as it was given
    };

    std::vector<Node> m_nodes;        ///< the middle of every range is its node
    std::vector<std::uint8_t> m_axes; ///< along which the range of that middle is split
};

} // namespace bozzetto
