#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "core/base/job_context.h"
#include "core/uner3d/cell_cloud.h"
#include "core/uner3d/point_field.h"

namespace bozzetto {

/// A field's density at the centres of cubic cells, 0 where no matter is near. Plain data.
struct DensityVolume
{
    CellGrid grid;
    std::vector<float> density; ///< [Z Y X]

    float opacity(std::int64_t cell) const;             ///< of one cell side of path
    glm::vec3 centre(std::int64_t cell) const;
    float at(const glm::vec3& point) const;             ///< trilinear, 0 outside
    glm::vec3 outwards(const glm::vec3& point) const;   ///< unit vector against the density's gradient; y where it has none
    glm::vec3 low() const { return {grid.low[0], grid.low[1], grid.low[2]}; }
};

/// Asks the field at the centres of `along` cells along its box's longest side: first every fourth, then only around
/// those that hold matter. Cancellable.
DensityVolume sampleDensity(const PointField& field, int along, JobContext& context);

/// Share of light that gets from a point to a viewpoint; matter within `gap` of the point does not count. Stops below
/// `enough`.
float passingBetween(const DensityVolume& volume, const glm::vec3& point, const glm::vec3& viewpoint, float gap, float enough);

/// Where a ray is half absorbed; negative where it never is. Steps of half a cell.
float medianDistance(const DensityVolume& volume, const glm::vec3& origin, const glm::vec3& direction);

/// 42 viewpoints around the volume: corners and edge middles of an icosahedron, at three half sides of the box.
std::vector<glm::vec3> surroundingViewpoints(const FieldBox& box);

/// Cells whose opacity exceeds `opacity`, without components (of 26 neighbours) smaller than `leastShare` of all of
/// them. Ascending.
std::vector<std::int64_t> solidParts(const DensityVolume& volume, float opacity, double leastShare);

} // namespace bozzetto
