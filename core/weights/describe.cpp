#include "core/weights/describe.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/weights/mapped_file.h"
#include "core/weights/weights_layout.h"

namespace bozzetto {

namespace {

const char* formatName(WeightsFormat format)
{
    switch (format) {
    case WeightsFormat::safetensors:
        return "safetensors";
    case WeightsFormat::zipCheckpoint:
        return "PyTorch zip checkpoint";
    case WeightsFormat::streamCheckpoint:
        return "PyTorch checkpoint (before 1.6)";
    case WeightsFormat::unknown:
        break;
    }
    return "unknown";
}

/// G3DR is known by its first convolution, whose width is the network's, and its decoder.
int g3drBaseWidth(const StoredTensors& stored)
{
    int width = 0;
    bool hasDecoder = false;
    for (const StoredTensor& tensor : stored.tensors) {
        const std::string key = networkKey(tensor.name);
        hasDecoder = hasDecoder || key == "decoder.net.2.weight";
        if (key == "init_conv.weight" && tensor.sizes.size() == 4 && tensor.sizes[1] == 2 * tensor.sizes[0] + 4)
            width = int(tensor.sizes[0]);
    }
    return hasDecoder ? width : 0;
}

} // namespace

std::string networkKey(const std::string& name)
{
    std::string_view key = name;
    for (const std::string_view prefix : {"model.", "module."})
        if (key.starts_with(prefix))
            key.remove_prefix(prefix.size());
    return std::string(key);
}

bool isTrainingState(const std::string& name)
{
    return name.starts_with("opt.") || name.starts_with("optimizer.") || name.starts_with("scheduler.");
}

WeightsDescription describeWeights(const std::filesystem::path& path)
{
    const MappedFile file(path);
    StoredTensors stored = readWeightsLayout(file.bytes(), path.string());
    WeightsDescription result;
    result.format = formatName(weightsFormat(file.bytes()));
    result.fileBytes = file.bytes().size();
    result.g3drBaseWidth = g3drBaseWidth(stored);
    result.kind = result.g3drBaseWidth ? fmt::format("G3DR weights, base width {}", result.g3drBaseWidth) : "weights";
    result.tensors = std::int64_t(stored.tensors.size());
    for (const StoredTensor& tensor : stored.tensors) {
        const std::int64_t parameters = isFloating(tensor.type) ? tensor.elementCount() : 0;
        const bool ofNetwork = !isTrainingState(tensor.name);
        result.parameters += parameters;
        result.networkTensors += ofNetwork;
        result.networkParameters += ofNetwork ? parameters : 0;
        ++result.dtypes[storedTypeName(tensor.type)];
    }
    result.metadata = std::move(stored.metadata);
    return result;
}

} // namespace bozzetto
