#pragma once

#include <array>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Which two coordinates each plane is looked up by, (width, height):
/// stock (x,y) (x,z) (z,x), what the official G3DR weights expect (EG3D's axis table; no YZ plane);
/// fixed (x,y) (y,z) (z,x), EG3D's later repair; corrected (x,y) (x,z) (z,y), the third plane parallel to the
/// picture. Source: g3dr specification, section 5.1.
enum class PlaneSet { stock, fixed, corrected };

PlaneSet parsePlaneSet(const std::string& text); ///< throws Error(badInput)

struct PlaneAxes
{
    int width;
    int height;
};
inline std::array<PlaneAxes, 3> planeAxes(PlaneSet set)
{
    switch (set) {
    case PlaneSet::stock:
        return {{{0, 1}, {0, 2}, {2, 0}}};
    case PlaneSet::fixed:
        return {{{0, 1}, {1, 2}, {2, 0}}};
    default:
        return {{{0, 1}, {0, 2}, {2, 1}}};
    }
}

/// Three feature planes at one to three resolutions; the coarser ones are derived by anti-aliased bilinear
/// halving, so gradients flow back to the full planes. Source: g3dr specification, section 5.
struct TriplanePyramid
{
    std::vector<at::Tensor>
        levels; ///< each [3, C, h, w] float32, channels-last in memory; levels[0] is the full one
    PlaneSet set = PlaneSet::corrected;
};

/// planes [3, C, H, W] float32. levelCount 1 to 3; H and W divisible by 2^(levelCount - 1).
TriplanePyramid makePyramid(const at::Tensor& planes, PlaneSet set, int levelCount = 3);

/// Features at points: sum over the levels, mean over the planes, bilinear, zero outside, align_corners =
/// false. points [N, 3] float32 in [-1, 1]^3. Returns [N, C]. Gradients flow to the planes, not to the
/// points.
at::Tensor sampleTriplane(const TriplanePyramid& pyramid, const at::Tensor& points);

/// The same out of grid_sampler calls: slower, any device; what the fused kernels are tested against.
at::Tensor sampleTriplaneReference(const TriplanePyramid& pyramid, const at::Tensor& points);

} // namespace bozzetto
