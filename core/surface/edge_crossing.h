#pragma once

#include "core/base/job_context.h"
#include "core/surface/block_mesher.h"

namespace bozzetto {

/// Where the level lies on an edge whose ends have that excess (density less level), of which one is inside (> 0): by the
/// straight line between them. Field coordinates; never on a sample itself.
glm::vec3 edgeCrossing(const SampleGrid& grid, const glm::ivec3& lower, int axis, const glm::vec2& excess);

/// Moves every vertex to where the density itself passes through the level. A trained density is close to a step: a straight
/// line between the ends of an edge puts the surface next to whichever end is outside, and the mesh becomes stairs. Each edge
/// is halved `kHalvings` times, the straight line decides within the last piece. Cells' centres follow their neighbours;
/// where the box is closed by a lid nothing moves.
void settleCrossings(RawSurface& surface, const SampleGrid& grid, const DensityFunction& density, float level,
                     JobContext& context);

inline constexpr int kHalvings = 4;

} // namespace bozzetto
