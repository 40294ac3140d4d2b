#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>

#include <QProcess>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>
#include <sys/mount.h>
#include <unistd.h>

#include "core/io/asset_io.h"
#include "core/io/srgb.h"
#include "tests/core/io/test_assets.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string withoutVersion(std::string text)
{
    const std::string before = "generator Bozzetto";
    const auto start = text.find(before) + before.size();
    return text.erase(start, text.find('\n', start) - start);
}

template <typename Value> Value valueAt(const std::string& bytes, std::size_t offset)
{
    Value value{};
    std::memcpy(&value, bytes.data() + offset, sizeof(value));
    return value;
}

std::string bytesOf(std::initializer_list<float> values)
{
    std::string bytes;
    for (float value : values)
        bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
    return bytes;
}

/// One triangle in the ground plane, placed so that no option moves it.
Mesh triangle()
{
    Mesh mesh;
    mesh.positions = {{-0.5f, 0, 0.25f}, {0.5f, 0, 0.25f}, {0, 0, -0.25f}};
    mesh.triangles = {{0, 1, 2}};
    return mesh;
}

/// What PyPI's plyfile sees; null where python3, plyfile or numpy is not there.
nlohmann::json seenByPlyfile(const fs::path& file)
{
    QProcess python;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PYTHONPATH"), environment.value(QStringLiteral("BOZZETTO_PYTHON_PATH")));
    python.setProcessEnvironment(environment);
    python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral(BOZZETTO_SOURCE_DIR "/tests/dcc/read_ply.py"),
                                                      QString::fromStdString(file.string())});
    if (!python.waitForFinished() || python.exitCode() == 3)
        return nullptr;
    if (python.exitCode() != 0)
        return python.readAllStandardError().toStdString();
    return nlohmann::json::parse(python.readAllStandardOutput().toStdString());
}

} // namespace

class TestExport : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void everyFormatIsWrittenWithoutLeftovers()
    {
        const fs::path folder = path("every");
        fs::create_directory(folder);
        QCOMPARE(exportFormats().size(), std::size_t(7));
        for (const auto& format : exportFormats()) {
            QVERIFY(!format.name.empty() && !format.note.empty());
            exportAsset(assetOf(coloursOnAnL()), folder / ("angle." + format.extension));
            QVERIFY(fs::file_size(folder / ("angle." + format.extension)) > 500);
        }
        // Seven files and the companions angle.mtl and angle.bin; no temporary folder, no path of it in a file.
        QCOMPARE(std::distance(fs::directory_iterator(folder), {}), 9);
        for (const auto& entry : fs::directory_iterator(folder))
            QVERIFY(read(entry.path()).find(".export-") == std::string::npos);
    }

    void plyBytes()
    {
        Mesh mesh = triangle();
        mesh.normals.assign(3, {0, 1, 0});
        mesh.colours = {{1, 0, 0, 1}, {0, 128.0f / 255.0f, 0, 1}, {0, 0, 2, 1}};
        exportAsset(assetOf(mesh), path("bytes.ply"));
        std::string expected = "ply\nformat binary_little_endian 1.0\ncomment generator Bozzetto\ncomment units m\n"
                               "comment up +Y\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
                               "property float nx\nproperty float ny\nproperty float nz\nproperty uchar red\n"
                               "property uchar green\nproperty uchar blue\nelement face 1\n"
                               "property list uchar int vertex_indices\nend_header\n";
        expected += bytesOf({-0.5f, 0, 0.25f, 0, 1, 0}) + std::string("\xff\0\0", 3);
        expected += bytesOf({0.5f, 0, 0.25f, 0, 1, 0}) + std::string("\0\x80\0", 3);
        expected += bytesOf({0, 0, -0.25f, 0, 1, 0}) + std::string("\0\0\xff", 3);
        expected += std::string("\3\0\0\0\0\1\0\0\0\2\0\0\0", 13);
        QCOMPARE(withoutVersion(read(path("bytes.ply"))), expected);
    }

    void plyTextOfACloudWithConfidenceAndAlpha()
    {
        Asset asset;
        asset.clouds.resize(1);
        asset.clouds[0].positions = {{-0.5f, 0, 0.1f}, {0.5f, 0, -0.1f}};
        asset.clouds[0].colours = {{1, 1, 0, 1}, {0, 0, 0, 0.2f}};
        asset.clouds[0].confidence = {0.5f, 0.25f};
        ExportOptions options;
        options.asciiPly = true;
        options.up = UpAxis::z;
        exportAsset(asset, path("cloud.ply"), options);
        QCOMPARE(withoutVersion(read(path("cloud.ply"))),
                 std::string("ply\nformat ascii 1.0\ncomment generator Bozzetto\ncomment units m\n"
                             "comment up +Z\nelement vertex 2\nproperty float x\nproperty float y\nproperty float z\n"
                             "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty uchar alpha\n"
                             "property float confidence\nend_header\n"
                             "-0.5 -0.1 0 255 255 0 255 0.5\n0.5 0.1 0 0 0 0 51 0.25\n"));
    }

    void plyJoinsMeshesAndClouds()
    {
        Asset asset = assetOf(triangle());
        asset.meshes.push_back(triangle());
        asset.clouds.resize(1);
        asset.clouds[0].positions = {{0, 0, 0}};
        asset.clouds[0].colours = {{0, 0, 0, 1}};
        ExportOptions options;
        options.asciiPly = true;
        exportAsset(asset, path("joined.ply"), options);
        const auto text = read(path("joined.ply"));
        QVERIFY(text.find("element vertex 7\n") != std::string::npos);
        QVERIFY(text.find("element face 2\n") != std::string::npos);
        QVERIFY(text.ends_with("0 0 0 0 0 0\n3 0 1 2\n3 3 4 5\n"));
        QVERIFY(text.find("-0.5 0 0.25 255 255 255\n") != std::string::npos);
    }

    void plyIsReadByPlyfile()
    {
        exportAsset(assetOf(coloursOnAnL()), path("angle.ply"));
        const auto seen = seenByPlyfile(path("angle.ply"));
        if (seen.is_null())
            QSKIP("python3 with plyfile and numpy was not found (BOZZETTO_PYTHON_PATH)");
        QVERIFY2(seen.is_object(), seen.dump().c_str());
        const Mesh mesh = coloursOnAnL();
        QCOMPARE(seen["faces"].size(), std::size_t(20));
        QCOMPARE(seen["vertices"].size(), std::size_t(12));
        for (std::size_t i = 0; i < 12; ++i) {
            const glm::vec3 expected = placed(mesh.positions[i]);
            for (int a = 0; a < 3; ++a) {
                QVERIFY(isClose(seen["vertices"][i][a].get<double>(), expected[a], 0, 1e-6, "position"));
                QVERIFY(isClose(seen["colours"][i][a].get<double>(), mesh.colours[i][a] * 255.0, 0, 1e-3, "colour"));
            }
        }
        QVERIFY(seen["faces"][0] == nlohmann::json({0, 1, 2}));
    }

    /// Binary, colours as uchar named red, green and blue, normals and confidence beside them, and no faces at all.
    void cloudsAreReadByPlyfile()
    {
        const Mesh mesh = coloursOnAnL();
        Asset asset;
        asset.clouds.resize(1);
        PointCloud& cloud = asset.clouds[0];
        cloud.positions = mesh.positions;
        cloud.colours = mesh.colours;
        for (std::size_t i = 0; i < cloud.positions.size(); ++i) {
            cloud.normals.push_back(glm::normalize(glm::vec3(1 + i, 2, -3)));
            cloud.confidence.push_back(float(i) / 16.0f);
        }
        exportAsset(asset, path("points.ply"));
        const auto seen = seenByPlyfile(path("points.ply"));
        if (seen.is_null())
            QSKIP("python3 with plyfile and numpy was not found (BOZZETTO_PYTHON_PATH)");
        QVERIFY2(seen.is_object(), seen.dump().c_str());
        QVERIFY(seen["faces"].is_null());
        QCOMPARE(seen["order"].get<std::string>(), std::string("<"));
        const nlohmann::json types = {{"x", "f4"},     {"y", "f4"},   {"z", "f4"},     {"nx", "f4"},        {"ny", "f4"},
                                      {"nz", "f4"},    {"red", "u1"}, {"green", "u1"}, {"blue", "u1"}, {"confidence", "f4"}};
        QVERIFY2(seen["types"] == types, seen["types"].dump().c_str());
        QCOMPARE(seen["vertices"].size(), std::size_t(12));
        for (std::size_t i = 0; i < 12; ++i) {
            for (int a = 0; a < 3; ++a) {
                QVERIFY(isClose(seen["vertices"][i][a].get<double>(), placed(mesh.positions[i])[a], 0, 1e-6, "position"));
                QVERIFY(isClose(seen["normals"][i][a].get<double>(), cloud.normals[i][a], 0, 1e-6, "normal"));
                QVERIFY(isClose(seen["colours"][i][a].get<double>(), mesh.colours[i][a] * 255.0, 0, 1e-3, "colour"));
            }
            QCOMPARE(seen["confidence"][i][0].get<float>(), cloud.confidence[i]);
        }
    }

    void glbColoursAreLinearAndNothingBogusIsListed()
    {
        Mesh mesh = triangle();
        mesh.colours.assign(3, {0.5f, 0, 1, 1});
        exportAsset(assetOf(mesh), path("linear.glb"));
        const std::string bytes = read(path("linear.glb"));
        QCOMPARE(valueAt<std::uint32_t>(bytes, 8), std::uint32_t(bytes.size()));
        const auto jsonSize = valueAt<std::uint32_t>(bytes, 12);
        QCOMPARE(jsonSize % 4, 0U);
        const auto root = nlohmann::json::parse(bytes.substr(20, jsonSize));
        QVERIFY(!root.contains("extensionsUsed") && !root.contains("extensionsRequired"));
        QVERIFY(bytes.find("FB_ngon") == std::string::npos);
        const auto& pbr = root["materials"][0]["pbrMetallicRoughness"];
        QVERIFY(isClose(pbr["roughnessFactor"].get<double>(), 0.8, 1e-6, 0, "roughness"));
        QCOMPARE(pbr["metallicFactor"].get<double>(), 0.0);
        QVERIFY(!root["materials"][0].contains("doubleSided"));
        const auto& accessor = root["accessors"][root["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"].get<int>()];
        const auto& view = root["bufferViews"][accessor["bufferView"].get<int>()];
        const std::size_t start = 20 + jsonSize + 8 + view.value("byteOffset", 0) + accessor.value("byteOffset", 0);
        // sRGB 0.5 is 0.21404 in linear light (IEC 61966-2-1).
        QVERIFY(isClose(valueAt<float>(bytes, start), 0.21404, 1e-4, 0, "red"));
        QCOMPARE(valueAt<float>(bytes, start + 4), 0.0f);
        QCOMPARE(valueAt<float>(bytes, start + 8), 1.0f);
    }

    void srgbCurveInverts()
    {
        for (float v : {0.0f, 0.01f, 0.04f, 0.05f, 0.5f, 1.0f})
            QVERIFY(isClose(srgbFromLinear(linearFromSrgb(v)), v, 1e-5, 1e-7, "sRGB"));
    }

    void stlIsBinaryInMillimetresAndZUp()
    {
        exportAsset(assetOf(coloursOnAnL()), path("angle.stl"));
        const std::string bytes = read(path("angle.stl"));
        QVERIFY(!bytes.starts_with("solid"));
        QCOMPARE(valueAt<std::uint32_t>(bytes, 80), 20U);
        QCOMPARE(bytes.size(), std::size_t(84 + 20 * 50));
        Bounds bounds;
        for (std::size_t corner = 0; corner < 60; ++corner)
            bounds.add(valueAt<glm::vec3>(bytes, 84 + corner / 3 * 50 + 12 + corner % 3 * 12));
        QVERIFY(glm::length(bounds.minimum - glm::vec3(-1000.0f / 3, -500.0f / 3, 0)) < 0.01f);
        QVERIFY(glm::length(bounds.maximum - glm::vec3(1000.0f / 3, 500.0f / 3, 1000)) < 0.01f);
    }

    void objHasSrgbColoursAndPlacement()
    {
        exportAsset(assetOf(coloursOnAnL()), path("angle.obj"));
        const auto text = read(path("angle.obj"));
        QVERIFY(text.find("v -0.333333343 0 0.166666672 0 1 0.200000003\n") != std::string::npos);
        QVERIFY(text.find("mtllib angle.mtl\n") != std::string::npos);
    }

    void sizeAndPlaceCanBeKept()
    {
        Mesh mesh = coloursOnAnL();
        for (auto& p : mesh.positions)
            p += glm::vec3(10, 20, 30);
        ExportOptions options;
        options.longestSide = 0;
        options.centreOnGround = false;
        options.asciiPly = true;
        exportAsset(assetOf(mesh), path("kept.ply"), options);
        QVERIFY(read(path("kept.ply")).find("\n10 20 31 0 255 51\n") != std::string::npos);
        options.longestSide = 6;
        options.centreOnGround = true;
        exportAsset(assetOf(mesh), path("kept.ply"), options);
        QVERIFY(read(path("kept.ply")).find("\n-2 0 1 0 255 51\n") != std::string::npos);
    }

    void messages()
    {
        const auto asset = assetOf(triangle());
        const auto bad = [&](const Asset& what, const fs::path& where, const ExportOptions& options = {}) {
            return errorMessage(ErrorCode::badInput, [&] { exportAsset(what, where, options); });
        };
        QVERIFY(bad(asset, path("a.xyz")).ends_with(
            "expected one of the extensions glb, gltf, obj, fbx, stl, ply, dae, found .xyz"));
        QVERIFY(bad(asset, path("a")).ends_with("found none"));
        QVERIFY(bad({}, path("a.glb")).ends_with("found an empty one"));
        QVERIFY(bad(assetOf({}), path("a.ply")).ends_with("found an empty one"));
        Asset cloud;
        cloud.clouds.resize(1);
        cloud.clouds[0].positions = {{0, 0, 0}};
        QVERIFY(bad(cloud, path("a.stl")).find("points only") != std::string::npos);
        ExportOptions options;
        options.up = UpAxis::z;
        QVERIFY(bad(asset, path("a.glb"), options).starts_with("up: "));
        options.up = UpAxis::y;
        options.longestSide = -1;
        QVERIFY(bad(asset, path("a.glb"), options).starts_with("longestSide: "));
        Asset broken = asset;
        broken.meshes[0].positions[1].y = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(bad(broken, path("a.glb")).find("vertex 1") != std::string::npos);
        QVERIFY(!errorMessage(ErrorCode::io, [&] { exportAsset(asset, "/nowhere/at/all.glb"); }).empty());
        broken = asset;
        broken.meshes[0].triangles[0].z = 3;
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { exportAsset(broken, path("a.glb")); }).empty());
        QVERIFY(!fs::exists(path("a.glb")));
    }

    void onePointIsAnAsset()
    {
        Asset cloud;
        cloud.clouds.resize(1);
        cloud.clouds[0].positions = {{5, 6, 7}};
        for (const char* name : {"one.ply", "one.glb", "one.gltf", "one.obj"}) {
            exportAsset(cloud, path(name));
            QVERIFY(fs::file_size(path(name)) > 0);
        }
    }

    void unwritableFolderIsSaid()
    {
        const fs::path folder = path("locked");
        fs::create_directory(folder);
        fs::permissions(folder, fs::perms(0555));
        fs::permissions(folder.parent_path(), fs::perms(0755));
        constexpr uid_t kNobody = 65534; // root may write anywhere, nobody may not
        const bool wasRoot = ::geteuid() == 0 && ::seteuid(kNobody) == 0;
        const auto message = errorMessage(ErrorCode::io, [&] { exportAsset(assetOf(triangle()), folder / "a.glb"); });
        if (wasRoot)
            QCOMPARE(::seteuid(0), 0);
        QVERIFY2(message.find("cannot be written (Permission denied)") != std::string::npos, message.c_str());
    }

    void fullDiskKeepsTheOlderFiles()
    {
        const fs::path folder = path("small");
        fs::create_directory(folder);
        if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("mounting a small file system needs more rights");
        for (const char* name : {"a.ply", "a.obj", "a.mtl", "a.glb", "a.fbx", "a.dae", "a.stl"})
            std::ofstream(folder / name) << "older";
        Mesh mesh;
        for (unsigned i = 0; i < 20'000; ++i) {
            mesh.positions.emplace_back(float(i), float(i % 7), float(i % 3));
            mesh.colours.emplace_back(1.0f);
            if (i > 1)
                mesh.triangles.emplace_back(i - 2, i - 1, i);
        }
        std::string problem;
        for (const char* name : {"a.ply", "a.obj", "a.glb", "a.fbx", "a.dae", "a.stl"}) {
            const auto message = errorMessage(ErrorCode::io, [&] { exportAsset(assetOf(mesh), folder / name); });
            if (message.find("No space left") == std::string::npos || read(folder / name) != "older")
                problem += fmt::format("{}: {}; ", name, message);
        }
        const bool mtlKept = read(folder / "a.mtl") == "older";
        const auto left = std::distance(fs::directory_iterator(folder), {});
        ::umount(folder.c_str());
        QCOMPARE(problem, std::string());
        QVERIFY(mtlKept);
        QCOMPARE(left, 7);
    }

    void cancelledExportKeepsTheOlderFile()
    {
        const fs::path folder = path("cancelled");
        fs::create_directory(folder);
        for (const char* name : {"a.ply", "a.obj", "a.glb", "a.gltf", "a.fbx", "a.dae", "a.stl"}) {
            std::ofstream(folder / name) << "older";
            JobContext context = cancelledAt("Export", 0);
            const auto run = [&] { exportAsset(assetOf(triangle()), folder / name, {}, context); };
            QCOMPARE(errorMessage(ErrorCode::cancelled, run), std::string("Cancelled."));
            QCOMPARE(read(folder / name), std::string("older"));
        }
        QCOMPARE(std::distance(fs::directory_iterator(folder), {}), 7);
    }

    void companionThatCannotBeReplacedLeavesEverything()
    {
        const fs::path folder = path("blocked");
        fs::create_directories(folder / "a.mtl");
        std::ofstream(folder / "a.obj") << "older";
        const auto message = errorMessage(ErrorCode::io, [&] { exportAsset(assetOf(triangle()), folder / "a.obj"); });
        QVERIFY(message.find("a.mtl") != std::string::npos);
        QCOMPARE(read(folder / "a.obj"), std::string("older"));
        QCOMPARE(std::distance(fs::directory_iterator(folder), {}), 2);
    }
};

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
