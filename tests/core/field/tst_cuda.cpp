#include "core/base/device.h"
#include "core/field/triplane_field.h"
#include "core/field/triplane_kernels.h"
#include "core/field/volume_renderer.h"
#include "core/g3dr/fit.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

TriplanePyramid moved(const TriplanePyramid& pyramid, c10::Device device)
{
    TriplanePyramid result = pyramid;
    for (auto& level : result.levels)
        level = level.to(device);
    return result;
}

RadianceMlp moved(const RadianceMlp& mlp, c10::Device device)
{
    RadianceMlp result = mlp;
    for (auto* tensor : {&result.weight0, &result.bias0, &result.weight1, &result.bias1})
        *tensor = tensor->to(device);
    return result;
}

/// A coloured disc with a flat front and back.
FitTarget discTarget(int size)
{
    const auto axis = at::linspace(-1, 1, size, at::TensorOptions(at::kFloat));
    const auto x = axis.unsqueeze(0).expand({size, size}), y = axis.unsqueeze(1).expand({size, size});
    FitTarget target;
    target.alpha = (x.square() + y.square() < 0.6).to(at::kFloat);
    target.rgb = at::stack({x * 0.4 + 0.5, y * 0.4 + 0.5, x * y * 0.5 + 0.5}, -1);
    target.front = at::full({size, size}, 4.7f);
    target.back = at::full({size, size}, 5.3f);
    target.backRgb = target.rgb.clone();
    target.sceneFromField = g3drSceneFromField();
    return target;
}

} // namespace

/// The GPU against the processor. Skips, saying why, where no GPU is usable.
class TestCuda : public QObject
{
    Q_OBJECT

private:
    c10::Device m_gpu = c10::Device(c10::kCPU);

private Q_SLOTS:
    void initTestCase()
    {
        try {
            m_gpu = chooseDevice(DeviceChoice::cuda);
        } catch (const Error& error) {
            QSKIP(error.what());
        }
        qInfo("%s", describeDevice(m_gpu).c_str());
        QVERIFY2(cudaComponentSymbol(triplane::kCudaKernelsSymbol), "the component offers no lookup");
        torch::manual_seed(1);
    }

    void lookupAndGradients_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("count");
        for (int channels : {1, 6, 32, 64, 300})
            for (int count : {0, 1, 5000})
                QTest::addRow("%d channels, %d points", channels, count) << channels << count;
    }

    void lookupAndGradients()
    {
        QFETCH(int, channels);
        QFETCH(int, count);
        const auto points = torch::rand({count, 3}) * 2.4 - 1.2, weight = torch::randn({count, channels});
        const auto planes = torch::randn({3, channels, 16, 24});
        const auto run = [&](c10::Device device) {
            const auto leaf = planes.to(device).requires_grad_();
            const auto features = sampleTriplane(makePyramid(leaf, PlaneSet::corrected, 3), points.to(device));
            (features * weight.to(device)).sum().backward();
            return std::pair(features.detach().cpu(), leaf.grad().cpu());
        };
        const auto [expected, wanted] = run(c10::Device(c10::kCPU));
        const auto [features, gradient] = run(m_gpu);
        QVERIFY(at::allclose(features, expected, 1e-4, 1e-5));
        QVERIFY(at::allclose(gradient, wanted, 1e-3, 1e-4));
    }

    void renderedPicture()
    {
        const auto pyramid = makePyramid(torch::randn({3, 32, 64, 64}) * 3, PlaneSet::corrected, 2);
        const auto mlp = RadianceMlp::random(32);
        RenderSettings settings;
        settings.deterministic = true;
        Camera camera = g3drCamera(1.2f, 1.4f);
        camera.worldFromCamera = g3drSceneFromField() * camera.worldFromCamera;
        JobContext context;
        const auto draw = [&](c10::Device device) {
            return renderField(TriplaneField(moved(pyramid, device), moved(mlp, device), g3drSceneFromField()), camera,
                               64, 64, settings, context);
        };
        const auto expected = draw(c10::Device(c10::kCPU)), found = draw(m_gpu);
        // Importance samples may fall to the other side of a bin's edge for single rays: the mean, not the largest.
        QVERIFY((found.rgb - expected.rgb).abs().mean().item<double>() < 1e-4);
        QVERIFY((found.depth - expected.depth).abs().mean().item<double>() < 1e-3);
        QVERIFY((found.opacity - expected.opacity).abs().mean().item<double>() < 1e-4);
    }

    void fitOfOnePicture()
    {
        const auto target = discTarget(64);
        FitSettings settings;
        settings.steps = 150;
        settings.previewSeconds = 0;
        const auto quality = [&](c10::Device device) {
            JobContext context;
            return canonicalPsnr(*fitField(target, settings, device, {}, context), target, context);
        };
        const double expected = quality(c10::Device(c10::kCPU)), found = quality(m_gpu);
        qInfo("input view %.1f dB on the processor, %.1f dB on the GPU", expected, found);
        QVERIFY(found > expected - 1.0);
    }
};

QTEST_GUILESS_MAIN(TestCuda)
#include "tst_cuda.moc"
