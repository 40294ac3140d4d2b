#include <cmath>

#include "core/field/depth_gate.h"
#include "core/field/ray_sampling.h"
#include "core/field/triplane_field.h"
#include "core/field/volume_renderer.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// The same density and colour everywhere.
class FogField : public RadianceField
{
public:
    explicit FogField(double sigma) : m_raw(std::log(std::expm1(sigma)) + 1) {}
    FieldSamples query(const at::Tensor& points) const override
    {
        return {at::full({points.size(0)}, m_raw), at::full({points.size(0), 3}, 0.25)};
    }
    c10::Device device() const override { return torch::kCPU; }
    glm::mat4 sceneFromField() const override { return g3drSceneFromField(); }

private:
    double m_raw;
};

Rays axisRays(int64_t count)
{
    return {torch::tensor({-5.0f, 0.0f, 0.0f}).expand({count, 3}), torch::tensor({1.0f, 0.0f, 0.0f}).expand({count, 3})};
}

} // namespace

class TestRenderer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::manual_seed(1); }

    void homogeneousFogFollowsBeerAndLambert()
    {
        RenderSettings settings;
        settings.deterministic = true;
        for (double sigma : {0.1, 1.0, 3.0}) {
            const auto result = renderRays(FogField(sigma), axisRays(1), settings);
            // From the first to the last sample: 2 units less nothing, as jitter 0.5 shifts both ends alike.
            const double opacity = 1 - std::exp(-sigma * 2);
            QVERIFY(isClose(result.opacity[0].item<double>(), opacity, 1e-3, 1e-4, "opacity"));
            QVERIFY(isClose(result.rgb[0][0].item<double>(), 2 * 0.25 * opacity - 1, 1e-3, 1e-3, "rgb"));
        }
    }

    void raysThatMissAreEmpty()
    {
        const Rays rays{torch::tensor({-5.0f, 3.0f, 0.0f}).view({1, 3}), torch::tensor({1.0f, 0.0f, 0.0f}).view({1, 3})};
        const auto result = renderRays(FogField(2), rays, {});
        QCOMPARE(result.opacity[0].item<double>(), 0.0);
        QCOMPARE(result.depth[0].item<double>(), 0.0);
        QCOMPARE(result.rgb[0][1].item<double>(), -1.0);
    }

    void noRaysGiveNoPixels()
    {
        const auto result = renderRays(FogField(1), axisRays(0), {});
        QCOMPARE(result.rgb.size(0), int64_t(0));
    }

    void gateValuesAreThoseOfThePaper()
    {
        const auto offsets = torch::tensor({0.0f, 0.0818f, 0.10f, 0.15f, 0.20f, 0.25f, 0.3107f, 1.0f}).view({1, -1});
        const auto scale = depthGateScale(5 + offsets, torch::tensor({5.0f}));
        const double expected[] = {1, 1, 0.90, 0.59, 0.33, 0.16, 0.05, 0.05};
        for (int i = 0; i < 8; ++i)
            QVERIFY(isClose(scale[0][i].item<double>(), expected[i], 0, 0.006, "gate"));
    }

    void constantGateScalesEveryGradient()
    {
        const auto leaf = torch::rand({5, 7}).requires_grad_(), colour = torch::rand({5, 7, 3}).requires_grad_();
        const auto [alpha, gated] = gateGradients(leaf * 2, colour * 3, torch::full({5, 7}, 0.3));
        QVERIFY(at::equal(alpha, leaf * 2));
        (alpha.sum() + gated.sum()).backward();
        QVERIFY(at::allclose(leaf.grad(), torch::full({5, 7}, 0.6)));
        QVERIFY(at::allclose(colour.grad(), torch::full({5, 7, 3}, 0.9)));
    }

    void importanceSamplesFollowTheWeights()
    {
        const auto distances = at::linspace(4, 6, 32).expand({2, 32}).contiguous();
        auto weights = torch::zeros({2, 31});
        weights[0][15] = 1;
        const auto fine = importanceSamples(distances, weights, 32, true);
        const double peak = distances[0][15].item<double>();
        const auto near = ((fine[0] - peak).abs() < 0.2).sum().item<int64_t>();
        QVERIFY2(near >= 20, qPrintable(QString::number(near)));
        const auto even = ((fine[1] - peak).abs() < 0.2).sum().item<int64_t>();
        QVERIFY2(even < 10, qPrintable(QString::number(even)));
        QVERIFY(at::all(fine.narrow(1, 1, 31) >= fine.narrow(1, 0, 31)).item<bool>());
    }

    void gradientsReachPlanesAndMlp()
    {
        auto planes = (torch::randn({3, 8, 8, 8}) * 0.3).requires_grad_();
        auto mlp = RadianceMlp::random(8, 16);
        for (auto* tensor : {&mlp.weight0, &mlp.bias0, &mlp.weight1, &mlp.bias1})
            tensor->requires_grad_();
        RenderSettings settings;
        settings.deterministic = true;
        settings.coarseSamples = 8;
        settings.fineSamples = 8;
        settings.depth = torch::full({4}, 5.0f);
        settings.fineFromDepth = true;
        const auto rays = g3drRays(g3drCamera(float(M_PI / 2), float(M_PI / 2)), 2, 2);
        const auto loss = [&](const at::Tensor& p) {
            const TriplaneField field(makePyramid(p, PlaneSet::corrected, 2), mlp, g3drSceneFromField());
            const auto result = renderRays(field, rays, settings);
            return result.rgb.sum() + result.depth.sum() + result.opacity.sum();
        };
        loss(planes).backward();
        for (const auto* tensor : {&mlp.weight0, &mlp.bias0, &mlp.weight1, &mlp.bias1})
            QVERIFY(tensor->grad().abs().sum().item<double>() > 0);
        const auto gradient = planes.grad().contiguous().view(-1);
        const auto largest = gradient.abs().argmax().item<int64_t>();
        auto up = planes.detach().clone(), down = planes.detach().clone();
        up.view(-1)[largest] += 1e-2;
        down.view(-1)[largest] -= 1e-2;
        const double numeric = (loss(up).item<double>() - loss(down).item<double>()) / 2e-2;
        QVERIFY(isClose(gradient[largest].item<double>(), numeric, 2e-2, 1e-3, "plane gradient"));
    }

    void pictureDepthIsInSceneUnits()
    {
        JobContext context;
        Camera camera;
        camera.worldFromCamera = glm::mat4(1);
        camera.worldFromCamera[3] = glm::vec4(0, 0, 5, 1);
        camera.verticalFov = glm::radians(18.0f);
        const auto picture = renderField(FogField(200), camera, 5, 3, {}, context);
        QCOMPARE(picture.depth.size(0), int64_t(3));
        QVERIFY(isClose(picture.depth[1][2].item<double>(), 4.0, 0, 0.1, "depth of the front face"));
    }
};

QTEST_GUILESS_MAIN(TestRenderer)
#include "tst_renderer.moc"
