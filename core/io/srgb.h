#pragma once

#include <cmath>

#include <glm/glm.hpp>

namespace bozzetto {

/// IEC 61966-2-1, per channel; alpha stays.
inline float linearFromSrgb(float v) { return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f); }
inline float srgbFromLinear(float v)
{
    return v <= 0.0031308f ? v * 12.92f : 1.055f * std::pow(v, 1.0f / 2.4f) - 0.055f;
}

inline glm::vec4 linearFromSrgb(const glm::vec4& c)
{
    return {linearFromSrgb(c.r), linearFromSrgb(c.g), linearFromSrgb(c.b), c.a};
}
inline glm::vec4 srgbFromLinear(const glm::vec4& c)
{
    return {srgbFromLinear(c.r), srgbFromLinear(c.g), srgbFromLinear(c.b), c.a};
}

} // namespace bozzetto
