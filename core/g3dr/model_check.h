#pragma once

#include <filesystem>

#include "core/weights/model_registry.h"

namespace bozzetto {

/// Reads a model file to its end and throws Error(badInput), naming what is wrong, unless it can serve
/// `role` (names, shapes, finite numbers): what ModelRegistry::add() checks with.
void checkModelFile(const std::filesystem::path& path, ModelRole role);

} // namespace bozzetto
