#include "app/cli/eval_points.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/views_input.h"
#include "core/base/error.h"
#include "core/eval/points_eval.h"
#include "core/io/cameras/sparse_cloud.h"
#include "core/uner3d/scene_job.h"
#include "core/uner3d/scene_training.h"

namespace bozzetto::cli {

namespace {

namespace fs = std::filesystem;

struct PointsArguments
{
    fs::path scene, pictures;
    std::vector<std::string> views{"all"};
    SceneTrainingOptions training;
    std::uint64_t seed = 0;
    bool noMasks = false;
};

/// What is judged, and what is to be said about it.
struct JudgedScene
{
    MaskedScene masked;
    bool everyEighth = false; ///< held out by us: the folder has no split of its own
};

JudgedScene readJudged(const PointsArguments& arguments, JobContext& context)
{
    JudgedScene judged;
    auto scene = readViews({arguments.scene}, context);
    judged.everyEighth = holdOutEveryEighth(scene);
    judged.masked = withMasks(uprightScene(std::move(scene)), !arguments.noMasks, context);
    return judged;
}

std::size_t heldOut(const PosedScene& scene)
{
    return std::size_t(std::ranges::count_if(scene.pictures, [](const auto& picture) { return picture.heldOut; }));
}

/// "3", "all": how many training pictures, at least two of `most`.
std::size_t countOf(const std::string& text, std::size_t most)
{
    std::size_t count = most;
    if (text != "all") {
        const auto* end = text.data() + text.size();
        const auto [stop, failure] = std::from_chars(text.data(), end, count);
        count = failure == std::errc() && stop == end ? count : 0;
    }
    if (count < 2 || count > most)
        throw Error(ErrorCode::badInput, "--views: expected numbers from 2 to {} (the pictures that are not held out), or all, "
                    "with commas between; found \"{}\"", most, text);
    return count;
}

PointsResult judge(const PosedScene& scene, const PointsArguments& arguments, const fs::path& pictures, JobContext& context)
{
    const auto trained = trainScene(scene, arguments.training, {}, context);
    const RenderView render = [&](const PosedScene& from, std::size_t index, JobContext& inner) {
        return renderTrained(trained, from.pictures[index], inner);
    };
    ViewEvalOptions options;
    options.pictures = pictures;
    options.besideTruth = true;
    PointsResult result;
    result.scene = scene.name;
    result.method = "voxels";
    result.views = int(scene.pictures.size() - heldOut(scene));
    result.report = evaluateViews(scene, render, options, context);
    result.seconds = trained.seconds;
    return result;
}

void print(const JudgedScene& judged, const std::vector<PointsResult>& results, bool json)
{
    const auto& scene = judged.masked.scene;
    const auto held = heldOut(scene);
    if (json) {
        const nlohmann::ordered_json answer = {
            {"scene", scene.name},
            {"pictures", scene.pictures.size()},
            {"heldOut", held},
            {"heldOutBy", judged.everyEighth ? "every eighth" : "layout"},
            {"masks", maskOriginName(judged.masked.masks)},
            {"withoutMask", judged.masked.unmasked},
            {"results", nlohmann::ordered_json::parse(resultJson(results))}};
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("%s\n%zu held-out views, %s. ", resultTable(results).c_str(), held,
                judged.everyEighth ? "every eighth picture, as the folder says nothing of a split" : "as the folder says");
    if (judged.masked.masks == MaskOrigin::none)
        std::printf("No masks: surroundings are learned and judged as well.\n");
    else
        std::printf("Masks: %s; outside of them nothing is learned, so that whole pictures score lower where they show more.\n",
                    maskOriginName(judged.masked.masks));
    if (judged.masked.unmasked > 0)
        std::printf("Nothing stood out in %zu of the pictures.\n", judged.masked.unmasked);
}

void run(PointsArguments& arguments, const Globals& globals)
{
    arguments.training.masks = !arguments.noMasks;
    arguments.training.check();
    JobContext context = makeContext(globals, arguments.seed);
    const auto judged = readJudged(arguments, context);
    const auto& scene = judged.masked.scene;
    const auto most = scene.pictures.size() - heldOut(scene);
    std::vector<std::size_t> counts;
    for (const auto& text : arguments.views)
        counts.push_back(countOf(text, most));
    std::vector<PointsResult> results;
    for (const auto count : counts) {
        auto folder = arguments.pictures;
        if (!folder.empty() && counts.size() > 1)
            folder /= fmt::format("{} views", count);
        results.push_back(judge(withTrainingViews(scene, count), arguments, folder, context));
    }
    print(judged, results, globals.json);
}

} // namespace

void addEvalPoints(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("points", "Clouds from photographs: what is rendered where pictures were held out");
    auto arguments = std::make_shared<PointsArguments>();
    auto& training = arguments->training;
    training.previewSeconds = 0;
    command->add_option("scene", arguments->scene, "Folder of pictures, with cameras or (with COLMAP) without")->required();
    command->add_option("--views", arguments->views, "How many pictures to learn from, spread evenly; a list trains once each: 3,6,9,all")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("-o,--output", arguments->pictures, "Folder for each held-out view as it is rendered, beside the photograph");
    command->add_option("--minutes", training.minutes, "Budget of each training")->capture_default_str();
    command->add_option("--steps", training.steps, "Budget in steps; wins over --minutes");
    command->add_option("--cells", training.cells, "Cells along the longest side, 32 to 512; 0 = as fine as the pictures")
        ->capture_default_str();
    command->add_flag("--no-masks", arguments->noMasks, "As if the pictures had no masks");
    command->add_option("--seed", arguments->seed, "Seed of everything random")->capture_default_str();
    command->callback([arguments, &globals] { run(*arguments, globals); });
}

} // namespace bozzetto::cli
