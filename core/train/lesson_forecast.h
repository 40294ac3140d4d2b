#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/job_context.h"
#include "core/train/lesson.h"

namespace bozzetto {

/// What a lesson will take on this computer, measured by doing a little of it.
struct LessonForecast
{
    double prepareSeconds = 0;
    double stepSeconds = 0;      ///< a step of training, averaged over the run
    double validationSeconds = 0; ///< all of the run's together
    std::int64_t steps = 0;      ///< within the budget
    std::uint64_t memoryBytes = 0, memoryFree = 0;
    std::uint64_t diskBytes = 0, diskFree = 0; ///< free where the runs lie
};

/// Prepares up to three of the folder's `usable` files in `scratch` (removed at the end), makes the network and takes a few
/// steps; the memory is the highest that this process has used, so call it in one of its own. Throws Error.
LessonForecast forecastLesson(const Lesson& lesson, std::int64_t usable, const std::filesystem::path& scratch,
                              JobContext& context);

} // namespace bozzetto
