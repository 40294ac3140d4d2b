#include "core/base/device.h"
#include "core/g3dr/prepare.h"
#include "core/g3dr/model_check.h"
#include "core/image/codec.h"
#include "core/io/cameras/sparse_cloud.h"
#include "ui/jobs/operations.h"
#include "ui/jobs/view_reading.h"

namespace bozzetto {

namespace {

/// The command line beside the studio, or in the build folder of a test.
std::filesystem::path findTeachProgram()
{
    std::error_code failed;
    const auto here = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    for (const char* relative : {"bozzetto", "../bin/bozzetto"})
        if (const auto program = here / relative; std::filesystem::is_regular_file(program, failed))
            return program.lexically_normal();
    return {};
}

} // namespace

Operations coreOperations()
{
    Operations operations;
    operations.decodePicture = [](const std::filesystem::path& path, JobContext& context) {
        return decodePicture(path, context);
    };
    operations.decodePlane = [](const std::filesystem::path& path, JobContext& context) {
        return decodePlane(path, context);
    };
    operations.importAsset = [](const std::filesystem::path& path, JobContext& context) {
        return importAsset(path, context);
    };
    operations.readViews = readViews;
    operations.addViews = addViews;
    operations.sparseCloud = sparseCloud;
    operations.makeCloud = makeSceneCloud;
    operations.estimateMatte = [](const Image& photo, const MatteHints& hints, JobContext& context) {
        return estimateMatte(photo, hints, context);
    };
    operations.generate = generate;
    operations.refine = refine;
    operations.canRefine = canRefine;
    operations.extractFieldSurface = extractFieldSurface;
    operations.extractBakedSurface = extractBakedSurface;
    operations.samplePoints = samplePoints;
    operations.renderFieldPicture = renderFieldPicture;
    operations.exportAsset = [](const Asset& asset, const std::filesystem::path& path, const ExportOptions& options,
                                JobContext& context) { exportAsset(asset, path, options, context); };
    operations.describeDevice = [] { return describeDevice(chooseDevice(DeviceChoice::automatic)); };
    operations.formats = exportFormats();
    operations.models = ModelRegistry(standardModelFolders());
    operations.checkModel = checkModelFile;
    operations.inspectFolder = inspectFolder;
    operations.runsFolder = standardRunsFolder();
    operations.teachProgram = findTeachProgram();
    return operations;
}

} // namespace bozzetto
