// No torch header here: nvcc needs 1.5 s an architecture without them and 23 s with them.
#include "core/cuda/triplane_launch.h"

#include <cstdint>

namespace bozzetto::triplane {

namespace {

constexpr int kThreads = 256;

/// threadIdx.x walks a point's channels, so that a warp reads whole cache lines of a texel; threadIdx.y its points.
struct Shape
{
    dim3 blocks;
    dim3 threads;
};

Shape shapeFor(std::int64_t points, int lanes)
{
    const unsigned across = unsigned(lanes < kThreads ? lanes : kThreads);
    const unsigned rows = kThreads / across;
    return {dim3(unsigned((points + rows - 1) / rows)), dim3(across, rows)};
}

template <int Width>
__global__ void lookupKernel(PyramidView pyramid, const float* points, std::int64_t count, float* features)
{
    const std::int64_t point = std::int64_t(blockIdx.x) * blockDim.y + threadIdx.y;
    if (point >= count)
        return;
    for (int group = int(threadIdx.x); group * Width < pyramid.channels; group += int(blockDim.x))
        lookupThread<Width>(pyramid, points, point, group, features);
}

__global__ void scatterKernel(PyramidView pyramid, GradientView targets, const float* points, const float* gradient,
                              std::int64_t count)
{
    const std::int64_t point = std::int64_t(blockIdx.x) * blockDim.y + threadIdx.y;
    if (point >= count)
        return;
    for (int channel = int(threadIdx.x); channel < pyramid.channels; channel += int(blockDim.x))
        scatterThread(pyramid, targets, points, gradient, point, channel);
}

bool aligned(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer) % sizeof(Pack<4>) == 0; }

bool fitsQuads(const PyramidView& pyramid, const float* features)
{
    bool fits = pyramid.channels % 4 == 0 && aligned(features);
    for (int l = 0; l < pyramid.levelCount; ++l)
        fits = fits && aligned(pyramid.levels[l].data);
    return fits;
}

const char* launchTrouble()
{
    const cudaError_t code = cudaGetLastError();
    return code == cudaSuccess ? nullptr : cudaGetErrorString(code);
}

} // namespace

const char* launchLookup(const PyramidView& pyramid, const float* points, std::int64_t count, float* features,
                         void* stream)
{
    if (count == 0)
        return nullptr;
    const auto queue = static_cast<cudaStream_t>(stream);
    if (fitsQuads(pyramid, features)) {
        const Shape shape = shapeFor(count, pyramid.channels / 4);
        lookupKernel<4><<<shape.blocks, shape.threads, 0, queue>>>(pyramid, points, count, features);
    } else {
        const Shape shape = shapeFor(count, pyramid.channels);
        lookupKernel<1><<<shape.blocks, shape.threads, 0, queue>>>(pyramid, points, count, features);
    }
    return launchTrouble();
}

const char* launchScatter(const PyramidView& pyramid, const GradientView& targets, const float* points,
                          const float* gradient, std::int64_t count, void* stream)
{
    if (count == 0)
        return nullptr;
    const Shape shape = shapeFor(count, pyramid.channels);
    scatterKernel<<<shape.blocks, shape.threads, 0, static_cast<cudaStream_t>(stream)>>>(pyramid, targets, points,
                                                                                         gradient, count);
    return launchTrouble();
}

} // namespace bozzetto::triplane
