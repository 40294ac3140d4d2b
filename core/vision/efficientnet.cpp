#include "core/vision/efficientnet.h"

#include <cmath>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/vision/same_convolution.h"

namespace bozzetto {

namespace {

constexpr double kNormEpsilon = 1e-3;
constexpr int64_t kStemWidth = 32, kHeadWidth = 1280, kClasses = 1000;

struct Stage
{
    int repeats;
    int64_t kernel, stride, expansion, in, out;
};
constexpr Stage kStages[] = {{1, 3, 1, 1, 32, 16},  {2, 3, 2, 6, 16, 24},  {2, 5, 2, 6, 24, 40}, {3, 3, 2, 6, 40, 80},
                             {3, 5, 1, 6, 80, 112}, {4, 5, 2, 6, 112, 192}, {1, 3, 1, 6, 192, 320}};

/// Gives the tensor of a published name, which has this shape.
using Source = std::function<at::Tensor(const std::string& name, at::IntArrayRef shape)>;

struct Builder
{
    const Source& source;

    /// y = gain (conv(x) - mean) / sqrt(variance + epsilon) + shift, as one convolution.
    FoldedConvolution folded(const std::string& name, const std::string& conv, const std::string& norm,
                             at::IntArrayRef shape, int64_t stride, bool depthwise, bool clamps) const
    {
        const auto width = shape[0];
        const auto gain = source(norm + ".weight", {width}), shift = source(norm + ".bias", {width});
        const auto mean = source(norm + ".running_mean", {width}), variance = source(norm + ".running_var", {width});
        const auto scale = gain / (variance + kNormEpsilon).sqrt();
        const auto weight = source(conv + ".weight", shape) * scale.view({-1, 1, 1, 1});
        return {name, weight.contiguous(at::MemoryFormat::ChannelsLast), shift - mean * scale, stride, depthwise, clamps};
    }

    EfficientNetBlock block(int index, const Stage& stage, bool first) const
    {
        const auto theirs = fmt::format("_blocks.{}.", index), ours = fmt::format("blocks.{}.", index);
        const int64_t in = first ? stage.in : stage.out, wide = in * stage.expansion;
        const int64_t stride = first ? stage.stride : 1;
        EfficientNetBlock block;
        if (stage.expansion > 1)
            block.convolutions.push_back(
                folded(ours + "expand", theirs + "_expand_conv", theirs + "_bn0", {wide, in, 1, 1}, 1, false, true));
        block.convolutions.push_back(folded(ours + "depthwise", theirs + "_depthwise_conv", theirs + "_bn1",
                                            {wide, 1, stage.kernel, stage.kernel}, stride, true, true));
        block.convolutions.push_back(
            folded(ours + "project", theirs + "_project_conv", theirs + "_bn2", {stage.out, wide, 1, 1}, 1, false, false));
        block.residual = stride == 1 && in == stage.out;
        return block;
    }

    EfficientNetLite0 network() const
    {
        EfficientNetLite0 network;
        network.stem = folded("stem", "_conv_stem", "_bn0", {kStemWidth, 3, 3, 3}, 2, false, true);
        for (const auto& stage : kStages)
            for (int i = 0; i < stage.repeats; ++i)
                network.blocks.push_back(block(int(network.blocks.size()), stage, i == 0));
        network.head = folded("head", "_conv_head", "_bn1", {kHeadWidth, kStages[6].out, 1, 1}, 1, false, true);
        network.classWeight = source("_fc.weight", {kClasses, kHeadWidth});
        network.classBias = source("_fc.bias", {kClasses});
        return network;
    }
};

} // namespace

EfficientNetLite0 EfficientNetLite0::fromPublished(const TensorFile& file)
{
    const Source source = [&](const std::string& name, at::IntArrayRef shape) {
        const auto* found = file.find(name);
        if (!found || found->sizes() != shape)
            throw Error(ErrorCode::badInput, "EfficientNet-Lite0: expected a tensor {} of shape {}, found {}", name,
                        c10::str(shape), found ? c10::str(found->sizes()) : "none");
        return found->to(at::kFloat);
    };
    return Builder{source}.network();
}

EfficientNetLite0 EfficientNetLite0::random(std::uint64_t seed)
{
    auto generator = at::detail::createCPUGenerator(seed);
    const Source source = [&](const std::string& name, at::IntArrayRef shape) {
        if (shape.size() == 1)
            return name.ends_with(".weight") || name.ends_with("_var") ? at::ones(shape) : at::zeros(shape);
        const double fanIn = double(shape.size() == 4 ? shape[1] * shape[2] * shape[3] : shape[1]);
        return at::randn(shape, generator) * std::sqrt(2 / fanIn);
    };
    return Builder{source}.network();
}

std::vector<FoldedConvolution*> EfficientNetLite0::convolutions()
{
    std::vector<FoldedConvolution*> all = {&stem};
    for (auto& block : blocks)
        for (auto& convolution : block.convolutions)
            all.push_back(&convolution);
    all.push_back(&head);
    return all;
}

at::Tensor normaliseForImageNet(const at::Tensor& rgb)
{
    requireShape(rgb, "rgb", {-1, 3, -1, -1});
    const auto mean = at::tensor({0.485f, 0.456f, 0.406f}, rgb.options()).view({1, 3, 1, 1});
    const auto deviation = at::tensor({0.229f, 0.224f, 0.225f}, rgb.options()).view({1, 3, 1, 1});
    return (rgb - mean) / deviation;
}

at::Tensor applyConvolution(const FoldedConvolution& convolution, const at::Tensor& x)
{
    const auto type = x.scalar_type();
    const auto bias = convolution.bias.to(type);
    const auto y = convolution.depthwise
                       ? depthwiseSame(x, convolution.weight.to(type), convolution.stride) + bias.view({1, -1, 1, 1})
                       : convolutionSame(x, convolution.weight.to(type), bias, convolution.stride);
    return convolution.clamps ? at::hardtanh(y, 0, 6) : y;
}

at::Tensor applyBlock(const EfficientNetBlock& block, const at::Tensor& x)
{
    auto y = x;
    for (const auto& convolution : block.convolutions)
        y = applyConvolution(convolution, y);
    return block.residual ? x + y : y;
}

std::array<at::Tensor, 5> efficientNetFeatures(const EfficientNetLite0& network, const at::Tensor& input)
{
    requireShape(input, "input", {-1, 3, -1, -1});
    std::array<at::Tensor, 5> features;
    auto x = applyConvolution(network.stem, input.contiguous(at::MemoryFormat::ChannelsLast));
    std::size_t level = 0;
    for (std::size_t i = 0; i < network.blocks.size(); ++i) {
        x = applyBlock(network.blocks[i], x);
        if (int(i) == kEfficientNetEnds[level])
            features[level++] = x;
    }
    return features;
}

at::Tensor efficientNetScores(const EfficientNetLite0& network, const at::Tensor& features)
{
    const auto pooled = applyConvolution(network.head, features).mean({2, 3});
    return at::linear(pooled, network.classWeight.to(pooled.scalar_type()), network.classBias.to(pooled.scalar_type()));
}

} // namespace bozzetto
