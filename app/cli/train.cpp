#include "app/cli/command.h"

#include <cstdio>

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/train/process_group.h"
#include "core/train/recipe_registry.h"
#include "core/train/trainer.h"

namespace bozzetto::cli {

namespace {

struct Arguments
{
    std::string recipe, device = "auto";
    std::vector<std::string> sets; ///< DIR or DIR=SHARE
    RecipeOptions making;
    TrainOptions training;
    int threads = 0;
    std::map<std::string, std::string> values; ///< of the recipes' own options
    std::map<std::string, bool> flags;
};

/// "DIR" or "DIR=SHARE"; shares are given for all sets or for none.
void readSets(Arguments& arguments)
{
    for (const auto& text : arguments.sets) {
        const auto sign = text.rfind('=');
        arguments.making.sets.push_back(text.substr(0, sign));
        if (sign == std::string::npos)
            continue;
        char* end = nullptr;
        const double share = std::strtod(text.c_str() + sign + 1, &end);
        if (*end != '\0' || !(share > 0))
            throw Error(ErrorCode::badInput, "--set {}: expected DIR=SHARE with a share above 0", text);
        arguments.making.shares.push_back(share);
    }
    if (!arguments.making.shares.empty() && arguments.making.shares.size() != arguments.making.sets.size())
        throw Error(ErrorCode::badInput, "--set: expected a share for every set or for none, found {} of {}",
                    arguments.making.shares.size(), arguments.making.sets.size());
}

void readOwnOptions(Arguments& arguments)
{
    for (const auto& [name, value] : arguments.values)
        if (!value.empty())
            arguments.making.own[name] = value;
    for (const auto& [name, given] : arguments.flags)
        if (given)
            arguments.making.own[name] = "true";
}

void report(const Arguments& arguments, const TrainResult& result, bool json)
{
    if (!json) {
        std::printf("%s: %lld steps, %.1f min, loss %.4g, best score %.5g\n", result.last.string().c_str(),
                    static_cast<long long>(result.steps), result.seconds / 60, result.loss, result.bestScore);
        return;
    }
    nlohmann::ordered_json answer = {{"recipe", arguments.recipe},
                                     {"weights", result.last.string()},
                                     {"best", result.best.string()},
                                     {"steps", result.steps},
                                     {"examples", result.examples},
                                     {"skipped", result.skipped},
                                     {"seconds", result.seconds},
                                     {"loss", result.loss},
                                     {"bestScore", result.bestScore}};
    for (const auto& [name, value] : result.scores)
        answer["scores"][name] = value;
    std::printf("%s\n", answer.dump().c_str());
}

void run(Arguments& arguments, const Globals& globals)
{
    readSets(arguments);
    readOwnOptions(arguments);
    arguments.training.check();
    if (arguments.threads > 0)
        at::set_num_threads(arguments.threads);
    arguments.making.device = chooseDevice(parseDeviceChoice(arguments.device));
    const auto group = joinProcessGroup();
    if (group && arguments.making.device.is_cuda())
        arguments.making.device.set_index(c10::DeviceIndex(localRank()));
    auto shown = globals;
    if (group && group->rank() > 0)
        shown.quiet = true;
    auto context = makeContext(shown, arguments.training.seed);
    const auto recipe = makeRecipe(arguments.recipe, arguments.making);
    const auto result = train(*recipe, arguments.training, context, group.get());
    if (!group || group->rank() == 0)
        report(arguments, result, globals.json);
}

void addOwnOptions(CLI::App& command, Arguments& arguments)
{
    for (const auto& entry : recipeEntries())
        for (const auto& option : entry.options) {
            if (arguments.values.count(option.name) || arguments.flags.count(option.name))
                continue; // two recipes may share a name
            const auto help = option.help + " (" + entry.name + ")";
            auto* added = option.flag ? command.add_flag("--" + option.name, arguments.flags[option.name], help)
                                      : command.add_option("--" + option.name, arguments.values[option.name], help);
            added->group("Options of one recipe");
        }
}

} // namespace

void addTrain(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("train", "Learns a network's weights from training sets");
    auto arguments = std::make_shared<Arguments>();
    auto& training = arguments->training;
    std::vector<std::string> names;
    for (const auto& entry : recipeEntries())
        names.push_back(entry.name);
    command->add_option("--recipe", arguments->recipe, "What is trained")->required()->check(CLI::IsMember(names));
    command->add_option("--set", arguments->sets, "Training set; DIR=SHARE for its share of the draws");
    command->add_option("-o,--output", training.folder, "Folder of the run")->required();
    command->add_option("--minutes", training.minutes, "Budget in minutes, over all resumes");
    command->add_option("--steps", training.steps, "Budget in steps; wins over --minutes");
    command->add_option("--batch", arguments->making.batch, "Examples a step; 0 = the recipe's own")
        ->check(CLI::Range(0, 4096));
    command->add_option("--accumulate", training.accumulate, "Batches whose gradients are averaged into one update")
        ->check(CLI::Range(1, 1024));
    command->add_option("--rate", training.rate, "Peak learning rate")->capture_default_str();
    command->add_option("--validations", training.validations, "How often scores are taken")->capture_default_str();
    command->add_flag("--resume", training.resume, "Go on from the folder's newest checkpoint");
    command->add_option("--init", training.init, "Weights to start from");
    command->add_option("--threads", arguments->threads, "Processor threads; 0 = all")->check(CLI::Range(0, 1024));
    command->add_option("--seed", training.seed, "Seed of everything random")->capture_default_str();
    command->add_option("--device", arguments->device, "Where to compute")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    addOwnOptions(*command, *arguments);
    command->callback([arguments, &globals] { run(*arguments, globals); });
}

} // namespace bozzetto::cli
