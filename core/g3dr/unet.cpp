#include "core/g3dr/unet.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/g3dr/unet_blocks.h"

namespace bozzetto {

namespace {

/// A name for a module or tensor that stands inside plain containers: "decoder.net.0" and the like.
std::shared_ptr<torch::nn::Module> makeDecoder(int features)
{
    const auto layer = [](int in, int out) {
        auto module = std::make_shared<NamedModule>();
        module->register_parameter("weight", torch::randn({out, in}));
        module->register_parameter("bias", torch::zeros({out}));
        return module;
    };
    auto net = std::make_shared<NamedModule>();
    net->register_module("0", layer(features, 64));
    net->register_module("2", layer(64, 4));
    auto decoder = std::make_shared<NamedModule>();
    decoder->register_module("net", net);
    return decoder;
}

} // namespace

void UnetOptions::check() const
{
    if (baseWidth < 8 || baseWidth % 8 || baseWidth > 1024)
        throw Error(ErrorCode::badInput, "Base width: expected a multiple of 8 from 8 to 1024, found {}", baseWidth);
    if (imageSize < 16 || imageSize % 8)
        throw Error(ErrorCode::badInput, "Picture size: expected a multiple of 8 from 16 up, found {}", imageSize);
    if (planeChannels < 1 || inputChannels < 1)
        throw Error(ErrorCode::badInput, "Channels: expected at least 1, found {} and {}", inputChannels,
                    planeChannels);
}

at::Tensor timeOneEmbedding(int width)
{
    const int half = width / 2;
    const auto frequency = at::exp(at::arange(half, torch::kFloat64) * (-std::log(10000.0) / (half - 1)));
    return at::cat({at::sin(frequency), at::cos(frequency)}).to(torch::kFloat32);
}

TriplaneUnet::TriplaneUnet(const UnetOptions& options) : m_options(options)
{
    options.check();
    const int64_t w = options.baseWidth, time = 4 * w, size = options.imageSize;
    const std::array<int64_t, 4> in{w, w, 2 * w, 4 * w}, out{w, 2 * w, 4 * w, 8 * w};
    m_position = register_parameter("pos_embed", torch::ones({1, 2 * w, size, size}));
    register_module("decoder", makeDecoder(options.planeChannels));
    m_initConv = register_module("init_conv", conv(options.inputChannels + 2 * w, w, 7));
    auto timeMlp = std::make_shared<NamedModule>();
    timeMlp->register_module("1", torch::nn::Linear(w, time));
    timeMlp->register_module("3", torch::nn::Linear(time, time));
    register_module("time_mlp", timeMlp);
    m_downs = register_module("downs", torch::nn::ModuleList());
    m_ups = register_module("ups", torch::nn::ModuleList());
    for (int level = 0; level < 4; ++level) {
        const bool last = level == 3;
        const std::size_t l = std::size_t(level);
        m_downs->push_back(std::make_shared<UnetLevel>(in[l], in[l], in[l], time,
                                                       last ? Resample::keep : Resample::down, out[l]));
    }
    for (int level = 0; level < 4; ++level) {
        const std::size_t l = std::size_t(3 - level);
        m_ups->push_back(std::make_shared<UnetLevel>(out[l] + in[l], out[l], out[l], time,
                                                     level == 3 ? Resample::keep : Resample::up, in[l]));
    }
    m_midBlock1 = register_module("mid_block1", std::make_shared<ResBlock>(8 * w, 8 * w, time));
    m_midAttention = register_module("mid_attn", std::make_shared<ResidualAttention>(8 * w, AttentionKind::softmax));
    m_midBlock2 = register_module("mid_block2", std::make_shared<ResBlock>(8 * w, 8 * w, time));
    m_finalBlock = register_module("final_res_block", std::make_shared<ResBlock>(2 * w, 2 * w, time));
    m_finalConv = register_module("final_conv", conv(2 * w, 3 * options.planeChannels, 1));
}

at::Tensor TriplaneUnet::timeEmbedding()
{
    const auto parameters = named_parameters();
    const auto first = timeOneEmbedding(m_options.baseWidth).to(m_position.options()).unsqueeze(0);
    const auto hidden = at::gelu(at::linear(first, parameters["time_mlp.1.weight"], parameters["time_mlp.1.bias"]));
    return at::linear(hidden, parameters["time_mlp.3.weight"], parameters["time_mlp.3.bias"]);
}

at::Tensor TriplaneUnet::forward(const at::Tensor& input, const Probe& probe)
{
    requireShape(input, "input", {-1, m_options.inputChannels, m_options.imageSize, m_options.imageSize});
    const auto tell = [&](const std::string& name, const at::Tensor& value) {
        if (probe)
            probe(name, value);
    };
    const auto time = timeEmbedding();
    tell("time_mlp", time);
    auto x = at::cat({input, m_position.expand({input.size(0), -1, -1, -1})}, 1);
    x = m_initConv->forward(x.contiguous(at::MemoryFormat::ChannelsLast));
    tell("init_conv", x);
    const auto first = x;
    std::vector<at::Tensor> skips;
    for (std::size_t i = 0; i < m_downs->size(); ++i)
        x = m_downs->at<UnetLevel>(i).down(x, time, skips, "downs." + std::to_string(i), tell);
    const auto block = [&](const std::shared_ptr<torch::nn::Module>& module, const at::Tensor& value) {
        return std::static_pointer_cast<ResBlock>(module)->forward(value, time);
    };
    x = block(m_midBlock1, x);
    x = std::static_pointer_cast<ResidualAttention>(m_midAttention)->forward(x);
    tell("mid_attn", x);
    x = block(m_midBlock2, x);
    tell("mid_block2", x);
    for (std::size_t i = 0; i < m_ups->size(); ++i)
        x = m_ups->at<UnetLevel>(i).up(x, time, skips, "ups." + std::to_string(i), tell);
    x = block(m_finalBlock, at::cat({x, first}, 1));
    tell("final_res_block", x);
    x = m_finalConv->forward(x);
    const int64_t size = m_options.imageSize;
    const auto planes = x.reshape({x.size(0), 3, m_options.planeChannels, size, size});
    tell("planes", planes);
    return planes;
}

} // namespace bozzetto
