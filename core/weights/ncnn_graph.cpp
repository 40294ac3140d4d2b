#include "core/weights/ncnn_graph.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>
#include <sstream>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/weights/mapped_file.h"

namespace bozzetto {

namespace {

constexpr const char* kMagic = "7767517";
constexpr int kMostLayers = 4096, kMostBlobsOfALayer = 64, kMostValues = 64;
constexpr std::size_t kMostText = 4u << 20;
constexpr int kArrayKey = -23300;
constexpr std::uint32_t kHalfTag = 0x01306b47;

double number(const std::string& text, const std::string& line, const std::string& shownName)
{
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        throw Error(ErrorCode::badInput, "{}: expected numbers in the line of {}, found \"{}\"", shownName,
                    line.substr(0, 60), text.substr(0, 40));
    return value;
}

std::vector<double> numbers(const std::string& text, const std::string& line, const std::string& shownName)
{
    std::vector<double> values;
    std::stringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');)
        values.push_back(number(part, line, shownName));
    if (values.empty() || values.size() > kMostValues)
        throw Error(ErrorCode::badInput, "{}: expected 1 to {} values in the line of {}, found {}", shownName, kMostValues,
                    line.substr(0, 60), values.size());
    return values;
}

NcnnLayer parseLayer(const std::string& line, const std::string& shownName)
{
    NcnnLayer layer;
    std::istringstream words(line);
    int inputs = -1, outputs = -1;
    words >> layer.type >> layer.name >> inputs >> outputs;
    if (!words || inputs < 0 || outputs < 0 || inputs > kMostBlobsOfALayer || outputs > kMostBlobsOfALayer)
        throw Error(ErrorCode::badInput, "{}: expected a layer's type, name and counts, found \"{}\"", shownName,
                    line.substr(0, 60));
    const auto names = [&](std::vector<std::string>& list, int count) {
        for (int i = 0; i < count; ++i) {
            list.emplace_back();
            words >> list.back();
        }
    };
    names(layer.inputs, inputs);
    names(layer.outputs, outputs);
    if (!words)
        throw Error(ErrorCode::badInput, "{}: expected {} names of data in the line of {}, found fewer", shownName,
                    inputs + outputs, layer.name);
    for (std::string pair; words >> pair;) {
        const auto sign = pair.find('=');
        if (sign == std::string::npos)
            throw Error(ErrorCode::badInput, "{}: expected key=value in the line of {}, found \"{}\"", shownName, layer.name,
                        pair.substr(0, 40));
        const int key = int(std::clamp(number(pair.substr(0, sign), layer.name, shownName), -1e6, 1e6));
        auto values = numbers(pair.substr(sign + 1), layer.name, shownName);
        if (key <= kArrayKey) // an array says first how long it is
            values.erase(values.begin());
        layer.values[key] = std::move(values);
    }
    return layer;
}

/// The .bin, read from its front.
class Weights
{
public:
    Weights(std::span<const std::uint8_t> bytes, std::string shownName) : m_rest(bytes), m_shownName(std::move(shownName)) {}

    /// Values that say of themselves whether they are float16 or float32.
    at::Tensor tagged(std::int64_t count, const std::string& layer)
    {
        std::uint32_t tag = 0;
        std::memcpy(&tag, take(4, layer).data(), 4);
        if (tag != 0 && tag != kHalfTag)
            throw Error(ErrorCode::badInput, "{}: expected float16 or float32 weights of {}, found another type", m_shownName,
                        layer);
        return tag == 0 ? plain(count, layer) : copied(count, at::kHalf, (2 * count + 3) / 4 * 4, layer);
    }

    at::Tensor plain(std::int64_t count, const std::string& layer) { return copied(count, at::kFloat, 4 * count, layer); }

    void requireEnd() const
    {
        if (!m_rest.empty())
            throw Error(ErrorCode::badInput, "{}: expected weights of the layers alone, found {} bytes more", m_shownName,
                        m_rest.size());
    }

private:
    std::span<const std::uint8_t> take(std::int64_t bytes, const std::string& layer)
    {
        if (bytes < 0 || std::uint64_t(bytes) > m_rest.size())
            throw Error(ErrorCode::badInput, "{}: expected {} bytes of {}, found {}", m_shownName, bytes, layer,
                        m_rest.size());
        const auto part = m_rest.first(std::size_t(bytes));
        m_rest = m_rest.subspan(std::size_t(bytes));
        return part;
    }

    at::Tensor copied(std::int64_t count, at::ScalarType type, std::int64_t bytes, const std::string& layer)
    {
        const auto part = take(bytes, layer);
        auto tensor = at::empty({count}, type);
        std::memcpy(tensor.data_ptr(), part.data(), tensor.nbytes());
        return tensor;
    }

    std::span<const std::uint8_t> m_rest;
    std::string m_shownName;
};

void readConvolution(const NcnnLayer& layer, Weights& weights, TensorFile& file)
{
    constexpr std::int64_t kMostWeights = 1 << 28;
    const auto out = layer.count(0, 1, 1 << 16), kernel = layer.count(1, 1, 64), all = layer.count(6, 1, kMostWeights);
    const std::int64_t in = all / (out * kernel * kernel);
    if (in < 1 || in * out * kernel * kernel != all)
        throw Error(ErrorCode::badInput, "{}: expected weights in a multiple of {} x {} x {}, found {}", layer.name, out,
                    kernel, kernel, all);
    file.tensors.emplace_back(layer.name + ".weight", weights.tagged(all, layer.name).view({out, in, kernel, kernel}));
    if (layer.value(5, 0) != 0)
        file.tensors.emplace_back(layer.name + ".bias", weights.plain(out, layer.name));
}

std::string textOf(const MappedFile& file, const std::string& shownName)
{
    const auto bytes = file.bytes();
    if (bytes.size() > kMostText)
        throw Error(ErrorCode::badInput, "{}: expected a text of at most {} bytes, found {}", shownName, kMostText,
                    bytes.size());
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

double NcnnLayer::value(int key, double otherwise) const
{
    const auto found = values.find(key);
    return found == values.end() || found->second.empty() ? otherwise : found->second.front();
}

std::vector<double> NcnnLayer::list(int key) const
{
    const auto found = values.find(kArrayKey - key);
    return found == values.end() ? std::vector<double>() : found->second;
}

std::int64_t NcnnLayer::count(int key, std::int64_t low, std::int64_t high) const
{
    const double found = value(key, 0);
    if (found != std::floor(found) || found < double(low) || found > double(high))
        throw Error(ErrorCode::badInput, "{}: expected a whole number from {} to {} for key {}, found {}", name, low, high,
                    key, found);
    return std::int64_t(found);
}

std::vector<NcnnLayer> parseNcnnGraph(const std::string& text, const std::string& shownName)
{
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    if (line.substr(0, 7) != kMagic || line.find_first_not_of(" \r", 7) != std::string::npos)
        throw Error(ErrorCode::badInput, "{}: expected an ncnn .param text that begins with {}, found \"{}\"", shownName,
                    kMagic, line.substr(0, 20));
    int layerCount = -1, blobCount = -1;
    std::getline(lines, line);
    std::istringstream(line) >> layerCount >> blobCount;
    if (layerCount < 1 || layerCount > kMostLayers)
        throw Error(ErrorCode::badInput, "{}: expected 1 to {} layers, found \"{}\"", shownName, kMostLayers,
                    line.substr(0, 40));
    std::vector<NcnnLayer> layers;
    std::set<std::string> made, names;
    while (std::getline(lines, line)) {
        if (line.find_first_not_of(" \r\t") == std::string::npos)
            continue;
        auto layer = parseLayer(line, shownName);
        for (const auto& input : layer.inputs)
            if (!made.count(input))
                throw Error(ErrorCode::badInput, "{}: expected {} to be made before {} reads it, found it is not", shownName,
                            input, layer.name);
        for (const auto& output : layer.outputs)
            if (!made.insert(output).second)
                throw Error(ErrorCode::badInput, "{}: expected {} to be made once, found it twice", shownName, output);
        if (!names.insert(layer.name).second)
            throw Error(ErrorCode::badInput, "{}: expected layers of different names, found {} twice", shownName, layer.name);
        layers.push_back(std::move(layer));
        if (int(layers.size()) > layerCount)
            break;
    }
    if (int(layers.size()) != layerCount)
        throw Error(ErrorCode::badInput, "{}: expected {} layers, found {}", shownName, layerCount,
                    int(layers.size()) > layerCount ? "more" : std::to_string(layers.size()));
    return layers;
}

TensorFile readNcnn(const std::filesystem::path& paramPath)
{
    auto binPath = paramPath;
    binPath.replace_extension(".bin");
    TensorFile file;
    const auto text = textOf(MappedFile(paramPath), paramPath.string());
    const auto layers = parseNcnnGraph(text, paramPath.string());
    const MappedFile binary(binPath);
    Weights weights(binary.bytes(), binPath.string());
    for (const auto& layer : layers) {
        if (layer.type == "Convolution")
            readConvolution(layer, weights, file);
        else if (layer.type == "PReLU")
            file.tensors.emplace_back(layer.name + ".slope", weights.plain(layer.count(0, 1, 1 << 16), layer.name));
    }
    weights.requireEnd();
    file.metadata["graph"] = text;
    return file;
}

} // namespace bozzetto
