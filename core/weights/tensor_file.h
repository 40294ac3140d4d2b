#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Named tensors and text notes, in file order.
struct TensorFile
{
    std::vector<std::pair<std::string, at::Tensor>> tensors; ///< contiguous, on the processor
    std::map<std::string, std::string> metadata;

    const at::Tensor* find(const std::string& name) const;
    std::int64_t parameterCount() const; ///< elements of all floating-point tensors
};

/// Reads a .safetensors file. Sizes, offsets and dtypes are checked against the file before anything is
/// allocated. Throws Error(io) or Error(badInput) naming the file.
TensorFile readSafetensors(const std::filesystem::path& path);
TensorFile parseSafetensors(const std::uint8_t* bytes, std::size_t size, const std::string& shownName);
void writeSafetensors(const TensorFile& file, const std::filesystem::path& path);

/// Reads a PyTorch zip checkpoint (.pt, .pth) without executing anything in it. Nested dictionaries are
/// flattened with dots ("model.init_conv.weight"). Throws like readSafetensors.
TensorFile readPyTorchCheckpoint(const std::filesystem::path& path);
TensorFile parsePyTorchCheckpoint(const std::uint8_t* bytes, std::size_t size, const std::string& shownName);

/// By content: safetensors or PyTorch zip.
TensorFile readWeights(const std::filesystem::path& path);

} // namespace bozzetto
