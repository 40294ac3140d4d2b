#include <fstream>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "core/io/asset_io.h"
#include "tests/core/io/test_assets.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

QString text(const std::string& s) { return QString::fromStdString(s); }

/// Blender is z up: (x, y, z) of ours is its (x, -z, y).
glm::vec3 fromBlender(const json& p) { return {p[0].get<float>(), p[2].get<float>(), -p[1].get<float>()}; }

struct Seen
{
    std::vector<glm::vec3> positions; ///< y up
    std::vector<glm::vec4> colours;
    json object;
};

Seen seenOf(const json& object)
{
    Seen seen;
    seen.object = object;
    for (const auto& p : object["positions"])
        seen.positions.push_back(fromBlender(p));
    for (const auto& c : object["colours"])
        seen.colours.push_back(c.is_null() ? glm::vec4(-1.0f) : glm::vec4(c[0], c[1], c[2], c[3]));
    return seen;
}

} // namespace

/// What an artist's program sees in our files, and what we see in its files.
class TestBlender : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_blender;
    json m_seen;

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    bool runBlender(const char* script, const QStringList& arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(m_blender, QStringList{QStringLiteral("-b"), QStringLiteral("--factory-startup"),
                                             QStringLiteral("--python-exit-code"), QStringLiteral("9"),
                                             QStringLiteral("--python"),
                                             QStringLiteral(BOZZETTO_SOURCE_DIR "/tests/dcc/") + QLatin1String(script),
                                             QStringLiteral("--")}
                                     + arguments);
        const bool fine = process.waitForFinished(120'000) && process.exitCode() == 0;
        if (!fine)
            qWarning().noquote() << process.readAll();
        return fine;
    }

    Seen only(const char* name) const
    {
        const json& objects = m_seen.at(path(name).string());
        if (!objects.is_array() || objects.size() != 1) {
            qWarning().noquote() << name << text(objects.dump());
            return {};
        }
        return seenOf(objects[0]);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_blender = QStandardPaths::findExecutable(QStringLiteral("blender"));
        if (m_blender.isEmpty())
            QSKIP("blender was not found: what it sees in our files is not checked");
        QStringList arguments{text(path("seen.json").string())};
        const auto write = [&](const Asset& asset, const char* name, const ExportOptions& options = {}) {
            exportAsset(asset, path(name), options);
            arguments << text(path(name).string());
        };
        for (const auto& format : exportFormats())
            write(assetOf(coloursOnAnL()), ("angle." + format.extension).c_str());
        ExportOptions zUp;
        zUp.up = UpAxis::z;
        write(assetOf(coloursOnAnL()), "up.fbx", zUp);
        write(assetOf(coloursOnAnL()), "up.dae", zUp);
        write(assetOf(coloursOnAnL()), "up.ply", zUp);
        Asset cloud;
        cloud.clouds.resize(1);
        cloud.clouds[0].positions = coloursOnAnL().positions;
        cloud.clouds[0].colours = coloursOnAnL().colours;
        write(cloud, "cloud.glb");
        write(cloud, "cloud.ply");
        QVERIFY(runBlender("read_back.py", arguments));
        m_seen = json::parse(std::ifstream(path("seen.json")));
    }

    void sizeAxesAndColours_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"angle.glb", "angle.gltf", "angle.obj", "angle.fbx", "angle.dae", "up.fbx", "up.dae"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void sizeAxesAndColours()
    {
        QFETCH(QString, name);
        const Seen seen = only(name.toLatin1().constData());
        QVERIFY(holdsTheL(seen.positions, seen.colours, true));
        QCOMPARE(seen.object["triangles"].get<int>(), 20);
    }

    void stlIsAMillimetreFileStandingUp()
    {
        const Seen seen = only("angle.stl");
        QVERIFY(holdsTheL(seen.positions, {}, false, 1000.0f));
        QCOMPARE(seen.object["triangles"].get<int>(), 20);
    }

    void plyIsReadAsItLies()
    {
        // Blender turns no PLY; ours says in a comment which way is up.
        const Seen up = only("up.ply");
        QVERIFY(holdsTheL(up.positions, up.colours, true));
        Seen lying = only("angle.ply");
        for (auto& p : lying.positions)
            p = {p.x, -p.z, p.y};
        QVERIFY(holdsTheL(lying.positions, lying.colours, true));
        QCOMPARE(up.object["triangles"].get<int>(), 20);
    }

    void cloudsArePoints()
    {
        const Seen glb = only("cloud.glb");
        QVERIFY(holdsTheL(glb.positions, {}, false));
        const Seen ply = only("cloud.ply");
        QCOMPARE(ply.positions.size(), std::size_t(12));
        QCOMPARE(ply.object["triangles"].get<int>(), 0);
    }

    void gltfShowsColoursOnAMatSurface()
    {
        for (const char* name : {"angle.glb", "angle.gltf"}) {
            const Seen seen = only(name);
            QVERIFY(seen.object["showsColours"].get<bool>());
            QVERIFY(isClose(seen.object["roughnessMetallic"][0].get<double>(), 0.8, 1e-5, 0, "roughness"));
            QCOMPARE(seen.object["roughnessMetallic"][1].get<double>(), 0.0);
        }
    }

    void filesOfBlenderAreUnderstood()
    {
        json data;
        const Mesh mesh = coloursOnAnL();
        for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
            const glm::vec3 p = placed(mesh.positions[i]);
            const glm::vec4 c = mesh.colours[i];
            data["positions"].push_back({p.x, -p.z, p.y});
            data["colours"].push_back({c.r, c.g, c.b, c.a});
        }
        for (const auto& t : mesh.triangles)
            data["triangles"].push_back({t.x, t.y, t.z});
        std::ofstream(path("angle.json")) << data.dump();
        QVERIFY(runBlender("write_out.py", {text(path("angle.json").string()), m_folder.path()}));
        for (const char* name : {"blender.fbx", "blender.obj", "blender.dae", "blender.glb"}) {
            const Asset asset = importAsset(path(name));
            QCOMPARE(asset.meshes.size(), std::size_t(1));
            QVERIFY2(holdsTheL(asset.meshes[0].positions, asset.meshes[0].colours, true), name);
        }
    }
};

QTEST_GUILESS_MAIN(TestBlender)
#include "tst_blender.moc"
