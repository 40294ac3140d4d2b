#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QSemaphore>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QToolButton>

#include "core/io/asset_io.h"
#include "tests/core/uner3d/test_scene.h"
#include "tests/support/posed_folder.h"
#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/drop_veil.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/problem_bar.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/panels/cloud_panel.h"
#include "ui/panels/view_tiles.h"
#include "ui/panels/views_panel.h"
#include "ui/viewport/viewport_widget.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// Photographs with cameras become a cloud in the window, drawn for real; screenshots land in the build folder.
class TestCloudMaking : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }

    static void save(QWidget& window, const QString& name) { QVERIFY(saveScreenshot(window, name)); }

    std::unique_ptr<MainWindow> open(Operations operations, QSize size = {1440, 900})
    {
        auto window = std::make_unique<MainWindow>(std::move(operations));
        window->resize(size);
        window->show();
        return QTest::qWaitForWindowExposed(window.get()) ? std::move(window) : nullptr;
    }

    static QPushButton* button(MainWindow& window, const QString& text)
    {
        for (auto* found : window.findChildren<QPushButton*>())
            if (found->text() == text)
                return found;
        return nullptr;
    }

    static void dropped(MainWindow& window, const QString& path)
    {
        dropFile(window, path);
        QTRY_VERIFY_WITH_TIMEOUT(window.document().shown().frusta && !window.studio().isWorking(), 60000);
    }

    static QListWidget& tiles(MainWindow& window) { return *window.findChild<ViewsPanel*>()->findChild<QListWidget*>(); }

    static void clickTick(MainWindow& window, int row)
    {
        auto& list = tiles(window);
        const auto corner = list.visualItemRect(list.item(row)).topLeft();
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, corner + QPoint(12, 12));
    }

    /// The sum of what changed between two pictures of the viewport, per pixel.
    static double difference(const QImage& a, const QImage& b)
    {
        double sum = 0;
        for (int y = 0; y < a.height(); y += 2)
            for (int x = 0; x < a.width(); x += 2)
                sum += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y)));
        return 4 * sum / (double(a.width()) * a.height());
    }

    static void shootExport(MainWindow& window, const QString& name)
    {
        auto* dialog = window.findChild<ExportDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QTest::qWait(100);
        QPixmap both = window.grab();
        QPainter painter(&both);
        const auto card = dialog->grab();
        painter.drawPixmap((both.width() - card.width()) / 2, (both.height() - card.height()) / 2, card);
        painter.end();
        QVERIFY(both.save(QStringLiteral(BOZZETTO_BINARY_DIR "/screenshots/%1.png").arg(name)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        applyTheme(*qApp, true);
        applyLanguage(*qApp, QStringLiteral("en")); // plurals
        writePosedFolder(at(QStringLiteral("ball")).toStdString(), ballScene(18, 2, 64, true));
    }

    /// The whole way, with core's own work: a dropped folder, its cameras, the cloud while it sharpens, stopped and kept,
    /// exported and read back.
    void aDroppedFolderBecomesACloud()
    {
        auto window = open(coreOperations());
        QVERIFY(window);
        dropped(*window, at(QStringLiteral("ball")));
        auto& document = window->document();
        QCOMPARE(document.shown().frusta->cameras.size(), std::size_t(18));
        QCOMPARE(std::ranges::count(document.source().viewsOn, true), 16); // two are held out by the folder
        QCOMPARE(tiles(*window).count(), 18);
        const auto agreed = document.state().result.points;
        QTest::qWait(300);
        save(*window, QStringLiteral("cloud-views-dark"));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());

        auto options = document.cloudOptions();
        options.minutes = 10; // it is stopped long before
        options.cells = 48;
        options.cloud.count = 20'000;
        options.previewSeconds = 1;
        document.setCloudOptions(QStringLiteral("quickly"), options);
        auto* make = button(*window, QStringLiteral("Make the cloud"));
        QVERIFY(make && make->isVisible() && make->isEnabled());
        auto* keep = button(*window, QStringLiteral("Stop and keep"));
        QVERIFY(keep && !keep->isVisible());
        QElapsedTimer clock;
        clock.start();
        make->click();
        QVERIFY(window->studio().isWorking() && !make->isEnabled() && !make->toolTip().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(document.hasPreview(), 20000);
        qInfo("the first cloud after %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(clock.elapsed() < 30000);
        const auto first = document.shown().points;
        QVERIFY(!first->positions.empty() && first != agreed);
        QVERIFY(keep->isVisible());
        // The view moves while the training runs, and newer clouds replace older ones.
        for (int i = 0; i < 30; ++i) {
            window->viewport().orbitBy({6, 0});
            QTest::qWait(15);
        }
        qInfo("moving while it trains: %.0f frames a second", double(window->viewport().framesPerSecond()));
        QTRY_VERIFY_WITH_TIMEOUT(document.shown().points != first, 20000);
        QTest::qWait(1500);
        save(*window, QStringLiteral("cloud-working-dark"));
        QVERIFY(colourfulShare(*window) > 0.02);
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());

        keep->click();
        QTRY_VERIFY_WITH_TIMEOUT(!window->studio().isWorking(), 60000);
        const auto& result = document.state().result;
        QVERIFY(!document.hasPreview() && result.made && result.made->stopped);
        QCOMPARE(result.made->views, std::size_t(16));
        QCOMPARE(result.points->positions.size(), std::size_t(20'000));
        QCOMPARE(result.points->normals.size(), std::size_t(20'000));
        QCOMPARE(result.points->confidence.size(), std::size_t(20'000));
        QTest::qWait(400);
        save(*window, QStringLiteral("cloud-done-dark"));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        QVERIFY(button(*window, QStringLiteral("Make it again"))->isEnabled());
        double off = 0;
        for (const auto& point : result.points->positions)
            off += std::abs(double(glm::length(point)) - 0.5) / 20'000;
        QVERIFY2(off < 0.05, qPrintable(QString::number(off)));

        window->exportObject();
        shootExport(*window, QStringLiteral("cloud-export-dark"));
        auto* dialog = window->findChild<ExportDialog*>();
        QVERIFY(dialog->path().endsWith(QStringLiteral("ball.glb")));
        for (auto* list : dialog->findChildren<QComboBox*>())
            if (const int fbx = list->findData(QStringLiteral("fbx")); fbx >= 0) {
                const auto* item = qobject_cast<QStandardItemModel*>(list->model())->item(fbx);
                QVERIFY(!item->isEnabled() && !item->toolTip().isEmpty()); // it cannot carry a cloud, and says so
                list->setCurrentIndex(list->findData(QStringLiteral("ply")));
            }
        const auto ply = at(QStringLiteral("out.ply"));
        for (auto* line : dialog->findChildren<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly))
            line->setText(ply);
        dialog->accept();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(ply) && !window->studio().isWorking(), 20000);
        QFile file(ply);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto header = file.read(600);
        QVERIFY2(header.contains("binary_little_endian") && header.contains("property uchar red"), header.constData());
        const auto read = importAsset(ply.toStdString());
        QCOMPARE(read.clouds.size(), std::size_t(1));
        QCOMPARE(read.clouds[0].positions.size(), std::size_t(20'000));
        QCOMPARE(read.clouds[0].colours.size(), std::size_t(20'000));
        const auto size = boundsOf(read).size();
        QVERIFY(isClose(double(std::max({size.x, size.y, size.z})), 1, 1e-3, 0, "the export's longest side"));
        window->studio().exportTo(at(QStringLiteral("out.glb")));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at(QStringLiteral("out.glb"))) && !window->studio().isWorking(), 20000);
        QCOMPARE(importAsset(at(QStringLiteral("out.glb")).toStdString()).clouds[0].positions.size(), std::size_t(20'000));

        document.undoStack().undo(); // export settings
        document.undoStack().undo(); // the cloud
        QCOMPARE(document.state().result.points, agreed);
        QVERIFY(!document.state().result.made);
        document.undoStack().redo();
        QCOMPARE(document.state().result.points->positions.size(), std::size_t(20'000));
    }

    void cancellingKeepsWhatWasThere()
    {
        auto operations = analyticOperations();
        auto running = std::make_shared<QSemaphore>();
        operations.makeCloud = [inner = operations.makeCloud, running](const auto& scene, const auto& options,
                                                                       const auto& preview, JobContext& context) {
            auto made = inner(scene, options, preview, context);
            running->release();
            while (!options.enough())
                context.report("Train", 0.5);
            made.stopped = true;
            return made;
        };
        auto window = open(operations);
        QVERIFY(window);
        dropped(*window, m_folder.path());
        auto& document = window->document();
        const auto before = document.state().result.points;
        const int steps = document.undoStack().count();
        window->studio().makeCloud();
        running->acquire();
        QTRY_VERIFY(document.hasPreview());
        QVERIFY(document.shown().frusta); // the cameras stay around the cloud
        window->studio().cancel();
        QTRY_VERIFY(!window->studio().isWorking());
        QVERIFY(!document.hasPreview() && !window->studio().canKeep());
        QCOMPARE(document.state().result.points, before);
        QCOMPARE(document.undoStack().count(), steps);

        window->studio().makeCloud();
        running->acquire();
        QTRY_VERIFY(window->studio().canKeep());
        window->studio().stopAndKeep();
        QTRY_VERIFY(!window->studio().isWorking());
        QVERIFY(document.state().result.made && document.state().result.made->stopped);
        QCOMPARE(document.undoStack().count(), steps + 1);
    }

    void viewsAreSwitchedOffAndOn()
    {
        auto operations = analyticOperations();
        auto seen = std::make_shared<std::vector<std::string>>();
        operations.makeCloud = [inner = operations.makeCloud, seen](const auto& scene, const auto& options, const auto& preview,
                                                                    JobContext& context) {
            seen->clear();
            for (const auto& picture : scene.pictures)
                if (!picture.heldOut)
                    seen->push_back(picture.name);
            return inner(scene, options, preview, context);
        };
        auto window = open(operations);
        QVERIFY(window);
        dropped(*window, m_folder.path());
        auto& document = window->document();
        QTest::qWait(300);
        const auto bright = window->viewport().grabFramebuffer();
        QCOMPARE(std::ranges::count(document.source().viewsOn, true), 5);
        clickTick(*window, 0);
        clickTick(*window, 2);
        QVERIFY(!document.source().viewsOn[0] && document.source().viewsOn[1] && !document.source().viewsOn[2]);
        QTest::qWait(200);
        QVERIFY(difference(bright, window->viewport().grabFramebuffer()) > 0.05); // dimmed
        tiles(*window).setCurrentRow(1);
        QCOMPARE(document.view().chosenView, 1);
        QTest::qWait(200);
        save(*window, QStringLiteral("cloud-some-off-dark"));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        window->studio().makeCloud();
        QTRY_VERIFY(document.state().result.made.has_value());
        QTRY_VERIFY(!window->studio().isWorking());
        QCOMPARE(*seen, (std::vector<std::string>{"images/view 1.png", "images/view 3.png", "images/view 4.png"}));
        // Other views: the panel says that making it again begins anew.
        document.undoStack().undo();
        document.undoStack().undo();
        QVERIFY(document.source().viewsOn[2]);
        document.undoStack().redo();
        document.undoStack().redo();
        document.setViewsOn(QStringLiteral("all"), std::vector<bool>(6, true));
        const auto notes = window->findChild<CloudPanel*>()->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(notes, [](const QLabel* note) { return note->text().contains(QStringLiteral("begins anew")); }));
        QCOMPARE(window->findChildren<QListWidget*>().size(), 2);
        // Too few to tell depth: the button says so.
        document.setViewsOn(QStringLiteral("one"), {true, false, false, false, false, false});
        auto* make = button(*window, QStringLiteral("Make it again"));
        QVERIFY(make && !make->isEnabled() && make->toolTip().contains(QStringLiteral("two views")));
    }

    void evenChoicesAreEven()
    {
        auto window = open(analyticOperations());
        QVERIFY(window);
        dropped(*window, m_folder.path());
        const auto choose = [&](const QString& text) {
            for (auto* action : window->findChild<ViewsPanel*>()->findChild<QMenu*>()->actions())
                if (action->text() == text)
                    action->trigger();
            return window->document().source().viewsOn;
        };
        QCOMPARE(choose(QStringLiteral("All")), std::vector<bool>(6, true));
        QCOMPARE(choose(QStringLiteral("3, spread evenly")), (std::vector<bool>{true, false, true, false, true, false}));
        QCOMPARE(choose(QStringLiteral("None")), std::vector<bool>(6, false));
        QCOMPARE(choose(QStringLiteral("Every second")), (std::vector<bool>{true, false, true, false, true, false}));
        QCOMPARE(choose(QStringLiteral("9, spread evenly")), std::vector<bool>(6, true));
    }

    void picturesWithoutAPlaceAreShownAsSuch()
    {
        auto window = open(analyticOperations());
        QVERIFY(window);
        QStringList photos;
        for (const char* name : {"a.png", "b.png"}) {
            photos << at(QString::fromUtf8(name));
            encodePicture(vasePhoto(), photos.back().toStdString());
        }
        window->openFiles(photos);
        QTRY_VERIFY(window->document().shown().frusta && !window->studio().isWorking());
        QCOMPARE(tiles(*window).count(), 7);
        const auto* lost = tiles(*window).item(6);
        QCOMPARE(lost->text(), QStringLiteral("lost.jpg"));
        QVERIFY(lost->data(ViewTiles::unplaced).toBool() && !(lost->flags() & Qt::ItemIsUserCheckable));
        QVERIFY(lost->toolTip().contains(QStringLiteral("fits to no other picture")));
        const auto notes = window->findChild<ViewsPanel*>()->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(notes, [](const QLabel* note) {
            return note->isVisible() && note->text().contains(QStringLiteral("could not be placed"));
        }));
        QTest::qWait(200);
        save(*window, QStringLiteral("cloud-unplaced-dark"));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
    }

    /// Half of the veil opens what is dropped on its own, half adds it; what is there already is not added twice.
    void moreViewsJoinThoseThatAreOpen()
    {
        const auto first = ballScene(12, 0, 32, true), all = ballScene(16, 0, 32, true);
        auto more = all;
        more.pictures.erase(more.pictures.begin(), more.pictures.begin() + 10);
        writePosedFolder(at(QStringLiteral("first")).toStdString(), first);
        writePosedFolder(at(QStringLiteral("more")).toStdString(), more);
        auto window = open(coreOperations());
        QVERIFY(window);
        dropped(*window, at(QStringLiteral("first")));
        auto& document = window->document();
        document.setViewsOn(QStringLiteral("three off"), [] {
            std::vector<bool> on(12, true);
            on[3] = false;
            return on;
        }());
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(at(QStringLiteral("more")))});
        const QPoint right(window->width() * 3 / 4, window->height() / 2);
        QDragEnterEvent enter(right, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &enter);
        auto* veil = window->findChild<DropVeil*>();
        QVERIFY(veil->isVisible() && veil->pointsToSecond());
        save(*window, QStringLiteral("cloud-add-dark"));
        QDropEvent drop(right, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &drop);
        QTRY_VERIFY_WITH_TIMEOUT(document.source().viewsOn.size() == 18, 30000);
        QTRY_VERIFY(!window->studio().isWorking());
        const auto& pictures = document.source().views->scene.pictures;
        QVERIFY(!document.source().viewsOn[3] && document.source().viewsOn[17]); // the switches stay
        // They share a world: all cameras are as far from the ball as they were.
        for (const auto& picture : pictures)
            QVERIFY(isClose(glm::length(glm::dvec3(picture.worldFromCamera[3])), 3, 1e-6, 0, picture.name.c_str()));
        for (std::size_t i = 12; i < 18; ++i)
            QVERIFY(glm::length(glm::dvec3(pictures[i].worldFromCamera[1]) -
                                glm::dvec3(uprightOf(more.pictures[i - 12].worldFromCamera)[1])) < 1e-6);
        window->studio().addViews({at(QStringLiteral("more"))});
        auto* bar = window->findChild<ProblemBar*>();
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(document.source().viewsOn.size(), std::size_t(18));
    }

    void badFoldersGetTheirSentence_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("says");
        const auto ball = ballScene(4, 0, 24, true);
        writePosedFolder(at(QStringLiteral("bad-missing")).toStdString(), ball);
        QFile::remove(at(QStringLiteral("bad-missing/images/001.png")));
        QTest::newRow("missing picture") << QStringLiteral("bad-missing") << QStringLiteral("001.png");
        writePosedFolder(at(QStringLiteral("bad-size")).toStdString(), ball);
        encodePicture(Image(24, 60, 3, 0.5f), at(QStringLiteral("bad-size/images/002.png")).toStdString());
        QTest::newRow("wrong size") << QStringLiteral("bad-size") << QStringLiteral("002.png");
        auto lost = ball;
        lost.pictures[1].worldFromCamera[3].x = std::nan(""); // written as null
        writePosedFolder(at(QStringLiteral("bad-pose")).toStdString(), lost);
        QTest::newRow("no pose") << QStringLiteral("bad-pose") << QStringLiteral("expected a camera pose");
        QTest::newRow("no cameras, no COLMAP") << QStringLiteral("ball/images") << QStringLiteral("apt install colmap");
    }
    void badFoldersGetTheirSentence()
    {
        QFETCH(QString, folder);
        QFETCH(QString, says);
        auto window = open(coreOperations());
        QVERIFY(window);
        dropped(*window, at(QStringLiteral("ball")));
        const auto before = window->document().source().views;
        const auto path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        window->openFile(at(folder));
        auto* bar = window->findChild<ProblemBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20000);
        qputenv("PATH", path);
        const auto labels = bar->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [&](const QLabel* label) { return label->text().contains(says); }));
        for (const auto* label : labels)
            QVERIFY(!label->text().contains(QStringLiteral("another device")));
        QCOMPARE(window->document().source().views, before); // what was open stays
        QTest::qWait(100);
        save(*window, QStringLiteral("cloud-problem-dark"));
    }

    /// Photographs of others, where they are there: what the screenshots are judged by.
    void realViews_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("minutes");
        QTest::newRow("lego") << QStringLiteral("lego") << 0.6;
        QTest::newRow("dtu") << QStringLiteral("dtu_scan24") << 0.6;
    }
    void realViews()
    {
        QFETCH(QString, name);
        QFETCH(double, minutes);
        const auto folder = QStringLiteral(BOZZETTO_TEST_DATA "/multiview/") + name;
        if (!QFileInfo::exists(folder))
            QSKIP("These photographs are not here.");
        auto window = open(coreOperations());
        QVERIFY(window);
        dropped(*window, folder);
        QTest::qWait(500);
        save(*window, QStringLiteral("real-%1-views").arg(name));
        auto options = window->document().cloudOptions();
        options.minutes = minutes;
        window->document().setCloudOptions(QStringLiteral("quickly"), options);
        QElapsedTimer clock;
        clock.start();
        window->studio().makeCloud();
        QTRY_VERIFY_WITH_TIMEOUT(window->document().hasPreview(), 120000);
        qInfo("the first cloud after %lld ms", static_cast<long long>(clock.elapsed()));
        save(*window, QStringLiteral("real-%1-first").arg(name));
        QTest::qWait(8000);
        save(*window, QStringLiteral("real-%1-working").arg(name));
        QTRY_VERIFY_WITH_TIMEOUT(!window->studio().isWorking(), 300000);
        QVERIFY(window->document().state().result.made.has_value());
        QTest::qWait(800);
        save(*window, QStringLiteral("real-%1-done").arg(name));
        auto on = window->document().source().viewsOn;
        for (std::size_t i = 0; i < on.size(); ++i)
            on[i] = i % 3 == 0;
        window->document().setViewsOn(QStringLiteral("a third"), on);
        tiles(*window).setCurrentRow(3);
        QTest::qWait(500);
        save(*window, QStringLiteral("real-%1-some-off").arg(name));
        window->exportObject();
        shootExport(*window, QStringLiteral("real-%1-export").arg(name));
    }

    void smallestWindowAndLight()
    {
        auto window = open(analyticOperations(), {1024, 640});
        QVERIFY(window);
        dropped(*window, m_folder.path());
        window->studio().makeCloud();
        QTRY_VERIFY(window->document().state().result.made.has_value());
        QTRY_VERIFY(!window->studio().isWorking());
        QTest::qWait(400);
        QCOMPARE(window->size(), QSize(1024, 640));
        save(*window, QStringLiteral("cloud-smallest-dark"));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        applyTheme(*qApp, false);
        window->resize(1440, 900);
        QTest::qWait(400);
        save(*window, QStringLiteral("cloud-done-light"));
        applyTheme(*qApp, true);
    }

private:
    /// As reading turns transforms.json's world, whose z is up.
    static glm::dmat4 uprightOf(const glm::dmat4& pose)
    {
        const glm::dmat4 turn(glm::dvec4(1, 0, 0, 0), glm::dvec4(0, 0, -1, 0), glm::dvec4(0, 1, 0, 0), glm::dvec4(0, 0, 0, 1));
        return turn * pose;
    }
};

QTEST_MAIN(TestCloudMaking)
#include "tst_cloud_making.moc"
