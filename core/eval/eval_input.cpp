#include "core/eval/eval_input.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace bozzetto {

glm::mat3 viewRotation(const TrainingObject& object, std::int64_t view)
{
    const at::Tensor rows = object.cameraFromObject.select(0, view).contiguous();
    const float* values = rows.const_data_ptr<float>();
    glm::mat3 rotation;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            rotation[column][row] = values[row * 3 + column];
    return rotation;
}

EvalInput evalInput(const TrainingObject& object, std::int64_t view, const std::string& name)
{
    if (view < 0 || view >= object.colour.size(0))
        throw Error(ErrorCode::internal, "{}: expected a view below {}, found {}", name,
                    object.colour.size(0), view);
    EvalInput input;
    input.name = name;
    const at::Tensor rgba = object.colour.select(0, view).to(at::kFloat).div(255).permute({2, 0, 1});
    input.alpha = rgba.select(0, 3).contiguous();
    input.rgb = rgba.slice(0, 0, 3).div(input.alpha.clamp_min(1 / 255.0)).clamp(0, 1).contiguous();
    input.height = object.height.select(0, view).to(at::kFloat).contiguous();
    input.distance = object.distance.contiguous().const_data_ptr<float>()[view];
    input.tangent = object.tangent.contiguous().const_data_ptr<float>()[view];
    input.cameraFromObject = viewRotation(object, view);
    const at::Tensor half = object.boxHalf.contiguous();
    std::copy_n(half.const_data_ptr<float>(), 3, &input.boxHalf.x);
    return input;
}

} // namespace bozzetto
