#pragma once

#include <string>
#include <vector>

namespace bozzetto {

/// A shader file of resources/shaders with every `#include "name"` line replaced, once each, by that file.
/// Starts with the #version line and one #define per entry of `defines` ("NAME" or "NAME value").
/// Throws Error(internal) for a file that is not there.
std::string shaderSource(const std::string& name, const std::vector<std::string>& defines = {});

} // namespace bozzetto
