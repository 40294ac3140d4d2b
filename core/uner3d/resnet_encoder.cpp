#include "core/uner3d/resnet_encoder.h"

#include <cmath>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr const char* kPixelNerfPrefix = "encoder.model.";

/// Adds the tensors of one block after the other, drawing from one generator.
struct Builder
{
    ParameterSet& tensors;
    at::Generator generator;

    void convolution(const std::string& name, int64_t out, int64_t in, int64_t side)
    {
        const double fanOut = double(out * side * side);
        tensors.addLeaf(name + ".weight", at::randn({out, in, side, side}, generator) * std::sqrt(2 / fanOut));
    }
    void norm(const std::string& name, int64_t width, double gain)
    {
        tensors.addLeaf(name + ".weight", at::full({width}, gain));
        tensors.addLeaf(name + ".bias", at::zeros({width}));
        tensors.addConstant(name + ".running_mean", at::zeros({width}));
        tensors.addConstant(name + ".running_var", at::ones({width}));
    }
    void block(const std::string& name, int64_t out, int64_t in, int64_t stride)
    {
        convolution(name + ".conv1", out, in, 3);
        norm(name + ".bn1", out, 1);
        convolution(name + ".conv2", out, out, 3);
        norm(name + ".bn2", out, 0);
        if (stride != 1 || in != out) {
            convolution(name + ".downsample.0", out, in, 1);
            norm(name + ".downsample.1", out, 1);
        }
    }
};

int64_t strideOf(int layer) { return layer == 0 ? 1 : 2; }

} // namespace

ResnetEncoder::ResnetEncoder(const ResnetOptions& options, std::uint64_t seed) : m_options(options)
{
    Builder builder{m_tensors, at::detail::createCPUGenerator(seed)};
    builder.convolution("conv1", options.widths[0], 3, 7);
    builder.norm("bn1", options.widths[0], 1);
    for (int layer = 0; layer < 3; ++layer)
        for (int b = 0; b < options.blocks[std::size_t(layer)]; ++b) {
            const auto out = options.widths[std::size_t(layer) + 1], in = b == 0 ? options.widths[std::size_t(layer)] : out;
            builder.block(fmt::format("layer{}.{}", layer + 1, b), out, in, b == 0 ? strideOf(layer) : 1);
        }
}

at::Tensor ResnetEncoder::convolution(const at::Tensor& x, const std::string& name, int64_t stride, int64_t padding) const
{
    return at::conv2d(x, m_tensors[name + ".weight"], {}, stride, padding);
}

at::Tensor ResnetEncoder::norm(const at::Tensor& x, const std::string& name, bool training) const
{
    return at::batch_norm(x, m_tensors[name + ".weight"], m_tensors[name + ".bias"], m_tensors[name + ".running_mean"],
                          m_tensors[name + ".running_var"], training, 0.1, 1e-5, false);
}

at::Tensor ResnetEncoder::block(const at::Tensor& x, const std::string& name, int64_t stride, bool training) const
{
    auto y = at::relu(norm(convolution(x, name + ".conv1", stride, 1), name + ".bn1", training));
    y = norm(convolution(y, name + ".conv2", 1, 1), name + ".bn2", training);
    const bool same = stride == 1 && y.size(1) == x.size(1);
    const auto shortcut =
        same ? x : norm(convolution(x, name + ".downsample.0", stride, 0), name + ".downsample.1", training);
    return at::relu(y + shortcut);
}

at::Tensor ResnetEncoder::forward(const at::Tensor& rgb, bool training) const
{
    requireShape(rgb, "rgb", {-1, 3, -1, -1});
    auto x = at::relu(norm(convolution(rgb, "conv1", 2, 3), "bn1", training));
    const auto height = x.size(2), width = x.size(3);
    std::vector<at::Tensor> maps = {x};
    if (m_options.firstPool)
        x = at::max_pool2d(x, 3, 2, 1);
    for (int layer = 0; layer < 3; ++layer) {
        for (int b = 0; b < m_options.blocks[std::size_t(layer)]; ++b)
            x = block(x, fmt::format("layer{}.{}", layer + 1, b), b == 0 ? strideOf(layer) : 1, training);
        maps.push_back(at::upsample_bilinear2d(x, {height, width}, true));
    }
    return at::cat(maps, 1);
}

void ResnetEncoder::load(const TensorFile& file, const std::string& shownName)
{
    const bool theirs = file.find(fmt::format("{}conv1.weight", kPixelNerfPrefix)) != nullptr;
    m_tensors.load(file, theirs ? kPixelNerfPrefix : "", shownName);
}

} // namespace bozzetto
