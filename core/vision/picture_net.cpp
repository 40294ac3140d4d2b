#include "core/vision/picture_net.h"

#include <cmath>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr std::size_t kFrozenBlocks = 3; ///< up to stride 4
constexpr double kEncoderPace = 0.25;    ///< a tensor of the encoder is this times its parameter: it learns slower
constexpr int64_t kTopWidth = 192, kHeadWidth = 32;
constexpr int64_t kShuffledWidth = 16, kFineWidth = 16;
constexpr int64_t kGuideStride = 4;

/// A level of the decoder: the features of the encoder that join it, and its width.
struct Level
{
    int64_t stride;
    std::size_t feature;
    int64_t width;
};
constexpr Level kLevels[] = {{16, 3, 128}, {8, 2, 96}, {4, 1, 64}, {2, 0, 32}};
constexpr int64_t kNormWidth = 64; ///< narrower levels are not normalised: they are large

/// Normalised over the channels of each pixel.
at::Tensor channelNorm(const at::Tensor& x)
{
    return at::layer_norm(x.permute({0, 2, 3, 1}), {x.size(1)}).permute({0, 3, 1, 2});
}

at::Tensor channelsLast(const at::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

} // namespace

PictureNet::PictureNet(const PictureNetOptions& options, std::uint64_t seed)
    : m_options(options), m_encoder(EfficientNetLite0::random(seed))
{
    for (std::size_t b = kFrozenBlocks; b < m_encoder.blocks.size(); ++b)
        for (const auto& convolution : m_encoder.blocks[b].convolutions) {
            if (!convolution.depthwise)
                add(convolution.name + ".weight", convolution.weight / kEncoderPace);
            add(convolution.name + ".bias", convolution.bias / kEncoderPace);
        }
    addDecoder(seed + 1);
}

void PictureNet::add(const std::string& name, at::Tensor value)
{
    m_index[name] = m_parameters.size();
    m_parameters.emplace_back(name, value.detach().clone().requires_grad_(true));
}

void PictureNet::addDecoder(std::uint64_t seed)
{
    auto generator = at::detail::createCPUGenerator(seed);
    const auto convolution = [&](const std::string& name, int64_t in, int64_t out, int64_t kernel, double gain) {
        const double deviation = gain * std::sqrt(1.0 / double(in * kernel * kernel));
        add(name + ".weight", channelsLast(at::randn({out, in, kernel, kernel}, generator) * deviation));
        add(name + ".bias", at::zeros({out}));
    };
    const auto residual = [&](const std::string& name, int64_t width) {
        convolution(name + ".first", width, width, 3, 1.4);
        convolution(name + ".second", width, width, 3, 0);
    };
    const auto attention = [&](const std::string& name, int64_t width) {
        convolution(name + ".qkv", width, 3 * width, 1, 1);
        convolution(name + ".out", width, width, 1, 0);
    };
    convolution("guide.fine", m_options.guides * kGuideStride * kGuideStride, kEfficientNetWidths[1], 3, 0);
    convolution("guide.coarse", m_options.guides, kTopWidth, 1, 1);
    convolution("top", kEfficientNetWidths[4], kTopWidth, 1, 1);
    attention("top.attention1", kTopWidth);
    residual("top.block", kTopWidth);
    attention("top.attention2", kTopWidth);
    int64_t before = kTopWidth;
    for (const auto& level : kLevels) {
        const auto name = fmt::format("level{}", level.stride);
        convolution(name + ".up", before, 4 * level.width, 1, 1);
        convolution(name + ".skip", kEfficientNetWidths[level.feature], level.width, 1, 0.5);
        residual(name + ".block", level.width);
        before = level.width;
    }
    attention("level16.attention", kLevels[0].width);
    convolution("coarse", kLevels[0].width, m_options.outputs, 1, 0.1);
    convolution("fine.up", kHeadWidth, 4 * kShuffledWidth, 1, 1.4);
    convolution("fine.first", kShuffledWidth + 3 + m_options.guides, kFineWidth, 3, 1.4);
    convolution("fine.second", kFineWidth, m_options.outputs, 3, 0.1);
    if (m_options.summaries > 0) {
        convolution("summary.first", kTopWidth, 64, 1, 1.4);
        convolution("summary.second", 64, m_options.summaries, 1, 0.1);
    }
}

const at::Tensor& PictureNet::operator[](const std::string& name) const
{
    return m_parameters[m_index.at(name)].second;
}

void PictureNet::startFrom(const EfficientNetLite0& encoder)
{
    const at::NoGradGuard noGradient;
    auto source = encoder;
    const auto theirs = source.convolutions(), ours = m_encoder.convolutions();
    for (std::size_t i = 0; i < ours.size(); ++i) {
        ours[i]->weight.copy_(theirs[i]->weight);
        ours[i]->bias.copy_(theirs[i]->bias);
        for (const auto& [name, value] : {std::pair{std::string(".weight"), ours[i]->weight}, {".bias", ours[i]->bias}})
            if (const auto found = m_index.find(ours[i]->name + name); found != m_index.end())
                m_parameters[found->second].second.copy_(value / kEncoderPace);
    }
}

NamedTensors PictureNet::constants() const
{
    NamedTensors all = {{"stem.weight", m_encoder.stem.weight}, {"stem.bias", m_encoder.stem.bias}};
    for (const auto& block : m_encoder.blocks)
        for (const auto& convolution : block.convolutions) {
            for (const auto& [name, value] :
                 {std::pair{std::string(".weight"), convolution.weight}, {".bias", convolution.bias}})
                if (!m_index.count(convolution.name + name))
                    all.emplace_back(convolution.name + name, value);
        }
    return all;
}

void PictureNet::load(const TensorFile& file, const std::string& shownName)
{
    const at::NoGradGuard noGradient;
    auto all = constants();
    all.insert(all.end(), m_parameters.begin(), m_parameters.end());
    for (auto& [name, tensor] : all) {
        const auto* stored = file.find(name);
        if (!stored || stored->sizes() != tensor.sizes())
            throw Error(ErrorCode::badInput, "{}: expected a tensor {} of shape {}, found {}", shownName, name,
                        c10::str(tensor.sizes()), stored ? c10::str(stored->sizes()) : "none");
        tensor.copy_(*stored);
    }
}

void PictureNet::to(c10::Device device)
{
    for (auto* convolution : m_encoder.convolutions()) {
        convolution->weight = convolution->weight.to(device);
        convolution->bias = convolution->bias.to(device);
    }
    for (auto& [name, tensor] : m_parameters)
        tensor = tensor.detach().to(device).requires_grad_(true);
}

EfficientNetBlock PictureNet::learnedBlock(std::size_t index) const
{
    auto block = m_encoder.blocks[index];
    for (auto& convolution : block.convolutions) {
        if (!convolution.depthwise)
            convolution.weight = (*this)[convolution.name + ".weight"] * kEncoderPace;
        convolution.bias = (*this)[convolution.name + ".bias"] * kEncoderPace;
    }
    return block;
}

/// One pass in one type; weights are converted as they are used.
struct PictureNet::Pass
{
    const PictureNet& net;
    c10::ScalarType type;

    at::Tensor convolve(const std::string& name, const at::Tensor& x) const
    {
        const auto& weight = net[name + ".weight"];
        return at::conv2d(x, weight.to(x.scalar_type()), net[name + ".bias"].to(x.scalar_type()), 1, weight.size(2) / 2);
    }

    at::Tensor residual(const std::string& name, const at::Tensor& x) const
    {
        const auto normed = x.size(1) >= kNormWidth ? channelNorm(x) : x;
        const auto inner = convolve(name + ".first", channelsLast(at::silu(normed)));
        return x + convolve(name + ".second", at::silu(inner));
    }

    /// Products and softmax written out: the fused operator's backward is slow on the processor.
    at::Tensor attention(const std::string& name, const at::Tensor& x) const
    {
        constexpr int64_t kHeadSize = 32;
        const int64_t batch = x.size(0), width = x.size(1), count = x.size(2) * x.size(3);
        const auto qkv = convolve(name + ".qkv", channelsLast(channelNorm(x)));
        const auto parts = channelsLast(qkv)
                               .permute({0, 2, 3, 1})
                               .reshape({batch, count, 3, width / kHeadSize, kHeadSize})
                               .permute({2, 0, 3, 1, 4})
                               .unbind(0);
        const auto scores = at::matmul(parts[0], parts[1].transpose(2, 3)) * (1 / std::sqrt(double(kHeadSize)));
        const auto mixed = at::matmul(at::softmax(scores, -1), parts[2]); // [B, heads, n, 32]
        const auto picture = mixed.permute({0, 1, 3, 2}).reshape({batch, width, x.size(2), x.size(3)});
        return x + convolve(name + ".out", channelsLast(picture));
    }

    std::array<at::Tensor, 5> encode(const at::Tensor& rgb, const at::Tensor& guides) const
    {
        std::array<at::Tensor, 5> features;
        auto x = channelsLast(normaliseForImageNet(rgb).to(type));
        {
            const at::NoGradGuard frozen;
            x = applyConvolution(net.m_encoder.stem, x);
            for (std::size_t b = 0; b < kFrozenBlocks; ++b) {
                x = applyBlock(net.m_encoder.blocks[b], x);
                if (b == 0)
                    features[0] = x;
            }
        }
        x = x + convolve("guide.fine", channelsLast(at::pixel_unshuffle(guides, kGuideStride).to(type)));
        features[1] = x;
        std::size_t level = 2;
        for (std::size_t b = kFrozenBlocks; b < net.m_encoder.blocks.size(); ++b) {
            x = applyBlock(net.learnedBlock(b), x);
            if (int(b) == kEfficientNetEnds[level])
                features[level++] = x;
        }
        return features;
    }

    Result operator()(const at::Tensor& rgb, const at::Tensor& guides) const
    {
        const auto features = encode(rgb, guides);
        auto x = convolve("top", features[4])
                 + convolve("guide.coarse", channelsLast(at::avg_pool2d(guides, 32).to(type)));
        x = attention("top.attention2", residual("top.block", attention("top.attention1", x)));
        Result result;
        if (net.m_options.summaries > 0) {
            const auto mean = channelNorm(x).to(at::kFloat).mean({2, 3}, true);
            result.summary = convolve("summary.second", at::silu(convolve("summary.first", mean))).flatten(1);
        }
        at::Tensor coarse;
        for (const auto& level : kLevels) {
            const auto name = fmt::format("level{}", level.stride);
            x = channelsLast(at::pixel_shuffle(convolve(name + ".up", x), 2));
            x = residual(name + ".block", x + convolve(name + ".skip", features[level.feature]));
            if (level.stride == 16) {
                x = attention(name + ".attention", x);
                coarse = convolve("coarse", x).to(at::kFloat);
            }
        }
        const auto shuffled = at::pixel_shuffle(convolve("fine.up", at::silu(x)), 2);
        const auto joined = channelsLast(at::cat({shuffled, (rgb - 0.5).to(type), guides.to(type)}, 1));
        const auto fine = at::silu(convolve("fine.first", joined)).to(at::kFloat);
        result.planes = at::upsample_bilinear2d(coarse.contiguous(), {rgb.size(2), rgb.size(3)}, false)
                        + convolve("fine.second", fine);
        return result;
    }
};

PictureNet::Result PictureNet::forward(const at::Tensor& rgb, const at::Tensor& guides, c10::ScalarType type) const
{
    requireShape(rgb, "rgb", {-1, 3, -1, -1});
    requireShape(guides, "guides", {rgb.size(0), m_options.guides, rgb.size(2), rgb.size(3)});
    if (rgb.size(0) < 1 || rgb.size(2) < 32 || rgb.size(2) % 32 != 0 || rgb.size(3) % 32 != 0)
        throw Error(ErrorCode::badInput, "Picture for the network: expected sides that are multiples of 32, found {} of {} x {}",
                    rgb.size(0), rgb.size(3), rgb.size(2));
    return Pass{*this, type}(rgb.to(at::kFloat), guides.to(at::kFloat));
}

at::Tensor predictPlane(const PictureNet& net, const at::Tensor& rgb, c10::ScalarType type)
{
    requireShape(rgb, "rgb", {-1, 3, -1, rgb.size(2)});
    const auto guides = coordinatePlanes(rgb.size(2)).to(rgb.device()).expand({rgb.size(0), -1, -1, -1});
    return net.forward(rgb, guides, type).planes.select(1, 0);
}

at::Tensor predictPlaneBothWays(const PictureNet& net, const at::Tensor& rgb)
{
    requireShape(rgb, "rgb", {3, -1, -1});
    const at::NoGradGuard noGradient;
    const auto type = pictureNetType(rgb.device());
    const auto picture = rgb.unsqueeze(0).to(at::kFloat);
    return at::cat({predictPlane(net, picture, type), predictPlane(net, picture.flip({3}), type).flip({2})});
}

at::Tensor coordinatePlanes(int64_t side)
{
    const auto u = (at::arange(side, at::kFloat) * 2 + 1) / double(side) - 1;
    return at::stack({u.view({1, side}).expand({side, side}), -u.view({side, 1}).expand({side, side})}).unsqueeze(0);
}

c10::ScalarType pictureNetType(c10::Device device)
{
    return device.is_cuda() || cpuHasFastBf16() ? at::kBFloat16 : at::kFloat;
}

} // namespace bozzetto
