#include "app/cli/command.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/training_sheet.h"
#include "core/base/error.h"
#include "core/data/render_set.h"
#include "core/data/training_set_file.h"
#include "core/image/codec.h"
#include "core/train/lesson.h"

namespace bozzetto::cli {

namespace {

namespace fs = std::filesystem;

struct RenderArguments
{
    std::string from;
    fs::path output;
    std::string groups = "by-name";
    TrainingSource source;
    RenderSetOptions options;
};

/// The reasons without the numbers and names in them, counted.
std::map<std::string, int> reasonsOf(const TrainingSetFile& file)
{
    std::map<std::string, int> reasons;
    for (const auto& skipped : file.skipped) {
        const auto start = skipped.reason.find("expected");
        const std::string text = start == std::string::npos ? skipped.reason : skipped.reason.substr(start);
        ++reasons[text.substr(0, text.find('('))];
    }
    return reasons;
}

void runRender(RenderArguments& arguments, const Globals& globals)
{
    auto& options = arguments.options;
    const bool procedural = arguments.from == "procedural";
    options.meshes = procedural ? fs::path() : fs::path(arguments.from);
    if (arguments.groups == "by-folder")
        options.grouping.grouping = Grouping::byFolder;
    else if (arguments.groups != "by-name")
        options.grouping = {Grouping::byList, arguments.groups};
    if (arguments.source.name.empty())
        arguments.source.name =
            procedural ? "Bozzetto procedural objects" : options.meshes.filename().string();
    if (arguments.source.licence.empty())
        arguments.source.licence = procedural ? "none needed: made by the program" : "not stated";
    options.sources = {arguments.source};
    JobContext context = makeContext(globals, options.seed);
    const auto report = renderTrainingSet(options, arguments.output, context);
    const auto reasons = reasonsOf(TrainingSetFile::read(arguments.output));
    if (globals.json) {
        const nlohmann::json answer = {{"objects", report.objects},
                                       {"rendered", report.rendered},
                                       {"skipped", report.skipped},
                                       {"reasons", reasons}};
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("%s: %lld objects, %lld of them now; %lld skipped\n", arguments.output.c_str(),
                static_cast<long long>(report.objects), static_cast<long long>(report.rendered),
                static_cast<long long>(report.skipped));
    for (const auto& [reason, count] : reasons)
        std::printf("%6d  %s\n", count, reason.c_str());
}

void addRenderSet(CLI::App& app, Globals& globals)
{
    auto* command =
        app.add_subcommand("render", "Views and labelled points of meshes or of procedural objects");
    auto arguments = std::make_shared<RenderArguments>();
    auto& options = arguments->options;
    command->add_option("from", arguments->from, "Folder of meshes, or the word procedural")->required();
    command->add_option("-o,--output", arguments->output, "Folder of the set; an interrupted run goes on")
        ->required();
    command->add_option("--views", options.sampler.views, "Views of each object, 1 to 64")
        ->capture_default_str();
    command->add_option("--view-size", options.sampler.viewSize, "Pixels a side, 16 to 1024")
        ->capture_default_str();
    command->add_option("--objects", options.objects,
                        "At most so many (0: every mesh, or 1000 procedural ones)");
    command->add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();
    command->add_option("--threads", options.threads, "Objects at once (0: as many as cores)");
    command->add_option("--photos", options.photos,
                        "Folder of photographs: backgrounds, and textures to wrap on");
    command->add_option("--backgrounds", options.backgrounds, "Crops of the photographs to keep")
        ->capture_default_str();
    command->add_option("--groups", arguments->groups, "by-name, by-folder, or a file of name, tab, group")
        ->capture_default_str();
    command->add_option("--source", arguments->source.name, "What the model cards call the meshes");
    command->add_option("--licence", arguments->source.licence, "Their licence");
    command->add_option("--attribution", arguments->source.attribution, "Their author");
    command->callback([arguments, &globals] { runRender(*arguments, globals); });
}

using Counts = std::map<std::string, std::map<std::string, int>>;

/// Objects by group and split; groups of one object are counted under what stands before their last slash.
Counts countGroups(const TrainingSet& set)
{
    std::map<std::string, int> sizes;
    for (const auto& object : set.objects())
        ++sizes[object.group];
    Counts counts;
    for (const auto& object : set.objects()) {
        const auto slash = object.group.rfind('/');
        const bool alone = sizes[object.group] == 1 && slash != std::string::npos;
        ++counts[alone ? object.group.substr(0, slash) + "/ (single)" : object.group]
                [splitName(object.split)];
    }
    return counts;
}

void printCounts(const TrainingSet& set, const TrainingSetFile& file)
{
    std::printf(
        "objects        %zu\nview size      %d\nbackgrounds    %lld\nskipped        %zu\ncomplete       %s\n",
        set.objects().size(), set.viewSize(), static_cast<long long>(set.backgrounds().size(0)),
        file.skipped.size(), file.complete ? "yes" : "no");
    for (const auto& source : set.sources())
        std::printf("source         %s; %s; %s\n", source.name.c_str(), source.licence.c_str(),
                    source.attribution.c_str());
    for (const Split split : {Split::train, Split::validation, Split::test})
        std::printf("%-14s %zu\n", splitName(split), set.indices(split).size());
    std::printf("\n%-40s %6s %6s %6s\n", "group", "train", "valid.", "test");
    for (auto& [group, counts] : countGroups(set)) {
        const auto of = [&](const char* split) {
            const auto found = counts.find(split);
            return found == counts.end() ? 0 : found->second;
        };
        std::printf("%-40s %6d %6d %6d\n", group.c_str(), of("train"), of("validation"), of("test"));
    }
}

void printJson(const TrainingSet& set, const TrainingSetFile& file)
{
    nlohmann::json answer = {{"objects", set.objects().size()},
                             {"viewSize", set.viewSize()},
                             {"backgrounds", set.backgrounds().size(0)},
                             {"skipped", file.skipped.size()},
                             {"complete", file.complete},
                             {"groups", countGroups(set)}};
    for (const Split split : {Split::train, Split::validation, Split::test})
        answer[splitName(split)] = set.indices(split).size();
    std::printf("%s\n", answer.dump().c_str());
}

void addSetInfo(CLI::App& app, Globals& globals)
{
    struct Arguments
    {
        fs::path set, sheet;
        std::string match;
        std::uint64_t seed = 1;
        int rows = 12;
    };
    auto* command = app.add_subcommand("info", "What a training set holds, as counts and as a picture");
    auto arguments = std::make_shared<Arguments>();
    command->add_option("set", arguments->set, "Folder of the set")->required();
    command->add_option("--sheet", arguments->sheet,
                        "Picture of views, heights, normals and points of some objects");
    command->add_option("--match", arguments->match, "Only objects with this in their name, in the picture");
    command->add_option("--rows", arguments->rows, "Objects in the picture, 1 to 100")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--seed", arguments->seed, "Which objects are drawn")->capture_default_str();
    command->callback([arguments, &globals] {
        const auto set = TrainingSet::open(arguments->set);
        const auto file = TrainingSetFile::read(arguments->set);
        if (!arguments->sheet.empty())
            encodePicture(trainingSheet(*set, arguments->rows, arguments->match, arguments->seed),
                          arguments->sheet);
        globals.json ? printJson(*set, file) : printCounts(*set, file);
    });
}

void printReport(const FolderReport& report)
{
    const char* kinds[] = {"nothing", "models", "photographs", "rendered objects"};
    std::printf("%-14s %lld\n", kinds[int(report.kind)], static_cast<long long>(report.usable));
    const auto line = [](const char* name, std::int64_t count) {
        if (count > 0)
            std::printf("%-14s %lld\n", name, static_cast<long long>(count));
    };
    line("textured", report.textured);
    line("coloured", report.coloured);
    line("with depth", report.withDepth);
    line("for judging", report.held);
    line("unusable", std::int64_t(report.unusable.size()));
    for (const auto& file : report.unusable)
        std::printf("    %s: %s\n", file.name.c_str(), file.reason.c_str());
}

nlohmann::json toJson(const FolderReport& report)
{
    const char* kinds[] = {"nothing", "models", "photographs", "set"};
    auto unusable = nlohmann::json::array();
    for (const auto& file : report.unusable)
        unusable.push_back({{"name", file.name}, {"reason", file.reason}});
    nlohmann::json answer = {{"kind", kinds[int(report.kind)]}, {"usable", report.usable},
                             {"textured", report.textured},     {"coloured", report.coloured},
                             {"withDepth", report.withDepth},   {"held", report.held},
                             {"unusable", unusable}};
    for (const auto learned : kLearned)
        answer["whyNot"][learnedName(learned)] = whyNotLearn(report, learned);
    return answer;
}

void addInspect(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("inspect", "What a folder of models or photographs offers to learn from");
    auto folder = std::make_shared<fs::path>();
    command->add_option("folder", *folder, "Folder of models, photographs, or a rendered set")->required();
    command->callback([folder, &globals] {
        auto context = makeContext(globals);
        const auto report = inspectFolder(*folder, context);
        if (globals.json)
            std::printf("%s\n", toJson(report).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        else
            printReport(report);
    });
}

} // namespace

void addDataset(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("dataset", "Training sets: render them, look into them");
    command->require_subcommand(1);
    command->fallthrough();
    addRenderSet(*command, globals);
    addSetInfo(*command, globals);
    addInspect(*command, globals);
}

} // namespace bozzetto::cli
