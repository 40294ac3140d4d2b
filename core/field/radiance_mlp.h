#pragma once

#include <ATen/core/Tensor.h>

#include "core/field/radiance_field.h"

namespace bozzetto {

/// Features to raw density and colour: FC, softplus, FC, with equalised learning rate (stored weights are
/// multiplied by 1 / sqrt(fan-in) when used). Source: g3dr specification, section 6.
struct RadianceMlp
{
    at::Tensor weight0; ///< [hidden, C]
    at::Tensor bias0;   ///< [hidden]
    at::Tensor weight1; ///< [4, hidden]
    at::Tensor bias1;   ///< [4]
    float densityGain = 1.0f; ///< raw density = gain * out[0]; 1 as published, larger = sharper surfaces

    static RadianceMlp random(int channels, int hidden = 64);

    /// features [N, C] to raw density [N] and rgb [N, 3] = 1.002 sigmoid(.) - 0.001.
    FieldSamples operator()(const at::Tensor& features) const;
};

} // namespace bozzetto
