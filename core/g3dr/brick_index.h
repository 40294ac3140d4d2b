#pragma once

#include <vector>

#include "core/field/baked_field.h"

namespace bozzetto {

/// Answers whether a box of field space may hold any density, from a baked field's bricks, generously: one brick
/// further than the bake says.
class BrickIndex
{
public:
    explicit BrickIndex(const BakedField& baked) : m_baked(baked) {}

    bool touches(const Bounds& block) const
    {
        const glm::vec3 brick = m_baked.voxelSize() * float(m_baked.brickSize);
        const glm::ivec3 last = m_baked.brickCounts() - 1;
        const glm::ivec3 low = glm::clamp(glm::ivec3(glm::floor((block.minimum - m_baked.box.minimum) / brick)) - 1,
                                          glm::ivec3(0), last);
        const glm::ivec3 high = glm::clamp(glm::ivec3(glm::floor((block.maximum - m_baked.box.minimum) / brick)) + 1,
                                           glm::ivec3(0), last);
        for (int k = low.z; k <= high.z; ++k)
            for (int j = low.y; j <= high.y; ++j)
                for (int i = low.x; i <= high.x; ++i)
                    if (m_baked.bricks[std::size_t((k * (last.y + 1) + j) * (last.x + 1) + i)])
                        return true;
        return false;
    }

private:
    const BakedField& m_baked;
};

} // namespace bozzetto
