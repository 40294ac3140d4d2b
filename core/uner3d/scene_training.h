#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/image/image.h"
#include "core/scene/asset.h"
#include "core/scene/posed_picture.h"
#include "core/uner3d/scene_views.h"
#include "core/uner3d/voxel_grid.h"

namespace bozzetto {

/// How a field is trained from the photographs of one thing alone. Its budget is either minutes of wall time or steps.
struct SceneTrainingOptions
{
    double minutes = 2;        ///< (0, 1440]
    std::int64_t steps = 0;    ///< > 0: the budget in steps; wins over minutes
    int cells = 0;             ///< along the box's longest side at the end, 32 to 512; 0: as fine as the pictures' pixels
    int rays = 8192;           ///< a step, 256 to 1,048,576
    bool masks = true;         ///< use the pictures' masks
    bool carve = true;         ///< leave out from the start what the masks exclude
    double errorShare = 0.5;   ///< of the rays are drawn where the error was larger, [0, 1]
    double smoothness = 1e-5;  ///< evens the field out between neighbours, [0, 1]
    double distortion = 0.01;  ///< draws together what a ray meets, [0, 1]
    double rate = 0.2;         ///< of the colours at the start, raw units a step, (0, 1]; densities learn faster
    double previewSeconds = 3; ///< between previews, of which the first comes sooner; 0: none
    std::function<bool()> enough; ///< asked before each step: true ends the training with what there is; null: never

    void check() const; ///< throws Error(badInput) naming the option, its range and what was found
};

/// The field while it sharpens, never without points. Positions in world units.
struct ScenePreview
{
    PointCloud cloud;
    double share = 0;   ///< of the budget
    double psnr = 0;    ///< of the last steps' rays, dB
    int cells = 0;
};
using ScenePreviewSink = std::function<void(const ScenePreview&)>;

struct TrainedScene
{
    std::shared_ptr<const VoxelField> field;        ///< what lies in the box
    std::shared_ptr<const VoxelField> object;       ///< what stands out of it, by the masks' vote; `field` itself without
    std::shared_ptr<const VoxelGrid> surroundings;  ///< null where masks leave nothing else
    SceneFrame frame;                               ///< of the field
    std::vector<glm::vec3> cameras;                 ///< field coordinates, of the training pictures
    glm::vec3 background{1};
    float nearDistance = 0;                         ///< field: nothing is nearer to a camera
    std::int64_t steps = 0;
    double seconds = 0;
    std::vector<double> curve;                      ///< mean squared error of each step's rays
};

/// Trains the voxels of a scene. Deterministic for one seed and number of threads when the budget is in steps. `preview`
/// is called on the calling thread. Throws Error; cancellable.
TrainedScene trainScene(const PosedScene& scene, const SceneTrainingOptions& options, const ScenePreviewSink& preview,
                        JobContext& context);

/// The scene as a picture of its photographs' set shows it, with the surroundings: 3 channels, the picture's size.
/// Looks at the picture's camera only.
Image renderTrained(const TrainedScene& scene, const PosedPicture& camera, JobContext& context);

} // namespace bozzetto
