#pragma once

#include <filesystem>

namespace bozzetto {

/// Rewrites the JSON of a .gltf or .glb that Assimp wrote: extensions that nothing uses are no longer listed,
/// triangle hints (FB_ngon_encoding) go, the generator is ours. Throws Error(io) naming `shownPath`.
void cleanUpGltf(const std::filesystem::path& path, const std::filesystem::path& shownPath);

} // namespace bozzetto
