#include <cmath>
#include <memory>

#include <QDir>

#include "render/scene/offscreen.h"
#include "tests/render/fixture.h"
#include "tests/render/gl_test_main.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr double kTolerance = 2.0 / 255; ///< mean absolute difference; drivers differ in rounding

QString goldenPath(const QString& name) { return QStringLiteral(BOZZETTO_SOURCE_DIR "/tests/golden/%1.png").arg(name); }

QString actualPath(const QString& name)
{
    QDir().mkpath(QStringLiteral(BOZZETTO_BINARY_DIR "/golden"));
    return QStringLiteral(BOZZETTO_BINARY_DIR "/golden/%1.png").arg(name);
}

/// Writes the difference, four times enlarged round mid grey, and returns its mean.
double difference(const Image& actual, const Image& expected, const QString& path)
{
    Image shown(actual.width, actual.height, 4, 1.0f);
    double sum = 0;
    for (std::size_t i = 0; i < actual.pixels.size(); ++i) {
        const float d = actual.pixels[i] - expected.pixels[i];
        sum += double(std::abs(d));
        if (i % 4 != 3)
            shown.pixels[i] = 0.5f + 4.0f * d;
    }
    toQImage(shown).save(path);
    return sum / double(actual.pixels.size());
}

} // namespace

/// Pictures that were looked at once and must stay as they were. BOZZETTO_UPDATE_GOLDEN=1 writes them anew.
class TestRenderGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasDisplay())
            QSKIP("There is no display: set DISPLAY or run under xvfb-run.");
        m_renderer = std::make_unique<OffscreenRenderer>();
        m_scene.field = std::make_shared<BakedField>(blobField(80));
        m_scene.mesh = std::make_shared<Mesh>(blobMesh(40));
        m_scene.points = std::make_shared<PointCloud>(blobPoints(6000));
    }

    void cleanupTestCase() { m_renderer.reset(); }

    void pictureIsAsItWas_data()
    {
        QTest::addColumn<DrawOptions>("options");
        DrawOptions options;
        const auto add = [&](const char* name) { QTest::newRow(name) << options; };
        add("field_colour");
        options.fieldChannel = FieldChannel::depth;
        add("field_depth");
        options.representation = options.previousRepresentation = Representation::mesh;
        add("mesh_colour");
        options.meshShading = MeshShading::solid;
        add("mesh_solid");
        options.meshShading = MeshShading::wire;
        add("mesh_wire");
        options.representation = options.previousRepresentation = Representation::points;
        add("points");
        options = DrawOptions();
        options.meshShading = MeshShading::solid;
        options.representation = Representation::mesh;
        options.crossFade = 0.5f;
        options.backgroundTop = {0.969f, 0.965f, 0.957f};
        options.backgroundBottom = {0.851f, 0.839f, 0.816f};
        add("light_cross_fade");
    }

    void pictureIsAsItWas()
    {
        QFETCH(DrawOptions, options);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const Image actual = m_renderer->render(m_scene, cameraAt(30, 18, 4.6f), options, 256, 192);
        if (qEnvironmentVariableIsSet("BOZZETTO_UPDATE_GOLDEN"))
            QVERIFY(toQImage(actual).save(goldenPath(name)));
        const QImage stored(goldenPath(name));
        QVERIFY2(!stored.isNull(), qPrintable(goldenPath(name)));
        const Image expected = fromQImage(stored);
        QCOMPARE(expected.width, actual.width);
        QCOMPARE(expected.height, actual.height);
        const double mean = difference(actual, expected, actualPath(name + QStringLiteral("_difference")));
        toQImage(actual).save(actualPath(name));
        if (mean > kTolerance)
            qWarning() << "mean difference" << mean << "- see" << actualPath(name);
        QVERIFY(mean <= kTolerance);
    }

private:
    SceneSnapshot m_scene;
    std::unique_ptr<OffscreenRenderer> m_renderer;
};

int main(int argc, char** argv) { return runGlTest<TestRenderGolden>(argc, argv); }
#include "tst_gl_golden.moc"
