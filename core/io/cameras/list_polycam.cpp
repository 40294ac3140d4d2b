#include "core/base/error.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/json_fields.h"
#include "core/io/cameras/layouts.h"

namespace bozzetto {

namespace fs = std::filesystem;

ListedScene listPolycam(const fs::path& keyframes)
{
    std::error_code missing;
    const bool corrected = fs::is_directory(keyframes / "corrected_cameras", missing) &&
                           fs::is_directory(keyframes / "corrected_images", missing);
    const fs::path images = keyframes / (corrected ? "corrected_images" : "images");
    const fs::path cameras = keyframes / (corrected ? "corrected_cameras" : "cameras");
    ListedScene scene;
    scene.shown = keyframes.string();
    scene.name = folderName(folderName(keyframes) == "keyframes" ? keyframes / ".." : keyframes);
    scene.up = glm::dvec3(0, 1, 0); // ARKit's
    for (const auto& file : picturesIn(images)) {
        const fs::path path = cameras / file.filename().replace_extension(".json");
        const auto json = readJsonObject(path);
        const JsonFields fields(json, path.string());
        ListedPicture picture;
        picture.name = file.filename().string();
        picture.file = file;
        picture.size = {fields.number("width"), fields.number("height")};
        picture.focal = {fields.number("fx"), fields.number("fy")};
        picture.principal = {fields.number("cx"), fields.number("cy")};
        std::vector<double> pose;
        for (const char* key :
             {"t_00", "t_01", "t_02", "t_03", "t_10", "t_11", "t_12", "t_13", "t_20", "t_21", "t_22", "t_23"})
            pose.push_back(fields.number(key));
        picture.worldFromCamera = rowMajor4(pose); // ARKit's camera is ours
        scene.pictures.push_back(std::move(picture));
    }
    return scene;
}

} // namespace bozzetto
