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

    BOZZETTO_INLINE std::int64_t planeSize() const { return std::int64_t(width) * height; } ///< texels
};

inline constexpr int kMaxLevels = 3;

/// What a lookup needs to know of a pyramid: plain, so that it goes to a GPU by value.
struct PyramidView
{
    Level levels[kMaxLevels];
    int levelCount;
    int channels;
    int widthAxis[3]; ///< of each plane: the coordinate along its width
    int heightAxis[3];
};

/// Where the gradients of the levels go; laid out as the levels.
struct GradientView
{
    float* levels[kMaxLevels];
};

BOZZETTO_INLINE Taps planeTaps(const PyramidView& pyramid, const Level& level, int plane, const float* point)
{
    return bilinearTaps(point[pyramid.widthAxis[plane]], point[pyramid.heightAxis[plane]], level.width,
                        level.height);
}

template <int Width> struct alignas(sizeof(float) * Width) Pack
{
    float value[Width];
};

/// One thread's share of the lookup: channels [Width * group, Width * (group + 1)) of one point. Width 4
/// needs all arrays aligned to 16 bytes and a channel count divisible by 4.
template <int Width>
BOZZETTO_INLINE void lookupThread(const PyramidView& pyramid, const float* points, std::int64_t point,
                                  int group, float* features)
{
    Pack<Width> sum{};
    const int first = Width * group;
    for (int l = 0; l < pyramid.levelCount; ++l) {
        const Level level = pyramid.levels[l];
        for (int p = 0; p < 3; ++p) {
            const Taps taps = planeTaps(pyramid, level, p, points + 3 * point);
            const float* plane = level.data + p * level.planeSize() * pyramid.channels + first;
            for (int k = 0; k < 4; ++k) {
                const auto texel =
                    *reinterpret_cast<const Pack<Width>*>(plane + taps.offset[k] * pyramid.channels);
                for (int c = 0; c < Width; ++c)
                    sum.value[c] += taps.weight[k] * texel.value[c];
            }
        }
    }
    for (int c = 0; c < Width; ++c)
        sum.value[c] *= 1.0f / 3.0f;
    *reinterpret_cast<Pack<Width>*>(features + point * pyramid.channels + first) = sum;
}

/// Sums of many threads meet at one texel: atomic on a GPU, where their order, and so the last bit, may vary.
BOZZETTO_INLINE void addTo(float* where, float value)
{
#if defined(__CUDA_ARCH__)
    atomicAdd(where, value);
#else
    *where += value;
#endif
}

/// One thread's share of the backward pass: one channel of one point's gradient, spread over the texels it
/// came from.
BOZZETTO_INLINE void scatterThread(const PyramidView& pyramid, const GradientView& targets,
                                   const float* points, const float* gradient, std::int64_t point,
                                   int channel)
{
    const float value = gradient[point * pyramid.channels + channel] * (1.0f / 3.0f);
    for (int l = 0; l < pyramid.levelCount; ++l) {
        const Level level = pyramid.levels[l];
        for (int p = 0; p < 3; ++p) {
            const Taps taps = planeTaps(pyramid, level, p, points + 3 * point);
            float* plane = targets.levels[l] + p * level.planeSize() * pyramid.channels + channel;
            for (int k = 0; k < 4; ++k)
                if (taps.weight[k] != 0.0f)
                    addTo(plane + taps.offset[k] * pyramid.channels, taps.weight[k] * value);
        }
    }
}

} // namespace bozzetto::triplane
