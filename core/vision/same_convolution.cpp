#include "core/vision/same_convolution.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

/// All padding along an axis of n pixels.
int64_t samePadding(int64_t n, int64_t kernel, int64_t stride)
{
    return std::max<int64_t>(((n + stride - 1) / stride - 1) * stride + kernel - n, 0);
}

at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, int64_t stride, int64_t groups)
{
    const int64_t kernel = weight.size(2);
    const int64_t down = samePadding(x.size(2), kernel, stride), across = samePadding(x.size(3), kernel, stride);
    if (down % 2 == 0 && across % 2 == 0)
        return at::conv2d(x, weight, bias, at::IntArrayRef(stride), at::IntArrayRef({down / 2, across / 2}), 1, groups);
    const auto padded = at::constant_pad_nd(x, {across / 2, across - across / 2, down / 2, down - down / 2}, 0);
    return at::conv2d(padded, weight, bias, at::IntArrayRef(stride), at::IntArrayRef(int64_t(0)), 1, groups);
}

class Depthwise : public torch::autograd::Function<Depthwise>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                              int64_t stride)
    {
        context->save_for_backward({weight});
        context->saved_data["sizes"] = x.sizes();
        context->saved_data["stride"] = stride;
        return convolve(x, weight, {}, stride, weight.size(0));
    }

    /// With stride 1 the padding is symmetric. Otherwise the gradient is spread to every second pixel, shifted by the
    /// difference between this padding and a symmetric one.
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto weight = context->get_saved_variables()[0];
        const auto sizes = context->saved_data["sizes"].toIntVector();
        const auto stride = context->saved_data["stride"].toInt();
        const auto kernel = weight.size(2);
        const auto turned = weight.flip({2, 3}).contiguous(at::MemoryFormat::ChannelsLast);
        auto spread = gradients[0];
        if (stride > 1) {
            const int64_t rowShift = kernel / 2 - samePadding(sizes[2], kernel, stride) / 2;
            const int64_t columnShift = kernel / 2 - samePadding(sizes[3], kernel, stride) / 2;
            spread = at::empty(sizes, gradients[0].options(), at::MemoryFormat::ChannelsLast).zero_();
            spread.slice(2, rowShift, c10::nullopt, stride)
                .slice(3, columnShift, c10::nullopt, stride)
                .copy_(gradients[0]);
        }
        const auto gradient = at::conv2d(spread, turned, {}, at::IntArrayRef(int64_t(1)), at::IntArrayRef(kernel / 2), 1, weight.size(0));
        return {gradient, at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor convolutionSame(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, int64_t stride)
{
    requireShape(x, "x", {-1, weight.size(1), -1, -1});
    return convolve(x, weight, bias, stride, 1);
}

at::Tensor depthwiseSame(const at::Tensor& x, const at::Tensor& weight, int64_t stride)
{
    requireShape(weight, "weight", {x.size(1), 1, -1, -1});
    return Depthwise::apply(x, weight, stride);
}

} // namespace bozzetto
