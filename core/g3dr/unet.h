#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <torch/nn/module.h>

#include "core/field/radiance_mlp.h"

namespace bozzetto {

/// Sizes of the triplane generator; the defaults are the published model's.
struct UnetOptions
{
    int baseWidth = 128; ///< level widths are 1, 2, 4 and 8 times this; a multiple of 8
    int inputChannels = 4;
    int planeChannels = 64;
    int imageSize = 128; ///< side of the picture and of the planes; a multiple of 8

    int positionalChannels() const { return 2 * baseWidth; }
    void check() const; ///< throws Error(badInput)
};

/// A parameter of the generator: its checkpoint key and shape, and how PyTorch would start it.
struct UnetParameter
{
    enum class Start { uniform, normal, ones, zeros };

    std::string name;
    std::vector<int64_t> shape;
    Start start = Start::uniform;
    int64_t fanIn = 1; ///< uniform: in +-1 / sqrt(fanIn)
};

/// Every parameter, MLP decoder included, in the published checkpoint's order. Source: g3dr specification,
/// Appendix B.
std::vector<UnetParameter> unetParameters(const UnetOptions& options);

/// Sine-cosine embedding [dimension] of `time`: sin in the first half, cos in the second.
at::Tensor sinusoidalEmbedding(double time, int dimension);

/// Sees each layer's output as it is made, [B, C, h, w] under its checkpoint name: progress, cancelling,
/// comparison.
using LayerObserver = std::function<void(const std::string& name, const at::Tensor& output)>;

struct UnetTensors; // what one pass needs, all that is constant folded

/// G3DR's triplane generator: a U-Net from [rgb, depth] to three feature planes, and the parameters of the
/// MLP that reads them. Source: g3dr specification, section 4.
class TriplaneUnet : public torch::nn::Module
{
public:
    enum class Start { random, empty }; ///< PyTorch's default start, or memory that is about to be filled

    explicit TriplaneUnet(const UnetOptions& options = {}, Start start = Start::random);

    /// input [B, 4, S, S] float32, rgb in [-1, 1] and depth about 4..6, to planes [B, 3, planeChannels, S, S]
    /// float32. Gradients reach every parameter but the decoder's; under autocast the convolutions run in its
    /// type.
    at::Tensor forward(const at::Tensor& input, const LayerObserver& observer = {}) const;

    RadianceMlp decoder() const;   ///< shares the parameters: gradients reach them
    at::Tensor timeVector() const; ///< [4 * baseWidth] embedding of the constant time 1
    const UnetOptions& options() const { return m_options; }

private:
    UnetOptions m_options;
};

/// The generator made ready to run, without gradients: weights standardised, the constant time and position
/// folded in, memory in channels-last. Immutable; safe from several threads.
class UnetInference
{
public:
    /// `type` is float32 or bfloat16; with bfloat16 the first convolution and all means and variances stay in
    /// float32.
    UnetInference(const TriplaneUnet& unet, c10::Device device, c10::ScalarType type);

    /// As TriplaneUnet::forward; input on any device, planes on device().
    at::Tensor operator()(const at::Tensor& input, const LayerObserver& observer = {}) const;

    c10::Device device() const { return m_device; }
    c10::ScalarType type() const { return m_type; }

private:
    UnetOptions m_options;
    c10::Device m_device;
    c10::ScalarType m_type;
    std::shared_ptr<const UnetTensors> m_tensors;
};

} // namespace bozzetto
