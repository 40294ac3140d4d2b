#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>

#include "core/io/asset_io.h"
#include "tests/support/test_support.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/cheat_sheet.h"
#include "ui/dialogs/problem_bar.h"
#include "ui/jobs/job_bar.h"
#include "ui/panels/surface_panel.h"
#include "ui/viewport/viewport_widget.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr int kPatience = 240'000; ///< ms for a job on a loaded machine

/// How long the window's thread was away from its event loop at most.
class Pulse : public QObject
{
public:
    Pulse()
    {
        m_clock.start();
        m_timer.setInterval(5);
        connect(&m_timer, &QTimer::timeout, this, [this] { m_longest = std::max(m_longest, m_clock.restart()); });
        m_timer.start();
    }
    qint64 longest() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_longest = 0;
};

QStringList labelTexts(const QWidget& widget)
{
    QStringList texts;
    for (const auto* label : widget.findChildren<QLabel*>())
        texts << label->text();
    return texts;
}

} // namespace

/// The window with core's own jobs on a bundled sample, from the drop to the file. The slots follow one another.
class TestStudioGeneration : public QObject
{
    Q_OBJECT

    QString sample(const char* name) const
    {
        return QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/") + QString::fromLatin1(name);
    }

    const ObjectResult& result() const { return m_window->document().state().result; }

    void setOption(const std::function<void(GenerateOptions&)>& change)
    {
        auto options = m_window->document().options();
        change(options);
        m_window->document().setOptions(QStringLiteral("test"), options);
    }

    void waitUntilIdle() { QTRY_VERIFY_WITH_TIMEOUT(!m_window->studio().isWorking(), kPatience); }

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        qputenv("XDG_DATA_HOME", m_folder.path().toLocal8Bit()); // whatever models its user has
        applyTheme(*qApp, true);
        m_window = std::make_unique<MainWindow>(coreOperations());
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QApplication::setActiveWindow(m_window.get()); // no window manager does it here
        setOption([](GenerateOptions& options) {
            options.method = GenerateMethod::fit; // the one that sharpens before one's eyes
            options.steps = 50;
            options.surfaceResolution = 56;
            options.bakeResolution = 64;
        });
    }

    void aDroppedPictureIsMadeBeforeOnesEyes()
    {
        auto& document = m_window->document();
        auto* bar = m_window->findChild<JobBar*>();
        QStringList stages;
        const QObject listener; // the connections end with it, wherever this slot is left
        connect(&m_window->studio(), &Studio::progressed, &listener, [&](const Progress& progress) {
            const auto stage = QString::fromStdString(progress.stage);
            if (!stages.contains(stage))
                stages << stage;
        });
        int previews = 0;
        connect(&document, &Document::changed, &listener, [&](const ChangeEvent& event) {
            previews += event.touches(ChangeEvent::Tag::result, ChangeEvent::baked) && document.hasPreview();
        });
        dropFile(*m_window, sample("fox.png"));
        QVERIFY(m_window->studio().isWorking());
        QTRY_VERIFY_WITH_TIMEOUT(previews > 0, kPatience);
        const Pulse pulse;
        int frames = 0;
        connect(&m_window->viewport(), &ViewportWidget::drew, &pulse, [&] { ++frames; });
        QVERIFY(bar->isVisible());
        const auto texts = labelTexts(*bar).join(u' ');
        QVERIFY2(texts.contains(QStringLiteral("Field")) && texts.contains(QStringLiteral(" %")) &&
                     texts.contains(QStringLiteral("Depth")) && texts.contains(QStringLiteral(" s")),
                 qPrintable(texts));
        const float yaw = m_window->viewport().navigation().yaw();
        for (int i = 0; i < 10 && m_window->studio().isWorking(); ++i) {
            m_window->viewport().orbitBy({12, 1});
            QTest::qWait(20);
        }
        QVERIFY(m_window->viewport().navigation().yaw() != yaw);
        QVERIFY(colourfulShare(*m_window) > 0.02);
        QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-working-dark")));
        waitUntilIdle();
        QVERIFY2(stages.contains(QStringLiteral("Matte")) && stages.contains(QStringLiteral("Surface")),
                 qPrintable(stages.join(u' ')));
        QVERIFY(result().field && result().mesh && result().points && !document.hasPreview());
        qInfo("%.1f s, %d previews, %.1f dB, %zu triangles; %d frames; longest pause of the window %lld ms; stages %s",
              result().seconds, previews, result().inputViewPsnr, result().mesh->triangles.size(), frames,
              static_cast<long long>(pulse.longest()), qPrintable(stages.join(u' ')));
        QVERIFY(previews >= 2);
    }

    void theDoneLineOffersTheExport()
    {
        auto* bar = m_window->findChild<JobBar*>();
        QTRY_VERIFY(bar->isVisible());
        const auto texts = labelTexts(*bar).join(u' ');
        QVERIFY2(texts.contains(QStringLiteral("Done in")) && texts.contains(QStringLiteral(" m ")) &&
                     texts.contains(QStringLiteral("triangles")), qPrintable(texts));
        const auto buttons = bar->findChildren<QPushButton*>();
        QVERIFY(std::ranges::any_of(buttons, [](const QPushButton* button) {
            return button->isVisible() && button->isEnabled() && button->text() == QStringLiteral("Export");
        }));
        m_window->viewport().look(ViewDirection::front);
        m_window->viewport().orbitBy({-70, 30});
        QTest::qWait(1500); // the exact picture
        QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-done-dark")));
    }

    void everyViewShowsTheObjectInItsOwnWay()
    {
        QList<QImage> pictures;
        const auto take = [&](const QString& name) {
            pictures << m_window->viewport().grabFramebuffer().convertToFormat(QImage::Format_RGB32);
            QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-") + name));
            for (int i = 0; i + 1 < pictures.size(); ++i)
                QVERIFY2(pictures[i] != pictures.back(), qPrintable(name));
        };
        look(*m_window, Representation::field, MeshShading::colour, FieldChannel::depth);
        take(QStringLiteral("field-depth"));
        look(*m_window, Representation::field, MeshShading::colour, FieldChannel::normals);
        take(QStringLiteral("field-normals"));
        look(*m_window, Representation::field, MeshShading::colour, FieldChannel::opacity);
        take(QStringLiteral("field-opacity"));
        look(*m_window, Representation::mesh);
        take(QStringLiteral("mesh-colour"));
        look(*m_window, Representation::mesh, MeshShading::solid);
        take(QStringLiteral("mesh-clay"));
        look(*m_window, Representation::mesh, MeshShading::wire);
        take(QStringLiteral("mesh-wire"));
        look(*m_window, Representation::mesh, MeshShading::normals);
        take(QStringLiteral("mesh-normals"));
        look(*m_window, Representation::points);
        take(QStringLiteral("points"));
    }

    void theLevelSliderMeshesAsItMoves()
    {
        look(*m_window, Representation::mesh);
        const auto first = result().mesh;
        auto* slider = m_window->findChild<SurfacePanel*>()->findChild<QSlider*>();
        QVERIFY(slider && slider->isEnabled());
        slider->setSliderDown(true);
        const int before = slider->value();
        slider->setValue(before + 150);
        QTRY_VERIFY_WITH_TIMEOUT(result().mesh != first, kPatience);
        QVERIFY(result().meshIsQuick);
        slider->setSliderDown(false);
        QTRY_VERIFY_WITH_TIMEOUT(!result().meshIsQuick, kPatience);
        const float higher = m_window->document().options().surfaceLevel;
        QVERIFY(higher > GenerateOptions().surfaceLevel);
        const auto rebuilt = result().mesh;
        QTest::keyClick(&m_window->viewport(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_window->document().options().surfaceLevel, GenerateOptions().surfaceLevel);
        QTRY_VERIFY_WITH_TIMEOUT(result().mesh != rebuilt, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(result().mesh->triangles.size(), first->triangles.size(), kPatience);
        QTest::keyClick(&m_window->viewport(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_window->document().options().surfaceLevel, higher);
        m_window->document().undoStack().undo();
        QTRY_COMPARE_WITH_TIMEOUT(result().mesh->triangles.size(), first->triangles.size(), kPatience);
    }

    void aLevelledObjectIsRebuiltUntilted()
    {
        const auto before = result().mesh;
        setOption([](GenerateOptions& options) { options.upTiltDegrees = 25; });
        QCOMPARE(result().mesh, before); // the window turns it; nothing is computed
        setOption([](GenerateOptions& options) { options.surfaceResolution = 48; });
        QTRY_VERIFY_WITH_TIMEOUT(result().mesh != before, kPatience);
        const auto was = boundsOf(*before), is = boundsOf(*result().mesh);
        QVERIFY(glm::length(was.centre() - is.centre()) < 0.05f * glm::length(was.size()));
        QVERIFY(glm::length(was.size() - is.size()) < 0.08f * glm::length(was.size()));
        QTest::qWait(200);
        QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-levelled")));
        setOption([](GenerateOptions& options) { options.upTiltDegrees = 0; });
    }

    void theGlbIsReadBack()
    {
        const auto path = m_folder.filePath(QStringLiteral("fox.glb"));
        QSignalSpy exported(&m_window->studio(), &Studio::exported);
        m_window->studio().exportTo(path);
        QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kPatience);
        waitUntilIdle();
        const auto asset = importAsset(path.toStdString());
        QCOMPARE(asset.meshes.size(), std::size_t(1));
        QCOMPARE(asset.meshes[0].triangles.size(), result().mesh->triangles.size());
        QVERIFY(!asset.meshes[0].colours.empty());
        const auto size = boundsOf(asset).size();
        QVERIFY(std::abs(std::max({size.x, size.y, size.z}) - 1.0f) < 1e-3f);
    }

    void badPicturesAreASentenceAndTheObjectStays_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("word");
        QTest::newRow("text") << QStringLiteral("text.png") << QStringLiteral("text.png");
        QTest::newRow("a dot") << QStringLiteral("dot.png") << QStringLiteral("1 x 1");
        QTest::newRow("nothing") << QStringLiteral("nothing.png") << QStringLiteral("transparent");
        QTest::newRow("absent") << QStringLiteral("absent.png") << QStringLiteral("absent.png");
        QTest::newRow("no picture") << QStringLiteral("notes.txt") << QStringLiteral("notes.txt");
    }
    void badPicturesAreASentenceAndTheObjectStays()
    {
        QFETCH(QString, file);
        QFETCH(QString, word);
        const auto path = m_folder.filePath(file);
        QImage dot(1, 1, QImage::Format_RGB32), nothing(64, 64, QImage::Format_ARGB32);
        dot.fill(Qt::red);
        nothing.fill(Qt::transparent);
        dot.save(m_folder.filePath(QStringLiteral("dot.png")));
        nothing.save(m_folder.filePath(QStringLiteral("nothing.png")));
        for (const char* name : {"text.png", "notes.txt"}) {
            QFile text(m_folder.filePath(QString::fromLatin1(name)));
            QVERIFY(text.open(QIODevice::WriteOnly) && text.write("I am not a picture.\n") > 0);
        }
        const auto mesh = result().mesh;
        dropFile(*m_window, path);
        auto* bar = m_window->findChild<ProblemBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), kPatience);
        waitUntilIdle();
        const auto texts = labelTexts(*bar).join(u' ');
        QVERIFY2(texts.contains(word), qPrintable(texts));
        QCOMPARE(result().mesh, mesh);
        QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-problem-") + file));
        bar->hide();
    }

    void cancelAnswersAtOnce()
    {
        const auto mesh = result().mesh;
        setOption([](GenerateOptions& options) { options.steps = 5000; });
        m_window->studio().generateAgain();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->document().hasPreview() && m_window->document().shown().baked, kPatience);
        QElapsedTimer clock;
        clock.start();
        QTest::keyClick(&m_window->viewport(), Qt::Key_Escape);
        QVERIFY(clock.elapsed() < 1000); // the window's own answer
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->studio().isWorking(), 10'000);
        qInfo("cancelled after %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(clock.elapsed() < 3000); // 100 ms on an idle machine
        QCOMPARE(result().mesh, mesh);
        QVERIFY(!m_window->document().hasPreview());
        setOption([](GenerateOptions& options) { options.steps = 50; });
    }

    void keys()
    {
        auto& viewport = m_window->viewport();
        viewport.setFocus();
        QTest::keyClick(&viewport, Qt::Key_7);
        QVERIFY(std::abs(viewport.navigation().pitch() - 1.5708f) < 1e-3f);
        QTest::keyClick(&viewport, Qt::Key_3);
        QVERIFY(std::abs(viewport.navigation().yaw() - 1.5708f) < 1e-3f);
        QTest::keyClick(&viewport, Qt::Key_1);
        QVERIFY(std::abs(viewport.navigation().yaw()) < 1e-3f && std::abs(viewport.navigation().pitch()) < 1e-3f);
        QTest::keyClick(&viewport, Qt::Key_5);
        QVERIFY(viewport.navigation().isOrthographic());
        QTest::keyClick(&viewport, Qt::Key_5);
        QVERIFY(!viewport.navigation().isOrthographic());
        const float distance = viewport.navigation().distance();
        QTest::mouseDClick(&viewport, Qt::LeftButton, {}, viewport.rect().center()); // turns about what is there
        QTest::keyClick(&viewport, Qt::Key_F);
        QVERIFY(std::abs(viewport.navigation().distance() - distance) < 0.3f * distance);
        const int width = viewport.width();
        QTest::keyClick(&viewport, Qt::Key_Tab);
        QTRY_VERIFY(viewport.width() > width);
        QTest::keyClick(&viewport, Qt::Key_Tab);
        QTRY_COMPARE(viewport.width(), width);
        QTest::keyClick(&viewport, Qt::Key_H);
        auto* sheet = m_window->findChild<CheatSheet*>();
        QVERIFY(sheet && sheet->isVisible());
        QTest::keyClick(sheet, Qt::Key_Space);
        QTRY_VERIFY(!m_window->findChild<CheatSheet*>());
    }

    void aPastedPictureReplacesTheObjectAndUndoBringsItBack()
    {
        const auto mesh = result().mesh;
        QGuiApplication::clipboard()->setImage(QImage(sample("armchair.png")));
        QSignalSpy generated(&m_window->studio(), &Studio::generated);
        QTest::keyClick(&m_window->viewport(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(m_window->studio().isWorking());
        QTRY_COMPARE_WITH_TIMEOUT(generated.size(), 1, kPatience);
        waitUntilIdle();
        QVERIFY(m_window->document().source().path.isEmpty() && result().mesh != mesh);
        QTest::qWait(600);
        QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-pasted")));
        QTest::keyClick(&m_window->viewport(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(result().mesh, mesh);
    }

    void theShippedNetworksMakeItByThemselves()
    {
        setOption([](GenerateOptions& options) {
            options.method = GenerateMethod::automatic;
            options.surfaceResolution = 96;
            options.bakeResolution = 96;
        });
        const auto mesh = result().mesh;
        dropFile(*m_window, sample("fox.png"));
        QVERIFY(m_window->studio().isWorking());
        waitUntilIdle();
        QVERIFY(result().mesh && result().mesh != mesh);
        qInfo("network: %.1f s, %.1f dB", result().seconds, result().inputViewPsnr);
        QVERIFY2(result().inputViewPsnr > 24, qPrintable(QString::number(result().inputViewPsnr)));
        QVERIFY(result().prepared && result().prepared->elevationDegrees);
        m_window->viewport().look(ViewDirection::front);
        m_window->viewport().orbitBy({-120, 30});
        look(*m_window, Representation::field);
        QTest::qWait(1500);
        QVERIFY(saveScreenshot(*m_window, QStringLiteral("real-network")));
    }
};

QTEST_MAIN(TestStudioGeneration)
#include "tst_studio_generation.moc"
