#pragma once

#include <functional>
#include <string>

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

namespace bozzetto {

struct UnetOptions
{
    int baseWidth = 128;    ///< channels of the first level, a multiple of 8; the levels are 1, 2, 4, 8 times that
    int inputChannels = 4;  ///< rgb and depth
    int planeChannels = 64; ///< features of each of the three planes
    int imageSize = 128;    ///< the learned position code fixes it
    void check() const;     ///< throws Error(badInput)
};

/// f_trigen: picture and depth to a triplane in one pass. Parameter names and their order are those of the official
/// release; the MLP decoder's four tensors are registered here because the release does so.
/// Source: g3dr specification, section 4 and appendix B.
class TriplaneUnet : public torch::nn::Module
{
public:
    explicit TriplaneUnet(const UnetOptions& options = {});

    /// Told the name and value of intermediate results, for parity tests.
    using Probe = std::function<void(const std::string& name, const at::Tensor& value)>;

    /// input [B, inputChannels, S, S] -> planes [B, 3, planeChannels, S, S].
    at::Tensor forward(const at::Tensor& input, const Probe& probe = nullptr);

    const UnetOptions& options() const { return m_options; }
    at::Tensor decoder(const std::string& name) const { return named_parameters()["decoder." + name]; }

private:
    at::Tensor timeEmbedding();

    UnetOptions m_options;
    at::Tensor m_position;
    torch::nn::Conv2d m_initConv{nullptr}, m_finalConv{nullptr};
    torch::nn::ModuleList m_downs{nullptr}, m_ups{nullptr};
    std::shared_ptr<torch::nn::Module> m_midBlock1, m_midAttention, m_midBlock2, m_finalBlock;
};

/// [sin(f_i), cos(f_i)], f_i = exp(-i ln(10000) / (width / 2 - 1)): the sinusoidal embedding of t = 1. [width]
at::Tensor timeOneEmbedding(int width);

} // namespace bozzetto
