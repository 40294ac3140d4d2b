#pragma once

#include <filesystem>

#include "core/train/lesson.h"
#include "core/train/recipe_registry.h"
#include "core/train/trainer.h"

namespace bozzetto {

/// Makes of a lesson's folder what its recipe reads, below `run`: models are rendered to run/set, photographs with their
/// depth come to run/pictures; a rendered set stays where it is. Goes on where an earlier call was stopped. Returns how
/// many files had to be left out. `most` > 0: only so many, to see what it takes. Throws Error(badInput) when nothing is left, Error(io), Error(cancelled).
std::int64_t prepareLesson(const Lesson& lesson, const std::filesystem::path& run, JobContext& context, int most = 0);

/// The recipe's options for what prepareLesson() left in `run`.
RecipeOptions recipeOptionsFor(const Lesson& lesson, const std::filesystem::path& run);

TrainOptions trainOptionsFor(const Lesson& lesson, const std::filesystem::path& run);

} // namespace bozzetto
