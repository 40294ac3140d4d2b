#pragma once

#include <filesystem>

#include "core/eval/object_eval.h"

namespace bozzetto {

/// The object generator, given the exact height of the visible side. Throws Error(io) or Error(badInput) naming the file.
ObjectMethod generatorWithExactDepth(const std::filesystem::path& generator);

/// Picture and matte alone: the depth network's height, at the scale of the known camera, then the generator.
ObjectMethod generatorWithEstimatedDepth(const std::filesystem::path& generator, const std::filesystem::path& depth);

} // namespace bozzetto
