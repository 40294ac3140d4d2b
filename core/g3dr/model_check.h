#pragma once

#include <filesystem>

#include "core/weights/model_registry.h"

namespace bozzetto {

/// Reads a model file to its end and throws Error(badInput), naming what is wrong, unless it can serve
/// `role`: G3DR's must be loadable as a generator (names, shapes, finite numbers), the others must hold
/// finite floating-point tensors. What ModelRegistry::add() checks with.
void checkModelFile(const std::filesystem::path& path, ModelRole role);

} // namespace bozzetto
