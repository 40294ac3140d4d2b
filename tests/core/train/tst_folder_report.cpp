#include <algorithm>

#include <QTemporaryDir>
#include <QTest>

#include "core/data/render_set.h"
#include "core/train/folder_report.h"
#include "core/train/lesson.h"
#include "tests/core/train/lesson_folders.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

class TestFolderReport : public QObject
{
    Q_OBJECT

    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    static FolderReport inspect(const fs::path& folder)
    {
        JobContext context;
        return inspectFolder(folder, context);
    }

    /// The reason for the file of that name; empty when it is usable.
    static QString reason(const FolderReport& report, const std::string& name)
    {
        const auto found = std::find_if(report.unusable.begin(), report.unusable.end(),
                                        [&](const UnusableFile& file) { return file.name == name; });
        return found == report.unusable.end() ? QString() : QString::fromStdString(found->reason);
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void modelsAreCountedAndRefusedWithAReason()
    {
        const auto folder = boxFolder(path("models"));
        std::ofstream(folder / "broken.glb") << "this is no model";
        std::ofstream(folder / "points.obj") << "v 0 0 0\nv 1 0 0\nv 0 1 0\n";
        std::ofstream(folder / "sheet.obj") << "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 1 1 0\nf 1 2 3\nf 2 4 3\n";
        std::ofstream(folder / "wood.mtl") << "newmtl wood\nmap_Kd wood.png\n";
        encodePicture(gradient(16, 16, 3), folder / "wood.png");
        std::ofstream textured(folder / "sub.obj");
        textured << "mtllib wood.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl wood\n"
                    "f 1/1 3/3 2/2\nf 1/1 2/2 4/3\nf 1/1 4/3 3/2\nf 2/1 3/2 4/3\n";
        textured.close();
        const auto report = inspect(folder);
        QCOMPARE(report.kind, FolderKind::models);
        QCOMPARE(report.usable, std::int64_t(7));
        QCOMPARE(report.textured, std::int64_t(1)); // the picture is its texture and no photograph
        QCOMPARE(report.unusable.size(), std::size_t(3));
        QVERIFY(!reason(report, "broken.glb").isEmpty());
        QVERIFY2(!reason(report, "broken.glb").contains(QString::fromStdString(folder.string() + "/broken.glb: ")),
                 qPrintable(reason(report, "broken.glb")));
        QVERIFY2(!reason(report, "points.obj").isEmpty(), "no triangles");
        QVERIFY2(reason(report, "sheet.obj").contains(QStringLiteral("expected")), qPrintable(reason(report, "sheet.obj")));
        QCOMPARE(report.previews.size(), std::size_t(7));
        for (const auto& preview : report.previews) {
            QCOMPARE(preview.width, kPreviewSide);
            QCOMPARE(preview.channels, 4);
            double covered = 0;
            for (std::size_t i = 3; i < preview.pixels.size(); i += 4)
                covered += double(preview.pixels[i]) / (kPreviewSide * kPreviewSide);
            QVERIFY2(covered > 0.05 && covered < 0.9, qPrintable(QString::number(covered)));
        }
        QVERIFY(whyNotLearn(report, Learned::object).empty() && whyNotLearn(report, Learned::depth).empty());
        QVERIFY(!whyNotLearn(report, Learned::scene).empty());
        const auto glance = glanceAtFolder(folder);
        QCOMPARE(glance.kind, FolderKind::models);
        QCOMPARE(glance.usable, std::int64_t(10)); // unopened
    }

    void photographsAreCountedAndRefusedWithAReason()
    {
        const auto folder = path("photographs");
        fs::create_directories(folder / "more");
        encodePicture(gradient(120, 90, 3), folder / "a.png");
        encodePicture(gradient(120, 90, 1), folder / "a_depth.png", 16);
        encodePicture(gradient(100, 100, 3), folder / "more/b.jpg");
        encodePicture(gradient(40, 100, 3), folder / "small.png");
        encodePicture(gradient(120, 90, 3), folder / "flat.png");
        encodePicture(Image(120, 90, 1, 0.5f), folder / "flat_depth.png", 16);
        std::ofstream(folder / "torn.jpg") << "\xff\xd8\xff no picture";
        std::ofstream(folder / "notes.txt") << "not looked at";
        const auto report = inspect(folder);
        QCOMPARE(report.kind, FolderKind::photographs);
        QCOMPARE(report.usable, std::int64_t(2));
        QCOMPARE(report.withDepth, std::int64_t(1));
        QCOMPARE(report.unusable.size(), std::size_t(3));
        QVERIFY(reason(report, "small.png").contains(QStringLiteral("40 x 100")));
        QVERIFY(reason(report, "flat.png").contains(QStringLiteral("depth")));
        QVERIFY(!reason(report, "torn.jpg").isEmpty());
        QCOMPARE(report.previews.size(), std::size_t(2));
        QVERIFY(whyNotLearn(report, Learned::scene).empty());
        QVERIFY(!whyNotLearn(report, Learned::object).empty() && !whyNotLearn(report, Learned::depth).empty());
    }

    void aRenderedSetIsCounted()
    {
        RenderSetOptions options;
        options.meshes = boxFolder(path("for-a-set"));
        std::ofstream(options.meshes / "broken.obj") << "v 0 0\n";
        options.sampler.views = 2;
        options.sampler.viewSize = 16;
        options.sampler.labels = {40, 30, 20};
        JobContext context;
        renderTrainingSet(options, path("set"), context);
        const auto report = inspect(path("set"));
        QCOMPARE(report.kind, FolderKind::set);
        QCOMPARE(report.usable, std::int64_t(6));
        QCOMPARE(report.unusable.size(), std::size_t(1));
        QCOMPARE(report.previews.size(), std::size_t(6));
        QVERIFY(whyNotLearn(report, Learned::depth).empty());
        std::ofstream(path("set") / "set.json") << "{";
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { inspect(path("set")); }).empty());
    }

    void nothingToLearnFrom()
    {
        fs::create_directories(path("empty"));
        const auto report = inspect(path("empty"));
        QCOMPARE(report.kind, FolderKind::nothing);
        for (const auto learned : kLearned)
            QVERIFY(!whyNotLearn(report, learned).empty());
        QVERIFY(errorMessage(ErrorCode::io, [&] { inspect(path("absent")); }).find("absent") != std::string::npos);
        std::ofstream(path("a-file")) << "x";
        QVERIFY(errorMessage(ErrorCode::io, [&] { inspect(path("a-file")); }).find("something else") != std::string::npos);
    }

    void itCanBeCancelled()
    {
        auto context = cancelledAt("Look", 0.3);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { inspectFolder(boxFolder(path("cancelled")), context); }).empty());
    }
};

QTEST_GUILESS_MAIN(TestFolderReport)
#include "tst_folder_report.moc"
