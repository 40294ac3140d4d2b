#pragma once

#include <cstdint>
#include <vector>

#include "core/field/radiance_mlp.h"

namespace bozzetto {

/// A RadianceMlp laid out for the processor's vectors, for queries without gradients: softplus and sigmoid follow the
/// products while these are in registers. Equals RadianceMlp within float32 rounding. Immutable.
class PackedMlp
{
public:
    /// True when the weights are float32 on the processor and the hidden width is divisible by 8.
    static bool fits(const RadianceMlp& mlp);
    explicit PackedMlp(const RadianceMlp& mlp);

    /// features [count, C] -> rawDensity [count] and rgb [count, 3], on the calling thread.
    void evaluate(const float* features, std::int64_t count, float* rawDensity, float* rgb) const;

private:
    int m_channels, m_hidden;
    float m_densityGain;
    std::vector<float> m_weight0; ///< [hidden / tile, channels, tile], the equalised learning rate's gain applied
    std::vector<float> m_bias0;   ///< [hidden]
    std::vector<float> m_weight1; ///< [hidden, 4], gain applied
    float m_bias1[4];
};

} // namespace bozzetto
