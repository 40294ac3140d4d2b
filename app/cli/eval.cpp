#include "app/cli/command.h"
#include "app/cli/eval_points.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/data/held_out.h"
#include "core/data/training_set_file.h"
#include "core/eval/baselines.h"
#include "core/eval/learned_methods.h"
#include "core/eval/matte_eval.h"
#include "core/eval/object_eval.h"
#include "core/eval/scene_eval.h"
#include "core/vision/matte_net.h"
#include "core/vision/scene_depth_batch.h"
#include "core/weights/model_registry.h"

namespace bozzetto::cli {

namespace {

namespace fs = std::filesystem;

struct ObjectArguments
{
    fs::path set;
    std::string split = "test";
    std::string depth = "estimated";
    ObjectEvalOptions options;
};

/// What is evaluated, best understood first; the installed networks last. `exactDepth`: whether the front shell is given the true depth.
std::vector<ObjectMethod> objectMethods(bool exactDepth)
{
    std::vector<ObjectMethod> methods;
    methods.push_back({"bounding box (oracle)", boxBaseline});
    methods.push_back({"extruded silhouette", extrudedBaseline});
    methods.push_back({"inflated silhouette", inflatedBaseline});
    methods.push_back({exactDepth ? "front shell, exact depth" : "front shell, depth of the silhouette",
                       [exactDepth](const EvalInput& input) {
                           return shellBaseline(input, exactDepth ? input.height : inflatedHeight(input));
                       }});
    const auto generator = modelFor(ModelRole::object), depth = modelFor(ModelRole::depth);
    if (generator && depth)
        methods.push_back(generatorWithEstimatedDepth(*generator, *depth));
    if (generator)
        methods.push_back(generatorWithExactDepth(*generator));
    return methods;
}

/// A figure of the table: its heading and how it is read and shown.
struct Column
{
    const char* heading;
    const char* key; ///< in JSON
    int decimals;
    double (*value)(const ObjectScores&);
};

const std::vector<Column>& columns()
{
    using Scores = ObjectScores;
    static const std::vector<Column> all = {
        {"CD", "chamfer", 3, [](const Scores& s) { return s.camera.chamfer; }},
        {"F.10", "f10", 3, [](const Scores& s) { return s.camera.fScore[0]; }},
        {"F.05", "f05", 3, [](const Scores& s) { return s.camera.fScore[1]; }},
        {"F.02", "f02", 3, [](const Scores& s) { return s.camera.fScore[2]; }},
        {"CD al.", "alignedChamfer", 3, [](const Scores& s) { return s.aligned.chamfer; }},
        {"F.10 al.", "alignedF10", 3, [](const Scores& s) { return s.aligned.fScore[0]; }},
        {"F.05 al.", "alignedF05", 3, [](const Scores& s) { return s.aligned.fScore[1]; }},
        {"F.02 al.", "alignedF02", 3, [](const Scores& s) { return s.aligned.fScore[2]; }},
        {"PSNR", "psnr", 2, [](const Scores& s) { return s.views.psnr; }},
        {"SSIM", "ssim", 3, [](const Scores& s) { return s.views.ssim; }},
        {"IoU", "iou", 3, [](const Scores& s) { return s.views.iou; }},
        {"depth", "depth", 3, [](const Scores& s) { return s.depth; }},
        {"s", "seconds", 2, [](const Scores& s) { return s.seconds; }},
    };
    return all;
}

void printTable(const ObjectEvalReport& report)
{
    std::size_t width = 6;
    for (const auto& name : report.methods)
        width = std::max(width, name.size());
    std::string head = fmt::format("| {:<{}} |", "method", width),
                rule = fmt::format("|{:-<{}}|", "", width + 2);
    for (const auto& column : columns()) {
        const std::size_t wide = std::max<std::size_t>(5, std::string_view(column.heading).size());
        head += fmt::format(" {:>{}} |", column.heading, wide);
        rule += fmt::format("{:->{}}:|", "", wide + 1);
    }
    std::printf("%s\n%s\n", head.c_str(), rule.c_str());
    for (std::size_t m = 0; m < report.methods.size(); ++m) {
        std::string line = fmt::format("| {:<{}} |", report.methods[m], width);
        for (const auto& column : columns())
            line += fmt::format(" {:>{}.{}f} |", column.value(report.means[m]),
                                std::max<std::size_t>(5, std::string_view(column.heading).size()),
                                column.decimals);
        std::printf("%s\n", line.c_str());
    }
    std::printf("\n%zu objects", report.rows.size());
    for (std::size_t m = 0; m < report.methods.size(); ++m)
        if (report.empty[m] > 0)
            std::printf("; %s made nothing of %d", report.methods[m].c_str(), report.empty[m]);
    std::printf("\n");
}

nlohmann::json jsonOf(const ObjectScores& scores)
{
    nlohmann::json object;
    for (const auto& column : columns())
        object[column.key] = column.value(scores);
    return object;
}

void printJson(const ObjectEvalReport& report)
{
    nlohmann::json answer = {{"objects", report.rows.size()}};
    for (std::size_t m = 0; m < report.methods.size(); ++m) {
        auto mean = jsonOf(report.means[m]);
        mean["method"] = report.methods[m];
        mean["empty"] = report.empty[m];
        answer["methods"].push_back(std::move(mean));
    }
    for (const auto& row : report.rows) {
        nlohmann::json scores;
        for (const auto& score : row.scores)
            scores.push_back(jsonOf(score));
        answer["rows"].push_back({{"object", row.object}, {"scores", std::move(scores)}});
    }
    std::printf("%s\n", answer.dump().c_str());
}

Split splitOf(const std::string& name)
{
    for (const Split split : {Split::train, Split::validation, Split::test})
        if (name == splitName(split))
            return split;
    throw Error(ErrorCode::badInput, "--split: expected train, validation or test, found {}", name);
}

void runObject(ObjectArguments& arguments, const Globals& globals)
{
    arguments.options.split = splitOf(arguments.split);
    const auto set = TrainingSet::open(arguments.set);
    JobContext context = makeContext(globals, arguments.options.seed);
    const auto report =
        evaluateObjects(*set, objectMethods(arguments.depth == "exact"), arguments.options, context);
    globals.json ? printJson(report) : printTable(report);
}

void addObject(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("object", "Whole objects from one view, on objects of a training set");
    auto arguments = std::make_shared<ObjectArguments>();
    auto& options = arguments->options;
    command->add_option("set", arguments->set, "Folder of the set")->required();
    command->add_option("--split", arguments->split, "Which objects: train, validation or test")
        ->check(CLI::IsMember({"train", "validation", "test"}))
        ->capture_default_str();
    command->add_option("--limit", options.limit, "At most so many objects, evenly over the split (0: all)");
    command->add_option("--depth", arguments->depth, "Depth that methods are given: estimated or exact")
        ->check(CLI::IsMember({"estimated", "exact"}))
        ->capture_default_str();
    command->add_option("--views", options.novelViews, "Other views to compare, at most, 1 to 64")
        ->capture_default_str();
    command->add_option("--seed", options.seed, "Which view of each object is the input")
        ->capture_default_str();
    command->callback([arguments, &globals] { runObject(*arguments, globals); });
}

struct MatteArguments
{
    fs::path objects, photos;
    MatteEvalOptions options;
};

/// A training set's test split, or a folder of cut-outs.
CutoutList readObjects(const MatteArguments& arguments)
{
    if (std::error_code missing; fs::exists(arguments.objects / "set.json", missing))
        return testViews(*TrainingSet::open(arguments.objects), arguments.options.seed);
    return loadCutouts(arguments.objects, arguments.options.side);
}

void printMattes(const MatteEvalReport& report, bool json)
{
    if (json) {
        nlohmann::json answer = {{"pictures", report.pictures}};
        for (std::size_t m = 0; m < report.methods.size(); ++m) {
            const auto& mean = report.means[m];
            answer["methods"].push_back({{"method", report.methods[m]}, {"iou", mean.iou}, {"error", mean.error},
                                         {"missed", mean.missed}, {"seconds", mean.seconds}});
        }
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("| method         |   IoU | error | missed |    s |\n|----------------|------:|------:|-------:|-----:|\n");
    for (std::size_t m = 0; m < report.methods.size(); ++m) {
        const auto& mean = report.means[m];
        std::printf("| %-14s | %.3f | %.3f | %6d | %.2f |\n", report.methods[m].c_str(), mean.iou, mean.error, mean.missed,
                    mean.seconds);
    }
    std::printf("\n%d pictures\n", report.pictures);
}

void runMatte(const MatteArguments& arguments, const Globals& globals)
{
    arguments.options.check();
    JobContext context = makeContext(globals, arguments.options.seed);
    std::vector<MatteMethod> methods = {{"colours alone", std::make_shared<const ClassicMatteEstimator>()}};
    if (const auto network = modelFor(ModelRole::matte))
        methods.push_back({"matte network", std::make_shared<const LearnedMatteEstimator>(MatteNet::load(*network))});
    constexpr int kPhotoSide = 1024;
    const auto photos = arguments.photos.empty() ? PhotoList() : loadPhotos(arguments.photos, kPhotoSide);
    printMattes(evaluateMattes(readObjects(arguments), photos, methods, arguments.options, context), globals.json);
}

void addMatte(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("matte", "Objects told from their backgrounds, photographs, walls or plain colours");
    auto arguments = std::make_shared<MatteArguments>();
    command->add_option("objects", arguments->objects, "A training set (its test split), or a folder of pictures with transparency")
        ->required();
    command->add_option("--photos", arguments->photos, "Folder of photographs to lay behind half of them");
    command->add_option("--limit", arguments->options.limit, "At most so many objects, evenly over all (0: all)");
    command->add_option("--side", arguments->options.side, "Pixels of the pictures, 64 to 1024")->capture_default_str();
    command->add_option("--seed", arguments->options.seed, "Seed of views, places and backgrounds")->capture_default_str();
    command->callback([arguments, &globals] { runMatte(*arguments, globals); });
}

struct SceneArguments
{
    fs::path pictures, weights, encoder, inception;
    bool held = false;
    std::string device = "auto";
    SceneEvalOptions options;
};

void printScenes(const SceneEvalReport& report, bool json)
{
    const auto& scores = report.scores;
    if (json) {
        nlohmann::ordered_json answer = {{"pictures", report.pictures},
                                         {"views", report.views},
                                         {"psnr", scores.psnr},
                                         {"ssim", scores.ssim},
                                         {"depthError", scores.depthError},
                                         {"alignedDepthError", scores.alignedDepthError},
                                         {"nonFlatness", scores.nonFlatness}};
        if (!report.features.empty()) {
            answer["features"] = report.features;
            answer["classScore"] = scores.classScore;
            if (scores.frechet >= 0)
                answer["frechet"] = scores.frechet;
        }
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("|  PSNR |  SSIM | depth | aligned |   NFS | Frechet | classes |\n"
                "|------:|------:|------:|--------:|------:|--------:|--------:|\n"
                "| %5.2f | %5.3f | %5.3f | %7.3f | %5.2f | %7s | %7s |\n\n%d pictures, %d novel views%s%s\n",
                scores.psnr, scores.ssim, scores.depthError, scores.alignedDepthError, scores.nonFlatness,
                scores.frechet >= 0 ? fmt::format("{:.1f}", scores.frechet).c_str() : "-",
                scores.classScore >= 0 ? fmt::format("{:.2f}", scores.classScore).c_str() : "-", report.pictures, report.views,
                report.features.empty() ? "" : "; features and classes of ", report.features.c_str());
}

void runScene(SceneArguments& arguments, const Globals& globals)
{
    arguments.options.check();
    arguments.options.device = chooseDevice(parseDeviceChoice(arguments.device));
    const auto found = findDepthPhotos(arguments.pictures);
    const auto model = loadG3drModel(arguments.weights);
    const auto device = arguments.options.device;
    const auto classifier = !arguments.inception.empty() ? loadInception(arguments.inception, device)
                            : !arguments.encoder.empty() ? loadEfficientNetClassifier(arguments.encoder, device)
                                                         : nullptr;
    JobContext context = makeContext(globals, arguments.options.seed);
    printScenes(evaluateScenes(*model, arguments.held ? heldOut(found).validation : found, classifier.get(),
                               arguments.options, context),
                globals.json);
}

void addScene(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("scene", "Scenes from whole photographs and their depth, as G3DR is judged");
    auto arguments = std::make_shared<SceneArguments>();
    auto& options = arguments->options;
    command->add_option("pictures", arguments->pictures, "Folder of pictures with their depth (NAME.jpg, NAME_depth.png)")
        ->required();
    command->add_option("--weights", arguments->weights, "Scene generator: of `train --recipe g3dr-scene`, or the published one")
        ->required();
    command->add_flag("--held", arguments->held, "Only the pictures that training on this folder keeps for validation");
    command->add_option("--encoder", arguments->encoder,
                        "Published EfficientNet-Lite0 file, whose features and classes judge the novel views");
    command->add_option("--inception", arguments->inception,
                        "Inception v3 in its place: pytorch-fid's file or torchvision's");
    command->add_option("--views", options.novelViews, "Novel views of each picture, 1 to 64")->capture_default_str();
    command->add_option("--samples", options.samples, "Coarse samples of a ray, and as many fine ones")->capture_default_str();
    command->add_option("--seed", options.seed, "Seed of the novel views")->capture_default_str();
    command->add_option("--device", arguments->device, "Where to compute")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->callback([arguments, &globals] { runScene(*arguments, globals); });
}

} // namespace

void addEval(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("eval", "Scores of what is made, against the truth and baselines");
    command->require_subcommand(1);
    command->fallthrough();
    addObject(*command, globals);
    addMatte(*command, globals);
    addScene(*command, globals);
    addEvalPoints(*command, globals);
}

} // namespace bozzetto::cli
