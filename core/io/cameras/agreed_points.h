#pragma once

#include "core/base/job_context.h"
#include "core/io/cameras/scene_extent.h"

namespace bozzetto {

struct AgreedPoint
{
    glm::dvec3 position{0}; ///< world
    glm::vec3 colour{0};    ///< sRGB, of the picture whose corner it is
};

/// Points that the pictures agree on, for scenes whose source knows none: from corners of each picture,
/// depths are tried along the ray until two neighbouring pictures show the same patch (plane sweep: R.
/// Collins, A space-sweep approach to true multi-image matching, 1996; normalised cross-correlation). World;
/// some hundreds to thousands, fewer than one in ten wrong on photographs with texture. Held-out pictures are
/// not looked at. About a second for 50 pictures.
std::vector<AgreedPoint> agreedPoints(const std::vector<PosedPicture>& pictures, const Gaze& gaze,
                                     JobContext& context);

} // namespace bozzetto
