#pragma once

#include "core/field/triplane_math.h"

namespace bozzetto::triplane {

/// Kernels on device memory, queued on `stream` (a cudaStream_t) of the current device; they return before the work is
/// done. Layouts as in triplane_math.h. Each gives CUDA's word for a failed launch, or null.

/// features [count, channels] are overwritten.
const char* launchLookup(const PyramidView& pyramid, const float* points, std::int64_t count, float* features,
                         void* stream);

/// Adds to targets, which begin as zeros. Sums are atomic: their order, and so the last bit, varies between runs.
const char* launchScatter(const PyramidView& pyramid, const GradientView& targets, const float* points,
                          const float* gradient, std::int64_t count, void* stream);

} // namespace bozzetto::triplane
