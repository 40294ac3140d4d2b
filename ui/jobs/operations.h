#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/g3dr/generate.h"
#include "core/g3dr/picture.h"
#include "core/io/asset_io.h"
#include "core/scene/posed_picture.h"
#include "core/train/lesson.h"
#include "core/uner3d/scene_job.h"
#include "core/weights/model_registry.h"
#include "ui/jobs/opened_views.h"

namespace bozzetto {

/// The core jobs that the window calls. The product fills it with coreOperations(); tests with analytic objects.
struct Operations
{
    std::function<Image(const std::filesystem::path&, JobContext&)> decodePicture;
    std::function<Image(const std::filesystem::path&, JobContext&)> decodePlane;
    std::function<Asset(const std::filesystem::path&, JobContext&)> importAsset;
    /// A folder of photographs with their cameras, cameras.json or transforms.json; or photographs (a folder of them, or
    /// each) whose cameras are found.
    std::function<OpenedViews(const std::vector<std::filesystem::path>&, JobContext&)> readViews;
    /// The views that are open with more of them: with cameras of the same world, or photographs where all cameras are found.
    std::function<OpenedViews(const OpenedViews&, const std::vector<std::filesystem::path>&, JobContext&)> addViews;
    std::function<PointCloud(const PosedScene&, JobContext&)> sparseCloud;
    std::function<SceneCloud(PosedScene, const SceneCloudOptions&, const CloudPreviewSink&, JobContext&)> makeCloud;
    std::function<MatteResult(const Image&, const MatteHints&, JobContext&)> estimateMatte;
    std::function<GenerateResult(const GenerateInput&, const GenerateOptions&, const GenerateObserver&, JobContext&)>
        generate;
    /// The fit, begun from a field that a network made. Empty where this build cannot: the window then offers none.
    std::function<GenerateResult(const GenerateInput&, std::shared_ptr<const RadianceField> start,
                                 const GenerateOptions&, const GenerateObserver&, JobContext&)>
        refine;
    std::function<bool(const RadianceField&)> canRefine; ///< whether refine takes this field
    std::function<Mesh(const RadianceField&, const BakedField&, const GenerateOptions&, JobContext&)>
        extractFieldSurface;
    std::function<Mesh(const BakedField&, float level, JobContext&)> extractBakedSurface;
    std::function<PointCloud(const Mesh&, int count, std::uint64_t seed)> samplePoints;
    std::function<Image(const RadianceField&, const Camera&, int width, int height, PictureChannel, JobContext&)>
        renderFieldPicture;
    std::function<void(const Asset&, const std::filesystem::path&, const ExportOptions&, JobContext&)> exportAsset;
    std::function<std::string()> describeDevice;
    std::vector<ExportFormat> formats;
    ModelRegistry models{ModelFolders{}}; ///< the installed networks; default: none
    ModelCheck checkModel;                ///< what a file must pass before it is added
    std::function<FolderReport(const std::filesystem::path&, JobContext&)> inspectFolder; ///< empty: no training room
    std::filesystem::path runsFolder;     ///< where the training room keeps its runs
    std::filesystem::path teachProgram;   ///< the command line, which trains in a process of its own; empty: not found
    std::function<void(Lesson&)> adjustLesson; ///< the last word on a lesson before it begins; may be empty
};

Operations coreOperations();

} // namespace bozzetto
