#include "ui/jobs/view_reading.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/io/cameras/find_cameras.h"
#include "core/io/cameras/layouts.h"
#include "core/io/cameras/posed_scene_io.h"
#include "core/io/cameras/scene_extent.h"
#include "core/io/cameras/sparse_cloud.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr int kViewSide = 1024; ///< pixels of photographs with cameras: more is not learned from

bool isFolder(const fs::path& path)
{
    std::error_code failed;
    return fs::is_directory(path, failed);
}

bool isJson(const fs::path& path) { return path.extension() == ".json"; }

/// One folder or file that says where its photographs were taken.
bool haveCameras(const std::vector<fs::path>& paths)
{
    return paths.size() == 1 && (isJson(paths[0]) || !posedSceneLayout(paths[0]).empty());
}

std::vector<fs::path> photographsAmong(const std::vector<fs::path>& paths)
{
    return paths.size() == 1 && isFolder(paths[0]) ? picturesIn(paths[0]) : paths;
}

OpenedViews findViews(std::vector<fs::path> pictures, JobContext& context)
{
    auto found = findCameras(pictures, {kViewSide}, context);
    OpenedViews views;
    views.sourceUp = found.scene.up;
    views.scene = uprightScene(std::move(found.scene));
    views.pictures = std::move(pictures);
    views.unplaced = std::move(found.unplaced);
    return views;
}

/// Taken by one camera at one place: the same photograph, whatever it is called.
bool isSame(const PosedPicture& a, const PosedPicture& b)
{
    const double scale = 1e-6 * (1 + glm::length(glm::dvec3(a.worldFromCamera[3])));
    double apart = 0;
    for (int column = 0; column < 4; ++column)
        apart = std::max(apart, glm::length(a.worldFromCamera[column] - b.worldFromCamera[column]));
    return apart < scale;
}

/// Its own name where that is free, else with its folder's before it, else with a number behind.
std::string freeName(const PosedScene& open, const std::string& folder, const std::string& name)
{
    const auto taken = [&](const std::string& wanted) {
        return std::ranges::any_of(open.pictures, [&](const auto& picture) { return picture.name == wanted; });
    };
    std::string free = taken(name) ? folder + "/" + name : name;
    for (int number = 2; taken(free); ++number)
        free = fmt::format("{}/{} ({})", folder, name, number);
    return free;
}

/// Those of `added` that are not open yet.
void append(PosedScene& open, PosedScene added)
{
    const auto before = open.pictures.size();
    for (auto& picture : added.pictures) {
        const bool known = std::any_of(open.pictures.begin(), open.pictures.begin() + std::ptrdiff_t(before),
                                       [&](const auto& other) { return isSame(picture, other); });
        if (known)
            continue;
        picture.name = freeName(open, added.name, picture.name);
        open.pictures.push_back(std::move(picture));
    }
    if (open.pictures.size() == before)
        throw Error(ErrorCode::badInput, "{}: expected pictures that are not open yet, found that all {} of them are",
                    added.name, added.pictures.size());
}

} // namespace

OpenedViews readViews(const std::vector<fs::path>& paths, JobContext& context)
{
    if (!haveCameras(paths))
        return findViews(photographsAmong(paths), context);
    OpenedViews views;
    auto scene = readPosedScene(paths[0], {kViewSide}, context);
    views.sourceUp = scene.up;
    views.scene = uprightScene(std::move(scene));
    return views;
}

OpenedViews addViews(const OpenedViews& open, const std::vector<fs::path>& paths, JobContext& context)
{
    if (!haveCameras(paths)) {
        if (open.pictures.empty())
            throw Error(ErrorCode::badInput,
                        "These pictures come without cameras, and those that are open came with theirs: expected a folder "
                        "with a cameras.json, a transforms.json or a COLMAP model of the same world");
        auto pictures = open.pictures;
        for (const auto& path : photographsAmong(paths))
            pictures.push_back(path);
        return findViews(std::move(pictures), context);
    }
    if (!open.pictures.empty())
        throw Error(ErrorCode::badInput,
                    "{}: expected pictures without cameras, as those of the open ones were found in a world of their own",
                    paths[0].string());
    auto added = readPosedScene(paths[0], {kViewSide}, context);
    added.up = open.sourceUp; // both are turned alike: they share a world
    added = uprightScene(std::move(added));
    OpenedViews views = open;
    append(views.scene, std::move(added));
    setDistancesFromBox(views.scene);
    return views;
}

} // namespace bozzetto
