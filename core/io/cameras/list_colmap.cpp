#include <algorithm>

#include "core/base/error.h"
#include "core/io/cameras/colmap_model.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/layouts.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

bool isFile(const fs::path& path)
{
    std::error_code missing;
    return fs::is_regular_file(path, missing);
}

/// Where the model's pictures lie: the folder that has the first of them.
fs::path pictureFolder(const fs::path& model, const fs::path& root, const std::string& firstName)
{
    const std::vector<fs::path> folders{root / "images",         root,
                                        model / "images",        model,
                                        model / ".." / "images", model / ".." / ".." / "images",
                                        root / "input",          model / ".." / ".."};
    for (const auto& folder : folders)
        if (isFile(folder / firstName))
            return folder;
    throw Error(ErrorCode::io,
                "{}: expected the pictures of the COLMAP model in {} or beside it, found no {}",
                root.string(), (root / "images").string(), firstName);
}

/// COLMAP's own naming (the picture's name and .png after it), or the same stem.
fs::path maskOf(const fs::path& pictures, const std::string& name)
{
    const fs::path masks = pictures.lexically_normal().parent_path() / "masks";
    for (const auto& mask : {masks / (name + ".png"), (masks / name).replace_extension(".png")})
        if (isFile(mask))
            return mask;
    return {};
}

void setPinhole(ListedPicture& picture, const ColmapCamera& camera, const std::string& owner)
{
    const auto& p = camera.parameters;
    const std::string& model = camera.model;
    const bool oneFocal = model == "SIMPLE_PINHOLE" || model == "SIMPLE_RADIAL" || model == "RADIAL";
    const bool known = oneFocal || model == "PINHOLE" || model == "OPENCV" || model == "OPENCV_FISHEYE";
    if (!known)
        throw Error(ErrorCode::unsupported,
                    "{}: expected a SIMPLE_PINHOLE, PINHOLE, SIMPLE_RADIAL, RADIAL, OPENCV or OPENCV_FISHEYE "
                    "camera, found "
                    "{}; COLMAP's image_undistorter turns it into a PINHOLE",
                    owner, model);
    picture.size = camera.size;
    picture.focal = oneFocal ? glm::dvec2(p[0]) : glm::dvec2(p[0], p[1]);
    picture.principal = oneFocal ? glm::dvec2(p[1], p[2]) : glm::dvec2(p[2], p[3]);
    Lens& lens = picture.lens;
    if (model == "SIMPLE_RADIAL" || model == "RADIAL") {
        lens.model = Lens::Model::brown;
        std::copy(p.begin() + 3, p.end(), lens.k.begin());
    } else if (model == "OPENCV") {
        lens = {Lens::Model::brown, {p[4], p[5]}, {p[6], p[7]}};
    } else if (model == "OPENCV_FISHEYE") {
        lens = {Lens::Model::fisheye, {p[4], p[5], p[6], p[7]}, {}};
    }
}

/// Points that three pictures or more agree on within two pixels.
std::vector<glm::dvec3> soundPoints(const ColmapModel& model)
{
    constexpr double kMostError = 2;
    constexpr std::uint64_t kLeastViews = 3;
    const std::uint64_t views = std::min<std::uint64_t>(kLeastViews, model.images.size());
    std::vector<glm::dvec3> points;
    for (const auto& point : model.points)
        if (point.views >= views && point.error <= kMostError)
            points.push_back(point.position);
    return points;
}

} // namespace

ListedScene listColmap(const fs::path& folder, const fs::path& root)
{
    ColmapModel model = readColmapModel(folder);
    ListedScene scene;
    scene.shown = folder.string();
    scene.name = folderName(root);
    if (model.images.empty())
        return scene;
    std::sort(model.images.begin(), model.images.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    const fs::path pictures = pictureFolder(folder, root, model.images.front().name);
    for (const auto& image : model.images) {
        const std::string owner = fmt::format("{}, picture {}", folder.string(), image.name);
        const auto camera = model.cameras.find(image.camera);
        if (camera == model.cameras.end())
            throw Error(ErrorCode::badInput, "{}: expected its camera {} in the model, found none", owner,
                        image.camera);
        ListedPicture picture;
        picture.name = image.name;
        picture.file = pictures / image.name;
        picture.mask = maskOf(pictures, image.name);
        setPinhole(picture, camera->second, owner);
        picture.worldFromCamera = fromColmap(image.rotation, image.translation, owner);
        scene.pictures.push_back(std::move(picture));
    }
    scene.points = soundPoints(model);
    return scene;
}

} // namespace bozzetto
