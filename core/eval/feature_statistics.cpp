#include "core/eval/feature_statistics.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

/// A factor of the covariance: [min(N, E), E] with C = F^T F.
at::Tensor covarianceFactor(const at::Tensor& features, const at::Tensor& mean)
{
    const auto centred = (features - mean) / std::sqrt(double(features.size(0) - 1));
    return centred.size(0) > centred.size(1) ? std::get<1>(at::linalg_qr(centred, "r")) : centred;
}

} // namespace

double frechetDistance(const at::Tensor& a, const at::Tensor& b)
{
    requireShape(a, "features", {-1, -1});
    requireShape(b, "features", {-1, a.size(1)});
    if (a.size(0) < 2 || b.size(0) < 2)
        throw Error(ErrorCode::badInput, "Frechet distance: expected two samples and more on each side, found {} and {}", a.size(0),
                    b.size(0));
    const auto x = a.to(at::kCPU, at::kDouble), y = b.to(at::kCPU, at::kDouble);
    const auto meanX = x.mean(0), meanY = y.mean(0);
    const auto factorX = covarianceFactor(x, meanX), factorY = covarianceFactor(y, meanY);
    const auto root = at::linalg_svdvals(at::matmul(factorX, factorY.t())).sum(); // tr (Ca Cb)^(1/2)
    const auto distance =
        (meanX - meanY).square().sum() + factorX.square().sum() + factorY.square().sum() - 2 * root;
    return std::max(distance.item<double>(), 0.0);
}

double inceptionScore(const at::Tensor& probabilities)
{
    requireShape(probabilities, "class probabilities", {-1, -1});
    constexpr double kLeast = 1e-12;
    const auto p = probabilities.to(at::kCPU, at::kDouble);
    const auto mean = p.mean(0, true);
    const auto divergence = (p * ((p + kLeast).log() - (mean + kLeast).log())).sum(1).mean();
    return std::exp(divergence.item<double>());
}

} // namespace bozzetto
