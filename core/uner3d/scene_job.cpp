#include "core/uner3d/scene_job.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/uner3d/estimated_masks.h"
#include "core/uner3d/scene_cloud.h"

namespace bozzetto {

namespace {

bool anyMask(const PosedScene& scene)
{
    return std::ranges::any_of(scene.pictures, [](const auto& picture) { return !picture.mask.empty(); });
}

std::size_t trainedOn(const PosedScene& scene)
{
    return std::size_t(std::ranges::count_if(scene.pictures, [](const auto& picture) { return !picture.heldOut; }));
}

SceneTrainingOptions trainingOf(const SceneCloudOptions& options)
{
    SceneTrainingOptions training;
    training.minutes = options.minutes;
    training.steps = options.steps;
    training.cells = options.cells;
    training.previewSeconds = options.previewSeconds;
    training.masks = options.masks;
    training.enough = options.enough;
    return training;
}

/// What was stopped early, or had little time, is still thin: the threshold gives way until something is there.
PointCloud cloudOfWhatIsThere(const TrainedScene& trained, CloudOptions options, JobContext& context)
{
    for (const float opacity : {options.opacity, 0.08f}) {
        options.opacity = std::min(opacity, options.opacity);
        try {
            return cloudOf(trained, options, context);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::badInput)
                throw;
        }
    }
    throw Error(ErrorCode::badInput, "The training ended before anything had formed; give it more time");
}

} // namespace

const char* maskOriginName(MaskOrigin origin)
{
    return origin == MaskOrigin::given ? "given" : origin == MaskOrigin::estimated ? "estimated" : "none";
}

void SceneCloudOptions::check() const
{
    trainingOf(*this).check();
    cloud.check();
}

MaskedScene withMasks(PosedScene scene, bool wanted, JobContext& context)
{
    MaskedScene masked;
    const bool given = anyMask(scene);
    masked.scene = wanted ? withEstimatedMasks(std::move(scene), context) : std::move(scene);
    if (!wanted || !anyMask(masked.scene))
        return masked;
    masked.masks = given ? MaskOrigin::given : MaskOrigin::estimated;
    if (!given)
        masked.unmasked = std::size_t(std::ranges::count_if(
            masked.scene.pictures, [](const PosedPicture& picture) { return picture.mask.empty(); }));
    return masked;
}

SceneCloud makeSceneCloud(PosedScene scene, const SceneCloudOptions& options, const CloudPreviewSink& preview,
                          JobContext& context)
{
    options.check();
    SceneCloud made;
    made.masked = withMasks(std::move(scene), options.masks, context);
    made.views = trainedOn(made.masked.scene);
    ScenePreviewSink sink;
    if (preview)
        sink = [&](const ScenePreview& now) { preview(std::make_shared<const PointCloud>(now.cloud)); };
    const auto trained = std::make_shared<const TrainedScene>(
        trainScene(made.masked.scene, trainingOf(options), sink, context));
    made.steps = trained->steps;
    made.stopped = options.enough && options.enough();
    made.cloud = cloudOfWhatIsThere(*trained, options.cloud, context);
    made.trained = trained;
    return made;
}

} // namespace bozzetto
