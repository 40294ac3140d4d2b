#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/weights/stored_tensor.h"

namespace bozzetto {

enum class WeightsFormat { unknown, safetensors, zipCheckpoint, streamCheckpoint };

/// Tells the format by the file's first bytes.
WeightsFormat weightsFormat(std::span<const std::uint8_t> file);

/// Finds the tensors of a weight file of any format; reads none. Throws Error(badInput) naming `shownName`.
StoredTensors readWeightsLayout(std::span<const std::uint8_t> file, const std::string& shownName);

} // namespace bozzetto
