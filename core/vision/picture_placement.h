#pragma once

#include <ATen/core/Tensor.h>

#include "core/train/set_sampler.h"

namespace bozzetto {

/// Where an object lies in a picture that is put together: samples of its own square picture.
/// A grid [1, side, side, 2] for grid_sampler: mirrored by chance, a little turned and squeezed, somewhere on the square,
/// sometimes partly beyond its rim. coverage uint8 [S, S]; its longer side becomes `share` of the square, or less where
/// its pixels are too few.
at::Tensor drawPlacement(const at::Tensor& coverage, int64_t side, double share, Draws& draws);

/// uint8 [4, S, S], premultiplied, seen through that grid: [1, 4, side, side] in [0, 1].
at::Tensor placedThing(const at::Tensor& rgba, const at::Tensor& grid);

} // namespace bozzetto
