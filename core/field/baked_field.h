#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "core/scene/asset.h"

namespace bozzetto {

/// A view-independent radiance field sampled on a regular grid, ready for a 3D texture: what the viewport
/// ray-marches while the camera moves. Plain data, no tensors. Values sit at voxel centres.
///
/// Voxel (i, j, k) has its centre at box.minimum + (ivec3(i, j, k) + 0.5) * voxelSize(), in field coordinates; it
/// is stored at ((k * size.y + j) * size.x + i).
struct BakedField
{
    glm::ivec3 size{0};               ///< voxels along x, y, z
    Bounds box;                       ///< the baked part of the field's cube [-1, 1]^3, in field coordinates
    glm::mat4 sceneFromField{1.0f};   ///< rigid motion and uniform scale
    std::vector<std::uint8_t> rgba;   ///< sRGB colour; alpha = opacity of one voxel size of path, 1 - exp(-sigma h)
    std::vector<float> density;       ///< sigma, per unit of field length: the iso-surface's scalar
    int brickSize = 8;                ///< edge of a brick in voxels
    std::vector<std::uint8_t> bricks; ///< largest alpha in each brick and the voxels that touch it; 0 = skip it

    glm::vec3 voxelSize() const { return box.size() / glm::vec3(size); }
    glm::ivec3 brickCounts() const { return (size + glm::ivec3(brickSize - 1)) / brickSize; }
};

} // namespace bozzetto
