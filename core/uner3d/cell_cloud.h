#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <ATen/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/uner3d/point_field.h"

namespace bozzetto {

/// Cubic cells over a box; cell (x, y, z) has the number (z Y + y) X + x.
struct CellGrid
{
    std::array<float, 3> low{0, 0, 0};
    float cell = 1;                       ///< side of a cell, h
    std::array<int64_t, 3> count{0, 0, 0}; ///< X, Y, Z

    int64_t cells() const { return count[0] * count[1] * count[2]; }

    /// `along` cells along the box's longest side, as many as cover it along the others.
    static CellGrid over(const FieldBox& box, int64_t along);
    CellGrid split(int parts) const; ///< every cell into parts^3

    at::Tensor centres(const at::Tensor& cells) const; ///< cells [n] int64 to [n, 3] float32
    /// points [N, 3] to the numbers of their cells [N] int64; -1 outside.
    at::Tensor cellsOf(const at::Tensor& points) const;
};

/// Points sorted by the cell that holds them.
struct CellCloud
{
    CellGrid grid;
    at::Tensor points; ///< [N, 3] float32 (float64 in tests)
    at::Tensor start;  ///< [cells + 1] int32: cell c holds points start[c] to start[c + 1] - 1
    at::Tensor order;  ///< [N] int64: which of the given points each one is

    int64_t count() const { return points.size(0); }
};

/// A cloud with what a field says at its points, in their order.
struct ValuedCloud
{
    CellCloud cloud;
    PointSamples values;
};

/// Sorts points that lie anywhere; those outside the grid are left out.
CellCloud sortIntoCells(const CellGrid& grid, const at::Tensor& points);

/// A grid for free points (a loaded or merged cloud): cells as large as the median distance to the eighth neighbour of a
/// sample of them, at most 512 along the longest side.
CellGrid gridForPoints(const at::Tensor& points);

/// One point in each of the cells [n], jittered over the whole cell; without a generator in its centre.
at::Tensor pointsInCells(const CellGrid& grid, const at::Tensor& cells, std::optional<at::Generator> generator);

/// How cells that hold matter are told from empty ones. Source: uner3d specification, section 6.1.
struct OccupancyOptions
{
    double opacity = 0.05;    ///< of one cell, above which it holds matter
    double leastShare = 0.005; ///< of all cells are kept, by lowering the threshold where needed
    bool dilate = true;       ///< with the 26 neighbours
};

/// density [cells] at one point per cell to [cells] bool.
at::Tensor occupiedCells(const CellGrid& grid, const at::Tensor& density, const OccupancyOptions& options = {});

/// occupied [cells] bool with the 26 neighbours of each.
at::Tensor dilateCells(const CellGrid& grid, const at::Tensor& occupied);

/// Numbers [n parts^3] of the sub-cells of the occupied cells, in the split grid, ascending.
at::Tensor subCells(const CellGrid& grid, const at::Tensor& occupied, int parts);

/// True [N] where a point's cell is occupied; false outside the grid.
at::Tensor inOccupied(const CellGrid& grid, const at::Tensor& occupied, const at::Tensor& points);

} // namespace bozzetto
