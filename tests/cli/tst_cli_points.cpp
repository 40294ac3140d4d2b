#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include "core/image/codec.h"
#include "core/io/asset_io.h"
#include "tests/cli/program.h"
#include "tests/core/uner3d/test_scene.h"
#include "tests/support/posed_folder.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// `points` and `eval points` on a ball that was photographed from all sides.
class TestCliPoints : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path path(const QString& name) const { return at(name).toStdString(); }

    static QStringList words(const char* text) { return QString::fromUtf8(text).split(QLatin1Char(' ')); }

    static QJsonObject parsed(const Outcome& outcome) { return QJsonDocument::fromJson(outcome.out).object(); }

    /// A copy of the ball's folder with its transforms.json changed.
    QString spoiled(const QString& name, const std::function<void(nlohmann::json&)>& spoil)
    {
        writePosedFolder(path(name), ballScene(4, 0, 24, true));
        std::ifstream in(path(name) / "transforms.json");
        auto json = nlohmann::json::parse(in);
        spoil(json);
        std::ofstream(path(name) / "transforms.json") << json.dump();
        return at(name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        writePosedFolder(path(QStringLiteral("ball")), ballScene(20, 4, 48, true));
        writePosedFolder(path(QStringLiteral("plain")), ballScene(17, 0, 32, true));
    }

    void photographsBecomeACloud()
    {
        const auto output = at(QStringLiteral("ball.ply"));
        const auto outcome = run(QStringList{QStringLiteral("points"), at(QStringLiteral("ball")), QStringLiteral("-o"), output} +
                                 words("--steps 120 --cells 40 --count 3000 --json"));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto answer = parsed(outcome);
        QCOMPARE(answer[QStringLiteral("points")].toInt(), 3000);
        QCOMPARE(answer[QStringLiteral("views")].toInt(), 16);
        QVERIFY(answer[QStringLiteral("heldOut")].toObject()[QStringLiteral("psnr")].toDouble() > 20);
        const auto read = importAsset(output.toStdString());
        QCOMPARE(read.clouds.size(), std::size_t(1));
        double off = 0;
        for (const auto& point : read.clouds[0].positions)
            off += std::abs(double(glm::length(point)) - 0.5) / 3000;
        QVERIFY2(off < 0.05, qPrintable(QString::number(off)));
    }

    void evalRendersWhatWasHeldOut()
    {
        const auto pictures = at(QStringLiteral("seen"));
        const auto outcome = run(QStringList{QStringLiteral("eval"), QStringLiteral("points"), at(QStringLiteral("ball")),
                                             QStringLiteral("-o"), pictures} +
                                 words("--steps 120 --cells 40 --views 3,all --json"));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto answer = parsed(outcome);
        QCOMPARE(answer[QStringLiteral("heldOut")].toInt(), 4);
        QCOMPARE(answer[QStringLiteral("heldOutBy")].toString(), QStringLiteral("layout"));
        QCOMPARE(answer[QStringLiteral("masks")].toString(), QStringLiteral("given"));
        const auto results = answer[QStringLiteral("results")].toArray();
        QCOMPARE(results.size(), 2);
        const auto few = results[0].toObject(), all = results[1].toObject();
        QCOMPARE(few[QStringLiteral("views")].toInt(), 3);
        QCOMPARE(all[QStringLiteral("views")].toInt(), 16);
        QVERIFY(all[QStringLiteral("psnr")].toDouble() > few[QStringLiteral("psnr")].toDouble() + 1); // more views help
        QVERIFY(all[QStringLiteral("maskedPsnr")].toDouble() > 18);
        QCOMPARE(all[QStringLiteral("rows")].toArray().size(), 4);
        // Side by side: left rendered, right the photograph.
        const auto files = QDir(pictures + QStringLiteral("/16 views")).entryList({QStringLiteral("*.png")});
        QCOMPARE(files.size(), 4);
        const auto beside = decodePicture((pictures + QStringLiteral("/16 views/") + files[0]).toStdString());
        const auto truth = ballScene(20, 4, 48, true).pictures[16].picture;
        QCOMPARE(beside.width, 96);
        QCOMPARE(beside.height, 48);
        double left = 0, right = 0;
        for (int y = 0; y < 48; ++y)
            for (int x = 0; x < 48; ++x)
                for (int c = 0; c < 3; ++c) {
                    left += std::abs(double(beside.at(x, y, c)) - double(truth.at(x, y, c)));
                    right += std::abs(double(beside.at(x + 48, y, c)) - double(truth.at(x, y, c)));
                }
        QVERIFY2(right / (48 * 48 * 3) < 0.005, qPrintable(QString::number(right)));
        QVERIFY(left / (48 * 48 * 3) < 0.1 && left > right);
    }

    void withoutASplitEveryEighthIsHeldOutAndSaidSo()
    {
        const auto scene = at(QStringLiteral("plain"));
        const QStringList base{QStringLiteral("eval"), QStringLiteral("points"), scene};
        const auto outcome = run(base + words("--steps 20 --cells 32 --views 6"));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY2(outcome.out.contains("3 held-out views, every eighth picture"), outcome.out.constData());
        QVERIFY(outcome.out.contains("PSNR masked"));
        const auto json = parsed(run(base + words("--steps 20 --cells 32 --json")));
        QCOMPARE(json[QStringLiteral("heldOutBy")].toString(), QStringLiteral("every eighth"));
        QCOMPARE(json[QStringLiteral("results")].toArray()[0].toObject()[QStringLiteral("views")].toInt(), 14);
    }

    void countsThatCannotBeAreRefusedBeforeTheWork()
    {
        for (const char* views : {"1", "17", "three", "3x", "3,17"}) {
            const auto outcome = run({QStringLiteral("eval"), QStringLiteral("points"), at(QStringLiteral("ball")),
                                      QStringLiteral("--views"), QString::fromUtf8(views)});
            QVERIFY2(outcome.code == 1 && outcome.err.contains("--views"), outcome.err.constData());
            QVERIFY(!outcome.err.contains("Train"));
        }
    }

    /// Each ends with a sentence that names the thing, and neither trains nor leaves a file.
    void badScenes_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<int>("code");
        const auto pose = [](nlohmann::json& j, const char* value) {
            j["frames"][1]["transform_matrix"][0][3] = nlohmann::json::parse(value);
        };
        const auto missing = spoiled(QStringLiteral("missing"), [](auto&) {});
        QFile::remove(missing + QStringLiteral("/images/002.png"));
        QTest::newRow("missing picture") << missing << QByteArray("found 1 files missing; the first is") << 1;
        QTest::newRow("wrong size") << spoiled(QStringLiteral("size"), [](auto& j) { j["frames"][3]["w"] = 60; })
                                    << QByteArray("003.png: expected a picture of 60 x 24 pixels") << 1;
        QTest::newRow("no pose") << spoiled(QStringLiteral("pose"), [&](auto& j) { pose(j, "null"); })
                                 << QByteArray("001.png: expected a camera pose, found a value that is no number") << 1;
        const auto nan = spoiled(QStringLiteral("nan"), [&](auto& j) { pose(j, "123456.75"); });
        writeBytes(nan + QStringLiteral("/transforms.json"),
                   readBytes(nan + QStringLiteral("/transforms.json")).replace("123456.75", "NaN"));
        QTest::newRow("NaN") << nan << QByteArray("001.png: expected a camera pose") << 1;
        QTest::newRow("text for a number") << spoiled(QStringLiteral("text"), [&](auto& j) { pose(j, "\"NaN\""); })
                                           << QByteArray("frame 1: expected a number") << 1;
        QTest::newRow("stretched") << spoiled(QStringLiteral("stretched"),
                                              [](auto& j) { j["frames"][0]["transform_matrix"][0][0] = 3; })
                                   << QByteArray("expected a rigid camera pose") << 1;
        QDir().mkpath(at(QStringLiteral("nothing")));
        QTest::newRow("empty folder") << at(QStringLiteral("nothing")) << QByteArray("expected pictures in this folder") << 1;
        QTest::newRow("no folder") << at(QStringLiteral("gone")) << QByteArray("gone") << 1;
        const auto bare = spoiled(QStringLiteral("bare"), [](auto&) {});
        QTest::newRow("no cameras and no COLMAP") << bare + QStringLiteral("/images") << QByteArray("apt install colmap") << 3;
    }
    void badScenes()
    {
        QFETCH(QString, folder);
        QFETCH(QByteArray, says);
        QFETCH(int, code);
        const auto path = qgetenv("PATH");
        qputenv("PATH", "/nowhere"); // no COLMAP, wherever this runs
        const auto output = at(QStringLiteral("never.ply"));
        const auto points = run({QStringLiteral("points"), folder, QStringLiteral("-o"), output});
        const auto eval = run({QStringLiteral("eval"), QStringLiteral("points"), folder});
        qputenv("PATH", path);
        for (const auto& outcome : {points, eval}) {
            QVERIFY2(outcome.err.contains(says), outcome.err.constData());
            QCOMPARE(outcome.code, code);
            QVERIFY(!outcome.err.contains("Train"));
        }
        QVERIFY(!QFile::exists(output));
    }
};

QTEST_GUILESS_MAIN(TestCliPoints)
#include "tst_cli_points.moc"
