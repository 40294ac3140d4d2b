#pragma once

#include "core/base/job_context.h"
#include "core/io/cameras/listed_scene.h"

namespace bozzetto {

/// Reads, shrinks and straightens what a layout lists. `longestSide`: pixels, 0 = any. Throws Error(io) for
/// missing pictures, Error(badInput) naming the picture for a size, a camera or a mask that does not fit,
/// Error(cancelled).
std::vector<PosedPicture> loadPictures(const ListedScene& scene, int longestSide, JobContext& context);

} // namespace bozzetto
