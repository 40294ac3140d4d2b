#include <algorithm>
#include <cmath>
#include <fstream>

#include <QElapsedTimer>
#include <QTemporaryDir>

#include "core/io/asset_io.h"
#include "core/io/asset_stream.h"
#include "core/io/import_process.h"
#include "tests/core/io/test_assets.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

namespace fs = std::filesystem;

double volumeOf(const Mesh& mesh)
{
    double sum = 0;
    for (const auto& t : mesh.triangles)
        sum += glm::dot(glm::dvec3(mesh.positions[t.x]),
                        glm::cross(glm::dvec3(mesh.positions[t.y]), glm::dvec3(mesh.positions[t.z]))) / 6.0;
    return sum;
}

void makeHelper(const fs::path& folder, const std::string& script)
{
    fs::create_directory(folder);
    std::ofstream(folder / "bozzetto-import") << "#!/bin/sh\n" << script << "\n";
    fs::permissions(folder / "bozzetto-import", fs::perms(0755));
    qputenv("BOZZETTO_LIBEXEC_DIR", folder.c_str());
}

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void cleanup() { qunsetenv("BOZZETTO_LIBEXEC_DIR"); }

    void roundTrip_data()
    {
        QTest::addColumn<QString>("extension");
        for (const auto& format : exportFormats())
            QTest::newRow(format.extension.c_str()) << QString::fromStdString(format.extension);
    }

    void roundTrip()
    {
        QFETCH(QString, extension);
        const auto file = path("angle." + extension.toStdString());
        exportAsset(assetOf(coloursOnAnL()), file);
        const Asset back = importAsset(file);
        QCOMPARE(back.meshes.size(), std::size_t(1));
        const Mesh& mesh = back.meshes[0];
        QCOMPARE(mesh.triangles.size(), std::size_t(20));
        const bool stl = extension == QStringLiteral("stl"); // says neither unit nor axis: stays in mm and z up
        const float scale = stl ? 1000.0f : 1.0f;
        QVERIFY(holdsTheL(mesh.positions, mesh.colours, !stl, scale, stl));
        QVERIFY(isClose(volumeOf(mesh), 4.0 / 27.0 * std::pow(double(scale), 3), 1e-4, 0, "volume"));
    }

    void zUpIsDeclaredWhereTheFormatCan()
    {
        ExportOptions options;
        options.up = UpAxis::z;
        for (const char* name : {"up.fbx", "up.dae"}) {
            exportAsset(assetOf(coloursOnAnL()), path(name), options);
            const Asset back = importAsset(path(name));
            QVERIFY2(holdsTheL(back.meshes.at(0).positions, back.meshes[0].colours, true), name);
        }
    }

    void cloudsComeBack()
    {
        Asset asset;
        asset.clouds.resize(1);
        asset.clouds[0].positions = coloursOnAnL().positions;
        asset.clouds[0].colours = coloursOnAnL().colours;
        for (const char* name : {"cloud.ply", "cloud.glb", "cloud.gltf", "cloud.obj"}) {
            exportAsset(asset, path(name));
            const Asset back = importAsset(path(name));
            QVERIFY2(back.meshes.empty() && back.clouds.size() == 1, name);
            QCOMPARE(back.clouds[0].positions.size(), std::size_t(12));
            QVERIFY2(holdsTheL(back.clouds[0].positions, back.clouds[0].colours, true), name);
        }
    }

    void confidenceComesBack()
    {
        Asset asset;
        asset.clouds.resize(1);
        auto& cloud = asset.clouds[0];
        for (int i = 0; i < 12; ++i) {
            cloud.positions.emplace_back(float(i), float(i * i), 1.0f);
            cloud.confidence.push_back(float(i) / 16.0f);
        }
        for (const bool binary : {true, false}) {
            ExportOptions options;
            options.asciiPly = !binary;
            options.longestSide = 0;
            options.centreOnGround = false;
            exportAsset(asset, path("sure.ply"), options);
            const Asset back = importAsset(path("sure.ply"));
            QCOMPARE(back.clouds.at(0).confidence.size(), std::size_t(12));
            for (std::size_t i = 0; i < 12; ++i)
                QCOMPARE(back.clouds[0].confidence[i], back.clouds[0].positions[i].x / 16.0f);
        }
    }

    void texturesAndUvsComeBack()
    {
        Asset asset = assetOf(coloursOnAnL());
        Mesh& mesh = asset.meshes[0];
        mesh.colours.clear();
        for (const auto& p : mesh.positions)
            mesh.uvs.emplace_back(p.x / 2, p.y / 4);
        auto picture = std::make_shared<Image>(16, 8, 3, 0.2f);
        picture->at(3, 1, 0) = 1.0f;
        asset.materials.resize(1);
        asset.materials[0].name = "Paint";
        asset.materials[0].baseColour = {0.5f, 1, 1, 1};
        asset.materials[0].baseColourTexture = picture;
        mesh.material = 0;
        for (const char* name : {"paint a.glb", "paint a.gltf", "paint a.obj", "paint a.fbx", "paint a.dae"}) {
            exportAsset(asset, path(name));
            const Asset back = importAsset(path(name));
            const Mesh& read = back.meshes.at(0);
            QVERIFY2(read.material >= 0, name);
            const Material& material = back.materials.at(std::size_t(read.material));
            QVERIFY2(material.baseColourTexture != nullptr, name);
            QCOMPARE(material.baseColourTexture->width, 16);
            QVERIFY2(isClose(material.baseColourTexture->at(3, 1, 0), 1.0, 0, 1e-3, name), name);
            QVERIFY2(isClose(material.baseColourTexture->at(3, 2, 0), 0.2, 0, 1e-3, name), name);
            const bool dae = std::string(name).ends_with("dae"); // Collada: a texture stands in place of a colour
            QVERIFY2(isClose(material.baseColour.r, dae ? 1.0 : 0.5, 0, 1e-3, name), name);
            QVERIFY(isClose(material.roughness, 0.8, 0, 1e-5, name) && isClose(material.metallic, 0, 0, 1e-5, name));
            QCOMPARE(read.uvs.size(), read.positions.size());
            for (std::size_t i = 0; i < read.uvs.size(); ++i) {
                const glm::vec3 p = read.positions[i] * 3.0f + glm::vec3(1, 0, 0.5f);
                QVERIFY2(glm::distance(read.uvs[i], glm::vec2(p.x / 2, p.y / 4)) < 1e-4f, name);
            }
        }
    }

    void missingTextureLeavesAPlainMaterial()
    {
        std::ofstream(path("bare.mtl")) << "newmtl m\nKd 1 0 0\nmap_Kd ../../../nowhere.png\n";
        std::ofstream(path("bare.obj")) << "mtllib bare.mtl\nusemtl m\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n";
        const Asset asset = importAsset(path("bare.obj"));
        QVERIFY(!asset.materials.at(std::size_t(asset.meshes.at(0).material)).baseColourTexture);
    }

    void nodeTransformsAreApplied()
    {
        // glTF: a triangle under a node moved by (10, 0, 0) and turned 90 degrees about y, mirrored in x.
        std::string text =
            "{'asset':{'version':'2.0'},'scene':0,'scenes':[{'nodes':[0]}],"
            "'nodes':[{'translation':[10,0,0],'rotation':[0,0.70710678,0,0.70710678],'children':[1]},"
            "{'scale':[-1,1,1],'mesh':0}],'meshes':[{'primitives':[{'attributes':{'POSITION':0}}]}],"
            "'accessors':[{'bufferView':0,'componentType':5126,'count':3,'type':'VEC3','min':[0,0,0],'max':[1,1,0]}],"
            "'bufferViews':[{'buffer':0,'byteLength':36}],'buffers':[{'byteLength':36,'uri':"
            "'data:application/octet-stream;base64,AAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAgD8AAAAA'}]}";
        std::replace(text.begin(), text.end(), '\'', '"');
        std::ofstream(path("nodes.gltf")) << text;
        const Asset asset = importAsset(path("nodes.gltf"));
        const Mesh& mesh = asset.meshes.at(0);
        QCOMPARE(mesh.triangles.size(), std::size_t(1));
        // (1, 0, 0) -> mirrored (-1, 0, 0) -> turned (0, 0, 1) -> moved (10, 0, 1).
        Bounds bounds = boundsOf(mesh);
        QVERIFY(glm::distance(bounds.minimum, glm::vec3(10, 0, 0)) < 1e-5f);
        QVERIFY(glm::distance(bounds.maximum, glm::vec3(10, 1, 1)) < 1e-5f);
        // Counter-clockwise seen from +z before; seen from -z after the mirror, which is +z again once re-wound: +x.
        const auto t = mesh.triangles[0];
        const glm::vec3 normal = glm::cross(mesh.positions[t.y] - mesh.positions[t.x],
                                            mesh.positions[t.z] - mesh.positions[t.x]);
        QVERIFY(normal.x > 0.99f);
    }

    void damagedFilesAreNamed()
    {
        exportAsset(assetOf(coloursOnAnL()), path("whole.glb"));
        fs::copy_file(path("whole.glb"), path("cut.glb"));
        fs::resize_file(path("cut.glb"), fs::file_size(path("whole.glb")) / 2);
        std::ofstream(path("text.fbx")) << "nothing of the kind";
        std::ofstream(path("empty.obj")) << "";
        std::ofstream(path("file.unknown")) << "?";
        for (const char* name : {"cut.glb", "text.fbx", "empty.obj", "file.unknown"}) {
            const auto message = errorMessage(ErrorCode::badInput, [&] { importAsset(path(name)); });
            QVERIFY2(message.starts_with(path(name).string() + ": "), message.c_str());
        }
        QVERIFY(!errorMessage(ErrorCode::io, [&] { importAsset(path("absent.glb")); }).empty());
        QVERIFY(!errorMessage(ErrorCode::io, [&] { importAsset(path("")); }).empty());
    }

    void crashHangAndNonsenseOfTheReaderAreSurvived()
    {
        std::ofstream(path("a.glb")) << "x";
        makeHelper(path("crash"), "kill -SEGV $$");
        auto message = errorMessage(ErrorCode::badInput, [&] { importAsset(path("a.glb")); });
        QVERIFY2(message.find("crashed (Segmentation fault)") != std::string::npos, message.c_str());
        makeHelper(path("hang"), "exec sleep 1000");
        message = errorMessage(ErrorCode::badInput,
                               [&] { runImportHelper(path("a.glb"), {}, {std::chrono::milliseconds(200)}); });
        QVERIFY2(message.find("within 0.2 s") != std::string::npos, message.c_str());
        makeHelper(path("nonsense"), "echo hello");
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { importAsset(path("a.glb")); }).empty());
        makeHelper(path("silent"), "exit 0");
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { importAsset(path("a.glb")); }).empty());
        makeHelper(path("status"), "exit 7");
        message = errorMessage(ErrorCode::badInput, [&] { importAsset(path("a.glb")); });
        QVERIFY2(message.find("status 7") != std::string::npos, message.c_str());
    }

    void memoryIsLimited()
    {
        std::ofstream file(path("many.obj"));
        for (int i = 0; i < 400'000; ++i)
            file << "v " << i << " 0 0\nv 0 " << i << " 0\nv 0 0 " << i << "\nf -1 -2 -3\n";
        file.close();
        qputenv("BOZZETTO_IMPORT_MEMORY_GIB", "1");
        QVERIFY(!importAsset(path("many.obj")).meshes.empty());
        // Header only: claims four billion triangles.
        std::string stl(84, '\0');
        stl.replace(80, 4, "\xff\xff\xff\xff");
        std::ofstream(path("claim.stl"), std::ios::binary) << stl;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { importAsset(path("claim.stl")); }).empty());
        qunsetenv("BOZZETTO_IMPORT_MEMORY_GIB");
    }

    /// The helper would sleep for a minute; a cancelled job does not wait for it.
    void cancelledImportEndsAtOnce()
    {
        exportAsset(assetOf(coloursOnAnL()), path("slow.glb"));
        makeHelper(path("slow"), "exec sleep 60");
        JobContext context = cancelledAt("Read", 0);
        QElapsedTimer clock;
        clock.start();
        const auto message = errorMessage(ErrorCode::cancelled, [&] { importAsset(path("slow.glb"), context); });
        qunsetenv("BOZZETTO_LIBEXEC_DIR");
        QCOMPARE(message, std::string("Cancelled."));
        QVERIFY2(clock.elapsed() < 5000, "waited for the helper");
    }

    void everyCutOfTheStreamIsRefused()
    {
        RawAsset raw;
        raw.asset = assetOf(coloursOnAnL());
        raw.asset.meshes[0].material = 0;
        raw.asset.materials.resize(1);
        raw.textures.resize(1);
        raw.asset.clouds.resize(1);
        raw.asset.clouds[0].positions = {{1, 2, 3}};
        const std::string bytes = encodeAsset(raw);
        const RawAsset back = decodeAsset(bytes);
        QCOMPARE(back.asset.meshes[0].positions, raw.asset.meshes[0].positions);
        QCOMPARE(back.asset.meshes[0].triangles, raw.asset.meshes[0].triangles);
        QCOMPARE(back.asset.clouds[0].positions, raw.asset.clouds[0].positions);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!errorMessage(ErrorCode::badInput, [&] { decodeAsset(std::string_view(bytes).substr(0, size)); })
                         .empty());
        raw.asset.meshes[0].triangles[3].y = 12;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { decodeAsset(encodeAsset(raw)); }).empty());
        raw.asset.meshes[0].triangles[3].y = 0;
        raw.asset.meshes[0].positions[0].x = std::nanf("");
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { decodeAsset(encodeAsset(raw)); }).empty());
        QCOMPARE(errorMessage(ErrorCode::badInput, [] { decodeAsset(encodeFailure("why")); }), std::string("why"));
    }

    void animalsFromElsewhere()
    {
        const auto file = optionalData("meshes/animals/fauna__arctic_wolf_0.obj");
        if (file.empty())
            QSKIP("the folder of optional test data is not there");
        const Asset asset = importAsset(file);
        QVERIFY(!asset.meshes.empty() && !asset.meshes[0].triangles.empty());
        exportAsset(asset, path("wolf.glb"));
        const Bounds bounds = boundsOf(importAsset(path("wolf.glb")));
        const glm::vec3 size = bounds.size();
        QVERIFY(isClose(std::max({size.x, size.y, size.z}), 1.0, 1e-5, 0, "longest side"));
        QVERIFY(isClose(bounds.minimum.y, 0, 0, 1e-6, "ground"));
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
