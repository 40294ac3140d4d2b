#include "tests/support/formula_weights.h"

#include <cmath>
#include <cstdint>

#include <ATen/ATen.h>

namespace bozzetto::test {

at::Tensor uniformOf(const std::string& name, at::IntArrayRef shape)
{
    std::uint32_t seed = 2166136261u;
    for (const unsigned char byte : name)
        seed = (seed ^ byte) * 16777619u;
    auto values = at::empty(shape, at::kFloat);
    auto* out = values.data_ptr<float>();
    for (int64_t i = 0; i < values.numel(); ++i) {
        std::uint32_t mixed = std::uint32_t(i) * 2654435761u + seed;
        mixed = (mixed ^ (mixed >> 15)) * 2246822519u;
        mixed ^= mixed >> 13;
        out[i] = float(double(mixed) / 2147483648.0 - 1);
    }
    return values;
}

at::Tensor formulaWeight(const std::string& name, at::IntArrayRef shape)
{
    const auto u = uniformOf(name, shape);
    if (name.ends_with("running_var"))
        return 1 + 0.5 * u;
    if (name.ends_with("running_mean") || name.ends_with("bias"))
        return 0.1 * u;
    if (shape.size() == 1)
        return 1 + 0.1 * u;
    return u * std::sqrt(6.0 / double(u[0].numel()));
}

} // namespace bozzetto::test
