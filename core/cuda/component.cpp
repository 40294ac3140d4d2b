// The thin ATen side of the CUDA component: what core finds in it by name once it is loaded.
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros_like.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "core/base/error.h"
#include "core/cuda/triplane_launch.h"
#include "core/field/triplane_kernels.h"

namespace bozzetto::triplane {

namespace {

void requireLaunched(const char* trouble)
{
    if (trouble)
        throw Error(ErrorCode::internal, "The GPU did not take the triplane lookup ({}).", trouble);
}

at::Tensor forwardCuda(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points)
{
    const c10::cuda::CUDAGuard guard(points.device());
    auto features = at::empty({points.size(0), levels[0].size(1)}, points.options());
    requireLaunched(launchLookup(viewOf(levels, set), points.const_data_ptr<float>(), points.size(0),
                                 features.data_ptr<float>(), c10::cuda::getCurrentCUDAStream().stream()));
    return features;
}

std::vector<at::Tensor> backwardCuda(const std::vector<at::Tensor>& levels, PlaneSet set, const at::Tensor& points,
                                     const at::Tensor& gradient)
{
    const c10::cuda::CUDAGuard guard(points.device());
    auto gradients = emptyGradients(levels);
    GradientView targets{};
    for (std::size_t l = 0; l < gradients.size(); ++l)
        targets.levels[l] = gradients[l].data_ptr<float>();
    requireLaunched(launchScatter(viewOf(levels, set), targets, points.const_data_ptr<float>(),
                                  gradient.const_data_ptr<float>(), points.size(0),
                                  c10::cuda::getCurrentCUDAStream().stream()));
    return gradients;
}

} // namespace

} // namespace bozzetto::triplane

extern "C" {
__attribute__((visibility("default"))) extern const char* const bozzettoComponentVersion = BOZZETTO_VERSION;
__attribute__((visibility("default"))) extern const bozzetto::triplane::CudaKernels bozzettoTriplaneKernels = {
    bozzetto::triplane::forwardCuda, bozzetto::triplane::backwardCuda};
}
