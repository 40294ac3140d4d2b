#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <glm/gtc/matrix_transform.hpp>
#include <glm/gtc/quaternion.hpp>
#include <nlohmann/json.hpp>

#include "core/image/codec.h"
#include "core/io/cameras/posed_scene_io.h"

namespace bozzetto::test {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kPosedWidth = 32, kPosedHeight = 24;
constexpr double kPosedFocal = 40, kPosedCx = 15, kPosedCy = 13;

/// Three cameras about the origin, none of them level: ours, world from camera.
inline std::vector<glm::dmat4> posedTruth()
{
    std::vector<glm::dmat4> poses;
    for (const auto& [eye, up] : {std::pair(glm::dvec3(2, 1, 3), glm::dvec3(0.1, 1, 0)),
                                  std::pair(glm::dvec3(-3, 0.5, 1), glm::dvec3(0, 1, 0.2)),
                                  std::pair(glm::dvec3(0.5, 2, -3), glm::dvec3(0, 1, 0))})
        poses.push_back(glm::inverse(glm::lookAt(eye, glm::dvec3(0.1, -0.1, 0), up)));
    return poses;
}

/// Camera from world with y down and z forward.
inline glm::dmat4 openCvOf(const glm::dmat4& worldFromCamera)
{
    const glm::dmat4 flip = glm::scale(glm::dmat4(1), glm::dvec3(1, -1, -1));
    return flip * glm::inverse(worldFromCamera);
}

inline std::vector<double> rowsOf(const glm::dmat4& m, int rows, int columns)
{
    std::vector<double> out;
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c)
            out.push_back(m[c][r]);
    return out;
}

inline std::string pictureName(std::size_t i)
{
    return fmt::format("view {}.png", i);
}

/// Pictures of one grey each, by default three channels.
inline void writePictures(const fs::path& folder, int width = kPosedWidth, int height = kPosedHeight,
                          int channels = 3)
{
    fs::create_directories(folder);
    for (std::size_t i = 0; i < posedTruth().size(); ++i)
        encodePicture(Image(width, height, channels, 0.2f * float(i + 1)), folder / pictureName(i));
}

inline void writeJson(const fs::path& path, const json& value)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path) << value.dump(1);
}

inline json camerasJson()
{
    json frames = json::array();
    for (std::size_t i = 0; i < posedTruth().size(); ++i) {
        const glm::dmat4 m = openCvOf(posedTruth()[i]);
        frames.push_back({{"file", fmt::format("images/{}", pictureName(i))},
                          {"K", {kPosedFocal, 0, kPosedCx, 0, kPosedFocal, kPosedCy, 0, 0, 1}},
                          {"R", rowsOf(m, 3, 3)},
                          {"t", {m[3].x, m[3].y, m[3].z}},
                          {"split", i == 2 ? "test" : "train"}});
    }
    return {{"scene", "three"}, {"w", kPosedWidth}, {"h", kPosedHeight}, {"frames", frames}};
}

inline void writeCamerasJson(const fs::path& folder)
{
    writePictures(folder / "images");
    writeJson(folder / "cameras.json", camerasJson());
}

inline json transformsJson()
{
    json frames = json::array();
    for (std::size_t i = 0; i < posedTruth().size(); ++i) {
        json rows = json::array();
        for (int r = 0; r < 4; ++r)
            rows.push_back(
                {posedTruth()[i][0][r], posedTruth()[i][1][r], posedTruth()[i][2][r], posedTruth()[i][3][r]});
        frames.push_back(
            {{"file_path", fmt::format("./images/{}", pictureName(i))}, {"transform_matrix", rows}});
    }
    return {{"fl_x", kPosedFocal}, {"fl_y", kPosedFocal}, {"cx", kPosedCx},  {"cy", kPosedCy},
            {"w", kPosedWidth},    {"h", kPosedHeight},   {"frames", frames}};
}

inline void writeTransforms(const fs::path& folder)
{
    writePictures(folder / "images");
    writeJson(folder / "transforms.json", transformsJson());
}

inline glm::dquat colmapTurn(std::size_t i)
{
    return glm::quat_cast(glm::dmat3(openCvOf(posedTruth()[i])));
}

inline void writeColmapText(const fs::path& model, const std::string& camera)
{
    fs::create_directories(model);
    std::ofstream(model / "cameras.txt") << "# comment\n7 " << camera << "\n";
    std::ofstream images(model / "images.txt");
    images.precision(17);
    images << "# IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME\n";
    for (std::size_t i = 0; i < posedTruth().size(); ++i) {
        const glm::dquat q = colmapTurn(i);
        const glm::dmat4 m = openCvOf(posedTruth()[i]);
        images << i + 1 << ' ' << q.w << ' ' << q.x << ' ' << q.y << ' ' << q.z << ' ' << m[3].x << ' '
               << m[3].y << ' ' << m[3].z << " 7 " << pictureName(i) << "\n"
               << (i == 1 ? "" : "3.5 4.5 -1 2 2 17") << "\n";
    }
}

/// Little-endian values one after another.
class Bytes
{
public:
    template <typename T> Bytes& add(T value)
    {
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
        return *this;
    }
    Bytes& text(const std::string& text)
    {
        m_bytes += text;
        return *this;
    }
    void write(const fs::path& path) const
    {
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << m_bytes;
    }
    const std::string& str() const { return m_bytes; }

private:
    std::string m_bytes;
};

inline void writeColmapBinary(const fs::path& model, int kind, const std::vector<double>& parameters,
                              const std::vector<glm::dvec3>& points = {})
{
    Bytes cameras, images, cloud;
    cameras.add<std::uint64_t>(1).add<std::uint32_t>(7).add<std::int32_t>(kind);
    cameras.add<std::uint64_t>(kPosedWidth).add<std::uint64_t>(kPosedHeight);
    for (const double p : parameters)
        cameras.add(p);
    cameras.write(model / "cameras.bin");
    images.add<std::uint64_t>(posedTruth().size());
    for (std::size_t i = 0; i < posedTruth().size(); ++i) {
        const glm::dquat q = colmapTurn(i);
        const glm::dmat4 m = openCvOf(posedTruth()[i]);
        images.add(std::uint32_t(i + 1)).add(q.w).add(q.x).add(q.y).add(q.z);
        images.add(m[3].x).add(m[3].y).add(m[3].z).add<std::uint32_t>(7).text(pictureName(i)).add<char>(0);
        images.add<std::uint64_t>(2);
        for (int k = 0; k < 2; ++k)
            images.add(3.0).add(4.0).add<std::int64_t>(-1);
    }
    images.write(model / "images.bin");
    cloud.add<std::uint64_t>(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        cloud.add<std::uint64_t>(i).add(points[i].x).add(points[i].y).add(points[i].z);
        cloud.text("rgb").add(0.5).add<std::uint64_t>(3);
        for (int k = 0; k < 6; ++k)
            cloud.add<std::int32_t>(k);
    }
    cloud.write(model / "points3D.bin");
}

inline void writePolycam(const fs::path& folder, const char* images, const char* cameras)
{
    writePictures(folder / "keyframes" / images);
    for (std::size_t i = 0; i < posedTruth().size(); ++i) {
        json camera = {{"fx", kPosedFocal}, {"fy", kPosedFocal},    {"cx", kPosedCx},
                       {"cy", kPosedCy},    {"width", kPosedWidth}, {"height", kPosedHeight}};
        for (int r = 0; r < 3; ++r)
            for (int c = 0; c < 4; ++c)
                camera[fmt::format("t_{}{}", r, c)] = posedTruth()[i][c][r];
        writeJson(folder / "keyframes" / cameras / fmt::format("view {}.json", i), camera);
    }
}

inline void writeSrn(const fs::path& folder)
{
    writePictures(folder / "rgb");
    fs::create_directories(folder / "pose");
    std::ofstream(folder / "intrinsics.txt") << "40. 15. 13. 0.\n0. 0. 0.\n1.\n1.\n"
                                             << kPosedHeight << ' ' << kPosedWidth << "\n";
    for (std::size_t i = 0; i < posedTruth().size(); ++i) {
        std::ofstream pose(folder / "pose" / fmt::format("view {}.txt", i));
        pose.precision(17);
        for (const double value : rowsOf(glm::inverse(openCvOf(posedTruth()[i])), 4, 4))
            pose << value << ' ';
    }
}

/// What numpy.savez writes: stored entries with a header of version 1. The checksums are left 0, which nobody
/// reads here.
inline void writeNpz(const fs::path& path, const std::vector<std::pair<std::string, glm::dmat4>>& matrices,
                     int rows = 4)
{
    Bytes file, directory;
    for (const auto& [name, matrix] : matrices) {
        std::string header =
            fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, 4), }}", rows);
        header.append(117 - header.size(), ' ').append(1, '\n');
        Bytes npy;
        npy.text("\x93NUMPY").add<char>(1).add<char>(0).add(std::uint16_t(header.size())).text(header);
        for (const double value : rowsOf(matrix, rows, 4))
            npy.add(value);
        const auto start = std::uint32_t(file.str().size()), size = std::uint32_t(npy.str().size());
        const std::string entry = fmt::format("{}.npy", name);
        file.add<std::uint32_t>(0x04034b50)
            .add<std::uint16_t>(20)
            .add<std::uint16_t>(0)
            .add<std::uint16_t>(0);
        file.add<std::uint32_t>(0).add<std::uint32_t>(0).add(size).add(size);
        file.add(std::uint16_t(entry.size())).add<std::uint16_t>(0).text(entry).text(npy.str());
        directory.add<std::uint32_t>(0x02014b50)
            .add<std::uint16_t>(20)
            .add<std::uint16_t>(20)
            .add<std::uint16_t>(0);
        directory.add<std::uint16_t>(0).add<std::uint32_t>(0).add<std::uint32_t>(0).add(size).add(size);
        directory.add(std::uint16_t(entry.size()))
            .add<std::uint16_t>(0)
            .add<std::uint16_t>(0)
            .add<std::uint16_t>(0);
        directory.add<std::uint16_t>(0).add<std::uint32_t>(0).add(start).text(entry);
    }
    const auto start = std::uint32_t(file.str().size()), size = std::uint32_t(directory.str().size());
    file.text(directory.str());
    file.add<std::uint32_t>(0x06054b50).add<std::uint16_t>(0).add<std::uint16_t>(0);
    file.add(std::uint16_t(matrices.size())).add(std::uint16_t(matrices.size()));
    file.add(size).add(start).add<std::uint16_t>(0);
    file.write(path);
}

} // namespace bozzetto::test
