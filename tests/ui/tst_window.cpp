#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QSemaphore>
#include <QSlider>
#include <QTemporaryDir>
#include <QSettings>
#include <QToolButton>

#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/drop_veil.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/problem_bar.h"
#include "ui/icons.h"
#include "ui/image_bridge.h"
#include "ui/main_window.h"
#include "ui/settings.h"
#include "ui/viewport/view_cube.h"
#include "ui/viewport/viewport_widget.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// The window in each of its states, drawn for real; screenshots land in the build folder, screenshots/.
class TestWindow : public QObject
{
    Q_OBJECT

    static void save(QWidget& window, const QString& name) { QVERIFY(saveScreenshot(window, name)); }

    std::unique_ptr<MainWindow> open(QSize size = {1280, 800}, Operations operations = analyticOperations())
    {
        auto window = std::make_unique<MainWindow>(std::move(operations));
        window->resize(size);
        window->show();
        if (!QTest::qWaitForWindowExposed(window.get()))
            return nullptr;
        return window;
    }

    void generate(MainWindow& window)
    {
        window.openPhoto(m_photo);
        QTRY_VERIFY_WITH_TIMEOUT(!window.document().state().result.empty(), 20000);
        QTRY_VERIFY(!window.studio().isWorking());
    }

    static QPushButton* buttonNamed(MainWindow& window, const QString& text)
    {
        for (auto* button : window.findChildren<QPushButton*>())
            if (button->text() == text)
                return button;
        return nullptr;
    }

    QTemporaryDir m_folder;
    QString m_photo;

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        m_photo = m_folder.filePath(QStringLiteral("vase.png"));
        toQImage(vasePhoto()).save(m_photo);
        applyTheme(*qApp, true);
    }

    void empty()
    {
        auto window = open();
        QVERIFY(window);
        save(*window, QStringLiteral("empty-dark"));
        QVERIFY(!window->studio().whyNotExport().isEmpty());
        for (const auto* button : window->findChildren<QAbstractButton*>())
            if (!button->isEnabled() && button->isVisible())
                QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->text())); // says why
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
    }

    void working()
    {
        auto operations = analyticOperations();
        auto running = std::make_shared<QSemaphore>();
        operations.generate = [inner = operations.generate, running](const auto& input, const auto& options,
                                                                     const auto& observer, JobContext& context) {
            auto result = inner(input, options, observer, context);
            context.report("Field", 0.62);
            running->release();
            while (true)
                context.check();
            return result;
        };
        auto window = open({1280, 800}, operations);
        QVERIFY(window);
        window->openPhoto(m_photo);
        QTRY_VERIFY_WITH_TIMEOUT(window->document().hasPreview() && window->document().shown().baked, 20000);
        running->acquire();
        QTest::qWait(400);
        save(*window, QStringLiteral("working-dark"));
        QVERIFY(colourfulShare(*window) > 0.05); // the object shows while it is made
        // The view moves while the job runs.
        const float yaw = window->viewport().navigation().yaw();
        window->viewport().orbitBy({120, 0});
        QVERIFY(window->viewport().navigation().yaw() != yaw);
        window->studio().cancel();
        QTRY_VERIFY(!window->studio().isWorking());
        QVERIFY(!window->document().hasPreview());
    }

    void done()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        QTRY_VERIFY_WITH_TIMEOUT(colourfulShare(*window) > 0.05, 20000); // baked and drawn
        save(*window, QStringLiteral("done-field-dark"));
        window->viewport().look(ViewDirection::right);
        window->viewport().orbitBy({160, 60});
        look(*window, Representation::mesh);
        save(*window, QStringLiteral("mesh-colour-dark"));
        QVERIFY(colourfulShare(*window) > 0.05);
        look(*window, Representation::mesh, MeshShading::solid);
        save(*window, QStringLiteral("mesh-clay-dark"));
        look(*window, Representation::mesh, MeshShading::wire);
        save(*window, QStringLiteral("mesh-wire-dark"));
        look(*window, Representation::mesh, MeshShading::normals);
        save(*window, QStringLiteral("mesh-normals-dark"));
        look(*window, Representation::points);
        save(*window, QStringLiteral("points-dark"));
        QVERIFY(colourfulShare(*window) > 0.02);
    }

    void exportDialog()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        look(*window, Representation::mesh);
        window->exportObject();
        auto* dialog = window->findChild<ExportDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isVisible());
        QVERIFY(dialog->path().endsWith(QStringLiteral("vase.glb")));
        QTest::qWait(100);
        QPixmap both = window->grab();
        {
            QPainter painter(&both);
            const auto card = dialog->grab();
            painter.drawPixmap((both.width() - card.width()) / 2, (both.height() - card.height()) / 2, card);
        }
        QVERIFY(both.save(QStringLiteral(BOZZETTO_BINARY_DIR "/screenshots/export-dark.png")));
        dialog->reject();
    }

    void problem()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        window->openPhoto(m_folder.filePath(QStringLiteral("holiday.png")));
        auto* bar = window->findChild<ProblemBar*>();
        QTRY_VERIFY(bar && bar->isVisible());
        QTest::qWait(200);
        save(*window, QStringLiteral("problem-dark"));
        QVERIFY(!window->document().state().result.empty()); // the object that was there stays
    }

    void matteEditorAndCheatSheet()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        window->editMatte();
        QTest::qWait(200);
        save(*window, QStringLiteral("matte-dark"));
        window->showCheatSheet();
        QTest::qWait(100);
        save(*window, QStringLiteral("keys-dark"));
    }

    void aHeldPictureIsSeenToBeWelcome()
    {
        auto window = open();
        QVERIFY(window);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(m_photo)});
        auto* veil = window->findChild<DropVeil*>();
        QVERIFY(veil && !veil->isVisible());
        QDragEnterEvent enter({700, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &enter);
        QVERIFY(enter.isAccepted() && veil->isVisible());
        QCOMPARE(veil->size(), window->size());
        save(*window, QStringLiteral("drop-dark"));
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(window.get(), &leave);
        QVERIFY(!veil->isVisible());
        QMimeData text;
        text.setText(QStringLiteral("no picture"));
        QDragEnterEvent other({700, 400}, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        other.ignore();
        QCoreApplication::sendEvent(window.get(), &other);
        QVERIFY(!other.isAccepted() && !veil->isVisible());
    }

    void recentFilesAreKept()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        QVERIFY(recentFiles(*openSettings()).contains(m_photo));
        auto next = open();
        QVERIFY(next);
        const auto actions = next->findChildren<QAction*>();
        QVERIFY(std::ranges::any_of(actions, [](const QAction* action) {
            return action->text() == QStringLiteral("vase.png") && action->isEnabled();
        }));
    }

    void refineIsOfferedOnlyWhereItCanBeDone()
    {
        auto without = open();
        QVERIFY(without);
        QPushButton* button = buttonNamed(*without, QStringLiteral("Refine"));
        QVERIFY(button && !button->isVisible());
        auto operations = analyticOperations();
        operations.refine = [generate = operations.generate](const auto& input, auto start, const auto& options,
                                                             const auto& observer, JobContext& context) {
            if (!start || options.method != GenerateMethod::fit)
                throw Error(ErrorCode::internal, "Refining: expected a field to begin from and the fit.");
            auto result = generate(input, options, observer, context);
            result.inputViewPsnr = 40.5;
            return result;
        };
        auto with = open({1280, 800}, operations);
        QVERIFY(with);
        button = buttonNamed(*with, QStringLiteral("Refine"));
        QVERIFY(button->isVisible() && !button->isEnabled() && !button->toolTip().isEmpty());
        generate(*with);
        QVERIFY(button->isEnabled());
        button->click();
        QTRY_COMPARE(with->document().state().result.inputViewPsnr, 40.5);
        QTRY_VERIFY(!with->studio().isWorking());
        with->document().undoStack().undo();
        QCOMPARE(with->document().state().result.inputViewPsnr, 35.2);
    }

    void keysMoveTheView()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        auto& viewport = window->viewport();
        QApplication::setActiveWindow(window.get()); // no window manager does it here
        viewport.setFocus();
        QTest::keyClick(&viewport, Qt::Key_3);
        QTRY_VERIFY(std::abs(viewport.navigation().yaw() - 1.5708f) < 1e-3f);
        QTest::keyClick(&viewport, Qt::Key_3, Qt::ControlModifier);
        QTRY_VERIFY(std::abs(viewport.navigation().yaw() + 1.5708f) < 1e-3f);
        QTest::keyClick(&viewport, Qt::Key_5);
        QTRY_VERIFY(viewport.navigation().isOrthographic());
        QTest::keyClick(&viewport, Qt::Key_2, Qt::AltModifier);
        QTRY_COMPARE(window->document().view().representation, Representation::mesh);
        auto* cube = window->findChild<ViewCube*>();
        QVERIFY(cube);
        QTest::mouseClick(cube, Qt::LeftButton, {}, cube->rect().center());
        const int before = viewport.width();
        QTest::keyClick(&viewport, Qt::Key_Tab);
        QTRY_VERIFY(viewport.width() > before);
        QTest::keyClick(&viewport, Qt::Key_Tab);
        QTRY_COMPARE(viewport.width(), before);
    }

    void orbitWithTheMouse()
    {
        auto window = open();
        QVERIFY(window);
        generate(*window);
        auto& viewport = window->viewport();
        const auto pivot = viewport.navigation().pivot();
        const QPoint centre = viewport.rect().center();
        QTest::mousePress(&viewport, Qt::LeftButton, {}, centre);
        for (int i = 1; i <= 20; ++i) {
            QTest::mouseMove(&viewport, centre + QPoint(8 * i, 2 * i));
            QCoreApplication::processEvents();
        }
        QTest::mouseRelease(&viewport, Qt::LeftButton, {}, centre + QPoint(160, 40));
        QVERIFY(viewport.navigation().yaw() != 0 && viewport.navigation().pitch() > 0);
        QVERIFY(glm::length(viewport.navigation().pivot() - pivot) < 1e-6f);
        qInfo("moving: %.0f frames a second", double(viewport.framesPerSecond()));
    }

    void light()
    {
        applyTheme(*qApp, false);
        auto window = open();
        QVERIFY(window);
        save(*window, QStringLiteral("empty-light"));
        generate(*window);
        save(*window, QStringLiteral("done-field-light"));
        look(*window, Representation::mesh);
        save(*window, QStringLiteral("mesh-light"));
        look(*window, Representation::mesh, MeshShading::wire);
        save(*window, QStringLiteral("mesh-wire-light"));
        look(*window, Representation::points);
        save(*window, QStringLiteral("points-light"));
        window->openPhoto(m_folder.filePath(QStringLiteral("holiday.png")));
        QTRY_VERIFY(window->findChild<ProblemBar*>()->isVisible());
        QTest::qWait(100);
        save(*window, QStringLiteral("problem-light"));
        window->editMatte();
        QTest::qWait(200);
        save(*window, QStringLiteral("matte-light"));
        applyTheme(*qApp, true);
    }

    void anOpenedCloudIsShown()
    {
        auto window = open();
        QVERIFY(window);
        window->openFile(m_folder.filePath(QStringLiteral("vase.PLY")));
        QTRY_VERIFY(window->document().shown().points);
        QTRY_VERIFY(!window->studio().isWorking());
        QTest::qWait(400);
        save(*window, QStringLiteral("cloud-dark"));
        QVERIFY(colourfulShare(*window) > 0.02);
        QVERIFY(!window->document().source().photo);
        for (const auto* button : window->findChildren<QAbstractButton*>())
            if (!button->isEnabled() && button->isVisible())
                QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->text())); // says why
        // Wide points close the surface; darkening is a choice.
        auto view = window->document().view();
        view.pointShare = 0.01f;
        window->document().setView(view);
        QTest::qWait(300);
        const double wide = colourfulShare(*window);
        save(*window, QStringLiteral("cloud-wide-dark"));
        QVERIFY(wide > 0.02);
        window->document().undoStack().undo();
        QVERIFY(window->document().source().empty());
    }

    void aFolderOfViewsShowsItsCameras()
    {
        auto window = open();
        QVERIFY(window);
        window->openFile(m_folder.path());
        QTRY_VERIFY(window->document().shown().frusta);
        QTRY_VERIFY(!window->studio().isWorking());
        QTest::qWait(400);
        save(*window, QStringLiteral("views-dark"));
        const double withCameras = colourfulShare(*window);
        QVERIFY(withCameras > 0.01);
        QCOMPARE(window->document().source().views->scene.pictures.size(), std::size_t(6));
        QVERIFY(window->document().source().name.contains(QStringLiteral("6")));
        auto view = window->document().view();
        view.showCameras = false;
        window->document().setView(view);
        QTest::qWait(300);
        save(*window, QStringLiteral("views-hidden-dark"));
        QVERIFY(std::abs(colourfulShare(*window) - withCameras) > 0.001);
        window->document().undoStack().undo();
        QVERIFY(window->document().source().empty());
    }

    void smallestWindowShowsEverything()
    {
        auto window = open({1024, 640});
        QVERIFY(window);
        QCOMPARE(window->size(), QSize(1024, 640));
        generate(*window);
        QTest::qWait(200);
        save(*window, QStringLiteral("smallest-dark"));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        window->showCheatSheet();
        QTest::qWait(100);
        save(*window, QStringLiteral("smallest-keys-dark"));
        QCOMPARE(window->size(), QSize(1024, 640)); // nothing asked for more
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
