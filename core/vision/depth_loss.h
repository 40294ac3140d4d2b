#pragma once

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Sum of values over weights' sum, 0 when all weights are 0.
at::Tensor weightedMean(const at::Tensor& values, const at::Tensor& weights);

/// Mean absolute difference between the differences of neighbours, 1, 2, 4 and 8 pixels apart, of `found` and of
/// `truth` [B, h, w], over pairs that both lie in `inside` [B, h, w] (0 or 1); a mean of the four steps and both axes.
at::Tensor gradientLoss(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& inside);

/// Negative log likelihood of a Laplace distribution of scale exp(logScale), less its constant log 2:
/// |found - truth| / scale + logScale, a mean over `inside`.
at::Tensor laplaceLoss(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& logScale,
                       const at::Tensor& inside);

/// Errors of one prediction over `inside`, all [h, w].
struct DepthErrors
{
    double absolute = 0;    ///< mean absolute error
    double afterAffine = 0; ///< the same after the best affine map of found to truth in the least-squares sense
    double correlation = 0; ///< Pearson's; 0 when either is constant
    double gradient = 0;    ///< gradientLoss
};
DepthErrors depthErrors(const at::Tensor& found, const at::Tensor& truth, const at::Tensor& inside);

} // namespace bozzetto
