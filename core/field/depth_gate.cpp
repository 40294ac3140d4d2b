#include "core/field/depth_gate.h"

#include <torch/csrc/autograd/custom_function.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

class DepthGate : public torch::autograd::Function<DepthGate>
{
public:
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const at::Tensor& alpha,
                                                  const at::Tensor& colour, const at::Tensor& scale)
    {
        context->save_for_backward({scale});
        return {alpha.view_as(alpha), colour.view_as(colour)};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto scale = context->get_saved_variables()[0];
        return {gradients[0] * scale, gradients[1] * scale.unsqueeze(-1), at::Tensor()};
    }
};

} // namespace

at::Tensor depthGateScale(const at::Tensor& midpoints, const at::Tensor& depth)
{
    requireShape(midpoints, "midpoints", {-1, -1});
    requireShape(depth, "depth", {midpoints.size(0)});
    const auto offset = midpoints - depth.unsqueeze(1);
    return (1.25 * at::exp(offset.square() / -0.03)).clamp(0.05, 1.0).detach();
}

std::pair<at::Tensor, at::Tensor> gateGradients(const at::Tensor& alpha, const at::Tensor& colour,
                                                const at::Tensor& scale)
{
    requireShape(scale, "scale", {alpha.size(0), alpha.size(1)});
    const auto gated = DepthGate::apply(alpha, colour, scale);
    return {gated[0], gated[1]};
}

} // namespace bozzetto
