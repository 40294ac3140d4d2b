#pragma once

#include <array>
#include <memory>
#include <vector>

#include <glm/glm.hpp>

#include "core/data/random.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// Where a ray met the object.
struct SurfaceHit
{
    bool found = false;
    float distance = 0;
    glm::vec3 position{0}; ///< object frame
    glm::vec3 normal{0};   ///< unit, interpolated where the mesh has normals, on the side of the flat normal
    glm::vec3 flat{0};     ///< unit normal of the triangle, by its winding
    glm::vec3 colour{0};   ///< linear rgb, unlit
};

/// Sixteen rays that are answered together.
struct RayPacket
{
    std::array<glm::vec3, 16> origins;
    std::array<glm::vec3, 16> directions; ///< unit
    std::array<int, 16> active;           ///< -1 traced, 0 skipped
    float farthest = 1e30f;
};

/// The triangles of an asset, normalised (longest side 1, centre of the box at the origin), in one Embree
/// scene. A texel whose alpha is below one half is a hole. Clouds are ignored. Thread: const members from any
/// thread.
class TracedObject
{
public:
    /// Throws Error(badInput), with the reason and without a name, when the asset has no triangles with an
    /// area, has positions that are not finite, is flat (middle side < 3 % or shortest < 0.4 % of the
    /// longest) or has over `mostTriangles`.
    explicit TracedObject(const Asset& asset, std::size_t mostTriangles = 400'000);
    ~TracedObject();
    TracedObject(const TracedObject&) = delete;
    TracedObject& operator=(const TracedObject&) = delete;

    glm::vec3 boxHalf() const;              ///< half the extent along each axis
    std::vector<glm::vec3> corners() const; ///< of all triangles, each vertex once, object frame
    SurfaceHit trace(const glm::vec3& origin, const glm::vec3& direction) const;
    void trace(const RayPacket& rays, std::array<SurfaceHit, 16>& hits) const; ///< coherent rays
    std::array<bool, 16> occluded(const RayPacket& rays) const;                ///< of inactive rays: false
    bool occluded(const glm::vec3& origin, const glm::vec3& direction, float farthest = 1e30f) const;
    bool isNearSurface(const glm::vec3& point, float distance) const; ///< holes count as empty

    /// A point of the surface, uniform by area; false in `found` where it fell into a hole.
    SurfaceHit sampleSurface(Random& random) const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace bozzetto
