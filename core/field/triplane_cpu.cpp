#include "core/field/triplane_kernels.h"

#include <array>

#include <ATen/Parallel.h>

#include "core/field/triplane_math.h"

namespace bozzetto::triplane {

namespace {

constexpr int kMaxLevels = 3;
constexpr int kStrip = 16; // channels handled together: one cache line, one AVX-512 register

struct Layout
{
    std::array<Level, kMaxLevels> levels{};
    std::array<PlaneAxes, 3> axes;
    int levelCount = 0;
    int channels = 0;
};

Layout layoutOf(const std::vector<at::Tensor>& levels, PlaneSet set)
{
    Layout layout;
    layout.axes = planeAxes(set);
    layout.levelCount = int(levels.size());
    layout.channels = int(levels[0].size(1));
    for (int i = 0; i < layout.levelCount; ++i) {
        const auto& level = levels[std::size_t(i)];
        layout.levels[std::size_t(i)] = {level.const_data_ptr<float>(), int(level.size(3)), int(level.size(2))};
    }
    return layout;
}

/// Channels is a constant for the common widths, so that the sums stay in registers.
template <int Channels>
BOZZETTO_INLINE void forwardRange(const Layout& layout, const float* points, std::int64_t begin, std::int64_t end,
                                  float* features)
{
    const int channels = Channels ? Channels : layout.channels;
    for (std::int64_t n = begin; n < end; ++n) {
        float* out = features + n * channels;
        for (int c = 0; c < channels; ++c)
            out[c] = 0;
        for (int l = 0; l < layout.levelCount; ++l) {
            const Level level = layout.levels[std::size_t(l)];
            for (int p = 0; p < 3; ++p) {
                const auto axes = layout.axes[std::size_t(p)];
                const Taps taps =
                    bilinearTaps(points[3 * n + axes.width], points[3 * n + axes.height], level.width, level.height);
                const float* plane = level.data + std::int64_t(p) * level.width * level.height * channels;
                const float* a = plane + taps.offset[0] * channels;
                const float* b = plane + taps.offset[1] * channels;
                const float* c0 = plane + taps.offset[2] * channels;
                const float* d = plane + taps.offset[3] * channels;
                for (int c = 0; c < channels; ++c)
                    out[c] += taps.weight[0] * a[c] + taps.weight[1] * b[c] + taps.weight[2] * c0[c] +
                              taps.weight[3] * d[c];
            }
        }
        for (int c = 0; c < channels; ++c)
            out[c] *= 1.0f / 3.0f;
    }
}

/// Scatters one plane of one level, channels [first, last): no other task writes there, so the order of the sums,
/// and with it the result, does not depend on the number of threads.
BOZZETTO_INLINE void backwardTask(const Level& level, PlaneAxes axes, const float* points, const float* gradient,
                                  std::int64_t count, int channels, int first, int last, float* plane)
{
    for (std::int64_t n = 0; n < count; ++n) {
        const Taps taps =
            bilinearTaps(points[3 * n + axes.width], points[3 * n + axes.height], level.width, level.height);
        const float* g = gradient + n * channels;
        for (int k = 0; k < 4; ++k) {
            const float weight = taps.weight[k] * (1.0f / 3.0f);
            float* out = plane + taps.offset[k] * channels;
            for (int c = first; c < last; ++c)
                out[c] += weight * g[c];
        }
    }
}

BOZZETTO_INLINE void forwardAny(const Layout& layout, const float* points, std::int64_t begin, std::int64_t end,
                                float* features)
{
    if (layout.channels == 32)
        forwardRange<32>(layout, points, begin, end, features);
    else if (layout.channels == 64)
        forwardRange<64>(layout, points, begin, end, features);
    else
        forwardRange<0>(layout, points, begin, end, features);
}

BOZZETTO_INLINE void backwardAny(const Level& level, PlaneAxes axes, const float* points, const float* gradient,
                                 std::int64_t count, int channels, int first, float* plane)
{
    if (first + kStrip <= channels)
        backwardTask(level, axes, points, gradient, count, channels, first, first + kStrip, plane);
    else
        backwardTask(level, axes, points, gradient, count, channels, first, channels, plane);
}

using ForwardRun = void (*)(const Layout&, const float*, std::int64_t, std::int64_t, float*);
using BackwardRun = void (*)(const Level&, PlaneAxes, const float*, const float*, std::int64_t, int, int, float*);

void forwardPlain(const Layout& layout, const float* points, std::int64_t begin, std::int64_t end, float* features)
{
    forwardAny(layout, points, begin, end, features);
}

void backwardPlain(const Level& level, PlaneAxes axes, const float* points, const float* gradient, std::int64_t count,
                   int channels, int first, float* plane)
{
    backwardAny(level, axes, points, gradient, count, channels, first, plane);
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma,prefer-vector-width=512"))) void
forwardAvx512(const Layout& layout, const float* points, std::int64_t begin, std::int64_t end, float* features)
{
    forwardAny(layout, points, begin, end, features);
}

__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma,prefer-vector-width=512"))) void
backwardAvx512(const Level& level, PlaneAxes axes, const float* points, const float* gradient, std::int64_t count,
               int channels, int first, float* plane)
{
    backwardAny(level, axes, points, gradient, count, channels, first, plane);
}

__attribute__((target("avx2,fma"))) void forwardAvx2(const Layout& layout, const float* points, std::int64_t begin,
                                                     std::int64_t end, float* features)
{
    forwardAny(layout, points, begin, end, features);
}

__attribute__((target("avx2,fma"))) void backwardAvx2(const Level& level, PlaneAxes axes, const float* points,
                                                      const float* gradient, std::int64_t count, int channels,
                                                      int first, float* plane)
{
    backwardAny(level, axes, points, gradient, count, channels, first, plane);
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

at::Tensor forwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points)
{
    const Layout layout = layoutOf(levels, set);
    const int64_t count = points.size(0);
    auto features = at::empty({count, layout.channels}, points.options());
    const float* from = points.const_data_ptr<float>();
    float* to = features.data_ptr<float>();
    const auto run = chooseForward();
    at::parallel_for(0, count, 1024, [&](int64_t begin, int64_t end) { run(layout, from, begin, end, to); });
    return features;
}

std::vector<at::Tensor> backwardCpu(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points,
                                    const at::Tensor& gradient)
{
    const Layout layout = layoutOf(levels, set);
    std::vector<at::Tensor> gradients;
    for (const auto& level : levels)
        gradients.push_back(at::zeros_like(level, level.options(), at::MemoryFormat::ChannelsLast));
    const int strips = (layout.channels + kStrip - 1) / kStrip;
    const int64_t tasks = int64_t(layout.levelCount) * 3 * strips;
    const float* where = points.const_data_ptr<float>();
    const float* from = gradient.const_data_ptr<float>();
    const auto run = chooseBackward();
    at::parallel_for(0, tasks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t task = begin; task < end; ++task) {
            const int strip = int(task % strips), p = int(task / strips % 3), l = int(task / strips / 3);
            const Level& level = layout.levels[std::size_t(l)];
            float* plane = gradients[std::size_t(l)].data_ptr<float>() +
                           std::int64_t(p) * level.width * level.height * layout.channels;
            run(level, layout.axes[std::size_t(p)], where, from, points.size(0), layout.channels, strip * kStrip, plane);
        }
    });
    return gradients;
}

} // namespace bozzetto::triplane
