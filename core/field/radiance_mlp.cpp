#include "core/field/radiance_mlp.h"

#include <cmath>

#include "core/base/shape_check.h"

namespace bozzetto {

RadianceMlp RadianceMlp::random(int channels, int hidden)
{
    RadianceMlp mlp;
    mlp.weight0 = torch::randn({hidden, channels});
    mlp.bias0 = torch::zeros({hidden});
    mlp.weight1 = torch::randn({4, hidden});
    mlp.bias1 = torch::zeros({4});
    return mlp;
}

FieldSamples RadianceMlp::operator()(const at::Tensor& features) const
{
    requireShape(features, "features", {-1, weight0.size(1)});
    const double gain0 = 1 / std::sqrt(double(weight0.size(1))), gain1 = 1 / std::sqrt(double(weight1.size(1)));
    const auto hidden = at::softplus(at::linear(features, weight0 * gain0, bias0));
    const auto out = at::linear(hidden, weight1 * gain1, bias1);
    return {out.select(1, 0) * densityGain, at::sigmoid(out.narrow(1, 1, 3)) * 1.002 - 0.001};
}

} // namespace bozzetto
