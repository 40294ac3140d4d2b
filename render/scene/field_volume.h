#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "core/field/baked_field.h"

namespace bozzetto {

/// For each brick, how many bricks one may move in any direction, diagonals included, and still see empty ones
/// only: 0 = occupied, 1 = empty beside an occupied one. Layout of BakedField::bricks; at most 255.
std::vector<std::uint8_t> emptyDistance(const BakedField& field);

/// field.rgba with the colour of empty voxels taken from their visible neighbours, so that linear interpolation
/// does not darken an outline with the colour of nothing.
std::vector<std::uint8_t> bledColours(const BakedField& field);

/// Voxel range [minimum, maximum) of the bricks that are not empty; minimum = maximum where all are.
struct VoxelRange
{
    glm::ivec3 minimum{0};
    glm::ivec3 maximum{0};
};
VoxelRange occupiedRange(const BakedField& field);

/// At most about `count` centres of voxels of which half or more of the light is stopped within three voxels,
/// evenly thinned, in scene coordinates: what the floor is laid under.
std::vector<glm::vec3> solidPoints(const BakedField& field, std::size_t count);

/// The opacity smoothed and thinned by two along each axis: the normals' scalar, because a hard edge has none of its
/// own. Value i of an axis has its centre at 2 i + 1 voxels; 65535 = opaque.
struct SmoothOpacity
{
    glm::ivec3 size{0};
    std::vector<std::uint16_t> values;
};
SmoothOpacity smoothOpacity(const BakedField& field);

/// Throws Error(badInput) naming the array whose length does not follow from the sizes.
void requireConsistent(const BakedField& field);

} // namespace bozzetto
