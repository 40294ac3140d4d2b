#include "core/g3dr/object_network.h"

#include <array>
#include <cmath>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/autocast_mode.h>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/g3dr/object_lookup.h"
#include "core/g3dr/unet.h"

namespace bozzetto {

namespace {

constexpr int kLevels = 4;
constexpr int kInputChannels = 6; // rgb, height, mask, height given
constexpr int kPixelInputs = 8;   // mask, three relative depths, validity, rgb
constexpr int kHeadWidth = 32;    // of an attention head
constexpr float kInside = 0.25f;  // matte above which a pixel counts

std::array<int, kLevels> levelWidths(const ObjectNetworkOptions& options)
{
    return {options.width, 2 * options.width, 4 * options.width, 4 * options.width};
}

int blockCount(const ObjectNetworkOptions& options, int level)
{
    return level < 2 ? 1 : options.deepBlocks;
}

std::string levelName(const char* part, int level)
{
    return fmt::format("{}.{}", part, level);
}

std::string blockName(const char* part, int level, int block)
{
    return fmt::format("{}.{}.{}", part, level, block);
}

int cardNumber(const std::map<std::string, std::string>& card, const char* key, const std::string& shownName)
{
    const auto found = card.find(key);
    char* end = nullptr;
    const long value = found == card.end() ? 0 : std::strtol(found->second.c_str(), &end, 10);
    if (found == card.end() || !end || *end != '\0' || value < 0 || value > 4096)
        throw Error(ErrorCode::badInput,
                    "{}: expected an object generator with a whole number for \"{}\", found \"{}\"",
                    shownName, key, found == card.end() ? "none" : found->second);
    return int(value);
}

/// (u, v) of every plane for points [B, N, 3]: [B, 3, N, 2]; the first is the projection into the picture.
at::Tensor planePositions(const at::Tensor& points, const ObjectViews& views)
{
    const auto x = points.select(2, 0), y = points.select(2, 1), z = points.select(2, 2);
    const auto scale = 1 / ((views.distance.unsqueeze(1) - z).clamp_min(1e-3) * views.tangent.unsqueeze(1));
    const auto projected = at::stack({x * scale, y * scale}, 2);
    const auto top = at::stack({x, z}, 2) / kObjectCube, side = at::stack({z, y}, 2) / kObjectCube;
    return at::stack({projected, top, side}, 1);
}

/// Products and convolutions run in bf16 while it lives.
class Bf16Autocast
{
public:
    Bf16Autocast(c10::DeviceType device, bool wanted)
        : m_device(device), m_before(at::autocast::is_autocast_enabled(device)),
          m_typeBefore(at::autocast::get_autocast_dtype(device))
    {
        at::autocast::set_autocast_enabled(device, wanted);
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
    }
    ~Bf16Autocast()
    {
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(m_device, m_before);
        at::autocast::set_autocast_dtype(m_device, m_typeBefore);
    }
    Bf16Autocast(const Bf16Autocast&) = delete;
    Bf16Autocast& operator=(const Bf16Autocast&) = delete;

private:
    c10::DeviceType m_device;
    bool m_before;
    at::ScalarType m_typeBefore;
};

/// Our own MLP reads the planes, not G3DR's.
bool isOfPlanes(const std::string& unetParameter)
{
    return !unetParameter.starts_with("decoder.");
}

UnetOptions unetOptions(const ObjectNetworkOptions& options)
{
    return {options.width, kInputChannels, options.features, kObjectInputSide};
}

} // namespace

/// A parameter's name and how it starts: uniform with deviation gain / sqrt(fan-in), or a constant.
struct ObjectNetwork::Shape
{
    std::string name;
    std::vector<int64_t> sizes;
    double gain = 1;
    double constant = 0;
};

void ObjectNetworkOptions::check() const
{
    const auto require = [](const char* what, int value, int low, int high, int multiple) {
        if (value < low || value > high || value % multiple != 0)
            throw Error(ErrorCode::badInput,
                        "Object generator, {}: expected {} to {} in steps of {}, found {}", what, low, high,
                        multiple, value);
    };
    require("width", width, 8, 256, 8);
    require("features", features, 4, 128, 4);
    require("hidden", hidden, 16, 512, 16);
    require("deep blocks", deepBlocks, 1, 8, 1);
}

std::map<std::string, std::string> ObjectNetworkOptions::card() const
{
    return {{"architecture", "object generator"},
            {"width", std::to_string(width)},
            {"features", std::to_string(features)},
            {"hidden", std::to_string(hidden)},
            {"deepBlocks", std::to_string(deepBlocks)},
            {"g3drUnet", std::to_string(int(g3drUnet))},
            {"relativeDepth", std::to_string(int(relativeDepth))},
            {"pixelColour", std::to_string(int(pixelColour))}};
}

ObjectNetworkOptions ObjectNetworkOptions::fromCard(const std::map<std::string, std::string>& card,
                                                    const std::string& shownName)
{
    ObjectNetworkOptions options;
    options.width = cardNumber(card, "width", shownName);
    options.features = cardNumber(card, "features", shownName);
    options.hidden = cardNumber(card, "hidden", shownName);
    options.deepBlocks = cardNumber(card, "deepBlocks", shownName);
    options.g3drUnet = card.count("g3drUnet") != 0 && cardNumber(card, "g3drUnet", shownName) != 0;
    options.relativeDepth = cardNumber(card, "relativeDepth", shownName) != 0;
    options.pixelColour = cardNumber(card, "pixelColour", shownName) != 0;
    options.check();
    return options;
}

std::vector<ObjectNetwork::Shape> ObjectNetwork::shapes(const ObjectNetworkOptions& options)
{
    std::vector<Shape> list;
    const auto widths = levelWidths(options);
    const auto norm = [&](const std::string& name, int64_t width) {
        list.push_back({name + ".weight", {width}, 0, 1});
        list.push_back({name + ".bias", {width}, 0, 0});
    };
    const auto block = [&](const std::string& name, int64_t width) {
        norm(name + ".norm1", width);
        list.push_back({name + ".conv1.weight", {width, width, 3, 3}});
        norm(name + ".norm2", width);
        list.push_back({name + ".conv2.weight", {width, width, 3, 3}, 0});
    };
    const auto attention = [&](const std::string& name, int64_t width) {
        norm(name + ".norm", width);
        list.push_back({name + ".qkv.weight", {3 * width, width}});
        list.push_back({name + ".out.weight", {width, width}, 0});
    };
    if (options.g3drUnet) { // starts as PyTorch starts it, see the constructor
        for (const auto& parameter : unetParameters(unetOptions(options)))
            if (isOfPlanes(parameter.name))
                list.push_back({"unet." + parameter.name, parameter.shape});
    } else {
        list.push_back({"stem.weight", {widths[0], kInputChannels, 4, 4}});
        for (int level = 0; level < kLevels; ++level) {
            const int64_t width = widths[std::size_t(level)];
            for (int b = 0; b < blockCount(options, level); ++b) {
                block(blockName("encoder", level, b), width);
                block(blockName("decoder", level, b), width);
            }
            if (level + 1 < kLevels) {
                const int64_t below = widths[std::size_t(level) + 1];
                list.push_back({levelName("down", level) + ".weight", {below, width, 2, 2}});
                list.push_back({levelName("up", level) + ".weight", {width, below, 1, 1}});
                list.push_back({levelName("skip", level) + ".weight", {width, width, 1, 1}});
            }
        }
        list.push_back({"position", {16, 16, widths[2]}, 0});
        attention("encoder.2.attention", widths[2]);
        attention("middle.attention", widths[3]);
        attention("decoder.2.attention", widths[2]);
        norm("head.norm", widths[0]);
        list.push_back({"head.weight", {3 * options.features, widths[0], 3, 3}});
    }
    const int64_t inputs = 3 * options.features + 3 + kPixelInputs;
    list.push_back({"mlp.0.weight", {options.hidden, inputs}});
    list.push_back({"mlp.0.bias", {options.hidden}, 0, 0});
    list.push_back({"mlp.1.weight", {options.hidden, options.hidden}, 1.6});
    list.push_back({"mlp.1.bias", {options.hidden}, 0, 0});
    list.push_back({"mlp.2.weight", {5, options.hidden}, 0.5});
    list.push_back({"mlp.2.bias", {5}, 0, 0});
    return list;
}

ObjectNetwork::ObjectNetwork(const ObjectNetworkOptions& options, std::uint64_t seed, c10::Device device)
    : m_options(options), m_type(device.is_cuda() || cpuHasFastBf16() ? at::kBFloat16 : at::kFloat)
{
    options.check();
    auto generator = at::detail::createCPUGenerator(seed);
    if (options.g3drUnet)
        addUnet(std::make_shared<TriplaneUnet>(unetOptions(options)), device);
    for (const auto& shape : shapes(options)) {
        if (m_byName.count(shape.name))
            continue;
        at::Tensor tensor = at::full(shape.sizes, shape.constant);
        if (shape.gain > 0 && shape.sizes.size() > 1) {
            const double fanIn = double(tensor.numel()) / double(shape.sizes[0]);
            tensor = (at::rand(shape.sizes, generator) * 2 - 1) * (shape.gain * std::sqrt(3 / fanIn));
        }
        tensor = tensor.to(device).requires_grad_();
        m_parameters.emplace_back(shape.name, tensor);
        m_byName[shape.name] = tensor;
    }
}

ObjectNetwork::ObjectNetwork(const TensorFile& file, const std::string& shownName, c10::Device device)
    : m_options(ObjectNetworkOptions::fromCard(file.metadata, shownName)),
      m_type(device.is_cuda() || cpuHasFastBf16() ? at::kBFloat16 : at::kFloat)
{
    for (const auto& shape : shapes(m_options)) {
        const auto* stored = file.find(shape.name);
        if (!stored || stored->sizes() != shape.sizes || !at::isFloatingType(stored->scalar_type()))
            throw Error(ErrorCode::badInput,
                        "{}: expected the object generator's {} as numbers of another shape, found {}",
                        shownName, shape.name, stored ? c10::str(stored->sizes()) : "none");
        const auto tensor = stored->to(device, at::kFloat);
        if (!at::isfinite(tensor).all().item<bool>())
            throw Error(ErrorCode::badInput, "{}: expected finite numbers in {}, found others", shownName,
                        shape.name);
        m_parameters.emplace_back(shape.name, tensor);
        m_byName[shape.name] = tensor;
    }
    if (!m_options.g3drUnet)
        return;
    const at::NoGradGuard noGradient;
    const auto unet = std::make_shared<TriplaneUnet>(unetOptions(m_options), TriplaneUnet::Start::empty);
    for (auto& parameter : unet->named_parameters())
        if (isOfPlanes(parameter.key()))
            parameter.value().set_data(get("unet." + parameter.key()));
    m_unet = unet;
}

void ObjectNetwork::addUnet(const std::shared_ptr<TriplaneUnet>& unet, c10::Device device)
{
    unet->to(device);
    for (const auto& parameter : unet->named_parameters()) {
        if (!isOfPlanes(parameter.key()))
            continue;
        m_parameters.emplace_back("unet." + parameter.key(), parameter.value());
        m_byName["unet." + parameter.key()] = parameter.value();
    }
    m_unet = unet;
}

ObjectNetwork ObjectNetwork::withOwnMlp(bool learning) const
{
    ObjectNetwork copy = *this;
    for (auto& [name, tensor] : copy.m_parameters)
        if (name.starts_with("mlp.")) {
            tensor = tensor.detach().clone().requires_grad_(learning);
            copy.m_byName[name] = tensor;
        }
    return copy;
}

std::vector<at::Tensor> ObjectNetwork::mlpParameters() const
{
    std::vector<at::Tensor> found;
    for (const auto& [name, tensor] : m_parameters)
        if (name.starts_with("mlp."))
            found.push_back(tensor);
    return found;
}

const at::Tensor& ObjectNetwork::get(const std::string& name) const
{
    return m_byName.at(name);
}

at::Tensor ObjectNetwork::convolve(const std::string& name, const at::Tensor& input, int stride,
                                   int padding) const
{
    const auto weight =
        get(name + ".weight").to(input.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
    return at::conv2d(input, weight, {}, stride, padding);
}

/// Layer norm over the channels of [B, C, h, w] in channels-last memory: a view, no copy.
at::Tensor ObjectNetwork::normalise(const std::string& name, const at::Tensor& input) const
{
    const auto weight = get(name + ".weight").to(input.scalar_type()),
               bias = get(name + ".bias").to(input.scalar_type());
    const auto rows = input.permute({0, 2, 3, 1});
    return at::layer_norm(rows, {rows.size(3)}, weight, bias).permute({0, 3, 1, 2});
}

at::Tensor ObjectNetwork::block(const std::string& name, const at::Tensor& input) const
{
    const auto first = convolve(name + ".conv1", at::silu(normalise(name + ".norm1", input)), 1, 1);
    return input + convolve(name + ".conv2", at::silu(normalise(name + ".norm2", first)), 1, 1);
}

/// Plain matrix products: their backward is faster on the processor than fused attention's.
at::Tensor ObjectNetwork::attend(const std::string& name, const at::Tensor& input) const
{
    const auto type = input.scalar_type();
    const int64_t batch = input.size(0), width = input.size(1), tokens = input.size(2) * input.size(3);
    const int64_t heads = std::max<int64_t>(width / kHeadWidth, 1), depth = width / heads;
    const auto rows = normalise(name + ".norm", input).permute({0, 2, 3, 1}).reshape({batch, tokens, width});
    const auto qkv = at::linear(rows, get(name + ".qkv.weight").to(type))
                         .view({batch, tokens, 3, heads, depth})
                         .permute({2, 0, 3, 1, 4});
    const auto scores = at::matmul(qkv[0], qkv[1].transpose(2, 3)) * (1 / std::sqrt(double(depth)));
    const auto mixed =
        at::matmul(at::softmax(scores, -1), qkv[2]).transpose(1, 2).reshape({batch, tokens, width});
    const auto out = at::linear(mixed, get(name + ".out.weight").to(type));
    return input + out.view({batch, input.size(2), input.size(3), width}).permute({0, 3, 1, 2});
}

at::Tensor ObjectNetwork::planes(const ObjectViews& views) const
{
    const int64_t batch = views.colour.size(0), side = views.colour.size(2);
    requireShape(views.colour, "colour", {-1, 3, -1, side});
    requireShape(views.height, "height", {batch, 1, side, side});
    auto input = at::cat({views.colour, views.height, views.alpha,
                          views.hasHeight.view({batch, 1, 1, 1}).expand({batch, 1, side, side})},
                         1);
    if (side != kObjectInputSide)
        input = at::adaptive_avg_pool2d(input, {kObjectInputSide, kObjectInputSide});
    const auto x = m_unet ? g3drPlanes(input) : ownPlanes(input);
    return x.permute({0, 2, 3, 1}).to(at::kFloat).contiguous();
}

at::Tensor ObjectNetwork::g3drPlanes(const at::Tensor& input) const
{
    const Bf16Autocast autocast(input.device().type(), m_type == at::kBFloat16);
    const auto planes = m_unet->forward(input).to(at::kFloat).flatten(1, 2);
    return at::avg_pool2d(planes, kObjectInputSide / kObjectPlaneSide);
}

at::Tensor ObjectNetwork::ownPlanes(const at::Tensor& input) const
{
    at::Tensor x = convolve("stem", input.to(m_type).contiguous(at::MemoryFormat::ChannelsLast), 2, 1);
    std::array<at::Tensor, kLevels> skips;
    for (int level = 0; level < kLevels; ++level) {
        if (level == 2)
            x = x + get("position").to(m_type).permute({2, 0, 1});
        for (int b = 0; b < blockCount(m_options, level); ++b)
            x = block(blockName("encoder", level, b), x);
        if (level == 2)
            x = attend("encoder.2.attention", x);
        skips[std::size_t(level)] = x;
        if (level + 1 < kLevels)
            x = convolve(levelName("down", level), x, 2, 0);
    }
    x = attend("middle.attention", x);
    for (int level = kLevels - 1; level >= 0; --level) {
        if (level + 1 < kLevels)
            x = at::upsample_nearest2d(convolve(levelName("up", level), x, 1, 0),
                                       {2 * x.size(2), 2 * x.size(3)}) +
                convolve(levelName("skip", level), skips[std::size_t(level)], 1, 0);
        for (int b = 0; b < blockCount(m_options, level); ++b)
            x = block(blockName("decoder", level, b), x);
        if (level == 2)
            x = attend("decoder.2.attention", x);
    }
    return convolve("head", at::silu(normalise("head.norm", x)), 1, 1);
}

at::Tensor softColours(const ObjectViews& views)
{
    constexpr int64_t kRadius = 5, kPasses = 3;
    auto maps = at::adaptive_avg_pool2d(at::cat({views.colour, views.alpha}, 1), {kObjectInputSide, kObjectInputSide});
    for (int64_t pass = 0; pass < kPasses; ++pass)
        maps = at::avg_pool2d(maps, {2 * kRadius + 1, 2 * kRadius + 1}, {1, 1}, {kRadius, kRadius});
    return (maps.narrow(1, 0, 3) / maps.narrow(1, 3, 1).clamp_min(1e-3)).clamp(0, 1);
}

ObjectSamples ObjectNetwork::decode(const at::Tensor& planes, const ObjectViews& views,
                                    const at::Tensor& points, bool exact) const
{
    requireShape(points, "points", {planes.size(0), -1, 3});
    const auto positions = planePositions(points, views);
    const auto features = lookupMaps(planes, positions);
    const auto maps = at::cat({views.alpha, views.height, views.colour}, 1).permute({0, 2, 3, 1});
    const auto pixel = lookupMaps(maps, positions.narrow(1, 0, 1)); // [B, N, 5]
    const auto alpha = pixel.narrow(2, 0, 1);
    const auto inside = (alpha > kInside).to(at::kFloat);
    const auto share = inside / alpha.clamp_min(kInside);
    const auto colour = pixel.narrow(2, 2, 3) * share * (m_options.pixelColour ? 1.0 : 0.0);
    const auto known = inside * views.hasHeight.view({-1, 1, 1}) * (m_options.relativeDepth ? 1.0 : 0.0);
    const auto behind = (points.narrow(2, 2, 1) - pixel.narrow(2, 1, 1) * share) * known;
    const auto inputs = at::cat({features, points / kObjectCube, alpha, 2 * behind, at::tanh(10 * behind),
                                 at::tanh(50 * behind), known, colour},
                                2);
    const auto type = exact ? at::kFloat : m_type;
    auto units = inputs.to(type);
    for (const char* layer : {"mlp.0", "mlp.1"})
        units = at::silu(at::linear(units, get(std::string(layer) + ".weight").to(type),
                                     get(std::string(layer) + ".bias").to(type)));
    const auto out = at::linear(units.to(at::kFloat), get("mlp.2.weight"), get("mlp.2.bias"));
    auto rgb = at::sigmoid(out.narrow(2, 1, 3));
    if (m_options.pixelColour) {
        const auto gate = at::sigmoid(out.narrow(2, 4, 1)) * inside;
        auto passed = colour;
        if (views.soft.defined()) {
            const auto hidden = ((-behind - kSoftFrom) / (kSoftTo - kSoftFrom)).clamp(0, 1);
            const auto soft = lookupMaps(views.soft.permute({0, 2, 3, 1}), positions.narrow(1, 0, 1));
            passed = colour + hidden * (soft - colour);
        }
        rgb = gate * passed + (1 - gate) * rgb;
    }
    return {out.select(2, 0), rgb};
}

at::Tensor objectDensity(const at::Tensor& logit, double sharpness)
{
    return 20 * at::softplus(4 * sharpness * logit);
}

} // namespace bozzetto
