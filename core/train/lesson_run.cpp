#include "core/train/lesson_run.h"

#include <algorithm>

#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/data/training_set_file.h"
#include "core/train/lesson_setup.h"
#include "core/train/lesson_status.h"
#include "core/train/run_lock.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

TrainResult doLesson(const fs::path& run, StatusKeeper& status, JobContext& context)
{
    const auto lesson = Lesson::read(run);
    if (lesson.threads > 0)
        at::set_num_threads(lesson.threads);
    auto watched = context.toldTo([&](const Progress& progress) {
        status.progress(progress.share);
        if (!context.cancelled())
            context.report(progress.stage, progress.share);
    });
    status.begin(LessonState::preparing);
    prepareLesson(lesson, run, watched);
    status.begin(LessonState::training);
    const auto recipe = makeRecipe(recipeOf(lesson.learned), recipeOptionsFor(lesson, run));
    return train(*recipe, trainOptionsFor(lesson, run), watched);
}

void requireIdle(const fs::path& run)
{
    if (workingProcess(run))
        throw Error(ErrorCode::badInput, "{}: a process is working on this run; pause it first", run.string());
}

/// What a finished process says, or that there is none.
LessonState stateOf(const std::optional<LessonStatus>& status, bool works)
{
    if (!status)
        return works ? LessonState::preparing : LessonState::fresh;
    const bool saysItWorks = status->state == LessonState::preparing || status->state == LessonState::training;
    if (works)
        return saysItWorks ? status->state : LessonState::preparing; // just begun: the word is of the time before
    return saysItWorks ? LessonState::interrupted : status->state;
}

/// Seconds until the end of the stage, by the pace since this process began it.
double leftOf(const std::optional<LessonStatus>& told)
{
    if (!told || told->state != LessonState::preparing)
        return 0;
    const auto& status = *told;
    const double done = status.share - status.shareThen;
    return done > 0.01 ? status.seconds * (1 - status.share) / done : 0;
}

std::int64_t skippedOf(const LessonSnapshot& snapshot)
{
    try {
        return snapshot.lesson.kind == FolderKind::models
                   ? std::int64_t(TrainingSetFile::read(snapshot.run / "set").skipped.size())
                   : 0;
    } catch (const Error&) { // not rendered yet
        return 0;
    }
}

} // namespace

LessonSnapshot readLesson(const fs::path& run)
{
    LessonSnapshot snapshot;
    snapshot.run = run;
    snapshot.lesson = Lesson::read(run);
    const bool works = workingProcess(run).has_value();
    const auto status = LessonStatus::read(run);
    snapshot.state = stateOf(status, works);
    if (status) {
        snapshot.share = status->state == snapshot.state || !works ? status->share : 0;
        snapshot.message = snapshot.state == LessonState::failed ? status->message : std::string();
    }
    snapshot.curves = readRunCurves(run);
    for (const auto* points : {&snapshot.curves.loss, &snapshot.curves.score})
        if (!points->empty()) {
            snapshot.secondsTrained = std::max(snapshot.secondsTrained, points->back().seconds);
            snapshot.steps = std::max(snapshot.steps, points->back().step);
        }
    const auto& lesson = snapshot.lesson;
    if (snapshot.state == LessonState::preparing)
        snapshot.secondsLeft = leftOf(status);
    else if (lesson.steps == 0)
        snapshot.secondsLeft = std::max(60 * lesson.minutes * (1 - snapshot.share), 0.0);
    else
        snapshot.secondsLeft = double(lesson.steps - snapshot.steps) * snapshot.curves.stepSeconds;
    if (const auto pictures = validationPictures(run); !pictures.empty()) {
        snapshot.before = pictures.front();
        if (pictures.size() > 1)
            snapshot.now = pictures.back();
    }
    std::error_code failed;
    if (fs::exists(run / "best.safetensors", failed))
        snapshot.weights = run / "best.safetensors";
    snapshot.leftOut = skippedOf(snapshot);
    return snapshot;
}

std::vector<LessonSnapshot> listLessons(const fs::path& runs)
{
    std::vector<std::pair<fs::file_time_type, LessonSnapshot>> found;
    std::error_code failed;
    for (fs::directory_iterator entry(runs, failed), end; !failed && entry != end; entry.increment(failed)) {
        std::error_code nowhere;
        const auto made = fs::last_write_time(entry->path() / "lesson.json", nowhere);
        if (nowhere)
            continue;
        try {
            found.emplace_back(made, readLesson(entry->path()));
        } catch (const Error&) {
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<LessonSnapshot> lessons;
    for (auto& [made, lesson] : found)
        lessons.push_back(std::move(lesson));
    return lessons;
}

TrainResult runLesson(const fs::path& run, JobContext& context)
{
    const RunLock lock(run);
    StatusKeeper status(run);
    try {
        const auto result = doLesson(run, status, context);
        status.end(LessonState::finished, {});
        return result;
    } catch (...) {
        const auto error = currentError("training");
        const bool paused = error.code() == ErrorCode::cancelled;
        try {
            status.end(paused ? LessonState::paused : LessonState::failed, paused ? std::string() : error.what());
        } catch (const Error&) { // the disk that failed before; the first failure is what counts
        }
        throw error;
    }
}

void restartLesson(const fs::path& run)
{
    requireIdle(run);
    Lesson::read(run);
    std::vector<fs::path> trained;
    std::error_code failed;
    for (fs::directory_iterator entry(run, failed), end; !failed && entry != end; entry.increment(failed)) {
        const auto name = entry->path().filename().string();
        if (name.rfind("checkpoint-", 0) == 0 || name.rfind("validation-", 0) == 0 || entry->path().extension() == ".csv" ||
            name == "best.safetensors" || name == "last.safetensors" || name == "status.json")
            trained.push_back(entry->path());
    }
    for (const auto& path : trained)
        if (!fs::remove(path, failed))
            throw Error(ErrorCode::io, "{}: could not be removed ({})", path.string(), failed.message());
}

void discardLesson(const fs::path& run)
{
    requireIdle(run);
    std::error_code failed;
    if (!fs::is_regular_file(run / "lesson.json", failed))
        throw Error(ErrorCode::badInput, "{}: expected the folder of a lesson, found no lesson.json", run.string());
    fs::remove_all(run, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be removed ({})", run.string(), failed.message());
}

} // namespace bozzetto
