#pragma once

#include "core/base/job_context.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// What the cameras look at together.
struct Gaze
{
    bool meets = false; ///< the optical axes turn about a place before the cameras
    glm::dvec3 centre{
        0}; ///< nearest to all axes; where they do not meet, as far before the cameras as they are apart
    double distance = 1; ///< median of the cameras' to it
};

/// Throws Error(badInput) naming `shown` when several cameras stand in one place: they cannot tell depth.
Gaze gazeOf(const std::vector<PosedPicture>& pictures, const std::string& shown);

/// The mean of the cameras' up, unit; of cameras around a thing that are held on their side, where those cancel out, the
/// side from which they look down. y where nothing says it.
glm::dvec3 meanUp(const std::vector<PosedPicture>& pictures);

/// The box of what lies inside all masks but those held out, with a rim of 3 %. nullopt when no place does, or there are no
/// masks.
std::optional<SceneBox> boxOfMasks(const std::vector<PosedPicture>& pictures, const Gaze& gaze,
                                   JobContext& context);

/// The box of the points near what the cameras look at, without strays (2 % at each end of each axis), with a
/// rim of 5 %. nullopt when they are too few.
std::optional<SceneBox> boxOfPoints(const std::vector<glm::dvec3>& points, const Gaze& gaze);

/// About the gaze, as large as the median camera sees wholly.
SceneBox boxOfGaze(const std::vector<PosedPicture>& pictures, const Gaze& gaze);

/// The nearest and farthest that a ray from any camera meets the box.
void setDistancesFromBox(PosedScene& scene);

} // namespace bozzetto
