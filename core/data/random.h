#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

#include <glm/glm.hpp>

namespace bozzetto {

/// A small generator whose numbers are the same on every machine (the standard library's distributions are
/// not). Source: splitmix64 (Steele, Lea, Flood 2014) over a hash (FNV-1a) of what it is seeded with.
class Random
{
public:
    explicit Random(std::uint64_t seed, std::string_view salt = {})
        : m_state(seed * 0x9e3779b97f4a7c15ull + 1)
    {
        std::uint64_t hash = 0xcbf29ce484222325ull;
        for (const char c : salt)
            hash = (hash ^ std::uint8_t(c)) * 0x100000001b3ull;
        m_state ^= hash;
        next();
    }

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }

    float uniform() { return float(next() >> 40) * 0x1p-24f; } ///< [0, 1)
    float uniform(float low, float high) { return low + (high - low) * uniform(); }
    int integer(int low, int high)
    {
        return low + int(next() % std::uint64_t(high - low + 1));
    } ///< both included
    bool chance(float probability) { return uniform() < probability; }

    float normal() ///< Box and Muller
    {
        const float radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(6.28318531f * uniform());
    }

    glm::vec3 direction() ///< uniform on the sphere
    {
        const float z = uniform(-1, 1), angle = uniform(0, 6.28318531f), r = std::sqrt(1 - z * z);
        return {r * std::cos(angle), z, r * std::sin(angle)};
    }

    template <typename Container> const auto& pick(const Container& choices)
    {
        return choices[std::size_t(next() % std::uint64_t(std::size(choices)))];
    }

private:
    std::uint64_t m_state;
};

} // namespace bozzetto
