#include <QSemaphore>
#include <QTemporaryDir>

#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "ui/image_bridge.h"
#include "ui/studio.h"

using namespace bozzetto;
using namespace bozzetto::test;

Q_DECLARE_METATYPE(JobRunner::Mode)

namespace {

struct Bench
{
    explicit Bench(JobRunner::Mode mode, Operations operations = analyticOperations())
        : studio(document, std::move(operations), mode)
    {
        QObject::connect(&studio, &Studio::generated, &studio, [this] { ++generated; });
        QObject::connect(&studio, &Studio::workEnded, &studio, [this] { ++ended; });
        QObject::connect(&studio, &Studio::problem, &studio, [this](const Problem& found) { problems << found.what; });
        QObject::connect(&studio, &Studio::exported, &studio, [this](const QString& path) { exported << path; });
        QObject::connect(&document, &Document::changed, &studio, [this](const ChangeEvent& event) {
            previews += event.touches(ChangeEvent::Tag::result, ChangeEvent::baked) && document.hasPreview();
        });
    }

    Document document;
    Studio studio;
    int generated = 0;
    int ended = 0;
    int previews = 0;
    QStringList problems;
    QStringList exported;
};

QString writtenPhoto(const QTemporaryDir& folder, const QString& name)
{
    const auto path = folder.filePath(name);
    toQImage(vasePhoto()).save(path);
    return path;
}

} // namespace

class TestStudio : public QObject
{
    Q_OBJECT

    static void modes()
    {
        QTest::addColumn<JobRunner::Mode>("mode");
        QTest::newRow("threaded") << JobRunner::Mode::threaded;
        QTest::newRow("inlined") << JobRunner::Mode::inlined;
    }

private Q_SLOTS:
    void aPhotographBecomesAnObject_data() { modes(); }
    void aPhotographBecomesAnObject()
    {
        QFETCH(JobRunner::Mode, mode);
        QTemporaryDir folder;
        Bench bench(mode);
        QVERIFY(!bench.studio.whyNotGenerate().isEmpty());
        QVERIFY(!bench.studio.whyNotExport().isEmpty());
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("vase.png")));
        QVERIFY(bench.studio.isWorking());
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        QVERIFY(bench.problems.isEmpty());
        QVERIFY(bench.previews > 0);
        QCOMPARE(bench.document.source().name, QStringLiteral("vase.png"));
        QVERIFY(bench.document.source().depthName.isEmpty());
        QVERIFY(bench.document.state().result.mesh && bench.document.state().result.points);
        QVERIFY(!bench.document.hasPreview());
        QVERIFY(bench.studio.whyNotExport().isEmpty());
        QCOMPARE(bench.document.undoStack().count(), 1);
    }

    void aCloudIsShownAsItIs_data() { modes(); }
    void aCloudIsShownAsItIs()
    {
        QFETCH(JobRunner::Mode, mode);
        QTemporaryDir folder;
        auto operations = analyticOperations();
        operations.importAsset = [](const std::filesystem::path& path, JobContext& context) {
            context.report("Import", 0.5);
            if (path.filename() == "empty.ply")
                return Asset{};
            Asset asset;
            asset.clouds.resize(2);
            for (auto& cloud : asset.clouds) {
                cloud.positions = {{0, 0, 0}, {1, 2, 3}};
                cloud.colours = {{1, 0, 0, 1}, {0, 1, 0, 1}};
            }
            return asset;
        };
        Bench bench(mode, operations);
        QStringList opened;
        connect(&bench.studio, &Studio::cloudOpened, this, [&](const QString& path) { opened << path; });
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("vase.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        const auto vase = bench.document.state().result.points;
        bench.studio.openCloud(folder.filePath(QStringLiteral("cloud.ply")));
        QTRY_COMPARE(opened.size(), 1);
        const auto& result = bench.document.state().result;
        QVERIFY(!result.mesh && !result.baked);
        QCOMPARE(result.points->positions.size(), std::size_t(4));
        QCOMPARE(result.points->colours.size(), std::size_t(4));
        QCOMPARE(bench.document.view().representation, Representation::points);
        QCOMPARE(bench.document.source().name, QStringLiteral("cloud.ply"));
        QVERIFY(!bench.document.source().empty() && !bench.document.source().photo);
        // It can leave again, but nothing can be generated from it; undo brings the vase back.
        QTRY_VERIFY(!bench.studio.isWorking());
        QVERIFY(bench.studio.whyNotExport().isEmpty());
        QVERIFY(!bench.studio.whyNotGenerate().isEmpty());
        bench.document.undoStack().undo();
        QCOMPARE(bench.document.state().result.points, vase);
        // A file without points is a problem and changes nothing.
        bench.studio.openCloud(folder.filePath(QStringLiteral("empty.ply")));
        QTRY_COMPARE(bench.problems.size(), 1);
        QVERIFY(bench.problems[0].contains(QStringLiteral("empty.ply")));
        QCOMPARE(bench.document.state().result.points, vase);
    }

    void depthBesideThePhotographIsPickedUp()
    {
        QTemporaryDir folder;
        const auto photo = writtenPhoto(folder, QStringLiteral("vase.jpg"));
        QVERIFY(depthBeside(photo).isEmpty());
        const auto depth = writtenPhoto(folder, QStringLiteral("vase_depth.png"));
        QCOMPARE(depthBeside(photo), depth);
        QVERIFY(depthBeside(depth).isEmpty());
        Bench bench(JobRunner::Mode::inlined);
        bench.studio.openPhoto(photo);
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        QCOMPARE(bench.document.source().depthName, QStringLiteral("vase_depth.png"));
        QVERIFY(bench.document.source().depth);
    }

    void aMissingFileIsAProblemAndTheObjectStays_data() { modes(); }
    void aMissingFileIsAProblemAndTheObjectStays()
    {
        QFETCH(JobRunner::Mode, mode);
        QTemporaryDir folder;
        Bench bench(mode);
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("vase.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        const auto mesh = bench.document.state().result.mesh;
        bench.studio.openPhoto(folder.filePath(QStringLiteral("gone.png")));
        QTRY_COMPARE(bench.problems.size(), 1);
        QVERIFY(bench.problems[0].contains(QStringLiteral("gone.png")));
        QCOMPARE(bench.document.state().result.mesh, mesh);
    }

    void aFailedGenerationGivesTheOlderObjectBack()
    {
        QTemporaryDir folder;
        auto operations = analyticOperations();
        auto failing = std::make_shared<bool>(false);
        operations.generate = [inner = operations.generate, failing](const auto& input, const auto& options,
                                                                     const auto& observer, JobContext& context) {
            auto result = inner(input, options, observer, context);
            if (*failing)
                throw Error(ErrorCode::badInput, "Nothing is left of the picture.");
            return result;
        };
        Bench bench(JobRunner::Mode::threaded, operations);
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("good.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        *failing = true;
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("bad.png")));
        QTRY_COMPARE(bench.problems, QStringList{QStringLiteral("Nothing is left of the picture.")});
        QCOMPARE(bench.document.source().name, QStringLiteral("good.png"));
        QVERIFY(bench.document.state().result.mesh);
        QVERIFY(!bench.document.hasPreview());
    }

    void cancelKeepsWhatWasThere()
    {
        QTemporaryDir folder;
        auto operations = analyticOperations();
        auto running = std::make_shared<QSemaphore>();
        auto slow = std::make_shared<std::atomic<bool>>(false);
        operations.generate = [inner = operations.generate, running, slow](const auto& input, const auto& options,
                                                                           const auto& observer, JobContext& context) {
            auto result = inner(input, options, observer, context);
            if (*slow) {
                running->release();
                for (;;)
                    context.check();
            }
            return result;
        };
        Bench bench(JobRunner::Mode::threaded, operations);
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("first.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        const auto mesh = bench.document.state().result.mesh;
        *slow = true;
        bench.studio.generateAgain();
        running->acquire();
        bench.studio.cancel();
        QTRY_VERIFY(!bench.studio.isWorking());
        QCOMPARE(bench.generated, 1);
        QCOMPARE(bench.document.state().result.mesh, mesh);
        QVERIFY(!bench.document.hasPreview());
        QVERIFY(bench.problems.isEmpty());
    }

    void theLevelIsFollowedThenBuiltInFull_data() { modes(); }
    void theLevelIsFollowedThenBuiltInFull()
    {
        QFETCH(JobRunner::Mode, mode);
        QTemporaryDir folder;
        Bench bench(mode);
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("vase.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        const auto full = bench.document.state().result.mesh;
        for (int i = 1; i <= 10; ++i)
            bench.studio.followLevel(float(10 + i));
        QTRY_VERIFY(bench.document.state().result.meshIsQuick);
        auto options = bench.document.options();
        options.surfaceLevel = 20;
        bench.document.setOptions(QStringLiteral("level"), options);
        QTRY_VERIFY(!bench.document.state().result.meshIsQuick);
        const auto rebuilt = bench.document.state().result.mesh;
        QCOMPARE(rebuilt->positions.size(), full->positions.size());
        QVERIFY(glm::length(rebuilt->positions[0]) < glm::length(full->positions[0]));
        QVERIFY(bench.document.state().result.points);
        bench.document.undoStack().undo(); // the level goes back and the surface with it
        QTRY_VERIFY(bench.document.state().result.mesh != rebuilt);
        QTRY_COMPARE(bench.document.state().result.mesh->positions, full->positions);
    }

    void exportsAndSaysWhere()
    {
        QTemporaryDir folder;
        Bench bench(JobRunner::Mode::threaded);
        bench.studio.exportTo(folder.filePath(QStringLiteral("early.glb"))); // nothing there yet
        QVERIFY(!bench.studio.isWorking());
        bench.studio.openPhoto(writtenPhoto(folder, QStringLiteral("vase.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        bench.studio.exportTo(folder.filePath(QStringLiteral("vase.glb")));
        QTRY_COMPARE(bench.exported, QStringList{folder.filePath(QStringLiteral("vase.glb"))});
        bench.studio.exportTo(folder.filePath(QStringLiteral("no/such/folder/vase.glb")));
        QTRY_COMPARE(bench.problems.size(), 1);
        QVERIFY(bench.document.state().result.mesh);
    }

    void aPastedPictureIsAPhotograph()
    {
        Bench bench(JobRunner::Mode::inlined);
        bench.studio.openPasted(QImage());
        QVERIFY(!bench.studio.isWorking());
        bench.studio.openPasted(toQImage(vasePhoto()));
        QTRY_COMPARE_WITH_TIMEOUT(bench.generated, 1, 30000);
        QVERIFY(bench.document.source().path.isEmpty());
        bench.studio.openPasted(QImage(4, 4, QImage::Format_RGB32));
        QTRY_COMPARE(bench.problems.size(), 1);
        QVERIFY(bench.problems[0].contains(QStringLiteral("4 x 4")));
    }
};

QTEST_MAIN(TestStudio)
#include "tst_studio.moc"
