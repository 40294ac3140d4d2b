#include "core/vision/upscaler.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/image/resize.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr int kTile = 160, kOverlap = 24; ///< pixels of the small picture; the compact network sees 18 to each side
constexpr int kProbe = 8, kLargestFactor = 8, kLargestSide = 16384;

at::Tensor activated(const NcnnLayer& layer, const at::Tensor& x)
{
    switch (layer.count(9, 0, 2)) {
    case 0:
        return x;
    case 1:
        return at::relu(x);
    default: {
        const auto slope = layer.list(10);
        return at::leaky_relu(x, slope.empty() ? 0.0 : slope.front());
    }
    }
}

at::Tensor resized(const NcnnLayer& layer, const at::Tensor& x)
{
    const double down = layer.value(1, 1), across = layer.value(2, 1);
    const auto height = std::int64_t(std::lround(double(x.size(2)) * down)),
               width = std::int64_t(std::lround(double(x.size(3)) * across));
    if (height < 1 || width < 1 || down > kLargestFactor || across > kLargestFactor)
        throw Error(ErrorCode::badInput, "{}: expected a resize by at most {}, found {} and {}", layer.name, kLargestFactor,
                    down, across);
    switch (layer.count(0, 1, 3)) {
    case 1:
        return at::upsample_nearest2d(x, {height, width});
    case 2:
        return at::upsample_bilinear2d(x, {height, width}, false);
    default:
        return at::upsample_bicubic2d(x, {height, width}, false);
    }
}

at::Tensor combined(const NcnnLayer& layer, const std::vector<at::Tensor>& inputs)
{
    if (layer.count(0, 1, 1) != 1 || inputs.empty())
        throw Error(ErrorCode::badInput, "{}: expected a sum, found another operation", layer.name);
    const auto coefficients = layer.list(1);
    at::Tensor sum;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto part = i < coefficients.size() ? inputs[i] * coefficients[i] : inputs[i];
        sum = sum.defined() ? sum + part : part;
    }
    return sum;
}

} // namespace

std::shared_ptr<const Upscaler> Upscaler::load(const std::filesystem::path& path)
{
    return std::make_shared<const Upscaler>(path.extension() == ".param" ? readNcnn(path) : readWeights(path),
                                            path.string());
}

Upscaler::Upscaler(TensorFile file, const std::string& shownName) : m_file(std::move(file))
{
    const at::NoGradGuard noGradient;
    const auto graph = m_file.metadata.find("graph");
    if (graph == m_file.metadata.end())
        throw Error(ErrorCode::badInput, "{}: expected a network that enlarges pictures, found none", shownName);
    m_layers = parseNcnnGraph(graph->second, shownName);
    for (const auto& [name, tensor] : m_file.tensors) {
        auto value = tensor.to(at::kFloat);
        m_weights[name] = value.dim() == 4 ? value.contiguous(at::MemoryFormat::ChannelsLast) : value;
    }
    m_file.tensors.clear();
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        for (const auto& input : m_layers[i].inputs)
            m_lastUse[input] = i;
    try {
        const auto seen = enlarge(at::zeros({1, 3, kProbe, kProbe}));
        m_factor = int(seen.size(2) / kProbe);
        if (seen.size(1) != 3 || m_factor < 1 || m_factor > kLargestFactor || seen.size(2) != m_factor * kProbe ||
            seen.size(3) != m_factor * kProbe)
            throw Error(ErrorCode::badInput, "{}: expected a network that makes pictures 1 to {} times as large, found {}",
                        shownName, kLargestFactor, c10::str(seen.sizes()));
    } catch (const c10::Error&) {
        throw Error(ErrorCode::badInput, "{}: expected layers whose shapes fit each other, found others", shownName);
    }
}

const at::Tensor& Upscaler::weight(const std::string& name) const
{
    const auto found = m_weights.find(name);
    if (found == m_weights.end())
        throw Error(ErrorCode::badInput, "The upscaling network: expected weights {}, found none", name);
    return found->second;
}

at::Tensor Upscaler::convolve(const NcnnLayer& layer, const at::Tensor& x) const
{
    const auto padding = layer.count(4, 0, 32), stride = std::max<std::int64_t>(layer.count(3, 0, 8), 1);
    const auto bias = layer.value(5, 0) != 0 ? weight(layer.name + ".bias") : at::Tensor();
    return activated(layer, at::conv2d(x, weight(layer.name + ".weight"), bias, stride, padding));
}

at::Tensor Upscaler::apply(const NcnnLayer& layer, const std::vector<at::Tensor>& inputs) const
{
    const auto require = [&](std::size_t count) {
        if (inputs.size() != count)
            throw Error(ErrorCode::badInput, "{}: expected {} inputs, found {}", layer.name, count, inputs.size());
    };
    if (layer.type == "Concat")
        return at::cat(inputs, 1);
    if (layer.type == "Eltwise")
        return combined(layer, inputs);
    if (layer.type == "BinaryOp" && layer.count(0, 0, 0) == 0) {
        require(2);
        return inputs[0] + inputs[1];
    }
    require(1);
    if (layer.type == "Convolution")
        return convolve(layer, inputs[0]);
    if (layer.type == "PReLU")
        return at::prelu(inputs[0], weight(layer.name + ".slope"));
    if (layer.type == "PixelShuffle")
        return at::pixel_shuffle(inputs[0], layer.count(0, 1, kLargestFactor));
    if (layer.type == "Interp")
        return resized(layer, inputs[0]);
    if (layer.type == "Split")
        return inputs[0];
    throw Error(ErrorCode::badInput, "{}: expected a layer that enlarging pictures needs, found {}", layer.name, layer.type);
}

at::Tensor Upscaler::enlarge(const at::Tensor& rgb) const
{
    requireShape(rgb, "rgb", {1, 3, -1, -1});
    const at::NoGradGuard noGradient;
    std::map<std::string, at::Tensor> blobs;
    at::Tensor last;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto& layer = m_layers[i];
        if (layer.type == "Input") {
            last = rgb.to(at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
        } else {
            std::vector<at::Tensor> inputs;
            for (const auto& name : layer.inputs) {
                inputs.push_back(blobs.at(name));
                if (m_lastUse.at(name) == i)
                    blobs.erase(name);
            }
            last = apply(layer, inputs);
        }
        for (const auto& name : layer.outputs)
            blobs[name] = last;
    }
    return last;
}

at::Tensor Upscaler::enlargeInTiles(const at::Tensor& rgb, JobContext& context, double from, double to) const
{
    const std::int64_t height = rgb.size(2), width = rgb.size(3), f = m_factor;
    auto out = at::empty({1, 3, height * f, width * f});
    for (std::int64_t top = 0; top < height; top += kTile)
        for (std::int64_t left = 0; left < width; left += kTile) {
            context.check();
            context.report("Upscale", from + (to - from) * double(top * width + left) / double(height * width));
            const auto bottom = std::min<std::int64_t>(top + kTile, height), right = std::min<std::int64_t>(left + kTile, width);
            const auto y0 = std::max<std::int64_t>(top - kOverlap, 0), y1 = std::min(bottom + kOverlap, height);
            const auto x0 = std::max<std::int64_t>(left - kOverlap, 0), x1 = std::min(right + kOverlap, width);
            const auto part = enlarge(rgb.slice(2, y0, y1).slice(3, x0, x1));
            out.slice(2, top * f, bottom * f)
                .slice(3, left * f, right * f)
                .copy_(part.slice(2, (top - y0) * f, (bottom - y0) * f).slice(3, (left - x0) * f, (right - x0) * f));
        }
    return out;
}

Image Upscaler::enlarge(const Image& picture, int times, JobContext& context) const
{
    const int width = picture.width * times, height = picture.height * times;
    if (picture.empty() || (picture.channels != 1 && picture.channels != 3 && picture.channels != 4))
        throw Error(ErrorCode::badInput, "Upscaling: expected a picture of 1, 3 or 4 channels, found {} x {} x {}",
                    picture.width, picture.height, picture.channels);
    if (times < 2 || times > kLargestFactor || std::max(width, height) > kLargestSide)
        throw Error(ErrorCode::badInput,
                    "Upscaling: expected 2 to {} times and at most {} pixels a side, found {} times and {} x {}",
                    kLargestFactor, kLargestSide, times, width, height);
    const bool hasAlpha = picture.channels == 4;
    const auto planes = tensorFromImage(picture);
    // Colour is laid over black and divided again, so that the edge of an object stays where its alpha has it.
    auto rgb = picture.channels == 1 ? planes.expand({3, -1, -1}) : planes.narrow(0, 0, 3);
    if (hasAlpha)
        rgb = rgb * planes.narrow(0, 3, 1);
    const double share = hasAlpha ? 0.5 : 1;
    auto large = enlargeInTiles(rgb.unsqueeze(0), context, 0, share)[0].clamp(0, 1);
    if (hasAlpha) {
        const auto alpha =
            enlargeInTiles(planes.narrow(0, 3, 1).expand({3, -1, -1}).unsqueeze(0), context, share, 1)[0].mean(0, true).clamp(0, 1);
        large = at::cat({at::where(alpha > 1e-3, large / alpha.clamp_min(1e-3), at::zeros({})).clamp(0, 1), alpha});
    } else if (picture.channels == 1) {
        large = large.mean(0, true);
    }
    context.report("Upscale", 1);
    Image result = imageFromTensor(large);
    if (m_factor == times)
        return result;
    result = resizeLanczos(result, width, height);
    for (auto& value : result.pixels)
        value = std::clamp(value, 0.0f, 1.0f);
    return result;
}

} // namespace bozzetto
