#pragma once

#include "core/base/job_context.h"
#include "core/scene/asset.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// What neighbouring pictures of the scene agree on, in their colours: some hundreds to thousands of points in its box
/// that show where its cameras and its thing are before anything is learned. Empty where there is nothing to agree on.
PointCloud sparseCloud(const PosedScene& scene, JobContext& context);

/// The same scene in a world whose y is up, as ours is: cameras turned, the box that of its turned corners.
PosedScene uprightScene(PosedScene scene);

} // namespace bozzetto
