#pragma once

#include "core/base/job_context.h"
#include "core/io/cameras/scene_extent.h"

namespace bozzetto {

/// Points that the pictures agree on, for scenes whose source knows none: from corners of each picture,
/// depths are tried along the ray until two neighbouring pictures show the same patch (plane sweep: R.
/// Collins, A space-sweep approach to true multi-image matching, 1996; normalised cross-correlation). World;
/// some hundreds to thousands, fewer than one in ten wrong on photographs with texture. Held-out pictures are
/// not looked at. About a second for 50 pictures.
std::vector<glm::dvec3> agreedPoints(const std::vector<PosedPicture>& pictures, const Gaze& gaze,
                                     JobContext& context);

} // namespace bozzetto
