#include "core/train/training_state.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

constexpr const char* kPrefix = "checkpoint-";
constexpr double kEpsilon = 1e-8;

std::vector<at::Tensor> zerosLike(const std::vector<at::Tensor>& tensors)
{
    std::vector<at::Tensor> zeros;
    for (const auto& tensor : tensors)
        zeros.push_back(at::zeros_like(tensor));
    return zeros;
}

/// Scales the gradients down to the largest allowed norm. False when the norm is not finite.
bool clipGradients(std::vector<at::Tensor>& gradients, double largest)
{
    const double norm = at::stack(at::_foreach_norm(gradients, 2)).norm().item<double>();
    if (!std::isfinite(norm))
        return false;
    if (norm > largest)
        at::_foreach_mul_(gradients, largest / norm);
    return true;
}

/// One call of the fused kernel for the tensors that decay (or for those that do not).
void adamw(TrainingState& state, const std::vector<at::Tensor>& gradients, const TrainOptions& options,
           double rate, bool decaying)
{
    std::vector<at::Tensor> parameters, chosen, moment1, moment2, steps;
    for (std::size_t i = 0; i < state.parameters.size(); ++i)
        if ((state.parameters[i].dim() >= 2) == decaying) {
            parameters.push_back(state.parameters[i].detach());
            chosen.push_back(gradients[i]);
            moment1.push_back(state.moment1[i]);
            moment2.push_back(state.moment2[i]);
            steps.push_back(at::full({}, double(state.updates), gradients[i].options()));
        }
    if (!parameters.empty())
        at::_fused_adamw_(parameters, chosen, moment1, moment2, {}, steps, rate, options.beta1, options.beta2,
                          decaying ? options.weightDecay : 0.0, kEpsilon, false, false);
}

struct Found
{
    std::int64_t step;
    std::filesystem::path path;
};

/// The folder's checkpoints, newest first.
std::vector<Found> findCheckpoints(const std::filesystem::path& folder)
{
    std::vector<Found> found;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
        const std::string stem = entry.path().stem().string();
        if (entry.path().extension() != ".safetensors" || stem.rfind(kPrefix, 0) != 0)
            continue;
        const std::string digits = stem.substr(std::string(kPrefix).size());
        if (!digits.empty() && digits.size() < 18 &&
            digits.find_first_not_of("0123456789") == std::string::npos)
            found.push_back({std::stoll(digits), entry.path()});
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.step > b.step; });
    return found;
}

std::string describeOptions(const TrainOptions& options)
{
    return nlohmann::json{{"steps", options.steps},     {"minutes", options.minutes},
                          {"rate", options.rate},       {"warmUpShare", options.warmUpShare},
                          {"endRate", options.endRate}, {"beta1", options.beta1},
                          {"beta2", options.beta2},     {"weightDecay", options.weightDecay},
                          {"clip", options.clip},       {"averageDecay", options.averageDecay}}
        .dump();
}

const std::string& note(const TensorFile& file, const char* key, const std::filesystem::path& path)
{
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end())
        throw Error(ErrorCode::badInput, "{}: expected a checkpoint of a training run, found no \"{}\"",
                    path.string(), key);
    return found->second;
}

std::string shapeText(const at::Tensor& tensor)
{
    std::string text;
    for (const auto size : tensor.sizes())
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text.empty() ? "scalar" : text;
}

void copyInto(std::vector<at::Tensor>& targets, const char* kind, const std::vector<std::string>& names,
              const TensorFile& file, const std::filesystem::path& path)
{
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto* stored = file.find(kind + names[i]);
        if (!stored || stored->sizes() != targets[i].sizes())
            throw Error(ErrorCode::badInput, "{}: expected {}{} of shape {}, found {}", path.string(), kind,
                        names[i], shapeText(targets[i]), stored ? shapeText(*stored) : "none");
        const at::NoGradGuard noGradient;
        targets[i].copy_(*stored);
    }
}

void restore(TrainingState& state, const TensorFile& file, const std::string& recipe,
             const std::filesystem::path& path)
{
    if (const auto& name = note(file, "recipe", path); name != recipe)
        throw Error(ErrorCode::badInput, "{}: expected a checkpoint of recipe {}, found {}", path.string(),
                    recipe, name);
    copyInto(state.parameters, "parameter/", state.names, file, path);
    copyInto(state.average, "average/", state.names, file, path);
    copyInto(state.moment1, "moment1/", state.names, file, path);
    copyInto(state.moment2, "moment2/", state.names, file, path);
    std::vector<std::string> names;
    std::vector<at::Tensor> constants;
    for (const auto& [constantName, tensor] : state.constants) {
        names.push_back(constantName);
        constants.push_back(tensor);
    }
    copyInto(constants, "constant/", names, file, path);
    try {
        state.step = std::stoll(note(file, "step", path));
        state.updates = std::stoll(note(file, "updates", path));
        state.validated = std::stoll(note(file, "validated", path));
        state.seconds = std::stod(note(file, "seconds", path));
        state.bestScore = std::stod(note(file, "bestScore", path));
        state.seed = std::stoull(note(file, "seed", path));
    } catch (const std::logic_error&) { // std::sto* found no number
        throw Error(ErrorCode::badInput, "{}: expected numbers for step, time and seed, found other text",
                    path.string());
    }
}

} // namespace

TrainingState TrainingState::fresh(const Recipe& recipe, std::uint64_t seed)
{
    TrainingState state;
    for (const auto& [name, tensor] : recipe.parameters()) {
        state.names.push_back(name);
        state.parameters.push_back(tensor);
        state.average.push_back(tensor.detach().clone());
    }
    if (state.parameters.empty())
        throw Error(ErrorCode::internal, "Recipe {}: expected parameters, found none", recipe.name());
    state.moment1 = zerosLike(state.average);
    state.moment2 = zerosLike(state.average);
    state.constants = recipe.constants();
    state.seed = seed;
    return state;
}

std::vector<at::Tensor> TrainingState::takeGradients()
{
    const at::NoGradGuard noGradient;
    std::vector<at::Tensor> gradients;
    for (auto& parameter : parameters) {
        const auto& gradient = parameter.grad();
        gradients.push_back(gradient.defined()
                                ? gradient.to(at::kFloat).contiguous(parameter.suggest_memory_format())
                                : at::zeros_like(parameter));
        parameter.mutable_grad() = at::Tensor();
    }
    return gradients;
}

bool TrainingState::update(std::vector<at::Tensor>& gradients, const TrainOptions& options, double rate)
{
    const at::NoGradGuard noGradient;
    if (!clipGradients(gradients, options.clip))
        return false;
    ++updates;
    adamw(*this, gradients, options, rate, true);
    adamw(*this, gradients, options, rate, false);
    const double decay = bozzetto::averageDecay(options, updates);
    std::vector<at::Tensor> values;
    for (const auto& parameter : parameters)
        values.push_back(parameter.detach());
    at::_foreach_lerp_(average, values, 1 - decay);
    return true;
}

void saveCheckpoint(const TrainingState& state, const std::string& recipe, const TrainOptions& options)
{
    TensorFile file;
    const auto add = [&](const char* kind, const std::vector<at::Tensor>& tensors) {
        for (std::size_t i = 0; i < tensors.size(); ++i)
            file.tensors.emplace_back(kind + state.names[i], tensors[i].detach());
    };
    add("parameter/", state.parameters);
    add("average/", state.average);
    add("moment1/", state.moment1);
    add("moment2/", state.moment2);
    for (const auto& [name, tensor] : state.constants)
        file.tensors.emplace_back("constant/" + name, tensor);
    file.metadata = {{"recipe", recipe},
                     {"step", std::to_string(state.step)},
                     {"updates", std::to_string(state.updates)},
                     {"validated", std::to_string(state.validated)},
                     {"seconds", fmt::format("{}", state.seconds)},
                     {"bestScore", fmt::format("{}", state.bestScore)},
                     {"seed", std::to_string(state.seed)},
                     {"options", describeOptions(options)}};
    writeSafetensors(file, options.folder / fmt::format("{}{}.safetensors", kPrefix, state.step));
    const auto all = findCheckpoints(options.folder);
    std::error_code failure; // one that cannot be removed costs disk space only
    for (std::size_t i = 2; i < all.size(); ++i)
        std::filesystem::remove(all[i].path, failure);
}

bool loadCheckpoint(TrainingState& state, const std::string& recipe, const std::filesystem::path& folder)
{
    const auto all = findCheckpoints(folder);
    for (std::size_t i = 0; i < all.size(); ++i) {
        TensorFile file;
        try {
            file = readSafetensors(all[i].path);
        } catch (const Error&) { // damaged: the one before it may be sound
            if (i + 1 == all.size())
                throw;
            continue;
        }
        restore(state, file, recipe, all[i].path);
        return true;
    }
    return false;
}

} // namespace bozzetto
