#include <cmath>

#include "core/base/error.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/layouts.h"
#include "core/io/cameras/npz.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr double kMostUnitFocal =
    16; ///< a camera_mat for pictures of [-1, 1] is smaller, one for pixels is larger

/// The matrices of a cameras.npz.
class Cameras
{
public:
    explicit Cameras(const fs::path& path) : m_path(path), m_arrays(readNpz(path)) {}

    std::string owner(const std::string& key) const { return m_path.string() + ", array " + key; }
    bool has(const std::string& key) const { return m_arrays.contains(key); }

    /// 3 x 4 or 4 x 4 (3 x 3 for intrinsics), the rest as in the identity.
    glm::dmat4 matrix(const std::string& key) const
    {
        const auto found = m_arrays.find(key);
        if (found == m_arrays.end())
            throw Error(ErrorCode::badInput, "{}: expected the array \"{}\", found none", m_path.string(),
                        key);
        const auto& shape = found->second.shape;
        const auto& values = found->second.values;
        if (shape.size() != 2 || shape[0] < 3 || shape[0] > 4 || shape[1] < 3 || shape[1] > 4)
            throw Error(ErrorCode::badInput,
                        "{}: expected a matrix of 3 or 4 rows and columns, found {} values", owner(key),
                        values.size());
        glm::dmat4 matrix(1);
        for (std::size_t r = 0; r < shape[0]; ++r)
            for (std::size_t c = 0; c < shape[1]; ++c)
                matrix[int(c)][int(r)] = values[r * shape[1] + c];
        return matrix;
    }

private:
    fs::path m_path;
    std::map<std::string, NpyArray> m_arrays;
};

std::string numbered(const char* name, std::size_t index)
{
    return fmt::format("{}_{}", name, index);
}

void listNmr(ListedScene& scene, const Cameras& cameras)
{
    constexpr double kHalfBox = 0.6;
    scene.box = SceneBox{glm::dvec3(-kHalfBox), glm::dvec3(kHalfBox)};
    scene.widenBoxToMasks = true;
    scene.nearDistance = 1.2;
    scene.farDistance = 4.0;
    scene.up = glm::dvec3(0, 0, 1);
    for (std::size_t i = 0; i < scene.pictures.size(); ++i) {
        auto& picture = scene.pictures[i];
        const glm::dmat4 k = cameras.matrix(numbered("camera_mat", i));
        picture.size = storedSize(picture.file);
        picture.focal = 0.5 * picture.size * glm::dvec2(k[0][0], k[1][1]);
        picture.principal = 0.5 * picture.size * (1.0 + glm::dvec2(k[2][0], k[2][1]));
        picture.worldFromCamera = fromNmr(cameras.matrix(numbered("world_mat", i)));
    }
}

void listDtu(ListedScene& scene, const Cameras& cameras)
{
    scene.box = SceneBox{glm::dvec3(-1), glm::dvec3(1)};
    scene.nearDistance = 0.1;
    scene.farDistance = 5.0;
    scene.background = glm::vec3(0);
    glm::dvec2 focal(0), principal(0);
    for (std::size_t i = 0; i < scene.pictures.size(); ++i) {
        const std::string key = numbered("world_mat", i), scaleKey = numbered("scale_mat", i);
        const auto camera = decomposeProjection(cameras.matrix(key), cameras.owner(key));
        const glm::dmat4 scale = cameras.has(scaleKey) ? cameras.matrix(scaleKey) : glm::dmat4(1);
        if (!(std::abs(scale[0][0]) > 0) || !(std::abs(scale[1][1]) > 0) || !(std::abs(scale[2][2]) > 0))
            throw Error(ErrorCode::badInput, "{}: expected a scale above 0 on its diagonal, found none",
                        cameras.owner(scaleKey));
        focal += glm::dvec2(camera.intrinsics[0][0], camera.intrinsics[1][1]);
        principal += glm::dvec2(camera.intrinsics[2][0], camera.intrinsics[2][1]);
        scene.pictures[i].worldFromCamera = fromDtu(camera, scale);
    }
    for (auto& picture : scene.pictures) { // one camera took them all: its intrinsics are the mean
        picture.focal = focal / double(scene.pictures.size());
        picture.principal = principal / double(scene.pictures.size());
    }
}

} // namespace

ListedScene listDvr(const fs::path& folder)
{
    std::error_code missing;
    const Cameras cameras(
        folder / (fs::exists(folder / "cameras.npz", missing) ? "cameras.npz" : "cameras_sphere.npz"));
    ListedScene scene;
    scene.shown = folder.string();
    scene.name = folderName(folder);
    const auto files = picturesIn(folder / "image");
    std::vector<fs::path> masks;
    if (fs::is_directory(folder / "mask", missing))
        masks = picturesIn(folder / "mask");
    if (!masks.empty() && masks.size() != files.size())
        throw Error(ErrorCode::badInput, "{}: expected a mask for each of {} pictures, found {}",
                    (folder / "mask").string(), files.size(), masks.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        ListedPicture picture;
        picture.name = files[i].filename().string();
        picture.file = files[i];
        if (!masks.empty())
            picture.mask = masks[i];
        scene.pictures.push_back(std::move(picture));
    }
    const bool unitCamera =
        cameras.has("camera_mat_0") && std::abs(cameras.matrix("camera_mat_0")[0][0]) < kMostUnitFocal;
    unitCamera ? listNmr(scene, cameras) : listDtu(scene, cameras);
    return scene;
}

} // namespace bozzetto
