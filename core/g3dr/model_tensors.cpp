#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/ranges.h>

#include "core/base/error.h"
#include "core/g3dr/model.h"

namespace bozzetto {

namespace {

using TensorMap = std::unordered_map<std::string, at::Tensor>;

constexpr const char* kFirstLayer = "init_conv.weight";

/// The first few names, and how many more.
class NameList
{
public:
    void add(const std::string& name)
    {
        if (m_count++ < kShown)
            m_text += (m_text.empty() ? "" : ", ") + name;
    }

    /// Appends "missing a, b and 3 more" to `sentence`; nothing when empty.
    void appendTo(std::string& sentence, const char* what) const
    {
        if (m_count == 0)
            return;
        sentence += fmt::format("{}{} {}", sentence.empty() ? "" : "; ", what, m_text);
        if (m_count > kShown)
            sentence += fmt::format(" and {} more", m_count - kShown);
    }

private:
    static constexpr int kShown = 4;
    int m_count = 0;
    std::string m_text;
};

/// The generator's tensors under their published names. Training checkpoints hold the optimiser's state
/// beside them.
TensorMap generatorTensors(const TensorFile& file, const std::string& shownName)
{
    for (const std::string prefix : {"model.module.", "model.", "module.", ""}) {
        const auto isFirst = [&](const auto& entry) { return entry.first == prefix + kFirstLayer; };
        if (std::none_of(file.tensors.begin(), file.tensors.end(), isFirst))
            continue;
        const bool nested = prefix.rfind("model.", 0) == 0;
        TensorMap result;
        for (const auto& [name, tensor] : file.tensors) {
            const bool ours = name.rfind(prefix, 0) == 0;
            if (ours || !nested)
                result.emplace(ours ? name.substr(prefix.size()) : name, tensor);
        }
        return result;
    }
    throw Error(ErrorCode::badInput,
                "{}: expected the weights of a G3DR generator (with {}), found {} other tensors", shownName,
                kFirstLayer, file.tensors.size());
}

/// What the shapes of the first and last layer say about the model's sizes. Where they are unusable the
/// published sizes stand, and the shape comparison names the tensor.
UnetOptions deducedOptions(const TensorMap& tensors, const std::string& shownName)
{
    UnetOptions options;
    const auto shapeOf = [&](const char* name) {
        const auto found = tensors.find(name);
        return found != tensors.end() && found->second.dim() == 4 ? found->second.sizes().vec()
                                                                  : std::vector<int64_t>();
    };
    const auto fits = [](int64_t value, int64_t least) { return value >= least && value <= 1024; };
    if (const auto first = shapeOf(kFirstLayer); !first.empty() && fits(first[0], 8))
        options.baseWidth = int(first[0]);
    if (const auto position = shapeOf("pos_embed"); !position.empty() && fits(position[2], 8))
        options.imageSize = int(position[2]);
    if (const auto last = shapeOf("final_conv.weight");
        !last.empty() && last[0] % 3 == 0 && fits(last[0] / 3, 1))
        options.planeChannels = int(last[0] / 3);
    try {
        options.check();
    } catch (const Error& error) {
        throw Error(error.code(), "{}: {}", shownName, error.what());
    }
    return options;
}

/// Throws unless the file has exactly these tensors in these shapes.
void checkTensors(const TensorMap& tensors, const std::vector<UnetParameter>& expected,
                  const std::string& shownName)
{
    NameList missing, misshaped, unknown;
    std::unordered_map<std::string, bool> known;
    for (const auto& parameter : expected) {
        known[parameter.name] = true;
        const auto found = tensors.find(parameter.name);
        if (found == tensors.end())
            missing.add(parameter.name);
        else if (found->second.sizes() != at::IntArrayRef(parameter.shape) ||
                 !found->second.is_floating_point())
            misshaped.add(fmt::format(
                "{} (expected float [{}], found {} [{}])", parameter.name, fmt::join(parameter.shape, ", "),
                c10::toString(found->second.scalar_type()), fmt::join(found->second.sizes().vec(), ", ")));
    }
    std::vector<std::string> extra;
    for (const auto& [name, tensor] : tensors)
        if (!known.count(name))
            extra.push_back(name);
    std::sort(extra.begin(), extra.end());
    for (const auto& name : extra)
        unknown.add(name);
    std::string trouble;
    missing.appendTo(trouble, "missing");
    misshaped.appendTo(trouble, "wrong shape or type");
    unknown.appendTo(trouble, "unknown");
    if (!trouble.empty())
        throw Error(ErrorCode::badInput, "{}: expected the {} tensors of a G3DR generator: {}", shownName,
                    expected.size(), trouble);
}

/// A sum is finite only when every value is; double keeps it from overflowing.
bool isFinite(const at::Tensor& tensor)
{
    return std::isfinite(tensor.sum(at::kDouble).item<double>());
}

/// What our own training's files say; the published layout where they say nothing.
PlaneLayout layoutOf(const TensorFile& file)
{
    PlaneLayout layout;
    const auto note = [&](const char* key) {
        const auto found = file.metadata.find(key);
        return found == file.metadata.end() ? std::string() : found->second;
    };
    if (const auto axes = note("axes"); !axes.empty())
        layout.set = parsePlaneSet(axes);
    if (const auto levels = note("levels"); !levels.empty())
        layout.levels = std::clamp(std::atoi(levels.c_str()), 1, 3);
    layout.rowsDown = note("rows") == "down";
    return layout;
}

} // namespace

std::shared_ptr<const G3drModel> modelFromTensors(const TensorFile& file, const std::string& shownName)
{
    const auto tensors = generatorTensors(file, shownName);
    const auto options = deducedOptions(tensors, shownName);
    checkTensors(tensors, unetParameters(options), shownName);
    const at::NoGradGuard noGradient;
    const auto unet = std::make_shared<TriplaneUnet>(options, TriplaneUnet::Start::empty);
    for (auto& parameter : unet->named_parameters()) {
        const auto& source = tensors.at(parameter.key());
        if (!isFinite(source))
            throw Error(ErrorCode::badInput, "{}: expected finite numbers, found others in {}", shownName,
                        parameter.key());
        parameter.value().copy_(source);
    }
    return std::make_shared<const G3drModel>(unet, layoutOf(file));
}

TensorFile tensorsFromModel(const TriplaneUnet& unet)
{
    TensorFile file;
    for (const auto& parameter : unet.named_parameters())
        file.tensors.emplace_back(parameter.key(),
                                  parameter.value().detach().to(at::kCPU, at::kFloat).contiguous());
    file.metadata["format"] = "bozzetto.g3dr";
    return file;
}

} // namespace bozzetto
