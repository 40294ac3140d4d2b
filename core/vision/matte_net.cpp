#include "core/vision/matte_net.h"

#include <ATen/ATen.h>

#include "core/base/shape_check.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

double matteConfidence(const at::Tensor& alpha)
{
    requireShape(alpha, "alpha", {-1, -1});
    const auto hard = (alpha >= 0.5).to(alpha.scalar_type());
    const double larger = at::maximum(alpha, hard).sum().item<double>();
    return larger > 1e-6 ? at::minimum(alpha, hard).sum().item<double>() / larger : 0;
}

std::shared_ptr<const MatteNet> MatteNet::load(const std::filesystem::path& path)
{
    PictureNet net(kMatteOptions);
    net.load(readWeights(path), path.string());
    return std::make_shared<const MatteNet>(std::move(net));
}

at::Tensor MatteNet::estimate(const at::Tensor& rgb) const
{
    return at::sigmoid(predictPlaneBothWays(m_net, rgb)).mean(0);
}

} // namespace bozzetto
