#include "core/io/cameras/posed_scene_io.h"

#include <algorithm>
#include <functional>

#include "core/base/error.h"
#include "core/io/cameras/agreed_points.h"
#include "core/io/cameras/colmap_model.h"
#include "core/io/cameras/layouts.h"
#include "core/io/cameras/load_pictures.h"
#include "core/io/cameras/scene_extent.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr int kLeastSide = 16;

bool isFile(const fs::path& path)
{
    std::error_code missing;
    return fs::is_regular_file(path, missing);
}

bool isFolder(const fs::path& path)
{
    std::error_code missing;
    return fs::is_directory(path, missing);
}

struct Layout
{
    std::string words;
    std::function<ListedScene()> list;
};

/// The model with the most pictures: COLMAP leaves several when some did not fit together.
fs::path largestModel(const fs::path& root)
{
    fs::path best;
    std::uint64_t most = 0;
    std::vector<fs::path> folders{root, root / "sparse", root / "colmap" / "sparse"};
    for (const auto& parent : std::vector<fs::path>(folders)) {
        std::error_code failed;
        for (fs::directory_iterator entry(parent, failed), end; !failed && entry != end;
             entry.increment(failed)) {
            const std::string name = entry->path().filename().string();
            if (!name.empty() &&
                std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
                folders.push_back(entry->path());
        }
    }
    std::sort(folders.begin() + 3, folders.end());
    for (const auto& folder : folders)
        if (holdsColmapModel(folder))
            if (const auto count = countColmapImages(folder); best.empty() || count > most) {
                best = folder;
                most = count;
            }
    return best;
}

Layout findLayout(const fs::path& path)
{
    const std::string name = path.filename().string();
    if (isFile(path) && name == "cameras.json")
        return {"cameras.json", [=] { return listCamerasJson(path); }};
    if (isFile(path) && name.starts_with("transforms") && name.ends_with(".json"))
        return {"transforms.json", [=] { return listTransforms(path); }};
    if (!isFolder(path))
        return {};
    for (const char* file : {"cameras.json", "transforms.json", "transforms_train.json"})
        if (isFile(path / file))
            return findLayout(path / file);
    for (const auto& keyframes : {path / "keyframes", path})
        if ((isFolder(keyframes / "images") && isFolder(keyframes / "cameras")) ||
            (isFolder(keyframes / "corrected_images") && isFolder(keyframes / "corrected_cameras")))
            return {"Polycam export", [=] { return listPolycam(keyframes); }};
    if (isFolder(path / "image") && (isFile(path / "cameras.npz") || isFile(path / "cameras_sphere.npz")))
        return {"NMR or DTU scene", [=] { return listDvr(path); }};
    if (isFolder(path / "rgb") && isFolder(path / "pose") && isFile(path / "intrinsics.txt"))
        return {"SRN object", [=] { return listSrn(path); }};
    if (const fs::path model = largestModel(path); !model.empty())
        return {"COLMAP model", [=] { return listColmap(model, path); }};
    return {};
}

SceneBox joined(const SceneBox& a, const SceneBox& b)
{
    return {glm::min(a.low, b.low), glm::max(a.high, b.high)};
}

void requireBox(const SceneBox& box, const std::string& shown)
{
    const glm::dvec3 size = box.high - box.low;
    if (!glm::all(glm::greaterThan(size, glm::dvec3(0))) ||
        !glm::all(glm::lessThan(glm::abs(size), glm::dvec3(1e9))))
        throw Error(ErrorCode::badInput,
                    "{}: expected a box with its low corner first, found {} {} {} to {} {} {}", shown,
                    box.low.x, box.low.y, box.low.z, box.high.x, box.high.y, box.high.z);
}

/// Masks that share no place in space are not of one thing, or the cameras are another's.
void requireNoMasks(const std::vector<PosedPicture>& pictures, const std::string& shown)
{
    const auto masks =
        std::count_if(pictures.begin(), pictures.end(), [](const auto& p) { return !p.mask.empty() && !p.heldOut; });
    if (masks > 1)
        throw Error(ErrorCode::badInput,
                    "{}: expected pictures of one thing, found no place that lies inside the masks of all "
                    "{}; are cameras "
                    "and pictures of the same thing?",
                    shown, masks);
}

std::vector<glm::dvec3> placesOf(const std::vector<AgreedPoint>& points)
{
    std::vector<glm::dvec3> places;
    for (const auto& point : points)
        places.push_back(point.position);
    return places;
}

void setBox(PosedScene& scene, const ListedScene& listed, JobContext& context)
{
    const Gaze gaze = gazeOf(scene.pictures, listed.shown);
    scene.box = listed.box;
    if (scene.box)
        requireBox(*scene.box, listed.shown);
    if (!scene.box || listed.widenBoxToMasks) {
        const auto hull = boxOfMasks(scene.pictures, gaze, context);
        if (!hull && !scene.box)
            requireNoMasks(scene.pictures, listed.shown);
        scene.box = hull && scene.box ? joined(*scene.box, *hull) : hull ? hull : scene.box;
    }
    if (!scene.box)
        scene.box = boxOfPoints(listed.points, gaze);
    if (!scene.box)
        scene.box = boxOfPoints(placesOf(agreedPoints(scene.pictures, gaze, context)), gaze);
    if (!scene.box)
        scene.box = boxOfGaze(scene.pictures, gaze);
}

} // namespace

void PosedSceneOptions::check() const
{
    if (longestSide != 0 && longestSide < kLeastSide)
        throw Error(ErrorCode::badInput, "longestSide: expected 0 or {} pixels and more, found {}",
                    kLeastSide, longestSide);
}

std::string posedSceneLayout(const fs::path& path)
{
    return findLayout(path).words;
}

PosedScene readPosedScene(const fs::path& path, const PosedSceneOptions& options, JobContext& context)
{
    options.check();
    context.report("Reading pictures", 0);
    std::error_code missing;
    if (!fs::exists(path, missing))
        throw Error(ErrorCode::io,
                    "{}: expected a folder of pictures with cameras, but there is no such place",
                    path.string());
    const Layout layout = findLayout(path);
    if (!layout.list)
        throw Error(ErrorCode::badInput,
                    "{}: expected pictures with cameras (cameras.json, transforms.json, a COLMAP model, a "
                    "Polycam export, or "
                    "an NMR, DTU or SRN scene), found none of them",
                    path.string());
    const ListedScene listed = layout.list();
    PosedScene scene;
    scene.name = listed.name;
    scene.background = listed.background;
    scene.pictures = loadPictures(listed, options.longestSide, context);
    if (std::all_of(scene.pictures.begin(), scene.pictures.end(), [](const auto& p) { return p.heldOut; }))
        throw Error(ErrorCode::badInput,
                    "{}: expected pictures to learn from, found all {} held out for scores", listed.shown,
                    scene.pictures.size());
    scene.up = listed.up.value_or(meanUp(scene.pictures));
    setBox(scene, listed, context);
    scene.nearDistance = listed.nearDistance;
    scene.farDistance = listed.farDistance;
    if (scene.farDistance <= 0)
        setDistancesFromBox(scene);
    return scene;
}

PosedScene readPosedScene(const fs::path& path, const PosedSceneOptions& options)
{
    JobContext silent;
    return readPosedScene(path, options, silent);
}

} // namespace bozzetto
