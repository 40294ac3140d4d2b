#include <QApplication>
#include <QTemporaryDir>

#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/image_bridge.h"
#include "ui/viewport/viewport_widget.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// The smallest window on a screen at 200 %: ctest sets QT_SCALE_FACTOR.
class TestWindowScale : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        applyTheme(*qApp, true);
    }

    void everythingIsSharpAndNothingIsClipped()
    {
        const auto photo = m_folder.filePath(QStringLiteral("vase.png"));
        toQImage(vasePhoto()).save(photo);
        MainWindow window(analyticOperations());
        window.resize(1024, 640);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.devicePixelRatioF(), 2.0);
        QCOMPARE(clippedControls(window).join(u'\n'), QString());
        QVERIFY(saveScreenshot(window, QStringLiteral("scale-200-empty")));
        window.openPhoto(photo);
        QTRY_VERIFY_WITH_TIMEOUT(!window.document().state().result.empty(), 20000);
        QTRY_VERIFY(!window.studio().isWorking());
        QTest::qWait(400);
        QCOMPARE(window.size(), QSize(1024, 640)); // nothing asked for more
        QTRY_COMPARE(clippedControls(window).join(u'\n'), QString()); // sections open by and by
        QCOMPARE(window.viewport().grabFramebuffer().width(), 2 * window.viewport().width());
        look(window, Representation::mesh, MeshShading::wire);
        QVERIFY(saveScreenshot(window, QStringLiteral("scale-200-wire")));
        QCOMPARE(window.grab().size(), QSize(2048, 1280));
        window.exportObject();
        auto* dialog = window.findChild<ExportDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QCOMPARE(clippedControls(*dialog).join(u'\n'), QString());
        QVERIFY(saveScreenshot(*dialog, QStringLiteral("scale-200-export")));
        dialog->reject();
    }
};

QTEST_MAIN(TestWindowScale)
#include "tst_window_scale.moc"
