#pragma once

#include <memory>
#include <vector>

#include "core/train/set_sampler.h"
#include "core/uner3d/ray_march.h"
#include "core/uner3d/uner_loss.h"
#include "core/uner3d/uner_model.h"

namespace bozzetto {

/// All pictures of one thing, in the network's frame.
struct UnerObject
{
    ViewCameras cameras;
    at::Tensor pictures; ///< [V, 3, H, W] sRGB in [0, 1], over the model's background
    at::Tensor masks;    ///< [V, H, W] coverage, or undefined: then no silhouette loss
};

/// A training object's pictures, laid over a grey.
UnerObject unerObjectOf(const TrainingObject& object, double background);

/// How a step is made. Source: uner3d specification, sections 8 to 10.
struct UnerStepOptions
{
    UnerWeights weights;
    RayMode mode = RayMode::colourIdw;
    IdwOptions idw;
    int rays = 192;
    int coarseSamples = 40, fineSamples = 16, depthSamples = 8;
    int coarseCells = 20;        ///< of the first stage's cloud, along a side; the second splits the occupied ones
    int depthRays = 64;
    int pointColours = 2048;     ///< cloud points that are compared with pictures
    bool secondStage = true;     ///< from half of the budget on: a finer cloud and the fine network
    double aliveShare = 0.05;    ///< of the empty cells stay open in each step, so that matter can grow back
};

/// What a share of the budget asks for: 1 or 2, and into how many parts a side of an occupied cell is split.
struct UnerSchedule
{
    int stage = 1, parts = 1;
    bool entropy = false;
};
UnerSchedule unerSchedule(const UnerStepOptions& options, double share);

/// The losses of one object seen from its pictures `sources`, weighted; graph alive. Draws follow from `draws` alone.
std::vector<LossTerm> unerLoss(const std::shared_ptr<const UnerModel>& model, const UnerObject& object,
                               const std::vector<int64_t>& sources, const UnerStepOptions& options, double share, Draws& draws);

/// A field's cloud on a grid: one point in each cell (jittered with a generator).
ValuedCloud boxCloud(const PointField& field, int cells, const std::optional<at::Generator>& jitter);

/// Pictures of an object from all its views by a model that sees only `sources`, as a user would have them: no jitter, the
/// fine network over a cloud of the occupied cells where `fine`. Every `stride`-th pixel of a side.
struct UnerRendering
{
    at::Tensor rgb;   ///< [V', 3, h, w]
    at::Tensor truth; ///< the same of the object
};
UnerRendering renderObject(const std::shared_ptr<const UnerModel>& model, const UnerObject& object,
                           const std::vector<int64_t>& sources, const std::vector<int64_t>& views,
                           const UnerStepOptions& options, bool fine, int64_t stride, JobContext& context);

} // namespace bozzetto
