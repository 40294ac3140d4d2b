#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/weights/stored_tensor.h"

namespace bozzetto {

/// Reads the header of a .safetensors file: an 8-byte little-endian length, a JSON object, then the data. Checked:
/// header length, JSON structure (anything beyond the format is refused while it is read), duplicate names, type and
/// shape against the byte range, ranges inside the data, without overlap and without holes. Memory stays within a
/// small multiple of the header. Throws Error(badInput) naming `shownName`.
StoredTensors readSafetensorsHeader(std::span<const std::uint8_t> file, const std::string& shownName);

/// True when the bytes begin as a .safetensors file does.
bool looksLikeSafetensors(std::span<const std::uint8_t> file);

} // namespace bozzetto
