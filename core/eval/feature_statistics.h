#pragma once

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Frechet distance of the normal distributions fitted to two sets of features, [N, E] and [M, E], N and M at least 2:
/// |mean a - mean b|^2 + tr(Ca + Cb - 2 (Ca Cb)^(1/2)), sample covariances, in float64. The trace of the root comes from
/// singular values, so that fewer samples than features are no trouble. Source: Heusel et al. 2017.
double frechetDistance(const at::Tensor& a, const at::Tensor& b);

/// exp of the mean divergence of the rows of [N, K] (class probabilities) from their mean: 1 to K. Source: Salimans et al. 2016.
double inceptionScore(const at::Tensor& probabilities);

} // namespace bozzetto
