#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/eval/cloud_quality.h"
#include "core/eval/picture_quality.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// What a method shows where picture `index` of the scene was taken: [H, W, 3] of its size, sRGB, any range.
/// It must not look at that picture's pixels.
using RenderView = std::function<Image(const PosedScene& scene, std::size_t index, JobContext& context)>;

struct ViewRow
{
    std::string view;
    PictureQuality whole;
    std::optional<PictureQuality> masked; ///< where the picture has a mask that is not empty
    double seconds = 0;                   ///< of rendering
};

/// One method on one scene, over the views that were not shown to it.
struct ViewReport
{
    std::vector<ViewRow> rows;
    PictureQuality mean;                  ///< of the views
    std::optional<PictureQuality> masked; ///< of the views that have one
    double seconds = 0;                   ///< a view
};

struct ViewEvalOptions
{
    std::vector<std::size_t> views; ///< of the scene; none: those that are held out
    std::filesystem::path pictures; ///< folder, made if need be, for a PNG of each rendered view; empty: none
    bool besideTruth = false;       ///< those pictures show the photograph to the right of what was rendered
};

/// Holds out every eighth picture, from the first on, where the scene holds out none: the custom of the field for data
/// without a split (Mildenhall et al., Local light field fusion, 2019). True where it did. Throws Error(badInput) when
/// fewer than two would be left to learn from.
bool holdOutEveryEighth(PosedScene& scene);

/// The scene with `count` of its training pictures, spread evenly over them, and all that are held out; 0: all. Throws
/// Error(badInput) for more than there are.
PosedScene withTrainingViews(const PosedScene& scene, std::size_t count);

/// Throws Error(badInput) when there is no view to score, or one is not in the scene, Error(internal) when a
/// rendered view has another size, Error(io) when a picture cannot be written, Error(cancelled).
ViewReport evaluateViews(const PosedScene& scene, const RenderView& render, const ViewEvalOptions& options,
                         JobContext& context);

/// A line of the table of results.
struct PointsResult
{
    std::string scene, method;
    int views = 0; ///< that the method was shown
    ViewReport report;
    std::optional<CloudScores> cloud; ///< where there is a reference cloud
    double seconds = 0;               ///< of training, or of inference
};

/// The mean over scenes of one method's results, in the protocol's order: over views, then over scenes.
/// Throws Error(internal) for none.
PointsResult meanResult(const std::vector<PointsResult>& results, const std::string& name);

/// The results as a table in Markdown; columns without any value are left out.
std::string resultTable(const std::vector<PointsResult>& results);

/// The same as a JSON array, a row each, with the views in "rows".
std::string resultJson(const std::vector<PointsResult>& results);

} // namespace bozzetto
