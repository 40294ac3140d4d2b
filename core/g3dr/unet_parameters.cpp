#include <array>

#include "core/base/error.h"
#include "core/g3dr/unet.h"

namespace bozzetto {

namespace {

using Start = UnetParameter::Start;

constexpr int64_t kHeadChannels = 128; // 4 heads of 32
constexpr int64_t kDecoderHidden = 64;

/// Writes the list down layer by layer, in the order in which the published model registered them.
class ParameterList
{
public:
    explicit ParameterList(const UnetOptions& options) : m_width(options.baseWidth) {}

    void add(const std::string& name, std::vector<int64_t> shape, Start start, int64_t fanIn = 1)
    {
        m_parameters.push_back({name, std::move(shape), start, fanIn});
    }

    void addDecoder(int64_t channels)
    {
        add("decoder.net.0.weight", {kDecoderHidden, channels}, Start::normal);
        add("decoder.net.0.bias", {kDecoderHidden}, Start::zeros);
        add("decoder.net.2.weight", {4, kDecoderHidden}, Start::normal);
        add("decoder.net.2.bias", {4}, Start::zeros);
    }

    void addLinear(const std::string& name, int64_t in, int64_t out)
    {
        add(name + ".weight", {out, in}, Start::uniform, in);
        add(name + ".bias", {out}, Start::uniform, in);
    }

    void addConv(const std::string& name, int64_t in, int64_t out, int64_t side)
    {
        add(name + ".weight", {out, in, side, side}, Start::uniform, in * side * side);
        add(name + ".bias", {out}, Start::uniform, in * side * side);
    }

    void addResBlock(const std::string& name, int64_t in, int64_t out)
    {
        addLinear(name + ".mlp.1", 4 * m_width, 2 * out);
        addBlock(name + ".block1", in, out);
        addBlock(name + ".block2", out, out);
        if (in != out)
            addConv(name + ".res_conv", in, out, 1);
    }

    void addLinearAttention(const std::string& name, int64_t channels)
    {
        add(name + ".fn.fn.to_qkv.weight", {3 * kHeadChannels, channels, 1, 1}, Start::uniform, channels);
        addConv(name + ".fn.fn.to_out.0", kHeadChannels, channels, 1);
        add(name + ".fn.fn.to_out.1.g", {1, channels, 1, 1}, Start::ones);
        add(name + ".fn.norm.g", {1, channels, 1, 1}, Start::ones);
    }

    void addAttention(const std::string& name, int64_t channels)
    {
        add(name + ".fn.fn.to_qkv.weight", {3 * kHeadChannels, channels, 1, 1}, Start::uniform, channels);
        addConv(name + ".fn.fn.to_out", kHeadChannels, channels, 1);
        add(name + ".fn.norm.g", {1, channels, 1, 1}, Start::ones);
    }

    std::vector<UnetParameter> take() { return std::move(m_parameters); }

private:
    void addBlock(const std::string& name, int64_t in, int64_t out)
    {
        addConv(name + ".proj", in, out, 3);
        add(name + ".norm.weight", {out}, Start::ones);
        add(name + ".norm.bias", {out}, Start::zeros);
    }

    int64_t m_width;
    std::vector<UnetParameter> m_parameters;
};

} // namespace

std::vector<UnetParameter> unetParameters(const UnetOptions& options)
{
    const int64_t w = options.baseWidth, positional = options.positionalChannels(), size = options.imageSize;
    ParameterList list(options);
    list.add("pos_embed", {1, positional, size, size}, Start::ones);
    list.addDecoder(options.planeChannels);
    list.addConv("init_conv", options.inputChannels + positional, w, 7);
    list.addLinear("time_mlp.1", w, 4 * w);
    list.addLinear("time_mlp.3", 4 * w, 4 * w);
    const std::array<int64_t, 5> widths = {w, w, 2 * w, 4 * w, 8 * w};
    for (std::size_t level = 0; level < 4; ++level) {
        const auto name = fmt::format("downs.{}", level);
        const int64_t in = widths[level], out = widths[level + 1];
        list.addResBlock(name + ".0", in, in);
        list.addResBlock(name + ".1", in, in);
        list.addLinearAttention(name + ".2", in);
        level < 3 ? list.addConv(name + ".3.1", 4 * in, out, 1) : list.addConv(name + ".3", in, out, 3);
    }
    for (std::size_t level = 0; level < 4; ++level) {
        const auto name = fmt::format("ups.{}", level);
        const int64_t in = widths[4 - level], out = widths[3 - level];
        list.addResBlock(name + ".0", in + out, in);
        list.addResBlock(name + ".1", in + out, in);
        list.addLinearAttention(name + ".2", in);
        list.addConv(name + (level < 3 ? ".3.1" : ".3"), in, out, 3);
    }
    list.addResBlock("mid_block1", 8 * w, 8 * w);
    list.addAttention("mid_attn", 8 * w);
    list.addResBlock("mid_block2", 8 * w, 8 * w);
    list.addResBlock("final_res_block", 2 * w, 2 * w);
    list.addConv("final_conv", 2 * w, 3 * options.planeChannels, 1);
    return list.take();
}

void UnetOptions::check() const
{
    if (baseWidth < 8 || baseWidth > 512 || baseWidth % 8 != 0)
        throw Error(ErrorCode::badInput, "Base width: expected a multiple of 8 from 8 to 512, found {}",
                    baseWidth);
    if (inputChannels < 1 || planeChannels < 1 || planeChannels > 1024)
        throw Error(ErrorCode::badInput,
                    "Channels: expected at least 1 input and 1 to 1024 plane channels, found {} and {}",
                    inputChannels, planeChannels);
    if (imageSize < 8 || imageSize > 1024 || imageSize % 8 != 0)
        throw Error(ErrorCode::badInput, "Picture side: expected a multiple of 8 from 8 to 1024, found {}",
                    imageSize);
}

} // namespace bozzetto
