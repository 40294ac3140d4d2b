#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "core/base/job_context.h"
#include "core/scene/asset.h"
#include "core/uner3d/cloud_options.h"
#include "core/uner3d/point_field.h"

namespace bozzetto {

/// Exactly options.count points of a field, in its coordinates, with unit normals outwards, sRGB colours and confidence
/// (opacity of a cell there). `viewpoints`: cameras that saw the object; hidden points are those that neither they nor 42
/// viewpoints around the box see. Memory: the volume (at most 4 bytes x cells^3) and about 80 bytes a point. Throws
/// Error(badInput) when the field holds no matter; cancellable. Source: uner3d specification, sections 6.3 and 6.4.
PointCloud makeCloud(const PointField& field, const std::vector<glm::vec3>& viewpoints, const CloudOptions& options,
                     JobContext& context);

/// Indices of `count` of the points, each the farthest from those before it. count at most points.size().
std::vector<std::size_t> farthestPoints(const std::vector<glm::vec3>& points, std::size_t count);

} // namespace bozzetto
