#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "render/scene/view.h"

namespace bozzetto {

/// Points that lie near each other, one after another in the buffer, in random order: any number of them from
/// the first on is an even sample of the block.
struct PointBlock
{
    std::uint32_t first = 0, count = 0;
    glm::vec3 centre{0.0f};
    float radius = 0.0f; ///< of a ball around centre that holds them
    float area = 0.0f;   ///< the largest outline of the box that holds them, square units
};

/// A cloud's order for drawing: point order[i] comes i-th.
struct PointOrder
{
    std::vector<std::uint32_t> order;
    std::vector<PointBlock> blocks;
};

/// Blocks of 8,192 points and more by a grid along a Morton curve (counting sort: 2 M points take 0.1 s). The
/// same for the same points on every machine.
PointOrder arrangePoints(const std::vector<glm::vec3>& positions);

/// The first points of each block that are to be drawn.
struct PointSelection
{
    std::vector<std::int32_t> firsts, counts; ///< without blocks of which none is drawn
    std::int64_t points = 0;                  ///< sum of counts
    float growth =
        1.0f; ///< points become larger by this where a budget thins them out, so that a surface stays closed
};

/// Leaves out blocks that the view does not see, and of blocks that are far more points than pixels, most. At
/// most about `budget` points in all; 0 = no limit.
PointSelection selectPoints(const std::vector<PointBlock>& blocks, const View& view,
                            const glm::mat4& worldFromScene, std::int64_t budget);

} // namespace bozzetto
