#include "core/g3dr/unet_pass.h"

#include <cmath>

namespace bozzetto {

namespace {

constexpr int64_t kGroups = 8, kHeads = 4, kHeadSize = 32;
constexpr double kNormEpsilon = 1e-5;

at::Tensor apply(const Convolution& conv, const at::Tensor& x)
{
    return at::conv2d(x, conv.weight, conv.bias, conv.stride, conv.padding);
}

at::Tensor apply(const NormBlock& block, const at::Tensor& x)
{
    const auto y = at::group_norm(apply(block.conv, x), kGroups, block.gain, block.shift, kNormEpsilon);
    return at::silu(y);
}

at::Tensor apply(const ResidualBlock& block, const at::Tensor& x)
{
    const auto y = apply(block.second, apply(block.first, x));
    return y + (block.skip.weight.defined() ? apply(block.skip, x) : x);
}

/// Normalises over the channels, which come last here.
at::Tensor channelNorm(const at::Tensor& tokens, const at::Tensor& gain)
{
    return at::layer_norm(tokens, gain.sizes(), gain, {}, kNormEpsilon);
}

/// Pre-normalised q, k, v, each [B, heads, n, 32]. For inference attention stays in float32 from here: its
/// softmax over all positions makes values far below bf16's resolution of the bias that is added next.
std::vector<at::Tensor> queriesKeysValues(const AttentionBlock& block, const at::Tensor& x)
{
    const auto tokens = channelNorm(x.permute({0, 2, 3, 1}), block.inGain).flatten(1, 2);
    const auto qkv = at::linear(tokens, block.qkv).to(block.outWeight.scalar_type());
    return qkv.view({x.size(0), qkv.size(1), 3, kHeads, kHeadSize}).permute({2, 0, 3, 1, 4}).unbind(0);
}

/// heads [B, heads, n, 32] back to [B, n, c].
at::Tensor project(const AttentionBlock& block, const at::Tensor& heads)
{
    return at::linear(heads.transpose(1, 2).flatten(2), block.outWeight, block.outBias);
}

at::Tensor addTokens(const at::Tensor& x, const at::Tensor& tokens)
{
    const auto picture = tokens.view({x.size(0), x.size(2), x.size(3), x.size(1)}).permute({0, 3, 1, 2});
    return (x + picture).to(x.scalar_type());
}

at::Tensor applyLinearAttention(const AttentionBlock& block, const at::Tensor& x)
{
    const auto parts = queriesKeysValues(block, x);
    const auto q = at::softmax(parts[0], -1), k = at::softmax(parts[1], 2);
    const double scale = 1 / (std::sqrt(double(kHeadSize)) * double(q.size(2)));
    const auto context = at::matmul(k.transpose(2, 3), parts[2]) * scale;
    return addTokens(x, channelNorm(project(block, at::matmul(q, context)), block.outGain));
}

at::Tensor applyAttention(const AttentionBlock& block, const at::Tensor& x)
{
    const auto parts = queriesKeysValues(block, x);
    const auto heads = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
    return addTokens(x, project(block, heads));
}

at::Tensor doubled(const at::Tensor& x)
{
    return at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
}

/// One pass: the picture on its way, and the layers' outputs that wait for the way up.
class Pass
{
public:
    Pass(at::Tensor x, const LayerObserver& observer) : m_x(std::move(x)), m_observer(observer) {}

    void set(const std::string& name, at::Tensor x)
    {
        m_x = std::move(x);
        if (m_observer)
            m_observer(name, m_x);
    }

    void goDown(const UnetLevel& level, const std::string& name)
    {
        set(name + ".0", apply(level.first, m_x));
        m_waiting.push_back(m_x);
        set(name + ".1", apply(level.second, m_x));
        set(name + ".2", applyLinearAttention(level.attention, m_x));
        m_waiting.push_back(m_x);
        set(name + ".3", apply(level.resample, m_x));
    }

    void goUp(const UnetLevel& level, const std::string& name)
    {
        set(name + ".0", apply(level.first, withWaiting()));
        set(name + ".1", apply(level.second, withWaiting()));
        set(name + ".2", applyLinearAttention(level.attention, m_x));
        set(name + ".3", apply(level.resample, level.doubles ? doubled(m_x) : m_x));
    }

    const at::Tensor& x() const { return m_x; }

private:
    at::Tensor withWaiting()
    {
        const auto joined = at::cat({m_x, m_waiting.back()}, 1);
        m_waiting.pop_back();
        return joined;
    }

    at::Tensor m_x;
    const LayerObserver& m_observer;
    std::vector<at::Tensor> m_waiting;
};

} // namespace

at::Tensor runUnet(const UnetTensors& tensors, const at::Tensor& input, const LayerObserver& observer)
{
    const auto picture = input.contiguous(at::MemoryFormat::ChannelsLast);
    const auto first = (apply(tensors.init, picture) + tensors.positionalMap).to(tensors.type);
    Pass pass(first, observer);
    pass.set("init_conv", first);
    for (std::size_t i = 0; i < tensors.downs.size(); ++i)
        pass.goDown(tensors.downs[i], fmt::format("downs.{}", i));
    pass.set("mid_block1", apply(tensors.mid1, pass.x()));
    pass.set("mid_attn", applyAttention(tensors.midAttention, pass.x()));
    pass.set("mid_block2", apply(tensors.mid2, pass.x()));
    for (std::size_t i = 0; i < tensors.ups.size(); ++i)
        pass.goUp(tensors.ups[i], fmt::format("ups.{}", i));
    pass.set("final_res_block", apply(tensors.finalBlock, at::cat({pass.x(), first}, 1)));
    pass.set("final_conv", apply(tensors.finalConv, pass.x()));
    return pass.x().to(tensors.init.weight.scalar_type());
}

} // namespace bozzetto
