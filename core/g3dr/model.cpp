#include "core/g3dr/model.h"

#include <fmt/ranges.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

std::string withoutPrefix(std::string name)
{
    for (const std::string prefix : {"model.", "module."})
        if (name.rfind(prefix, 0) == 0)
            name.erase(0, prefix.size());
    return name;
}

/// The network's tensors by their bare names. A checkpoint that nests the network under "model." holds optimiser
/// state beside it, which is left out.
std::map<std::string, at::Tensor> networkTensors(const TensorFile& file)
{
    const bool nested = std::any_of(file.tensors.begin(), file.tensors.end(),
                                    [](const auto& entry) { return entry.first.rfind("model.", 0) == 0; });
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [name, tensor] : file.tensors)
        if (!nested || name.rfind("model.", 0) == 0)
            tensors[withoutPrefix(name)] = tensor;
    return tensors;
}

std::string firstFew(const std::vector<std::string>& names)
{
    constexpr std::size_t kShown = 3;
    const std::vector<std::string> few(names.begin(), names.begin() + std::ptrdiff_t(std::min(kShown, names.size())));
    return fmt::format("{}{}", fmt::join(few, ", "),
                       names.size() > kShown ? fmt::format(" and {} more", names.size() - kShown) : "");
}

UnetOptions optionsOf(const std::map<std::string, at::Tensor>& tensors, const std::string& shownName)
{
    const auto first = tensors.find("init_conv.weight"), last = tensors.find("final_conv.weight"),
               position = tensors.find("pos_embed");
    if (first == tensors.end() || last == tensors.end() || position == tensors.end() || first->second.dim() != 4 ||
        last->second.dim() != 4 || position->second.dim() != 4)
        throw Error(ErrorCode::badInput,
                    "{}: expected a G3DR network (pos_embed, init_conv.weight, final_conv.weight), found {} other tensors",
                    shownName, tensors.size());
    UnetOptions options;
    options.baseWidth = int(first->second.size(0));
    options.inputChannels = int(first->second.size(1) - position->second.size(1));
    options.planeChannels = int(last->second.size(0) / 3);
    options.imageSize = int(position->second.size(2));
    try {
        options.check();
    } catch (const Error& error) {
        throw Error(ErrorCode::badInput, "{}: {}", shownName, error.what());
    }
    return options;
}

} // namespace

RadianceMlp G3drModel::mlp() const
{
    RadianceMlp mlp;
    mlp.weight0 = unet->decoder("net.0.weight");
    mlp.bias0 = unet->decoder("net.0.bias");
    mlp.weight1 = unet->decoder("net.2.weight");
    mlp.bias1 = unet->decoder("net.2.bias");
    return mlp;
}

std::int64_t G3drModel::parameterCount() const
{
    std::int64_t count = 0;
    for (const auto& parameter : unet->parameters())
        count += parameter.numel();
    return count;
}

G3drModel modelFromTensors(const TensorFile& file, const std::string& shownName)
{
    const at::NoGradGuard noGradient;
    auto tensors = networkTensors(file);
    G3drModel model;
    model.unet = std::make_shared<TriplaneUnet>(optionsOf(tensors, shownName));
    std::vector<std::string> missing, reshaped, unknown;
    for (auto& entry : model.unet->named_parameters()) {
        const auto found = tensors.find(entry.key());
        if (found == tensors.end()) {
            missing.push_back(entry.key());
            continue;
        }
        if (found->second.sizes() != entry.value().sizes())
            reshaped.push_back(fmt::format("{} [{}] instead of [{}]", entry.key(),
                                           fmt::join(found->second.sizes(), ", "),
                                           fmt::join(entry.value().sizes(), ", ")));
        else
            entry.value().copy_(found->second);
        tensors.erase(found);
    }
    for (const auto& [name, tensor] : tensors)
        unknown.push_back(name);
    if (!missing.empty())
        throw Error(ErrorCode::badInput, "{}: expected all of G3DR's tensors, found none named {}", shownName,
                    firstFew(missing));
    if (!reshaped.empty())
        throw Error(ErrorCode::badInput, "{}: expected G3DR's shapes, found {}", shownName, firstFew(reshaped));
    if (!unknown.empty())
        throw Error(ErrorCode::badInput, "{}: expected G3DR's tensors only, found {} besides", shownName,
                    firstFew(unknown));
    return model;
}

G3drModel loadG3drModel(const std::filesystem::path& path) { return modelFromTensors(readWeights(path), path.string()); }

void saveG3drModel(const G3drModel& model, const std::filesystem::path& path)
{
    TensorFile file;
    for (const auto& entry : model.unet->named_parameters())
        file.tensors.emplace_back(entry.key(), entry.value().detach().cpu().contiguous());
    file.metadata["kind"] = "g3dr";
    writeSafetensors(file, path);
}

std::shared_ptr<const TriplaneField> generateField(const G3drModel& model, const at::Tensor& input, PlaneSet set,
                                                   c10::Device device, JobContext& context)
{
    const auto& options = model.unet->options();
    requireShape(input, "input", {options.inputChannels, options.imageSize, options.imageSize});
    const at::NoGradGuard noGradient;
    context.report("Field", 0);
    model.unet->to(device);
    model.unet->eval();
    const auto planes = model.unet->forward(input.unsqueeze(0).to(device))[0].to(torch::kFloat32);
    context.report("Field", 1);
    auto mlp = model.mlp();
    for (auto* tensor : {&mlp.weight0, &mlp.bias0, &mlp.weight1, &mlp.bias1})
        *tensor = tensor->detach();
    return std::make_shared<TriplaneField>(makePyramid(planes, set), mlp, g3drSceneFromField());
}

} // namespace bozzetto
