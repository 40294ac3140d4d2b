// Golden values: g3dr specification, appendix A.2, made by the original modules (fp32, processor).
#include <cmath>

#include "core/field/triplane_field.h"
#include "core/field/volume_renderer.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Tensor waves(int64_t count, int q, double amplitude)
{
    const auto i = at::arange(count, torch::kFloat64);
    return (amplitude * at::sin(0.37 * i + 1.3 * q)).to(torch::kFloat32);
}

TriplaneField goldenField()
{
    const auto p = at::arange(3, torch::kFloat64).view({3, 1, 1, 1});
    const auto c = at::arange(64, torch::kFloat64).view({1, 64, 1, 1});
    const auto i = at::arange(128, torch::kFloat64).view({1, 1, 128, 1});
    const auto j = at::arange(128, torch::kFloat64).view({1, 1, 1, 128});
    const auto planes = (1.5 * at::sin(0.7 * c + 0.05 * (p + 1) * i + 0.08 * j + p)).to(torch::kFloat32);
    RadianceMlp mlp;
    mlp.weight0 = waves(64 * 64, 0, 3).view({64, 64});
    mlp.bias0 = waves(64, 1, 0.1);
    mlp.weight1 = waves(4 * 64, 2, 3).view({4, 64});
    mlp.bias1 = waves(4, 3, 0.1);
    mlp.bias1[0] += 2;
    return TriplaneField(makePyramid(planes, PlaneSet::stock), mlp, g3drSceneFromField());
}

struct Row
{
    int row, column;
    double rgb[3], depth, opacity;
};

RenderSettings goldenSettings()
{
    RenderSettings settings;
    settings.deterministic = true;
    return settings;
}

} // namespace

class TestRendererGolden : public QObject
{
    Q_OBJECT

private:
    void compare(const Camera& camera, const std::vector<Row>& rows, double meanRgb, double meanDepth,
                 double meanOpacity)
    {
        const at::NoGradGuard noGradient;
        const auto result = renderRays(goldenField(), g3drRays(camera, 128, 128), goldenSettings());
        double worst = 0;
        for (const auto& row : rows) {
            const int64_t ray = row.row * 128 + row.column;
            for (int c = 0; c < 3; ++c) {
                const double value = result.rgb[ray][c].item<double>();
                worst = std::max(worst, std::abs(value - row.rgb[c]));
                QVERIFY(isClose(value, row.rgb[c], 1e-3, 1e-4, "rgb"));
            }
            QVERIFY(isClose(result.depth[ray].item<double>(), row.depth, 1e-3, 1e-4, "depth"));
            QVERIFY(isClose(result.opacity[ray].item<double>(), row.opacity, 1e-3, 1e-4, "opacity"));
        }
        QVERIFY(isClose(result.rgb.mean().item<double>(), meanRgb, 1e-3, 1e-4, "mean rgb"));
        QVERIFY(isClose(result.depth.mean().item<double>(), meanDepth, 1e-3, 1e-4, "mean depth"));
        QVERIFY(isClose(result.opacity.mean().item<double>(), meanOpacity, 1e-3, 1e-4, "mean opacity"));
        qInfo("largest rgb difference from the golden values: %.2e", worst);
    }

private Q_SLOTS:
    void pointQueries()
    {
        const auto points = torch::tensor({0.1f, 0.2f, -0.3f, 0.9f, -0.95f, 0.5f, 1.2f, 0.0f, 0.0f}).view({3, 3});
        const double rgb[3][3] = {{0.547537, 0.800966, 0.493555}, {0.479703, 0.749630, 0.544046},
                                  {0.575554, 0.685517, 0.429515}};
        const double raw[3] = {0.509034, 0.739689, 1.146842};
        const auto result = goldenField().query(points);
        for (int n = 0; n < 3; ++n) {
            QVERIFY(isClose(result.rawDensity[n].item<double>(), raw[n], 1e-3, 1e-4, "raw density"));
            for (int c = 0; c < 3; ++c)
                QVERIFY(isClose(result.rgb[n][c].item<double>(), rgb[n][c], 1e-3, 1e-4, "rgb"));
        }
    }

    void canonicalCameraAndRays()
    {
        const Camera camera = g3drCamera(float(M_PI / 2), float(M_PI / 2));
        const float expected[3][4] = {{0, 0, -1, -5}, {0, 1, 0, 0}, {1, 0, 0, 0}};
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 4; ++column)
                QVERIFY(isClose(camera.worldFromCamera[column][row], expected[row][column], 0, 1e-6, "c2w"));
        const auto rays = g3drRays(camera, 128, 128);
        const double first[3] = {0.975821, 0.154555, -0.154555};
        for (int c = 0; c < 3; ++c)
            QVERIFY(isClose(rays.directions[0][c].item<double>(), first[c], 0, 2e-6, "direction"));
        QVERIFY(isClose(rays.directions[127][2].item<double>(), 0.154555, 0, 2e-6, "direction at the right"));
    }

    void novelCameraAndRays()
    {
        const Camera camera = g3drCamera(float(M_PI / 2 + 0.3), float(M_PI / 2 - 0.1));
        const float expected[3][4] = {{-0.2955202f, 0.0953745f, -0.9505638f, -4.7528191f},
                                      {0, 0.9950042f, 0.0998334f, 0.4991670f},
                                      {0.9553365f, 0.0295028f, -0.2940438f, -1.4702193f}};
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 4; ++column)
                QVERIFY(isClose(camera.worldFromCamera[column][row], expected[row][column], 0, 2e-6, "c2w"));
        const auto rays = g3drRays(camera, 128, 128);
        const double last[3] = {0.867165, -0.251202, 0.430026};
        for (int c = 0; c < 3; ++c)
            QVERIFY(isClose(rays.directions[128 * 128 - 1][c].item<double>(), last[c], 0, 2e-6, "direction"));
    }

    void canonicalView()
    {
        compare(g3drCamera(float(M_PI / 2), float(M_PI / 2)),
                {{0, 0, {-0.168630, 0.080741, -0.332583}, 4.997018, 0.734695},
                 {0, 127, {-0.353020, -0.055565, -0.399931}, 5.059347, 0.600549},
                 {64, 64, {-0.238319, 0.033972, -0.350791}, 4.828052, 0.688580},
                 {40, 90, {-0.341780, -0.055071, -0.400480}, 4.885875, 0.607184},
                 {127, 127, {-0.321086, -0.011824, -0.380178}, 4.953507, 0.626343}},
                -0.2045448, 4.891491, 0.669392);
    }

    void novelView()
    {
        compare(g3drCamera(float(M_PI / 2 + 0.3), float(M_PI / 2 - 0.1)),
                {{0, 0, {-0.167075, 0.060679, -0.327404}, 4.584363, 0.742985},
                 {0, 127, {-0.410647, -0.193643, -0.509463}, 4.883856, 0.523301},
                 {64, 64, {-0.219626, 0.026511, -0.361692}, 4.727705, 0.694323},
                 {40, 90, {-0.256102, 0.023359, -0.341206}, 4.858007, 0.684462},
                 {127, 127, {-0.373049, -0.158134, -0.486946}, 4.934632, 0.555416}},
                -0.1962480, 4.848380, 0.677089);
    }
};

QTEST_GUILESS_MAIN(TestRendererGolden)
#include "tst_renderer_golden.moc"
