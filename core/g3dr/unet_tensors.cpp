#include "core/g3dr/unet_pass.h"

namespace bozzetto {

namespace {

/// Of the variance in weight standardisation. The published code raises it to 1e-3 in half precision to
/// survive half arithmetic; ours stays in float32, so that bf16 runs the very network that was trained in
/// float32.
constexpr double kStandardiseEpsilon = 1e-5;

using Parameters = torch::OrderedDict<std::string, at::Tensor>;

Convolution convolution(const Parameters& p, const std::string& name, int64_t padding)
{
    return {p[name + ".weight"], p[name + ".bias"], 1, padding};
}

/// Pixel-unshuffle and 1x1 convolution are one 2x2 convolution with stride 2: the unshuffled channel is
/// 4 c + 2 row + column.
Convolution halvingConvolution(const Parameters& p, const std::string& name)
{
    const auto& weight = p[name + ".weight"];
    return {weight.view({weight.size(0), weight.size(1) / 4, 2, 2}), p[name + ".bias"], 2, 0};
}

at::Tensor standardised(const at::Tensor& weight)
{
    const auto [variance, mean] =
        at::var_mean(weight, at::IntArrayRef({1, 2, 3}), /*unbiased=*/false, /*keepdim=*/true);
    return (weight - mean) * at::rsqrt(variance + kStandardiseEpsilon);
}

NormBlock normBlock(const Parameters& p, const std::string& name)
{
    Convolution conv{standardised(p[name + ".proj.weight"]), p[name + ".proj.bias"], 1, 1};
    return {std::move(conv), p[name + ".norm.weight"], p[name + ".norm.bias"]};
}

/// The time is constant, so its scale and shift of the first block join the normalisation's own:
/// (gain x + shift) (1 + scale) + offset.
ResidualBlock residualBlock(const Parameters& p, const std::string& name, const at::Tensor& timeSilu)
{
    ResidualBlock block{normBlock(p, name + ".block1"), normBlock(p, name + ".block2"), {}};
    const auto film = at::addmv(p[name + ".mlp.1.bias"], p[name + ".mlp.1.weight"], timeSilu).chunk(2);
    block.first.gain = block.first.gain * (film[0] + 1);
    block.first.shift = block.first.shift * (film[0] + 1) + film[1];
    if (p.contains(name + ".res_conv.weight"))
        block.skip = convolution(p, name + ".res_conv", 0);
    return block;
}

AttentionBlock attentionBlock(const Parameters& p, const std::string& name, bool linear)
{
    const auto out = name + ".fn.fn.to_out" + (linear ? ".0" : "");
    AttentionBlock block{p[name + ".fn.norm.g"].flatten(),
                         p[name + ".fn.fn.to_qkv.weight"].flatten(1),
                         p[out + ".weight"].flatten(1),
                         p[out + ".bias"],
                         {}};
    if (linear)
        block.outGain = p[name + ".fn.fn.to_out.1.g"].flatten();
    return block;
}

UnetLevel level(const Parameters& p, const std::string& name, const at::Tensor& timeSilu)
{
    return {residualBlock(p, name + ".0", timeSilu),
            residualBlock(p, name + ".1", timeSilu),
            attentionBlock(p, name + ".2", true),
            {},
            false};
}

/// Moves and converts for inference. Convolution weights go to channels-last, where bf16 is fastest.
struct Converter
{
    c10::Device device;
    c10::ScalarType type;

    at::Tensor to(const at::Tensor& tensor, c10::ScalarType wanted) const
    {
        return tensor.defined() ? tensor.detach().to(device, wanted) : at::Tensor();
    }

    /// The processor's normalisations take float32 gains beside bf16 pictures; the GPU's do not.
    at::Tensor gain(const at::Tensor& tensor) const
    {
        return to(tensor, device.is_cuda() ? type : c10::kFloat);
    }

    Convolution operator()(const Convolution& conv, c10::ScalarType wanted) const
    {
        if (!conv.weight.defined())
            return conv;
        return {to(conv.weight, wanted).contiguous(at::MemoryFormat::ChannelsLast), to(conv.bias, wanted),
                conv.stride, conv.padding};
    }

    NormBlock operator()(const NormBlock& block) const
    {
        return {(*this)(block.conv, type), gain(block.gain), gain(block.shift)};
    }

    ResidualBlock operator()(const ResidualBlock& block) const
    {
        return {(*this)(block.first), (*this)(block.second), (*this)(block.skip, type)};
    }

    AttentionBlock operator()(const AttentionBlock& block) const
    {
        return {gain(block.inGain), to(block.qkv, type), to(block.outWeight, c10::kFloat),
                to(block.outBias, c10::kFloat), to(block.outGain, c10::kFloat)};
    }

    UnetLevel operator()(const UnetLevel& source) const
    {
        return {(*this)(source.first), (*this)(source.second), (*this)(source.attention),
                (*this)(source.resample, type), source.doubles};
    }
};

} // namespace

UnetTensors gatherTensors(const TriplaneUnet& unet)
{
    const auto p = unet.named_parameters();
    const auto timeSilu = at::silu(unet.timeVector());
    UnetTensors tensors;
    const int64_t inputs = unet.options().inputChannels;
    const auto& init = p["init_conv.weight"];
    tensors.type = init.scalar_type();
    tensors.init = {init.narrow(1, 0, inputs), {}, 1, 3};
    tensors.positionalMap =
        at::conv2d(p["pos_embed"], init.narrow(1, inputs, init.size(1) - inputs), p["init_conv.bias"], 1, 3);
    for (std::size_t i = 0; i < 4; ++i) {
        const auto down = fmt::format("downs.{}", i), up = fmt::format("ups.{}", i);
        tensors.downs[i] = level(p, down, timeSilu);
        tensors.ups[i] = level(p, up, timeSilu);
        const bool resizes = i < 3;
        tensors.downs[i].resample =
            resizes ? halvingConvolution(p, down + ".3.1") : convolution(p, down + ".3", 1);
        tensors.ups[i].resample = convolution(p, up + (resizes ? ".3.1" : ".3"), 1);
        tensors.ups[i].doubles = resizes;
    }
    tensors.mid1 = residualBlock(p, "mid_block1", timeSilu);
    tensors.midAttention = attentionBlock(p, "mid_attn", false);
    tensors.mid2 = residualBlock(p, "mid_block2", timeSilu);
    tensors.finalBlock = residualBlock(p, "final_res_block", timeSilu);
    tensors.finalConv = convolution(p, "final_conv", 0);
    return tensors;
}

UnetTensors convertTensors(const UnetTensors& tensors, c10::Device device, c10::ScalarType type)
{
    const Converter convert{device, type};
    UnetTensors result;
    result.type = type;
    // Depth is about 4 to 6, where bf16 has steps of 1/32: the picture enters in float32.
    result.init = convert(tensors.init, c10::kFloat);
    result.positionalMap =
        convert.to(tensors.positionalMap, c10::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
    for (std::size_t i = 0; i < 4; ++i) {
        result.downs[i] = convert(tensors.downs[i]);
        result.ups[i] = convert(tensors.ups[i]);
    }
    result.mid1 = convert(tensors.mid1);
    result.midAttention = convert(tensors.midAttention);
    result.mid2 = convert(tensors.mid2);
    result.finalBlock = convert(tensors.finalBlock);
    result.finalConv = convert(tensors.finalConv, type);
    return result;
}

} // namespace bozzetto
