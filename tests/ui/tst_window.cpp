#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QSemaphore>
#include <QSlider>
#include <QTemporaryDir>
#include <QToolButton>

#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/problem_bar.h"
#include "ui/icons.h"
#include "ui/image_bridge.h"
#include "ui/main_window.h"
#include "ui/viewport/view_cube.h"
#include "ui/viewport/viewport_widget.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// The window in each of its states, drawn for real; screenshots land in the build folder, screenshots/.
class TestWindow : public QObject
{
    Q_OBJECT

    static void save(QWidget& window, const QString& name)
    {
        const auto folder = QStringLiteral(BOZZETTO_BINARY_DIR "/screenshots");
        QDir().mkpath(folder);
        QVERIFY(window.grab().save(folder + u'/' + name + QStringLiteral(".png")));
    }

    /// The share of the viewport's middle that is not the background's grey.
    static double colourfulShare(MainWindow& window)
    {
        const auto image = window.viewport().grabFramebuffer().convertToFormat(QImage::Format_RGB32);
        int colourful = 0, all = 0;
        for (int y = image.height() / 4; y < image.height() * 3 / 4; y += 3)
            for (int x = image.width() / 4; x < image.width() * 3 / 4; x += 3, ++all)
                colourful += image.pixelColor(x, y).hsvSaturation() > 60;
        return double(colourful) / all;
    }

    std::unique_ptr<MainWindow> open(QSize size = {1440, 900}, Operations operations = analyticOperations())
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

    static void look(MainWindow& window, Representation representation, MeshShading shading = MeshShading::colour)
    {
        auto view = window.document().view();
        view.representation = representation;
        view.meshShading = shading;
        window.document().setView(view);
        QTest::qWait(400); // the cross-fade is over
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
        const auto exportButtons = window->findChildren<QPushButton*>();
        for (const auto* button : exportButtons)
            if (!button->isEnabled() && button->isVisible())
                QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->text())); // says why
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
        auto window = open({1440, 900}, operations);
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
        QTest::qWait(300);
        save(*window, QStringLiteral("done-field-dark"));
        QVERIFY(colourfulShare(*window) > 0.05);
        window->viewport().look(ViewDirection::right);
        window->viewport().orbitBy({160, 60});
        look(*window, Representation::mesh);
        save(*window, QStringLiteral("mesh-colour-dark"));
        QVERIFY(colourfulShare(*window) > 0.05);
        look(*window, Representation::mesh, MeshShading::solid);
        save(*window, QStringLiteral("mesh-clay-dark"));
        look(*window, Representation::mesh, MeshShading::wire);
        save(*window, QStringLiteral("mesh-wire-dark"));
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
        look(*window, Representation::mesh);
        save(*window, QStringLiteral("mesh-light"));
        applyTheme(*qApp, true);
    }

    void smallestWindowShowsEverything()
    {
        auto window = open({1024, 640});
        QVERIFY(window);
        QCOMPARE(window->size(), QSize(1024, 640));
        generate(*window);
        QTest::qWait(200);
        save(*window, QStringLiteral("smallest-dark"));
        window->showCheatSheet();
        QTest::qWait(100);
        save(*window, QStringLiteral("smallest-keys-dark"));
        QCOMPARE(window->size(), QSize(1024, 640)); // nothing asked for more
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
