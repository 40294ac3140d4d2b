#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/g3dr/model.h"
#include "core/vision/picture_distance.h"

namespace bozzetto {

struct SceneEvalOptions
{
    int novelViews = 8;   ///< of each picture, 1 to 64: yaw within 30 degrees to either side, pitch within 10
    int samples = 32;     ///< coarse, and as many fine ones, 4 to 128
    std::uint64_t seed = 0; ///< of the novel views' cameras
    c10::Device device = c10::kCPU;

    void check() const; ///< throws Error(badInput) naming the field
};

/// What G3DR's paper measures, means over the pictures.
struct SceneScores
{
    double psnr = 0;             ///< dB, the input view against the picture
    double ssim = 0;             ///< the same, mean of the channels
    double depthError = 0;       ///< mean |difference| of the rendered and the given distance; the box is 2 deep
    double alignedDepthError = 0; ///< root mean square difference after the best scale and shift, same units
    double nonFlatness = 0;      ///< NFS of the input view's depth, 1 (flat) to 64
    double frechet = -1;         ///< novel views against the pictures, by the classifier's features; -1 = no classifier
    double classScore = -1;      ///< of the novel views, 1 to the number of classes; -1 = no classifier
};

struct SceneEvalReport
{
    int pictures = 0, views = 0; ///< novel views in all
    std::string features;        ///< the classifier's name; empty without
    SceneScores scores;
};

/// `pictures` with their depth beside them (see readSceneExample), 128 pixels a side, through the generator with the layout
/// of its planes. `classifier` may be null. Source: g3dr specification, section 15.2. Throws Error.
SceneEvalReport evaluateScenes(const G3drModel& model, const std::vector<std::filesystem::path>& pictures,
                               const PictureClassifier* classifier, const SceneEvalOptions& options, JobContext& context);

/// Root mean square of scale * found + shift - truth, scale and shift by least squares. Same shape.
double alignedError(const at::Tensor& found, const at::Tensor& truth);

} // namespace bozzetto
