#pragma once

#include "core/base/job_context.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// A scene whose pictures have no masks, with those that the matte estimators find (see estimateMatte); unchanged when a
/// picture has a mask already, and when fewer than four in five of the pictures hold something that clearly stands out.
/// Pictures in which nothing does stay without. Throws Error; cancellable.
PosedScene withEstimatedMasks(PosedScene scene, JobContext& context);

} // namespace bozzetto
