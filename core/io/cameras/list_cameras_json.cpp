#include "core/base/error.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/json_fields.h"
#include "core/io/cameras/layouts.h"

namespace bozzetto {

namespace {

constexpr double kMostSkew = 1e-3; ///< of the focal length

ListedPicture pictureOf(const JsonFields& frame, const std::filesystem::path& folder, const glm::dvec2& size)
{
    ListedPicture picture;
    picture.name = frame.text("file");
    picture.file = folder / picture.name;
    if (frame.has("mask"))
        picture.mask = folder / frame.text("mask");
    picture.size = size;
    const auto k = frame.numbers("K", 9, 9);
    if (std::abs(k[1]) > kMostSkew * std::abs(k[0]))
        throw Error(ErrorCode::unsupported, "{}: expected square pixel axes, found a skew of {} pixels",
                    frame.owner(), k[1]);
    picture.focal = {k[0] / k[8], k[4] / k[8]};
    picture.principal = {k[2] / k[8], k[5] / k[8]};
    const auto t = frame.numbers("t", 3, 3);
    picture.worldFromCamera = fromOpenCv(rowMajor3(frame.numbers("R", 9, 9)), {t[0], t[1], t[2]});
    const std::string split = frame.textOr("split", "train");
    if (split != "train" && split != "test")
        throw Error(ErrorCode::badInput, "{}: expected the split train or test, found {}", frame.owner(),
                    split);
    picture.heldOut = split == "test";
    return picture;
}

} // namespace

ListedScene listCamerasJson(const std::filesystem::path& file)
{
    const auto json = readJsonObject(file);
    const JsonFields fields(json, file.string());
    ListedScene scene;
    scene.shown = file.string();
    scene.name = fields.textOr("scene", folderName(std::filesystem::absolute(file).parent_path()));
    const glm::dvec2 size(fields.numberOr("w", 0), fields.numberOr("h", 0));
    std::size_t index = 0;
    for (const auto& frame : fields.array("frames"))
        scene.pictures.push_back(
            pictureOf(JsonFields(frame, fmt::format("{}, frame {}", file.string(), index++)),
                      file.parent_path(), size));
    if (fields.has("bbox")) {
        const auto b = fields.numbers("bbox", 6, 6);
        scene.box = SceneBox{{b[0], b[1], b[2]}, {b[3], b[4], b[5]}};
    }
    return scene;
}

} // namespace bozzetto
