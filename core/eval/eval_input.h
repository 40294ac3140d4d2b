#pragma once

#include <string>

#include <ATen/core/Tensor.h>
#include <glm/glm.hpp>

#include "core/data/training_set.h"

namespace bozzetto {

/// What a method of making objects is given: one view of a training object, cut out. S pixels a side; the
/// camera frame is that of training_set.h: x right, y up, the camera at (0, 0, distance), looking along -z.
/// `height`, `cameraFromObject` and `boxHalf` are the truth, for oracles: a method that claims to see the
/// picture only must not touch them.
struct EvalInput
{
    std::string name;
    at::Tensor rgb;    ///< [3, S, S] float32 sRGB in [0, 1], not premultiplied; 0 where alpha is 0
    at::Tensor alpha;  ///< [S, S] float32 coverage
    at::Tensor height; ///< [S, S] float32, exact z of the visible point, longest sides; 0 outside
    float distance = 2;
    float tangent = 0.25f;
    glm::mat3 cameraFromObject{1};
    glm::vec3 boxHalf{0.5f};

    int size() const { return int(alpha.size(0)); }
    /// Length of a pixel's side on the plane z, longest sides.
    float pixelLength(float z = 0) const { return 2 * (distance - z) * tangent / float(size()); }
};

/// View `view` of the object. Throws Error(internal) when there is none.
EvalInput evalInput(const TrainingObject& object, std::int64_t view, const std::string& name);

/// The rotation of a view, [3, 3] in `cameraFromObject` of training_set.h.
glm::mat3 viewRotation(const TrainingObject& object, std::int64_t view);

} // namespace bozzetto
