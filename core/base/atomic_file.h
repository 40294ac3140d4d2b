#pragma once

#include <filesystem>
#include <functional>

namespace bozzetto {

/// Runs `write` with a temporary path beside `path` (same extension), then renames it over `path`. When `write`
/// throws, or the disk is full, the temporary is removed and an older file at `path` stays as it was.
/// Throws Error(io) naming `path`.
void writeAtomically(const std::filesystem::path& path,
                     const std::function<void(const std::filesystem::path& temporary)>& write);

} // namespace bozzetto
