#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/train/lesson.h"
#include "core/train/run_curves.h"
#include "core/train/trainer.h"

namespace bozzetto {

enum class LessonState {
    fresh,       ///< nothing was done yet
    preparing,   ///< rendering models, or giving photographs their depth
    training,    ///< a process is at it, as in preparing
    paused,      ///< stopped when asked to; goes on from its checkpoint
    interrupted, ///< its process went without a word: lost power, was killed; goes on from its last checkpoint
    failed,      ///< `message` says why
    finished     ///< the time is used up
};

/// A run's folder at one moment.
struct LessonSnapshot
{
    std::filesystem::path run;
    Lesson lesson;
    LessonState state = LessonState::fresh;
    double share = 0;        ///< of the present stage, [0, 1]
    double secondsLeft = 0;  ///< of the present stage; 0: not known
    double secondsTrained = 0;
    std::int64_t steps = 0;
    std::string message;     ///< of a failure, one sentence
    RunCurves curves;
    std::filesystem::path before, now; ///< validation pictures, of the start and the newest; empty until there are any
    std::filesystem::path weights;     ///< the best so far; empty until something was scored
    std::int64_t leftOut = 0;          ///< files of the folder that could not be prepared

    bool works() const { return state == LessonState::preparing || state == LessonState::training; }
};

/// Reads what the run's process wrote. Throws Error when the folder is no lesson's.
LessonSnapshot readLesson(const std::filesystem::path& run);

/// The runs below a folder, newest first; folders that are none, or damaged, are left out.
std::vector<LessonSnapshot> listLessons(const std::filesystem::path& runs);

/// Does a lesson, or goes on with it: prepares what its folder holds, trains, keeps status.json up to date, and ends with
/// the weights in best.safetensors and last.safetensors. Holds the run's lock. Throws Error(cancelled) when asked to stop,
/// a checkpoint written; other Errors are in status.json as well.
TrainResult runLesson(const std::filesystem::path& run, JobContext& context);

/// Forgets what was trained, not what was prepared. Throws Error(badInput) while a process works on it.
void restartLesson(const std::filesystem::path& run);

/// Deletes the run's folder. Throws Error(badInput) while a process works on it, or when it is no lesson's.
void discardLesson(const std::filesystem::path& run);

} // namespace bozzetto
