#pragma once

#include <ATen/core/Tensor.h>

#include "core/uner3d/cell_cloud.h"

namespace bozzetto {

/// How density comes from a cloud: inverse distance weighting like colour, or Shepard's method as modified by Franke and
/// Little, whose weights reach zero at reach h.
enum class IdwDensity { standard, modifiedShepard };

/// Inverse distance weighting: w = 1 / (d^p + epsilon h^p) over the nearest points of the 27 cells around a query.
/// Source: uner3d specification, section 7.
struct IdwOptions
{
    int neighbours = 8;        ///< 1 to 27
    double power = 2;          ///< of the distance, for colour
    bool opacityWeighted = true; ///< colours count by the opacity 1 - exp(-density h) of their point
    IdwDensity density = IdwDensity::modifiedShepard;
    double densityPower = 4;   ///< of the standard density
    double reach = 1.5;        ///< of modified Shepard, in cells; (0, 1.5]
    double epsilon = 1e-6;     ///< relative to a cell
};

/// The nearest points of each query and their weights.
struct IdwNeighbours
{
    at::Tensor index;  ///< [Q, K] int32; -1: none, or an empty cell's centre
    at::Tensor weight; ///< [Q, K] of sum 1; 0 where there is none
};

/// queries [Q, 3] of the cloud's type, on the processor. Weights are constants: no gradient reaches positions.
IdwNeighbours colourNeighbours(const CellCloud& cloud, const at::Tensor& queries, const IdwOptions& options);

/// The same for density, where the centres of empty cells take part with density 0, so that matter does not grow by the
/// distance to its first empty neighbours. No weight at all outside the grid and where no point lies within 2 h.
IdwNeighbours densityNeighbours(const CellCloud& cloud, const at::Tensor& queries, const IdwOptions& options);

/// Colours [Q, 3] at queries. Gradients flow to the values (and, where colours are weighted by opacity, to density).
/// Without any neighbour: black.
at::Tensor idwColour(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options);

/// Densities [Q] at queries. Gradients flow to the values' density.
at::Tensor idwDensity(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options);

/// The same over all points of the cloud, out of LibTorch's own operators: slow, differentiable, what the kernels are
/// tested against. Empty cells do not take part in the density.
at::Tensor idwColourReference(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options);
at::Tensor idwDensityReference(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options);

/// Several clouds as one: the union of their points, with the values of each looked up at `common` by IDW.
ValuedCloud mergeClouds(const std::vector<ValuedCloud>& clouds, const CellGrid& grid, const at::Tensor& common,
                        const IdwOptions& options);

} // namespace bozzetto
