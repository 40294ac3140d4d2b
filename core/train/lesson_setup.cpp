#include "core/train/lesson_setup.h"

#include <algorithm>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/data/render_set.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/scene_depth.h"
#include "core/vision/scene_depth_batch.h"
#include "core/weights/describe.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr int kPhotoSide = 512;
constexpr int kValidationObjects = 12; ///< with the depth network they take a quarter of a minute on two cores
constexpr double kMinutesAValidation = 2;
constexpr double kTunedRate = 1e-3, kFreshRate = 3e-3, kDepthRate = 5e-4, kSceneRate = 3e-4;

fs::path setOf(const Lesson& lesson, const fs::path& run)
{
    return lesson.kind == FolderKind::set ? lesson.folder : run / "set";
}

std::int64_t renderModels(const Lesson& lesson, const fs::path& run, int most, JobContext& context)
{
    RenderSetOptions options;
    options.meshes = lesson.folder;
    options.objects = most;
    options.sampler = lesson.sampler;
    options.threads = lesson.threads;
    const auto folder = lesson.folder.has_filename() ? lesson.folder : lesson.folder.parent_path();
    options.sources = {{folder.filename().string(), "not stated", ""}};
    const auto report = renderTrainingSet(options, run / "set", context);
    if (report.objects == 0)
        throw Error(ErrorCode::badInput, "{}: expected models that can be rendered, found none among {}",
                    lesson.folder.string(), report.skipped);
    return report.skipped;
}

/// The photograph and its depth as NAME.png and NAME_depth.png; false where it has no depth and no network gives it one.
bool preparePhoto(const FoundPhoto& photo, const fs::path& target, const SceneDepthEstimator* network, JobContext& context)
{
    if (photo.depth.empty() && !network)
        return false;
    checkPhoto(photo, context);
    const auto picture = compositeOver(decodePicture(photo.picture, context, {kPhotoSide}), 0.5f, 0.5f, 0.5f);
    const auto depth = photo.depth.empty()
                           ? network->estimate(picture, Image(picture.width, picture.height, 1, 1), context)
                           : depthFromPlane(decodePlane(photo.depth, context), picture.width, picture.height);
    encodePicture(depth.relative, depthBeside(target), 16);
    encodePicture(picture, target); // last: what is there is whole
    return true;
}

std::int64_t preparePhotos(const Lesson& lesson, const fs::path& run, int most, JobContext& context)
{
    std::unique_ptr<SceneDepthEstimator> network;
    if (!lesson.sceneDepthNet.empty())
        network = std::make_unique<SceneDepthEstimator>(SceneDepthNet::load(lesson.sceneDepthNet));
    std::error_code failed;
    fs::create_directories(run / "pictures", failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be made ({})", (run / "pictures").string(), failed.message());
    auto photos = photosBelow(lesson.folder);
    if (most > 0 && photos.size() > std::size_t(most))
        photos.resize(std::size_t(most));
    std::int64_t leftOut = 0;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        context.report("depth", double(i) / double(photos.size()));
        const auto target = run / "pictures" / fmt::format("{:05}.png", i);
        if (fs::exists(target, failed))
            continue;
        try {
            auto quiet = context.silenced();
            leftOut += !preparePhoto(photos[i], target, network.get(), quiet);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::badInput)
                throw; // a full disk is not this photograph's fault
            ++leftOut;
        }
    }
    if (leftOut == std::int64_t(photos.size()))
        throw Error(ErrorCode::badInput, "{}: expected photographs that can be learned from, found none among {}",
                    lesson.folder.string(), photos.size());
    return leftOut;
}

/// The object network's sizes as its start has them: only then do the weights fit.
void followStart(const fs::path& start, std::map<std::string, std::string>& own)
{
    const auto card = describeWeights(start).metadata;
    for (const auto& [key, option] : {std::pair{"width", "width"}, {"features", "features"}, {"deepBlocks", "blocks"}})
        if (const auto found = card.find(key); found != card.end())
            own[option] = found->second;
    const auto said = [&](const char* key, const char* otherwise) {
        const auto found = card.find(key);
        return found == card.end() ? std::string(otherwise) : found->second;
    };
    if (said("g3drUnet", "0") == "1")
        own["g3dr-unet"] = "true";
    if (said("relativeDepth", "1") == "0")
        own["no-relative-depth"] = "true";
    if (said("pixelColour", "1") == "0")
        own["no-pixel-colour"] = "true";
}

} // namespace

std::int64_t prepareLesson(const Lesson& lesson, const fs::path& run, JobContext& context, int most)
{
    if (lesson.kind == FolderKind::models)
        return renderModels(lesson, run, most, context);
    return lesson.kind == FolderKind::photographs ? preparePhotos(lesson, run, most, context) : 0;
}

RecipeOptions recipeOptionsFor(const Lesson& lesson, const fs::path& run)
{
    RecipeOptions options;
    options.batch = lesson.batch;
    options.device = chooseDevice(DeviceChoice::automatic);
    if (lesson.learned == Learned::scene) {
        options.own["depth-photos"] = (run / "pictures").string();
        options.own["render-side"] = "64";
    } else {
        options.sets = {setOf(lesson, run)};
    }
    if (lesson.learned == Learned::object) {
        options.own["validation-objects"] = std::to_string(kValidationObjects);
        if (!lesson.start.empty())
            followStart(lesson.start, options.own);
        if (!lesson.depthNet.empty())
            options.own["depth-net"] = lesson.depthNet.string();
    }
    for (const auto& [name, value] : lesson.own)
        options.own[name] = value;
    return options;
}

TrainOptions trainOptionsFor(const Lesson& lesson, const fs::path& run)
{
    TrainOptions options;
    options.folder = run;
    options.steps = lesson.steps;
    options.minutes = lesson.minutes;
    const double usual = lesson.learned == Learned::scene   ? kSceneRate
                         : lesson.learned == Learned::depth ? kDepthRate
                         : lesson.start.empty()             ? kFreshRate
                                                            : kTunedRate;
    options.rate = lesson.rate > 0 ? lesson.rate : usual;
    options.validations = lesson.steps > 0 ? 4 : std::clamp(int(lesson.minutes / kMinutesAValidation), 2, 24);
    options.scoreStart = true;
    options.checkpointSeconds = 60;
    options.resume = true;
    options.init = lesson.start;
    options.title = lesson.title;
    options.seed = lesson.seed;
    return options;
}

} // namespace bozzetto
