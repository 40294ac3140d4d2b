#include "app/cli/command.h"
#include "app/cli/views_input.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/eval/points_eval.h"
#include "core/image/codec.h"
#include "core/io/asset_io.h"
#include "core/io/cameras/posed_scene_io.h"
#include "core/io/cameras/sparse_cloud.h"
#include "core/uner3d/scene_cloud.h"
#include "core/uner3d/scene_job.h"

namespace bozzetto::cli {

namespace {

struct Arguments
{
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path output, weights, pictures;
    std::string views, mode = "surface", device = "auto";
    SceneCloudOptions making;
    ExportOptions exporting;
    std::uint64_t seed = 0;
    bool noMasks = false;
};

bool isFolder(const std::filesystem::path& path)
{
    std::error_code failure;
    return std::filesystem::is_directory(path, failure);
}

/// Says where the masks came from, where that is not a matter of course.
void tellMasks(const SceneCloud& made, bool wanted)
{
    const auto pictures = made.masked.scene.pictures.size();
    if (made.masked.masks == MaskOrigin::estimated)
        std::fprintf(stderr, "Masks were estimated for %zu of %zu pictures; --no-masks trains without\n",
                     pictures - made.masked.unmasked, pictures);
    else if (wanted && made.masked.masks == MaskOrigin::none)
        std::fprintf(stderr, "No thing stands out in enough of the pictures: everything is learned, which takes many views\n");
}

/// One picture alone needs no cameras.
PosedScene readScene(const Arguments& arguments, JobContext& context)
{
    const auto& inputs = arguments.inputs;
    const bool lone = inputs.size() == 1 && posedSceneLayout(inputs[0]).empty() && !isFolder(inputs[0]);
    if (lone && arguments.weights.empty())
        throw Error(ErrorCode::badInput,
                    "{}: expected several pictures, a folder of them, or --weights for a single one; found one picture",
                    inputs[0].string());
    if (lone)
        return lonePicture(decodePicture(inputs[0], context), inputs[0].filename().string());
    return readViews(inputs, context);
}

/// "5": as many pictures, spread evenly; "3,7,9": those, counted from 0.
void chooseViews(PosedScene& scene, const std::string& text)
{
    if (text.empty())
        return;
    std::vector<std::size_t> numbers, training;
    for (const char* at = text.data(); at <= text.data() + text.size(); ++at) {
        std::size_t value = 0;
        const auto [end, failure] = std::from_chars(at, text.data() + text.size(), value);
        if (failure != std::errc() || (end != text.data() + text.size() && *end != ','))
            throw Error(ErrorCode::badInput, "--views: expected a number, or numbers with commas between, found \"{}\"", text);
        numbers.push_back(value);
        at = end;
    }
    for (std::size_t i = 0; i < scene.pictures.size(); ++i)
        if (!scene.pictures[i].heldOut)
            training.push_back(i);
    std::vector<PosedPicture> chosen;
    const bool list = text.find(',') != std::string::npos;
    const auto count = list ? numbers.size() : numbers[0];
    if (count < 1 || count > training.size())
        throw Error(ErrorCode::badInput, "--views: expected 1 to {} pictures, found {}", training.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = list ? numbers[i] : training[i * training.size() / count];
        if (number >= scene.pictures.size())
            throw Error(ErrorCode::badInput, "--views: expected numbers below {}, found {}", scene.pictures.size(), number);
        chosen.push_back(scene.pictures[number]);
        chosen.back().heldOut = false;
    }
    for (std::size_t i = 0; i < scene.pictures.size(); ++i)
        if (scene.pictures[i].heldOut && (!list || std::find(numbers.begin(), numbers.end(), i) == numbers.end()))
            chosen.push_back(std::move(scene.pictures[i]));
    scene.pictures = std::move(chosen);
}

std::optional<ViewReport> score(const TrainedScene& trained, const PosedScene& scene, const Arguments& arguments,
                                JobContext& context)
{
    const bool any = std::any_of(scene.pictures.begin(), scene.pictures.end(), [](const auto& p) { return p.heldOut; });
    if (!any)
        return std::nullopt;
    const RenderView render = [&](const PosedScene& from, std::size_t index, JobContext& inner) {
        return renderTrained(trained, from.pictures[index], inner);
    };
    ViewEvalOptions options;
    options.pictures = arguments.pictures;
    return evaluateViews(scene, render, options, context);
}

void report(const Arguments& arguments, std::size_t points, std::size_t views, double seconds,
            const std::optional<ViewReport>& scores, bool json)
{
    if (json) {
        nlohmann::ordered_json answer = {
            {"output", arguments.output.string()}, {"points", points}, {"views", views}, {"seconds", seconds}};
        if (scores) {
            answer["heldOut"] = {{"views", scores->rows.size()}, {"psnr", scores->mean.psnr}, {"ssim", scores->mean.ssim}};
            if (scores->masked)
                answer["heldOut"]["maskedPsnr"] = scores->masked->psnr;
        }
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("%s: %zu points from %zu pictures, %.1f s", arguments.output.string().c_str(), points, views, seconds);
    if (scores)
        std::printf(", %zu held-out views %.2f dB", scores->rows.size(), scores->mean.psnr);
    std::printf("\n");
}

void checkOutput(const std::filesystem::path& output)
{
    if (output.extension() != ".ply" && output.extension() != ".glb")
        throw Error(ErrorCode::badInput, "{}: expected a name that ends in .ply or .glb, found \"{}\"", output.string(),
                    output.extension().string());
    const auto folder = output.has_parent_path() ? output.parent_path() : std::filesystem::path(".");
    if (!isFolder(folder))
        throw Error(ErrorCode::io, "{}: the folder {} does not exist", output.string(), folder.string());
}

void run(Arguments& arguments, const Globals& globals)
{
    checkOutput(arguments.output);
    arguments.making.masks = !arguments.noMasks;
    arguments.making.cloud.mode = parseCloudMode(arguments.mode);
    arguments.making.cloud.seed = arguments.seed;
    arguments.making.check();
    auto context = makeContext(globals, arguments.seed);
    const auto start = std::chrono::steady_clock::now();
    auto scene = uprightScene(readScene(arguments, context));
    chooseViews(scene, arguments.views);
    Asset asset;
    std::optional<ViewReport> scores;
    if (!arguments.weights.empty()) {
        const auto device = chooseDevice(parseDeviceChoice(arguments.device));
        asset.clouds.push_back(cloudFromWeights(scene, arguments.weights, arguments.making.cloud, device, context));
    } else {
        auto made = makeSceneCloud(std::move(scene), arguments.making, {}, context);
        tellMasks(made, !arguments.noMasks);
        asset.clouds.push_back(std::move(made.cloud));
        scores = score(*made.trained, made.masked.scene, arguments, context);
        scene = std::move(made.masked.scene);
    }
    exportAsset(asset, arguments.output, arguments.exporting, context);
    const auto views = std::size_t(
        std::count_if(scene.pictures.begin(), scene.pictures.end(), [](const auto& picture) { return !picture.heldOut; }));
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    report(arguments, asset.clouds[0].positions.size(), views, elapsed.count(), scores, globals.json);
}

} // namespace

void addPoints(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("points", "Photographs of one thing become a coloured point cloud");
    auto arguments = std::make_shared<Arguments>();
    auto& training = arguments->making;
    arguments->exporting.longestSide = 0; // the scene's own frame
    arguments->exporting.centreOnGround = false;
    training.previewSeconds = 0;
    command->add_option("pictures", arguments->inputs, "Pictures, a folder of them, or of cameras.json, transforms.json, COLMAP")
        ->required();
    command->add_option("-o,--output", arguments->output, "CLOUD.ply or CLOUD.glb")->required();
    command->add_option("--views", arguments->views, "So many of the pictures, or those of a list: 0,4,9");
    command->add_option("--count", arguments->making.cloud.count, "Points, 1 to 20,000,000")->capture_default_str();
    command->add_option("--minutes", training.minutes, "Budget of the training")->capture_default_str();
    command->add_option("--steps", training.steps, "Budget in steps; wins over --minutes");
    command->add_option("--cells", training.cells, "Cells along the longest side, 32 to 512; 0 = as fine as the pictures")
        ->capture_default_str();
    command->add_option("--weights", arguments->weights, "Trained network instead of training on these pictures");
    command->add_option("--mode", arguments->mode, "surface: a thin shell; volume: what lies inside as well")
        ->check(CLI::IsMember({"surface", "volume"}))
        ->capture_default_str();
    command->add_flag("--no-masks", arguments->noMasks, "As if the pictures had no masks");
    command->add_option("--size", arguments->exporting.longestSide, "Longest side, metres; 0 = the scene's own")
        ->capture_default_str();
    command->add_option("--held-out", arguments->pictures, "Folder for pictures of the views that were held out");
    command->add_option("--seed", arguments->seed, "Seed of everything random")->capture_default_str();
    command->add_option("--device", arguments->device, "Where a network computes")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->callback([arguments, &globals] { run(*arguments, globals); });
}

} // namespace bozzetto::cli
