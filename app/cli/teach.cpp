#include "app/cli/command.h"

#include <cstdio>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/train/lesson_forecast.h"
#include "core/train/lesson_run.h"

namespace bozzetto::cli {

namespace {

namespace fs = std::filesystem;

struct Arguments
{
    fs::path folder, run, start;
    std::string learned = "object";
    Lesson options; ///< minutes, steps, batch, threads, rate, seed
    std::vector<std::string> own;
    bool forecast = false;
    int niceness = 0;
};

/// The lesson that the options describe, on what was found.
Lesson lessonFrom(const Arguments& arguments, const FolderReport& report)
{
    const auto learned = *parseLearned(arguments.learned);
    if (const auto whyNot = whyNotLearn(report, learned); !whyNot.empty())
        throw Error(ErrorCode::badInput, "{}: {}", report.folder.string(), whyNot);
    Lesson lesson = lessonOn(report, learned, ModelRegistry());
    if (arguments.start == "none")
        lesson.start.clear();
    else if (!arguments.start.empty())
        lesson.start = arguments.start;
    const auto& given = arguments.options;
    lesson.minutes = given.minutes;
    lesson.steps = given.steps;
    lesson.batch = given.batch;
    lesson.threads = given.threads;
    lesson.rate = given.rate;
    lesson.seed = given.seed;
    for (const auto& text : arguments.own) {
        const auto sign = text.find('=');
        lesson.own[text.substr(0, sign)] = sign == std::string::npos ? "true" : text.substr(sign + 1);
    }
    return lesson;
}

void forecast(const Arguments& arguments, const Globals& globals)
{
    auto context = makeContext(globals);
    const auto report = glanceAtFolder(arguments.folder);
    const auto lesson = lessonFrom(arguments, report);
    const auto found = forecastLesson(lesson, report.usable, arguments.run.empty() ? fs::temp_directory_path() : arguments.run,
                                      context);
    if (globals.json) {
        const nlohmann::ordered_json answer = {{"prepareSeconds", found.prepareSeconds},
                                               {"stepSeconds", found.stepSeconds},
                                               {"validationSeconds", found.validationSeconds},
                                               {"steps", found.steps},
                                               {"memoryBytes", found.memoryBytes},
                                               {"memoryFree", found.memoryFree},
                                               {"diskBytes", found.diskBytes},
                                               {"diskFree", found.diskFree}};
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("preparing      %.1f min\ntraining       %.1f min, about %lld steps of %.2f s\n"
                "memory         %.1f GB (%.1f GB free)\ndisk           %.2f GB (%.1f GB free)\n",
                found.prepareSeconds / 60, lesson.minutes, static_cast<long long>(found.steps), found.stepSeconds,
                double(found.memoryBytes) / 1e9, double(found.memoryFree) / 1e9, double(found.diskBytes) / 1e9,
                double(found.diskFree) / 1e9);
}

void report(const TrainResult& result, bool json)
{
    const auto& weights = result.best.empty() ? result.last : result.best;
    if (!json) {
        std::printf("%s: %lld steps, %.1f min, best score %.5g\n", weights.string().c_str(),
                    static_cast<long long>(result.steps), result.seconds / 60, result.bestScore);
        return;
    }
    const nlohmann::ordered_json answer = {{"weights", weights.string()},
                                           {"steps", result.steps},
                                           {"seconds", result.seconds},
                                           {"bestScore", result.bestScore}};
    std::printf("%s\n", answer.dump().c_str());
}

void teach(const Arguments& arguments, const Globals& globals)
{
    if (arguments.niceness > 0 && ::nice(arguments.niceness) == -1)
        std::fprintf(stderr, "bozzetto: its priority could not be lowered\n");
    if (arguments.forecast)
        return forecast(arguments, globals);
    if (arguments.run.empty())
        throw Error(ErrorCode::badInput, "-o: expected the folder of the run, found none");
    auto context = makeContext(globals);
    if (!arguments.folder.empty())
        beginRun(lessonFrom(arguments, glanceAtFolder(arguments.folder)), arguments.run);
    report(runLesson(arguments.run, context), globals.json);
}

} // namespace

void addTeach(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("teach", "Goes on training an installed network with your own models or photographs");
    auto arguments = std::make_shared<Arguments>();
    auto& options = arguments->options;
    command->add_option("folder", arguments->folder,
                        "Models, photographs or a rendered set; left out, the run in -o goes on from its checkpoint");
    command->add_option("-o,--output", arguments->run, "Folder of the run; with --forecast, where to try a little of it");
    command->add_option("--learn", arguments->learned, "object: all sides from one picture; depth: how far each part is; "
                                                       "scene: G3DR's front half of a photograph")
        ->check(CLI::IsMember({"object", "depth", "scene"}))
        ->capture_default_str();
    command->add_option("--start", arguments->start, "Weights to go on from (default: the installed ones), or none");
    command->add_option("--minutes", options.minutes, "Time to train, over all parts of the run")->capture_default_str();
    command->add_option("--steps", options.steps, "The same in steps; wins over --minutes");
    command->add_option("--batch", options.batch, "Examples a step; 0 = the recipe's own");
    command->add_option("--rate", options.rate, "Peak learning rate; 0 = usual for what is learned");
    command->add_option("--threads", options.threads, "Processor threads; 0 = all");
    command->add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();
    command->add_option("--option", arguments->own, "An option of the recipe, as train has it: NAME or NAME=VALUE");
    command->add_flag("--forecast", arguments->forecast, "Tries a few steps and says what it would take");
    command->add_option("--nice", arguments->niceness, "Leave the processor to others: 0 to 19")->check(CLI::Range(0, 19));
    command->callback([arguments, &globals] { teach(*arguments, globals); });
}

} // namespace bozzetto::cli
