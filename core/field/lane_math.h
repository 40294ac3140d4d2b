#pragma once

#include <cstdint>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" // vectors are returned by functions that are always inlined
#endif

namespace bozzetto::lanes {

#define BOZZETTO_ALWAYS_INLINE inline __attribute__((always_inline))

/// Sixteen values that the processor works on together; functions that use them are compiled once for every
/// instruction set, the body being always inlined.
inline constexpr int kLanes = 16;

using Vector = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(sizeof(float))));
using Integers = std::int32_t __attribute__((vector_size(kLanes * sizeof(float)), aligned(sizeof(float))));

BOZZETTO_ALWAYS_INLINE Vector spread(float value) { return Vector{} + value; }

/// exp(x) for x <= 0: 2^n e^r with |r| <= ln 2 / 2 and e^r by its series to r^7. Relative error below 3e-7.
BOZZETTO_ALWAYS_INLINE Vector exponential(Vector x)
{
    constexpr float kLowest = -87.0f;                    // e^-87 is the smallest that is no denormal
    constexpr float kRound = 12582912.0f;                // 1.5 * 2^23: adding it rounds to a whole number
    constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f; // in two parts: n * high is exact
    x = x < kLowest ? spread(kLowest) : x;
    const Vector shifted = x * 1.44269504f + kRound;
    const Vector whole = shifted - kRound;
    const Vector r = (x - whole * kLn2High) - whole * kLn2Low;
    Vector sum = spread(1.0f / 5040);
    for (float coefficient : {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f})
        sum = sum * r + coefficient;
    const Integers power = (reinterpret_cast<Integers>(shifted) << 23) + (127 << 23);
    return sum * reinterpret_cast<Vector>(power);
}

BOZZETTO_ALWAYS_INLINE Vector magnitude(Vector x) { return x < 0 ? -x : x; }

/// max(x, 0) + log(1 + e^-|x|). The logarithm is 2 atanh(t / (2 + t)) by its series; the argument is at most 1/3.
BOZZETTO_ALWAYS_INLINE Vector softplus(Vector x)
{
    const Vector t = exponential(-magnitude(x));
    const Vector s = t / (t + 2.0f);
    const Vector s2 = s * s;
    Vector sum = spread(2.0f / 13);
    for (float coefficient : {2.0f / 11, 2.0f / 9, 2.0f / 7, 2.0f / 5, 2.0f / 3, 2.0f})
        sum = sum * s2 + coefficient;
    return (x < 0 ? spread(0.0f) : x) + sum * s; // a value that is not a number stays one
}

BOZZETTO_ALWAYS_INLINE Vector sigmoid(Vector x)
{
    const Vector t = exponential(-magnitude(x));
    const Vector value = 1.0f / (1.0f + t);
    return x < 0 ? t * value : value;
}

/// Of one function compiled for three instruction sets (AVX-512; AVX2 with FMA; the common one), what this processor runs.
template <typename Function>
Function forThisProcessor([[maybe_unused]] Function avx512, [[maybe_unused]] Function avx2, Function common)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return avx2;
#endif
    return common;
}

#if defined(__x86_64__)
#define BOZZETTO_FOR_AVX512 \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma,prefer-vector-width=512")))
#define BOZZETTO_FOR_AVX2 __attribute__((target("avx2,fma")))
#else
#define BOZZETTO_FOR_AVX512
#define BOZZETTO_FOR_AVX2
#endif

} // namespace bozzetto::lanes
