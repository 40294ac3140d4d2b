#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/layouts.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

/// The numbers of a text file's lines. Throws Error(io) when it cannot be read.
std::vector<std::vector<double>> numberLines(const fs::path& path)
{
    constexpr int kMostLines = 64;
    std::ifstream file(path);
    if (!file)
        throw Error(ErrorCode::io, "{}: expected a readable file, but it cannot be opened", path.string());
    std::vector<std::vector<double>> lines;
    for (std::string line; int(lines.size()) < kMostLines && std::getline(file, line);) {
        std::istringstream words(line);
        std::vector<double> numbers;
        for (std::string word; words >> word;) {
            char* end = nullptr;
            numbers.push_back(std::strtod(word.c_str(), &end)); // reads nan and inf, too
            if (*end)
                throw Error(ErrorCode::badInput, "{}: expected numbers, found \"{}\"", path.string(),
                            word.substr(0, 32));
        }
        if (!numbers.empty())
            lines.push_back(std::move(numbers));
    }
    return lines;
}

struct Intrinsics
{
    double focal = 0;
    glm::dvec2 principal{0}, size{0};
};

/// First line: focal length and principal point; last line: height and width.
Intrinsics readIntrinsics(const fs::path& path)
{
    const auto lines = numberLines(path);
    if (lines.size() < 2 || lines.front().size() < 3 || lines.back().size() != 2)
        throw Error(
            ErrorCode::badInput,
            "{}: expected \"focal cx cy\" in the first line and \"height width\" in the last, found {} lines",
            path.string(), lines.size());
    const auto& first = lines.front();
    return {first[0], {first[1], first[2]}, {lines.back()[1], lines.back()[0]}};
}

/// Near and far, for the objects that pixelNeRF was trained on.
void setDistances(ListedScene& scene, const fs::path& folder)
{
    const std::string path = fs::absolute(folder).string();
    if (path.find("chair") != std::string::npos) {
        scene.nearDistance = 1.25;
        scene.farDistance = 2.75;
    } else if (path.find("car") != std::string::npos) {
        scene.nearDistance = 0.8;
        scene.farDistance = 1.8;
    }
}

} // namespace

ListedScene listSrn(const fs::path& folder)
{
    constexpr double kHalfBox = 0.6;
    ListedScene scene;
    scene.shown = folder.string();
    scene.name = folderName(folder);
    scene.box = SceneBox{glm::dvec3(-kHalfBox), glm::dvec3(kHalfBox)};
    scene.widenBoxToMasks = true;
    scene.whiteIsEmpty = true;
    setDistances(scene, folder);
    const Intrinsics intrinsics = readIntrinsics(folder / "intrinsics.txt");
    for (const auto& file : picturesIn(folder / "rgb")) {
        const fs::path path = folder / "pose" / file.filename().replace_extension(".txt");
        std::vector<double> pose;
        for (const auto& line : numberLines(path))
            pose.insert(pose.end(), line.begin(), line.end());
        if (pose.size() != 16)
            throw Error(ErrorCode::badInput, "{}: expected 16 numbers, found {}", path.string(), pose.size());
        ListedPicture picture;
        picture.name = file.filename().string();
        picture.file = file;
        picture.size = intrinsics.size;
        picture.focal = glm::dvec2(intrinsics.focal);
        picture.principal = intrinsics.principal;
        picture.worldFromCamera = fromOpenCvPose(rowMajor4(pose));
        scene.pictures.push_back(std::move(picture));
    }
    return scene;
}

} // namespace bozzetto
