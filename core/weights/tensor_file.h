#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
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

/// Writes atomically. Throws Error(io), or Error(internal) for names or tensors that the format cannot hold.
void writeSafetensors(const TensorFile& file, const std::filesystem::path& path);

/// Reads a PyTorch checkpoint (.pt, .pth; the zip archive or the older stream of pickles) without executing
/// anything in it. Nested dictionaries are flattened with dots ("model.init_conv.weight"); their plain numbers and
/// texts become metadata. Throws like readSafetensors.
TensorFile readPyTorchCheckpoint(const std::filesystem::path& path);
TensorFile parsePyTorchCheckpoint(const std::uint8_t* bytes, std::size_t size, const std::string& shownName);

/// Which tensors to read, by name; the others cost neither memory nor time. Empty: all.
using TensorFilter = std::function<bool(const std::string& name)>;

/// By content: safetensors or PyTorch checkpoint.
TensorFile readWeights(const std::filesystem::path& path, const TensorFilter& wanted = {});

} // namespace bozzetto
