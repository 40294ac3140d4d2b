#pragma once

#include <algorithm>
#include <array>

#include <ATen/core/Tensor.h>

#include "core/uner3d/point_network.h"

namespace bozzetto {

/// Axis-aligned, in the field's coordinates.
struct FieldBox
{
    std::array<float, 3> low{-1, -1, -1}, high{1, 1, 1};

    float side(std::size_t axis) const { return high[axis] - low[axis]; }
    float longest() const { return std::max({side(0), side(1), side(2)}); }
};

/// Density and colour as functions of place, whatever they were learned with: what clouds and pictures are made from.
/// Thread: const members from any thread.
class PointField
{
public:
    virtual ~PointField() = default;
    /// points [N, 3] float32 on device(). Outside the box the density is meaningless.
    virtual PointSamples query(const at::Tensor& points) const = 0;
    virtual FieldBox box() const = 0;
    virtual c10::Device device() const = 0;
};

/// query() in chunks, without gradient.
PointSamples queryChunked(const PointField& field, const at::Tensor& points, int64_t chunk = 65536);

} // namespace bozzetto
