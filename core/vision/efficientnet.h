#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/weights/tensor_file.h"

namespace bozzetto {

/// A convolution with TensorFlow's "same" padding into which its batch normalisation is folded.
struct FoldedConvolution
{
    std::string name;   ///< "blocks.3.expand": the first part of the names of its two tensors
    at::Tensor weight;  ///< [out, in / groups, k, k] float32
    at::Tensor bias;    ///< [out] float32
    int64_t stride = 1;
    bool depthwise = false;
    bool clamps = true; ///< ReLU6 follows
};

/// Inverted residual: expansion (the first block has none), depthwise convolution, projection.
struct EfficientNetBlock
{
    std::vector<FoldedConvolution> convolutions;
    bool residual = false;
};

/// EfficientNet-Lite0 (width 1.0, depth 1.0, ReLU6, no squeeze-and-excitation), statistics of the batch normalisations
/// frozen and folded. Source: Tan and Le 2019, and the Lite variant of the TensorFlow model garden.
struct EfficientNetLite0
{
    FoldedConvolution stem;
    std::vector<EfficientNetBlock> blocks; ///< 16
    FoldedConvolution head;
    at::Tensor classWeight, classBias;     ///< [1000, 1280], [1000]

    /// The published PyTorch file's tensors (`_blocks.3._expand_conv.weight`, ...). Throws Error(badInput) naming the
    /// tensor that is missing or has another shape.
    static EfficientNetLite0 fromPublished(const TensorFile& file);

    /// The same with tensors of the right shapes and arbitrary values: a start without weights.
    static EfficientNetLite0 random(std::uint64_t seed);

    /// Every convolution in the order of the pass; the head last.
    std::vector<FoldedConvolution*> convolutions();
};

/// Channels of the features at strides 2, 4, 8, 16 and 32, and the blocks that end them.
inline constexpr std::array<int64_t, 5> kEfficientNetWidths = {16, 24, 40, 112, 320};
inline constexpr std::array<int, 5> kEfficientNetEnds = {0, 2, 4, 10, 15};

/// rgb in [0, 1], [B, 3, H, W], to the network's input: ImageNet's mean and deviation.
at::Tensor normaliseForImageNet(const at::Tensor& rgb);

/// x [B, in, h, w] of any floating type; weight and bias are converted to it. Gradients reach weight and bias as far as
/// they ask for them, but never a depthwise weight, which is frozen (its gradient is slow and not worth its time).
at::Tensor applyConvolution(const FoldedConvolution& convolution, const at::Tensor& x);
at::Tensor applyBlock(const EfficientNetBlock& block, const at::Tensor& x);

/// Input from normaliseForImageNet, any size of at least 32, to the features at strides 2, 4, 8, 16, 32.
std::array<at::Tensor, 5> efficientNetFeatures(const EfficientNetLite0& network, const at::Tensor& input);

/// [B, 1000] class scores before the softmax, from the last features.
at::Tensor efficientNetScores(const EfficientNetLite0& network, const at::Tensor& features);

} // namespace bozzetto
