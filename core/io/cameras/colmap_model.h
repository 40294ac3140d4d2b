#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <glm/glm.hpp>

namespace bozzetto {

/// COLMAP's sparse model as its files hold it. Source: its documentation, "Output Format".
struct ColmapCamera
{
    std::string model; ///< "PINHOLE", ...
    glm::dvec2 size{0};
    std::vector<double> parameters; ///< as many as the model has
};

struct ColmapImage
{
    std::string name;                 ///< relative to the picture folder
    std::array<double, 4> rotation{}; ///< camera from world, w x y z
    glm::dvec3 translation{0};
    std::uint32_t camera = 0;
};

struct ColmapPoint
{
    glm::dvec3 position{0};
    double error = 0; ///< mean reprojection error, pixels
    std::uint64_t views = 0;
};

struct ColmapModel
{
    std::map<std::uint32_t, ColmapCamera> cameras;
    std::vector<ColmapImage> images;
    std::vector<ColmapPoint> points;
};

/// Whether `folder` holds cameras and images, binary or text.
bool holdsColmapModel(const std::filesystem::path& folder);

/// The binary files where they are there, else the text files; points3D may be missing. Throws Error(io) or
/// Error(badInput) naming the file and where in it; Error(unsupported) for a camera model that is not known.
ColmapModel readColmapModel(const std::filesystem::path& folder);

/// How many images a model holds, from its first bytes or by counting lines; 0 when it cannot be read.
std::uint64_t countColmapImages(const std::filesystem::path& folder);

} // namespace bozzetto
