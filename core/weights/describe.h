#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace bozzetto {

/// What a weight file holds, found without reading a tensor.
struct WeightsDescription
{
    std::string kind;   ///< for people: "G3DR weights, base width 128" or "weights"
    std::string format; ///< "safetensors", "PyTorch zip checkpoint" or "PyTorch checkpoint (before 1.6)"
    int g3drBaseWidth = 0; ///< 0: not G3DR's
    std::uint64_t fileBytes = 0;
    std::int64_t tensors = 0;
    std::int64_t parameters = 0;        ///< elements of all floating-point tensors
    std::int64_t networkTensors = 0;    ///< without optimiser state; equal to `tensors` where there is none
    std::int64_t networkParameters = 0; ///< likewise
    std::map<std::string, std::int64_t> dtypes; ///< tensors per element type: "F32" -> 279
    std::map<std::string, std::string> metadata;
};

/// Throws Error(io) or Error(badInput) naming the file.
WeightsDescription describeWeights(const std::filesystem::path& path);

/// The key inside the network: "model.module.init_conv.weight" -> "init_conv.weight". Source: g3dr specification,
/// section 18.
std::string networkKey(const std::string& name);

/// True for what a training checkpoint keeps beside the network ("opt.", "scheduler.").
bool isTrainingState(const std::string& name);

} // namespace bozzetto
