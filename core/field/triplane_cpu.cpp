#include "core/field/triplane_kernels.h"

#include <ATen/Parallel.h>

namespace bozzetto::triplane {

namespace {

constexpr int kStrip = 16; // channels handled together: one cache line, one AVX-512 register

using Strip = float __attribute__((vector_size(kStrip * sizeof(float)), aligned(sizeof(float))));

/// Strips is a constant for the common widths, so that the sums stay in registers; 0: any channel count.
template <int Strips>
BOZZETTO_INLINE void addTaps(const float* plane, const Taps& taps, int channels, Strip* sums, float* out)
{
    const float* texel[4];
    for (int k = 0; k < 4; ++k)
        texel[k] = plane + taps.offset[k] * channels;
    for (int s = 0; s < Strips; ++s)
        for (int k = 0; k < 4; ++k)
            sums[s] += taps.weight[k] * reinterpret_cast<const Strip*>(texel[k])[s];
    if (Strips == 0)
        for (int c = 0; c < channels; ++c)
            for (int k = 0; k < 4; ++k)
                out[c] += taps.weight[k] * texel[k][c];
}

template <int Strips>
BOZZETTO_INLINE void forwardRange(const PyramidView& pyramid, const float* points, std::int64_t begin,
                                  std::int64_t end, float* features)
{
    const int channels = Strips ? Strips * kStrip : pyramid.channels;
    for (std::int64_t n = begin; n < end; ++n) {
        float* out = features + (n - begin) * channels;
        Strip sums[Strips + 1] = {};
        for (int c = 0; c < channels; ++c)
            out[c] = 0;
        for (int l = 0; l < pyramid.levelCount; ++l) {
            const Level level = pyramid.levels[l];
            for (int p = 0; p < 3; ++p)
                addTaps<Strips>(level.data + p * level.planeSize() * channels,
                                planeTaps(pyramid, level, p, points + 3 * n), channels, sums, out);
        }
        for (int s = 0; s < Strips; ++s)
            reinterpret_cast<Strip*>(out)[s] = sums[s];
        for (int c = 0; c < channels; ++c)
            out[c] *= 1.0f / 3.0f;
    }
}

/// Scatters one plane of one level, channels [first, last): no other task writes there, so the order of the
/// sums, and with it the result, does not depend on the number of threads.
BOZZETTO_INLINE void backwardTask(const PyramidView& pyramid, int l, int p, const float* points,
                                  const float* gradient, std::int64_t count, int channels, int first,
                                  int last, float* plane)
{
    const Level level = pyramid.levels[l];
    for (std::int64_t n = 0; n < count; ++n) {
        const Taps taps = planeTaps(pyramid, level, p, points + 3 * n);
        const float* g = gradient + n * channels;
        for (int k = 0; k < 4; ++k) {
            const float weight = taps.weight[k] * (1.0f / 3.0f);
            float* out = plane + taps.offset[k] * channels;
            for (int c = first; c < last; ++c)
                out[c] += weight * g[c];
        }
    }
}

BOZZETTO_INLINE void forwardAny(const PyramidView& pyramid, const float* points, std::int64_t begin,
                                std::int64_t end, float* features)
{
    if (pyramid.channels == 32)
        forwardRange<2>(pyramid, points, begin, end, features);
    else if (pyramid.channels == 64)
        forwardRange<4>(pyramid, points, begin, end, features);
    else
        forwardRange<0>(pyramid, points, begin, end, features);
}

BOZZETTO_INLINE void backwardAny(const PyramidView& pyramid, int l, int p, const float* points,
                                 const float* gradient, std::int64_t count, int channels, int first,
                                 float* plane)
{
    if (first + kStrip <= channels)
        backwardTask(pyramid, l, p, points, gradient, count, channels, first, first + kStrip, plane);
    else
        backwardTask(pyramid, l, p, points, gradient, count, channels, first, channels, plane);
}

using ForwardRun = void (*)(const PyramidView&, const float*, std::int64_t, std::int64_t, float*);
using BackwardRun = void (*)(const PyramidView&, int, int, const float*, const float*, std::int64_t, int, int,
                             float*);

void forwardPlain(const PyramidView& pyramid, const float* points, std::int64_t begin, std::int64_t end,
                  float* features)
{
    forwardAny(pyramid, points, begin, end, features);
}

void backwardPlain(const PyramidView& pyramid, int l, int p, const float* points, const float* gradient,
                   std::int64_t count, int channels, int first, float* plane)
{
    backwardAny(pyramid, l, p, points, gradient, count, channels, first, plane);
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma,prefer-vector-width=512"))) void
forwardAvx512(const PyramidView& pyramid, const float* points, std::int64_t begin, std::int64_t end,
              float* features)
{
    forwardAny(pyramid, points, begin, end, features);
}

__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma,prefer-vector-width=512"))) void
backwardAvx512(const PyramidView& pyramid, int l, int p, const float* points, const float* gradient,
               std::int64_t count, int channels, int first, float* plane)
{
    backwardAny(pyramid, l, p, points, gradient, count, channels, first, plane);
}

__attribute__((target("avx2,fma"))) void forwardAvx2(const PyramidView& pyramid, const float* points,
                                                     std::int64_t begin, std::int64_t end, float* features)
{
    forwardAny(pyramid, points, begin, end, features);
}

__attribute__((target("avx2,fma"))) void backwardAvx2(const PyramidView& pyramid, int l, int p,
                                                      const float* points, const float* gradient,
                                                      std::int64_t count, int channels, int first,
                                                      float* plane)
{
    backwardAny(pyramid, l, p, points, gradient, count, channels, first, plane);
}
#endif

ForwardRun chooseForward()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return forwardAvx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return forwardAvx2;
#endif
    return forwardPlain;
}

BackwardRun chooseBackward()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return backwardAvx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return backwardAvx2;
#endif
    return backwardPlain;
}

} // namespace

void lookupRange(const PyramidView& pyramid, const float* points, std::int64_t begin, std::int64_t end,
                 float* features)
{
    static const auto run = chooseForward();
    run(pyramid, points, begin, end, features);
}

at::Tensor forwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points)
{
    const PyramidView pyramid = viewOf(levels, set);
    const int64_t count = points.size(0);
    auto features = at::empty({count, pyramid.channels}, points.options());
    const float* from = points.const_data_ptr<float>();
    float* to = features.data_ptr<float>();
    at::parallel_for(0, count, 1024, [&](int64_t begin, int64_t end) {
        lookupRange(pyramid, from, begin, end, to + begin * pyramid.channels);
    });
    return features;
}

std::vector<at::Tensor> backwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set,
                                    const at::Tensor& points, const at::Tensor& gradient)
{
    const PyramidView pyramid = viewOf(levels, set);
    auto gradients = emptyGradients(levels);
    const int strips = (pyramid.channels + kStrip - 1) / kStrip;
    const int64_t tasks = int64_t(pyramid.levelCount) * 3 * strips;
    const float* where = points.const_data_ptr<float>();
    const float* from = gradient.const_data_ptr<float>();
    const auto run = chooseBackward();
    at::parallel_for(0, tasks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t task = begin; task < end; ++task) {
            const int strip = int(task % strips), p = int(task / strips % 3), l = int(task / strips / 3);
            float* plane = gradients[std::size_t(l)].data_ptr<float>() +
                           p * pyramid.levels[l].planeSize() * pyramid.channels;
            run(pyramid, l, p, where, from, points.size(0), pyramid.channels, strip * kStrip, plane);
        }
    });
    return gradients;
}

} // namespace bozzetto::triplane
