#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/job_context.h"
#include "core/scene/asset.h"
#include "core/scene/posed_picture.h"
#include "core/uner3d/cloud_options.h"

namespace bozzetto {

struct TrainedScene;

/// Where the masks that a scene was trained with came from.
enum class MaskOrigin { none, given, estimated };

const char* maskOriginName(MaskOrigin origin); ///< "none", "given", "estimated"

/// From photographs to their cloud; see SceneTrainingOptions for what the first ones mean.
struct SceneCloudOptions
{
    double minutes = 2;
    std::int64_t steps = 0;
    int cells = 0;
    double previewSeconds = 3;
    bool masks = true;            ///< those of the pictures, and where they bring none, estimated ones
    CloudOptions cloud;
    std::function<bool()> enough; ///< asked all the time: true ends the training, and what there is becomes the cloud

    void check() const; ///< throws Error(badInput) naming the option, its range and what was found
};

struct MaskedScene
{
    PosedScene scene;
    MaskOrigin masks = MaskOrigin::none;
    std::size_t unmasked = 0; ///< pictures in which nothing stood out, where masks were estimated
};

/// The scene with the masks that it will be trained with: its own, else estimated ones (see withEstimatedMasks), none
/// where they are not wanted. Throws Error; cancellable.
MaskedScene withMasks(PosedScene scene, bool wanted, JobContext& context);

/// A cloud with all that it came from.
struct SceneCloud
{
    PointCloud cloud;   ///< world units, with normals and confidence
    std::shared_ptr<const TrainedScene> trained;
    MaskedScene masked; ///< what was trained on
    std::size_t views = 0;  ///< that were trained on
    std::int64_t steps = 0;
    bool stopped = false;   ///< by `enough`, before its time
};

/// Gets the cloud while it sharpens, on the thread of the job.
using CloudPreviewSink = std::function<void(std::shared_ptr<const PointCloud>)>;

/// Masks, training, cloud: what the command line and the studio run. Held-out pictures are never looked at, but for their
/// masks. A training that was stopped, or had little time, gives the cloud that there is, however faint. Stages "Masks",
/// "Prepare", "Train", "Cloud", "Hidden points", "Points", "Colours". Throws Error(badInput) for a scene that cannot be
/// trained on or of which nothing came; cancellable.
SceneCloud makeSceneCloud(PosedScene scene, const SceneCloudOptions& options, const CloudPreviewSink& preview,
                          JobContext& context);

} // namespace bozzetto
