#pragma once

#include <cstdint>

#if defined(__CUDACC__)
#define BOZZETTO_INLINE __host__ __device__ __forceinline__
#else
#define BOZZETTO_INLINE inline __attribute__((always_inline))
#endif

namespace bozzetto::triplane {

/// The four texels around a point of one plane and their weights; a weight is 0 where the texel lies outside.
struct Taps
{
    std::int64_t offset[4]; ///< in texels
    float weight[4];
};

/// u, v in [-1, 1]; texel centres at (i + 0.5) * 2 / size - 1 (align_corners = false), zero padding.
BOZZETTO_INLINE Taps bilinearTaps(float u, float v, int width, int height)
{
    const float x = ((u + 1.0f) * float(width) - 1.0f) * 0.5f;
    const float y = ((v + 1.0f) * float(height) - 1.0f) * 0.5f;
    // Far outside, and not a number: all weights 0, no overflow in the conversion.
    const bool near = x > -1.0f && y > -1.0f && x < float(width) && y < float(height);
    const float safeX = near ? x : -1.0f, safeY = near ? y : -1.0f;
    const int x0 = int(safeX + 1.0f) - 1, y0 = int(safeY + 1.0f) - 1;
    const float fx = safeX - float(x0), fy = safeY - float(y0);
    Taps taps;
    for (int k = 0; k < 4; ++k) {
        const int i = x0 + (k & 1), j = y0 + (k >> 1);
        const bool inside = near && i >= 0 && j >= 0 && i < width && j < height;
        const float w = ((k & 1) ? fx : 1.0f - fx) * ((k >> 1) ? fy : 1.0f - fy);
        taps.offset[k] = inside ? std::int64_t(j) * width + i : 0;
        taps.weight[k] = inside ? w : 0.0f;
    }
    return taps;
}

/// One resolution of the three planes in memory: [3, height, width, channels].
struct Level
{
    const float* data;
    int width;
    int height;
};

} // namespace bozzetto::triplane
