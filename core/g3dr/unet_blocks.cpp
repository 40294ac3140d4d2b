#include "core/g3dr/unet_blocks.h"

#include <cmath>

namespace bozzetto {

namespace {

constexpr int64_t kHeads = 4, kHeadWidth = 32, kInner = kHeads * kHeadWidth;

/// 1e-5 in single precision, 1e-3 in the half-width types.
double normEpsilon(const at::Tensor& x) { return x.scalar_type() == at::kFloat ? 1e-5 : 1e-3; }

} // namespace

torch::nn::Conv2d conv(int64_t in, int64_t out, int64_t kernel, bool bias)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).padding(kernel / 2).bias(bias));
}

StandardisedBlock::StandardisedBlock(int64_t in, int64_t out)
    : m_proj(register_module("proj", conv(in, out, 3))),
      m_norm(register_module("norm", torch::nn::GroupNorm(torch::nn::GroupNormOptions(8, out))))
{
}

at::Tensor StandardisedBlock::forward(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift)
{
    const auto& weight = m_proj->weight;
    const auto [variance, mean] = at::var_mean(weight, at::IntArrayRef({1, 2, 3}), false, true);
    const auto standardised = (weight - mean) * at::rsqrt(variance + normEpsilon(x));
    auto h = at::conv2d(x, standardised, m_proj->bias, 1, 1);
    h = at::group_norm(h, 8, m_norm->weight, m_norm->bias, 1e-5);
    if (scale.defined())
        h = h * (scale + 1) + shift;
    return at::silu(h);
}

ResBlock::ResBlock(int64_t in, int64_t out, int64_t time)
{
    auto mlp = std::make_shared<NamedModule>();
    m_film = mlp->register_module("1", torch::nn::Linear(time, 2 * out));
    register_module("mlp", mlp);
    m_block1 = register_module("block1", std::make_shared<StandardisedBlock>(in, out));
    m_block2 = register_module("block2", std::make_shared<StandardisedBlock>(out, out));
    if (in != out)
        m_skip = register_module("res_conv", conv(in, out, 1));
}

at::Tensor ResBlock::forward(const at::Tensor& x, const at::Tensor& time)
{
    const auto film = m_film->forward(at::silu(time)).unsqueeze(-1).unsqueeze(-1);
    const auto parts = film.chunk(2, 1);
    const auto h = m_block2->forward(m_block1->forward(x, parts[0], parts[1]));
    return h + (m_skip ? m_skip->forward(x) : x);
}

ChannelLayerNorm::ChannelLayerNorm(int64_t channels) : m_g(register_parameter("g", torch::ones({1, channels, 1, 1})))
{
}

at::Tensor ChannelLayerNorm::forward(const at::Tensor& x)
{
    const auto [variance, mean] = at::var_mean(x, at::IntArrayRef({1}), false, true);
    return (x - mean) * at::rsqrt(variance + normEpsilon(x)) * m_g;
}

ResidualAttention::ResidualAttention(int64_t channels, AttentionKind kind) : m_kind(kind)
{
    // The release registers the attention before its norm: "fn.fn" comes before "fn.norm".
    auto fn = register_module("fn", std::make_shared<NamedModule>());
    auto attention = fn->register_module("fn", std::make_shared<NamedModule>());
    m_qkv = attention->register_module("to_qkv", conv(channels, 3 * kInner, 1, false));
    if (kind == AttentionKind::linear) {
        auto out = attention->register_module("to_out", std::make_shared<NamedModule>());
        m_out = out->register_module("0", conv(kInner, channels, 1));
        m_outNorm = out->register_module("1", std::make_shared<ChannelLayerNorm>(channels));
    } else {
        m_out = attention->register_module("to_out", conv(kInner, channels, 1));
    }
    m_norm = fn->register_module("norm", std::make_shared<ChannelLayerNorm>(channels));
}

at::Tensor ResidualAttention::linearAttention(const at::Tensor& qkv, int64_t height, int64_t width)
{
    const int64_t batch = qkv.size(0), tokens = height * width;
    const auto parts = qkv.reshape({batch, 3, kHeads, kHeadWidth, tokens}).unbind(1);
    const auto q = at::softmax(parts[0], 2) / std::sqrt(double(kHeadWidth));
    const auto k = at::softmax(parts[1], 3);
    const auto v = parts[2] / double(tokens);
    const auto context = at::matmul(k, v.transpose(2, 3));     // [B, heads, 32 (k), 32 (v)]
    const auto out = at::matmul(context.transpose(2, 3), q);   // [B, heads, 32 (v), tokens]
    return out.reshape({batch, kInner, height, width});
}

at::Tensor ResidualAttention::softmaxAttention(const at::Tensor& qkv, int64_t height, int64_t width)
{
    const int64_t batch = qkv.size(0), tokens = height * width;
    const auto parts = qkv.reshape({batch, 3, kHeads, kHeadWidth, tokens}).unbind(1);
    const auto q = parts[0] / std::sqrt(double(kHeadWidth));
    const auto weights = at::softmax(at::matmul(q.transpose(2, 3), parts[1]), -1); // [B, heads, tokens, tokens]
    const auto out = at::matmul(weights, parts[2].transpose(2, 3));                // [B, heads, tokens, 32]
    return out.transpose(2, 3).reshape({batch, kInner, height, width});
}

at::Tensor ResidualAttention::forward(const at::Tensor& x)
{
    const auto qkv = m_qkv->forward(m_norm->forward(x)).contiguous();
    const int64_t height = x.size(2), width = x.size(3);
    if (m_kind == AttentionKind::softmax)
        return x + m_out->forward(softmaxAttention(qkv, height, width));
    return x + m_outNorm->forward(m_out->forward(linearAttention(qkv, height, width)));
}

UnetLevel::UnetLevel(int64_t blockIn, int64_t blockOut, int64_t attention, int64_t time, Resample resample,
                     int64_t out)
    : m_resample(resample)
{
    m_first = register_module("0", std::make_shared<ResBlock>(blockIn, blockOut, time));
    m_second = register_module("1", std::make_shared<ResBlock>(blockIn, blockOut, time));
    m_attention = register_module("2", std::make_shared<ResidualAttention>(attention, AttentionKind::linear));
    if (resample == Resample::keep) {
        m_conv = register_module("3", conv(blockOut, out, 3));
        return;
    }
    auto change = register_module("3", std::make_shared<NamedModule>());
    m_conv = change->register_module("1", resample == Resample::down ? conv(4 * blockOut, out, 1)
                                                                      : conv(blockOut, out, 3));
}

at::Tensor UnetLevel::changeResolution(const at::Tensor& x)
{
    if (m_resample == Resample::down)
        return m_conv->forward(at::pixel_unshuffle(x, 2));
    if (m_resample == Resample::up)
        return m_conv->forward(at::upsample_nearest2d(x, at::IntArrayRef({2 * x.size(2), 2 * x.size(3)})));
    return m_conv->forward(x);
}

at::Tensor UnetLevel::down(at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips,
                           const std::string& name, const Tell& tell)
{
    x = m_first->forward(x, time);
    tell(name + ".0", x);
    skips.push_back(x);
    x = m_attention->forward(m_second->forward(x, time));
    tell(name + ".2", x);
    skips.push_back(x);
    x = changeResolution(x);
    tell(name + ".3", x);
    return x;
}

at::Tensor UnetLevel::up(at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, const std::string& name,
                         const Tell& tell)
{
    for (const auto& block : {m_first, m_second}) {
        x = block->forward(at::cat({x, skips.back()}, 1), time);
        skips.pop_back();
    }
    tell(name + ".1", x);
    x = changeResolution(m_attention->forward(x));
    tell(name + ".3", x);
    return x;
}

} // namespace bozzetto
