#pragma once

#include <ATen/core/Tensor.h>
#include <glm/glm.hpp>

#include "core/g3dr/generate.h"

namespace bozzetto {

/// What a field has to look like from G3DR's canonical camera, and where its unseen side lies. All maps are square,
/// [S, S] of the canonical picture (row 0 = top); distances are along the ray, in field units.
struct FitTarget
{
    at::Tensor rgb;     ///< [S, S, 3] sRGB in [0, 1]; the object's colour continues beyond its edge
    at::Tensor alpha;   ///< [S, S] 1 inside the object; all ones in scene mode
    at::Tensor front;   ///< [S, S] distance of the visible surface
    at::Tensor back;    ///< [S, S] distance where the object ends on the far side
    at::Tensor backRgb; ///< [S, S, 3] colour of the far side; of a scene, of what lies behind the surface
    glm::mat4 sceneFromField{1.0f};
    bool closedBack = true; ///< false in scene mode: everything behind the picture is solid
};

/// Frames the object (or the centre square of the scene) for the canonical camera. Object mode: the matte's box fills
/// kObjectShare of the picture; depth and inflated silhouette give front and back. Scene mode: G3DR's own mapping,
/// nearest = 4, farthest = 6 along the ray. Throws Error(badInput) when the matte leaves nothing.
FitTarget makeFitTarget(const Image& photo, const PreparedPicture& prepared, const GenerateOptions& options,
                        int size, JobContext& context);

inline constexpr float kObjectShare = 0.86f; ///< of the picture's side that the object's longer side fills

} // namespace bozzetto
