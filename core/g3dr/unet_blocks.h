#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

namespace bozzetto {

/// The pieces of f_trigen's U-Net. Source: g3dr specification, section 4.1. Tensors are [B, C, H, W].

/// A module whose only job is to give its children a name.
class NamedModule : public torch::nn::Module
{
};

torch::nn::Conv2d conv(int64_t in, int64_t out, int64_t kernel, bool bias = true);

/// Weight-standardised 3x3 convolution, GroupNorm, optional FiLM, SiLU. Keys proj, norm.
class StandardisedBlock : public torch::nn::Module
{
public:
    StandardisedBlock(int64_t in, int64_t out);
    at::Tensor forward(const at::Tensor& x, const at::Tensor& scale = {}, const at::Tensor& shift = {});

private:
    torch::nn::Conv2d m_proj{nullptr};
    torch::nn::GroupNorm m_norm{nullptr};
};

/// Two blocks and a skip; the time embedding [1, T] scales and shifts the first. Keys mlp.1, block1, block2, res_conv.
class ResBlock : public torch::nn::Module
{
public:
    ResBlock(int64_t in, int64_t out, int64_t time);
    at::Tensor forward(const at::Tensor& x, const at::Tensor& time);

private:
    torch::nn::Linear m_film{nullptr};
    std::shared_ptr<StandardisedBlock> m_block1, m_block2;
    torch::nn::Conv2d m_skip{nullptr};
};

/// Normalises over the channels of each pixel, scales with g [1, C, 1, 1].
class ChannelLayerNorm : public torch::nn::Module
{
public:
    explicit ChannelLayerNorm(int64_t channels);
    at::Tensor forward(const at::Tensor& x);

private:
    at::Tensor m_g;
};

enum class AttentionKind { linear, softmax };

/// x + attention(norm(x)); 4 heads of 32. Keys fn.norm, fn.fn.to_qkv, fn.fn.to_out.
class ResidualAttention : public torch::nn::Module
{
public:
    ResidualAttention(int64_t channels, AttentionKind kind);
    at::Tensor forward(const at::Tensor& x);

private:
    at::Tensor linearAttention(const at::Tensor& qkv, int64_t height, int64_t width);
    at::Tensor softmaxAttention(const at::Tensor& qkv, int64_t height, int64_t width);

    AttentionKind m_kind;
    std::shared_ptr<ChannelLayerNorm> m_norm, m_outNorm;
    torch::nn::Conv2d m_qkv{nullptr}, m_out{nullptr};
};

enum class Resample { down, up, keep };

/// Two residual blocks, linear attention and a change of resolution. Keys 0, 1, 2, 3.
class UnetLevel : public torch::nn::Module
{
public:
    using Tell = std::function<void(const std::string&, const at::Tensor&)>;

    UnetLevel(int64_t blockIn, int64_t blockOut, int64_t attention, int64_t time, Resample resample, int64_t out);
    at::Tensor down(at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, const std::string& name,
                    const Tell& tell);
    at::Tensor up(at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, const std::string& name,
                  const Tell& tell);

private:
    at::Tensor changeResolution(const at::Tensor& x);

    std::shared_ptr<ResBlock> m_first, m_second;
    std::shared_ptr<ResidualAttention> m_attention;
    torch::nn::Conv2d m_conv{nullptr};
    Resample m_resample;
};

} // namespace bozzetto
