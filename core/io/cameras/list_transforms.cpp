#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/error.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/json_fields.h"
#include "core/io/cameras/layouts.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

/// A number of the frame, or of the whole file where the frame has none of its own.
class FrameFields
{
public:
    FrameFields(const JsonFields& frame, const JsonFields& file) : m_frame(frame), m_file(file) {}

    const JsonFields& with(const char* key) const { return m_frame.has(key) ? m_frame : m_file; }
    bool has(const char* key) const { return m_frame.has(key) || m_file.has(key); }
    double numberOr(const char* key, double fallback) const { return with(key).numberOr(key, fallback); }

private:
    const JsonFields& m_frame;
    const JsonFields& m_file;
};

/// What "file_path" means: from the file's folder, perhaps without extension, perhaps written on another
/// computer.
fs::path findPicture(std::string written, const fs::path& folder)
{
    std::replace(written.begin(), written.end(), '\\', '/');
    std::error_code ignored;
    const fs::path given(written);
    std::vector<fs::path> bases{folder / given};
    if (given.is_absolute())
        bases.insert(bases.end(), {folder / given.filename(), folder / "images" / given.filename()});
    for (const auto& base : bases)
        for (const char* extension : {"", ".png", ".jpg", ".jpeg", ".JPG", ".PNG", ".webp", ".tif"}) {
            fs::path path = base;
            path += extension;
            if (fs::is_regular_file(path, ignored))
                return path;
        }
    return bases.front();
}

Lens lensOf(const FrameFields& fields, const std::string& owner)
{
    Lens lens;
    const bool marked = fields.with("is_fisheye").has("is_fisheye");
    const std::string model =
        fields.with("camera_model").textOr("camera_model", marked ? "OPENCV_FISHEYE" : "OPENCV");
    if (model == "PINHOLE" || model == "SIMPLE_PINHOLE")
        return lens;
    if (model == "OPENCV_FISHEYE")
        lens.model = Lens::Model::fisheye;
    else if (model == "OPENCV" || model == "RADIAL" || model == "SIMPLE_RADIAL")
        lens.model = Lens::Model::brown;
    else
        throw Error(
            ErrorCode::unsupported,
            "{}: expected a PINHOLE, SIMPLE_RADIAL, RADIAL, OPENCV or OPENCV_FISHEYE camera, found {}", owner,
            model);
    lens.k = {fields.numberOr("k1", 0), fields.numberOr("k2", 0), fields.numberOr("k3", 0),
              fields.numberOr("k4", 0)};
    lens.p = {fields.numberOr("p1", 0), fields.numberOr("p2", 0)};
    return lens;
}

void setPinhole(ListedPicture& picture, const FrameFields& fields, const std::string& owner)
{
    picture.size = {fields.numberOr("w", 0), fields.numberOr("h", 0)};
    if (picture.size.x == 0 || picture.size.y == 0)
        picture.size = storedSize(picture.file);
    const auto fromAngle = [](double pixels, double angle) { return 0.5 * pixels / std::tan(0.5 * angle); };
    if (fields.has("fl_x"))
        picture.focal.x = fields.numberOr("fl_x", 0);
    else if (fields.has("camera_angle_x"))
        picture.focal.x = fromAngle(picture.size.x, fields.numberOr("camera_angle_x", 0));
    else
        throw Error(ErrorCode::badInput,
                    "{}: expected a focal length (fl_x or camera_angle_x), found neither", owner);
    picture.focal.y = fields.has("fl_y") ? fields.numberOr("fl_y", 0)
                      : fields.has("camera_angle_y") && !fields.has("fl_x")
                          ? fromAngle(picture.size.y, fields.numberOr("camera_angle_y", 0))
                          : picture.focal.x;
    picture.principal = {fields.numberOr("cx", 0.5 * picture.size.x),
                         fields.numberOr("cy", 0.5 * picture.size.y)};
    picture.lens = lensOf(fields, owner);
}

bool isNamedIn(const JsonFields& file, const char* list, const std::string& name)
{
    if (!file.has(list))
        return false;
    const auto& names = file.array(list);
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& n) { return n.is_string() && n.template get<std::string>() == name; });
}

void addFrames(ListedScene& scene, const fs::path& path, bool heldOut)
{
    const auto json = readJsonObject(path);
    const JsonFields file(json, path.string());
    std::size_t index = 0;
    for (const auto& entry : file.array("frames")) {
        const JsonFields frame(entry, fmt::format("{}, frame {}", path.string(), index++));
        ListedPicture picture;
        picture.name = frame.text("file_path");
        picture.file = findPicture(picture.name, path.parent_path());
        const auto pose = frame.numbers("transform_matrix", 12, 16);
        if (pose.size() != 12 && pose.size() != 16)
            throw Error(ErrorCode::badInput, "{}: expected a matrix of 12 or 16 numbers, found {}",
                        frame.owner(), pose.size());
        picture.worldFromCamera = rowMajor4(pose);
        if (std::error_code missing; fs::is_regular_file(picture.file, missing))
            setPinhole(picture, FrameFields(frame, file), frame.owner());
        if (frame.has("mask_path"))
            picture.mask = findPicture(frame.text("mask_path"), path.parent_path());
        picture.heldOut = heldOut || isNamedIn(file, "test_filenames", picture.name) ||
                          (!file.has("test_filenames") && isNamedIn(file, "val_filenames", picture.name));
        scene.pictures.push_back(std::move(picture));
    }
}

} // namespace

ListedScene listTransforms(const fs::path& file)
{
    ListedScene scene;
    scene.shown = file.string();
    scene.name = folderName(fs::absolute(file).parent_path());
    scene.up = glm::dvec3(0, 0, 1); // by both programs' convention
    addFrames(scene, file, false);
    if (file.filename() != "transforms_train.json")
        return scene;
    for (const char* other : {"transforms_test.json", "transforms_val.json"})
        if (std::error_code missing; fs::exists(file.parent_path() / other, missing)) {
            addFrames(scene, file.parent_path() / other, true);
            break;
        }
    return scene;
}

} // namespace bozzetto
