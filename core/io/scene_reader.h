#pragma once

#include <filesystem>

#include "core/io/asset_stream.h"

namespace bozzetto {

/// Reads a file with Assimp, in this process: node transforms applied, FBX and Collada units and axes brought to
/// metres and y up, colours sRGB-encoded. Throws Error(badInput) with the reason, without the file's name.
RawAsset readScene(const std::filesystem::path& path);

} // namespace bozzetto
