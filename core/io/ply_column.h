#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// One column of a PLY's points, which Assimp reads only where it knows its name. Little-endian or text; the points are
/// the file's first element, all of them scalars. Empty where the file has no such column or is anything else.
std::vector<float> readPlyColumn(const std::filesystem::path& path, const std::string& name);

} // namespace bozzetto
