#include "core/train/lesson_forecast.h"

#include <algorithm>
#include <chrono>
#include <fstream>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/train/lesson_setup.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr int kTried = 3;
/// Where in the run a step is tried, and how much of the run is like it: the object generator's views come late.
struct Trial
{
    double share, weight;
};
constexpr Trial kTrials[] = {{0.1, 0.6}, {0.9, 0.4}};

class Clock
{
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// A line such as "VmHWM:   1234 kB" of a file of /proc, in bytes; 0 without it.
std::uint64_t procBytes(const char* file, const std::string& key)
{
    std::ifstream in(file);
    for (std::string word; in >> word;)
        if (word == key) {
            std::uint64_t kilobytes = 0;
            in >> kilobytes;
            return kilobytes * 1024;
        }
    return 0;
}

std::uint64_t bytesBelow(const fs::path& folder)
{
    std::uint64_t bytes = 0;
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
        if (std::error_code nowhere; entry->is_regular_file(nowhere))
            bytes += entry->file_size(nowhere);
    return bytes;
}

/// Seconds of one step at a share of the run, gradients and all.
double stepAt(Recipe& recipe, double share)
{
    auto generator = at::detail::createCPUGenerator();
    generator.set_current_seed(1);
    const Clock clock;
    at::Tensor sum;
    for (const auto& term : recipe.loss({0, share, generator}))
        sum = sum.defined() ? sum + term.value : term.value;
    sum.backward();
    for (const auto& [name, parameter] : recipe.parameters())
        parameter.mutable_grad() = at::Tensor();
    return clock.seconds();
}

/// Removed with all that is in it.
struct Scratch
{
    fs::path folder;
    ~Scratch()
    {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
};

std::int64_t validationCount(const Lesson& lesson, std::int64_t usable)
{
    const std::int64_t most = lesson.learned == Learned::depth ? 96 : lesson.learned == Learned::scene ? 24 : 12;
    return std::clamp<std::int64_t>(usable / 12, 1, most);
}

} // namespace

LessonForecast forecastLesson(const Lesson& lesson, std::int64_t usable, const fs::path& scratch, JobContext& context)
{
    lesson.check();
    if (lesson.threads > 0)
        at::set_num_threads(lesson.threads);
    std::error_code failed;
    const Scratch place{scratch / fmt::format("forecast-{}", std::chrono::steady_clock::now().time_since_epoch().count())};
    fs::create_directories(place.folder, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be made ({})", place.folder.string(), failed.message());
    LessonForecast forecast;
    const double tried = double(std::clamp<std::int64_t>(usable, 1, kTried));
    {
        const Clock clock;
        auto quiet = context.silenced();
        context.report("Forecast", 0);
        prepareLesson(lesson, place.folder, quiet, kTried);
        if (lesson.kind != FolderKind::set) {
            forecast.prepareSeconds = clock.seconds() * double(usable) / tried;
            forecast.diskBytes = std::uint64_t(double(bytesBelow(place.folder)) * double(usable) / tried);
        }
    }
    const auto recipe = makeRecipe(recipeOf(lesson.learned), recipeOptionsFor(lesson, place.folder));
    stepAt(*recipe, kTrials[0].share); // the first one allocates
    for (const auto& trial : kTrials) {
        context.report("Forecast", 0.4 + 0.3 * trial.share);
        forecast.stepSeconds += trial.weight * stepAt(*recipe, trial.share);
    }
    {
        const at::NoGradGuard noGradient;
        const Clock clock;
        auto quiet = context.silenced();
        recipe->validate(quiet);
        const auto scored = double(lesson.kind == FolderKind::set ? validationCount(lesson, usable) : std::int64_t(tried));
        forecast.validationSeconds = clock.seconds() / scored * double(validationCount(lesson, usable)) *
                                     double(trainOptionsFor(lesson, place.folder).validations + 1);
    }
    std::uint64_t parameterBytes = 0;
    for (const auto& [name, parameter] : recipe->parameters())
        parameterBytes += std::uint64_t(parameter.numel()) * sizeof(float);
    const double seconds = 60 * lesson.minutes;
    forecast.steps = lesson.steps > 0 ? lesson.steps
                                      : std::int64_t(std::max(seconds - forecast.validationSeconds, 0.2 * seconds) /
                                                     std::max(forecast.stepSeconds, 1e-6));
    forecast.memoryBytes = procBytes("/proc/self/status", "VmHWM:") + 4 * parameterBytes; // average, moments, gradients
    forecast.memoryFree = procBytes("/proc/meminfo", "MemAvailable:");
    forecast.diskBytes += 2 * 4 * parameterBytes + 2 * parameterBytes; // two checkpoints; best, last and start
    if (const auto space = fs::space(place.folder, failed); !failed)
        forecast.diskFree = space.available;
    context.report("Forecast", 1);
    return forecast;
}

} // namespace bozzetto
