#pragma once

#include <cstdint>

#include <glm/glm.hpp>

#include "core/uner3d/voxel_grid.h"

namespace bozzetto {

/// The space that a scene's rays cross: the object's grid, and around it, where pictures show more than the object, one
/// of everything else. The latter's coordinates are contracted: x stays where max|x| <= 1, else it becomes
/// x / max|x| (2 - 1 / max|x|), so that all of space fits in [-2, 2]^3; it needs the object's box inside [-1, 1]^3. There
/// densities are per contracted length.
struct VoxelSpace
{
    const VoxelGrid* object = nullptr;
    const VoxelGrid* surroundings = nullptr; ///< null: nothing but the background
};

struct VoxelRay
{
    glm::vec3 origin{0}, direction{0, 0, -1}; ///< unit direction
    glm::vec3 truth{0};
    glm::vec3 background{1};
    float coverage = -1; ///< of the pixel by the object, [0, 1]; < 0: unknown
};

struct VoxelMarchSettings
{
    float step = 0.5f;        ///< of a cell
    float aroundStep = 1;     ///< the same in the surroundings
    float nearDistance = 0;   ///< along the ray
    float leastPassing = 3e-4f; ///< the march ends where less than this gets through
    float coverageWeight = 0; ///< of the squared error of the opacity
    float distortionWeight = 0; ///< of mip-NeRF 360's distortion (contracted), which draws what a ray meets together
    std::uint64_t seed = 0;   ///< of the first sample's shift; 0: none
};

/// What a ray met.
struct VoxelHit
{
    glm::vec3 colour{0};  ///< over the background
    float opacity = 0;    ///< of object and surroundings
    float objectOpacity = 0;
    float distance = 0;   ///< where half of the object's part is reached; 0 where the object is not met
    float error = 0;      ///< mean squared error of the colour
    float distortion = 0; ///< where the settings weigh it
};

/// Gradients with respect to the grids' values, and which corners have a part in what is seen; null: not wanted.
struct VoxelGradient
{
    float* object = nullptr;       ///< [n, 4], added to
    float* surroundings = nullptr;
    std::uint8_t* objectSeen = nullptr; ///< [n], 1 where a sample beside the corner has a weight above 0.005
    std::uint8_t* surroundingsSeen = nullptr;
};

/// Rays [begin, end) on the calling thread: hits, and gradients of the sum over rays of squared colour error / 3 plus
/// the settings' other terms. Source of the quadrature: uner3d specification, section 7.2.
void marchVoxels(const VoxelSpace& space, const VoxelMarchSettings& settings, const VoxelRay* rays, std::int64_t begin,
                 std::int64_t end, VoxelHit* hits, const VoxelGradient& gradient);

/// Raw values [4] at points [begin, end) of [N, 3]; outside active cells density becomes 0 and colour grey. Writes
/// density [N] and rgb [N, 3].
void queryVoxels(const VoxelGrid& grid, const float* points, std::int64_t begin, std::int64_t end, float* density, float* rgb);

glm::vec3 contractSpace(const glm::vec3& point);
glm::vec3 expandSpace(const glm::vec3& contracted); ///< the inverse; the rim becomes a place a thousand boxes away

} // namespace bozzetto
