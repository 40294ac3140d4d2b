#include "core/train/folder_report.h"

#include <algorithm>
#include <set>

#include <ATen/ATen.h>
#include <glm/gtc/matrix_transform.hpp>

#include "core/base/error.h"
#include "core/data/asset_renderer.h"
#include "core/data/flat_object.h"
#include "core/data/set_candidates.h"
#include "core/data/training_set_file.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/io/asset_io.h"
#include "core/vision/depth.h"
#include "core/vision/scene_depth_batch.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostTriangles = 400'000; ///< as TracedObject takes
constexpr int kFewestPixels = 64;               ///< along a photograph's shorter side
constexpr int kGlance = 128; ///< a damaged file shows itself at this size as well, and the decoder reads less
constexpr std::size_t kPreviews = 24;
constexpr const char* kStage = "Look";

bool isPicture(const fs::path& path)
{
    static const std::set<std::string> extensions = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".heic", ".avif"};
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return extensions.contains(extension);
}

bool isDepth(const fs::path& path) { return path.stem().string().ends_with("_depth"); }

/// The sentence without the path that it begins with: the file stands beside it.
std::string reasonOf(const Error& error, const fs::path& path)
{
    const std::string text = error.what(), start = path.string() + ": ";
    return text.rfind(start, 0) == 0 ? text.substr(start.size()) : text;
}

/// Runs `check` on a file and notes it where it is refused; what is not the file's fault passes.
template <typename Check> void examine(FolderReport& report, const fs::path& path, const std::string& name, const Check& check)
{
    try {
        check();
        ++report.usable;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::badInput && error.code() != ErrorCode::io)
            throw;
        report.unusable.push_back({name, reasonOf(error, path)});
    }
}

bool hasColours(const Asset& asset)
{
    const auto grey = [](const Material& material) {
        return material.baseColour.r == material.baseColour.g && material.baseColour.g == material.baseColour.b;
    };
    return std::any_of(asset.meshes.begin(), asset.meshes.end(), [](const Mesh& mesh) { return !mesh.colours.empty(); }) ||
           !std::all_of(asset.materials.begin(), asset.materials.end(), grey);
}

/// Whether the file with that number is shown: so many, spread over all.
bool isShown(std::size_t index, std::size_t count)
{
    const auto shown = std::min(kPreviews, count);
    return (index + 1) * shown / count > index * shown / count;
}

/// Seen from the front and a little above, filling the square.
Image modelPreview(const Asset& asset, JobContext& context)
{
    const auto bounds = boundsOf(asset);
    const float radius = glm::length(bounds.size()) / 2;
    Camera camera;
    const glm::vec3 away = glm::normalize(glm::vec3(0.75f, 0.45f, 1.0f));
    camera.worldFromCamera = glm::inverse(
        glm::lookAt(bounds.centre() + away * radius * 3.9f, bounds.centre(), glm::vec3(0, 1, 0)));
    Image picture = AssetRenderer(asset).draw(camera, kPreviewSide, kPreviewSide, context).colour;
    for (std::size_t i = 0; i < picture.pixels.size(); i += 4) // straight alpha, as an Image has it
        if (const float alpha = picture.pixels[i + 3]; alpha > 0)
            for (std::size_t c = 0; c < 3; ++c)
                picture.pixels[i + c] = std::min(picture.pixels[i + c] / alpha, 1.0f);
    return picture;
}

Image photoPreview(const Image& photo)
{
    const auto rgba = [](const Image& image) {
        Image whole(image.width, image.height, 4, 1);
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x)
                for (int c = 0; c < image.channels; ++c)
                    whole.at(x, y, c) = std::clamp(image.at(x, y, c), 0.0f, 1.0f);
        return whole;
    };
    return rgba(resizeLanczos(cropCentreSquare(photo), kPreviewSide, kPreviewSide));
}

/// The first view of an object of a set: premultiplied bytes, [S, S, 4].
Image viewPreview(const TrainingObject& object)
{
    const auto view = object.colour.select(0, 0).to(at::kFloat).div(255).contiguous();
    const int side = int(view.size(0));
    Image picture(side, side, 4);
    std::copy_n(view.const_data_ptr<float>(), view.numel(), picture.pixels.begin());
    for (std::size_t i = 0; i < picture.pixels.size(); i += 4)
        for (std::size_t c = 0; c < 3 && picture.pixels[i + 3] > 0; ++c)
            picture.pixels[i + c] = std::min(picture.pixels[i + c] / picture.pixels[i + 3], 1.0f);
    return resizeLanczos(picture, kPreviewSide, kPreviewSide);
}

void examineModels(FolderReport& report, const std::vector<fs::path>& meshes, JobContext& context)
{
    report.kind = FolderKind::models;
    for (std::size_t i = 0; i < meshes.size(); ++i) {
        context.report(kStage, double(i) / double(meshes.size()));
        const auto path = report.folder / meshes[i];
        examine(report, path, meshes[i].generic_string(), [&] {
            auto quiet = context.silenced();
            const Asset asset = importAsset(path, quiet);
            FlatObject(asset, kMostTriangles); // refuses what cannot be rendered
            const bool textured = std::any_of(asset.materials.begin(), asset.materials.end(),
                                              [](const Material& material) { return material.baseColourTexture != nullptr; });
            report.textured += textured;
            report.coloured += !textured && hasColours(asset);
            if (isShown(i, meshes.size()))
                report.previews.push_back(modelPreview(asset, quiet));
        });
    }
    for (const auto& candidate : meshCandidates(report.folder, {}, 0, 1))
        report.held += candidate.info.split != Split::train;
}

void examinePhotos(FolderReport& report, const std::vector<FoundPhoto>& photos, JobContext& context)
{
    report.kind = photos.empty() ? FolderKind::nothing : FolderKind::photographs;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        context.report(kStage, double(i) / double(photos.size()));
        examine(report, photos[i].picture, photos[i].picture.lexically_relative(report.folder).generic_string(), [&] {
            auto quiet = context.silenced();
            checkPhoto(photos[i], quiet);
            if (isShown(i, photos.size()))
                report.previews.push_back(photoPreview(decodePicture(photos[i].picture, quiet, {2 * kPreviewSide})));
            report.withDepth += !photos[i].depth.empty();
        });
    }
}

void examineSet(FolderReport& report)
{
    const auto set = TrainingSet::open(report.folder);
    const auto file = TrainingSetFile::read(report.folder);
    report.kind = FolderKind::set;
    report.usable = std::int64_t(set->objects().size());
    report.held = report.usable - std::int64_t(set->indices(Split::train).size());
    for (const auto& skipped : file.skipped)
        report.unusable.push_back({skipped.name, skipped.reason});
    const auto count = std::size_t(report.usable);
    for (std::size_t i = 0; i < count; ++i)
        if (isShown(i, count))
            report.previews.push_back(viewPreview(set->load(std::int64_t(i))));
}

/// An empty report; throws when it is no folder.
FolderReport reportOn(const fs::path& folder)
{
    std::error_code failed;
    if (!fs::is_directory(folder, failed))
        throw Error(ErrorCode::io, "{}: expected a folder, found {}", folder.string(),
                    fs::exists(folder, failed) ? "something else" : "nothing");
    FolderReport report;
    report.folder = folder;
    return report;
}

} // namespace

std::vector<FoundPhoto> photosBelow(const fs::path& folder)
{
    std::vector<fs::path> pictures;
    std::error_code failed;
    fs::recursive_directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
        if (std::error_code nowhere; entry->is_regular_file(nowhere) && isPicture(entry->path()))
            pictures.push_back(entry->path());
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be read ({})", folder.string(), failed.message());
    std::sort(pictures.begin(), pictures.end());
    std::vector<FoundPhoto> photos;
    for (const auto& picture : pictures) {
        if (isDepth(picture))
            continue;
        std::error_code nowhere;
        const auto depth = depthBeside(picture);
        photos.push_back({picture, fs::exists(depth, nowhere) ? depth : fs::path()});
    }
    return photos;
}

void checkPhoto(const FoundPhoto& photo, JobContext& context)
{
    const auto info = inspectPicture(photo.picture);
    if (std::min(info.width, info.height) < kFewestPixels)
        throw Error(ErrorCode::badInput, "{}: expected at least {} pixels a side, found {} x {}", photo.picture.string(),
                    kFewestPixels, info.width, info.height);
    decodePicture(photo.picture, context, {kGlance});
    if (photo.depth.empty())
        return;
    try {
        depthFromPlane(decodePlane(photo.depth, context), info.width, info.height);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::badInput)
            throw;
        throw Error(ErrorCode::badInput, "{}: its depth cannot be used ({})", photo.picture.string(),
                    reasonOf(error, photo.depth));
    }
}

FolderReport glanceAtFolder(const fs::path& folder)
{
    auto report = reportOn(folder);
    std::error_code failed;
    if (fs::exists(folder / "set.json", failed)) {
        examineSet(report);
    } else if (const auto meshes = meshesBelow(folder); !meshes.empty()) {
        report.kind = FolderKind::models;
        report.usable = std::int64_t(meshes.size());
    } else if (const auto photos = photosBelow(folder); !photos.empty()) {
        report.kind = FolderKind::photographs;
        report.usable = std::int64_t(photos.size());
    }
    return report;
}

FolderReport inspectFolder(const fs::path& folder, JobContext& context)
{
    auto report = reportOn(folder);
    std::error_code failed;
    context.report(kStage, 0);
    if (fs::exists(folder / "set.json", failed))
        examineSet(report);
    else if (const auto meshes = meshesBelow(folder); !meshes.empty())
        examineModels(report, meshes, context);
    else
        examinePhotos(report, photosBelow(folder), context);
    context.report(kStage, 1);
    return report;
}

} // namespace bozzetto
