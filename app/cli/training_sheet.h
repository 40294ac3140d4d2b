#pragma once

#include <cstdint>
#include <string>

#include "core/data/training_set.h"
#include "core/image/image.h"

namespace bozzetto::cli {

/// `rows` objects of the set, drawn from `seed`: five views, the first view's height and normals, and three
/// slices of the labelled points (x, y, z; white = solid, dark = free). Throws Error(badInput) when no
/// object's name contains `match`.
Image trainingSheet(const TrainingSet& set, int rows, const std::string& match, std::uint64_t seed);

} // namespace bozzetto::cli
