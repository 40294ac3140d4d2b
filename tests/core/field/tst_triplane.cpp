#include "core/field/radiance_mlp_cpu.h"
#include "core/field/triplane.h"
#include "core/field/triplane_field.h"
#include "core/field/triplane_kernels.h"
#include "core/field/volume_renderer.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Tensor randomPoints(int64_t count)
{
    return torch::rand({count, 3}) * 2.4 - 1.2;
}

/// Gradient to the planes of sum(features * weight).
at::Tensor planeGradient(const at::Tensor& planes, const at::Tensor& points, const at::Tensor& weight,
                         int levels, bool reference)
{
    const auto leaf = planes.detach().clone().requires_grad_();
    const auto pyramid = makePyramid(leaf, PlaneSet::corrected, levels);
    const auto features =
        reference ? sampleTriplaneReference(pyramid, points) : sampleTriplane(pyramid, points);
    (features * weight).sum().backward();
    return leaf.grad();
}

} // namespace

class TestTriplane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::manual_seed(1); }

    void fusedEqualsReference_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("levels");
        QTest::addColumn<int>("count");
        for (int channels : {1, 8, 24, 32, 64})
            for (int levels : {1, 2, 3})
                for (int count : {0, 1, 1500})
                    QTest::addRow("%d channels, %d levels, %d points", channels, levels, count)
                        << channels << levels << count;
    }

    void fusedEqualsReference()
    {
        QFETCH(int, channels);
        QFETCH(int, levels);
        QFETCH(int, count);
        const auto planes = torch::randn({3, channels, 16, 24});
        const auto points = randomPoints(count);
        const auto weight = torch::randn({count, channels});
        for (PlaneSet set : {PlaneSet::stock, PlaneSet::fixed, PlaneSet::corrected}) {
            const auto pyramid = makePyramid(planes, set, levels);
            const auto fused = sampleTriplane(pyramid, points),
                       reference = sampleTriplaneReference(pyramid, points);
            QVERIFY(at::allclose(fused, reference, 1e-4, 1e-5));
        }
        if (count == 0)
            return;
        const auto fused = planeGradient(planes, points, weight, levels, false);
        const auto reference = planeGradient(planes, points, weight, levels, true);
        QVERIFY(at::allclose(fused, reference, 1e-3, 1e-4));
    }

    void gpuThreadsEqualTheProcessor_data()
    {
        QTest::addColumn<int>("channels");
        for (int channels : {1, 6, 32, 64})
            QTest::addRow("%d channels", channels) << channels;
    }

    /// What one GPU thread does, run here for every thread of a launch.
    void gpuThreadsEqualTheProcessor()
    {
        QFETCH(int, channels);
        const auto pyramid = makePyramid(torch::randn({3, channels, 16, 24}), PlaneSet::fixed, 3);
        const auto points = randomPoints(500), gradient = torch::randn({500, channels});
        const auto view = triplane::viewOf(pyramid.levels, pyramid.set);
        const float* where = points.const_data_ptr<float>();
        const auto expected = triplane::forwardCpu(pyramid.levels, pyramid.set, points);
        const auto wanted = triplane::backwardCpu(pyramid.levels, pyramid.set, points, gradient);
        auto single = torch::zeros({500, channels}), quads = torch::zeros({500, channels});
        auto sums = triplane::emptyGradients(pyramid.levels);
        triplane::GradientView targets{};
        for (std::size_t l = 0; l < sums.size(); ++l)
            targets.levels[l] = sums[l].data_ptr<float>();
        for (int64_t point = 0; point < 500; ++point)
            for (int c = 0; c < channels; ++c) {
                triplane::lookupThread<1>(view, where, point, c, single.data_ptr<float>());
                if (channels % 4 == 0 && c % 4 == 0)
                    triplane::lookupThread<4>(view, where, point, c / 4, quads.data_ptr<float>());
                triplane::scatterThread(view, targets, where, gradient.const_data_ptr<float>(), point, c);
            }
        QVERIFY(at::allclose(single, expected, 1e-5, 1e-6));
        QVERIFY(channels % 4 != 0 || at::allclose(quads, expected, 1e-5, 1e-6));
        for (std::size_t l = 0; l < sums.size(); ++l)
            QVERIFY(at::allclose(sums[l], wanted[l], 1e-4, 1e-5));
    }

    void fusedQueryEqualsLookupAndMlp_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("count");
        for (int count : {0, 1, 15, 16, 1000, 5000})
            for (int channels : {5, 32, 64})
                for (int hidden : {8, 64, 20}) // 20 is no multiple of 8: the plain way
                    QTest::addRow("%d points, %d to %d", count, channels, hidden)
                        << channels << hidden << count;
    }

    void fusedQueryEqualsLookupAndMlp()
    {
        QFETCH(int, channels);
        QFETCH(int, hidden);
        QFETCH(int, count);
        auto mlp = RadianceMlp::random(channels, hidden);
        mlp.bias0 = torch::randn({hidden}) * 3;
        mlp.bias1 = torch::randn({4});
        mlp.densityGain = 20;
        const TriplaneField field(
            makePyramid(torch::randn({3, channels, 32, 32}) * 4, PlaneSet::corrected, 2), mlp,
            g3drSceneFromField());
        QCOMPARE(PackedMlp::fits(mlp), hidden % 8 == 0);
        const auto points = randomPoints(count);
        const auto fused = field.query(points);
        const auto plain = mlp(sampleTriplane(field.pyramid(), points));
        QVERIFY(at::allclose(fused.rawDensity, plain.rawDensity, 1e-5,
                             1e-4)); // gain 20: 5e-6 of the MLP's own output
        QVERIFY(at::allclose(fused.rgb, plain.rgb, 1e-5, 2e-6));
        const auto apart = torch::cat({points, points}, 1).narrow(1, 0, 3); // not contiguous
        QVERIFY(field.query(apart).rgb.equal(fused.rgb));
    }

    void mlpHoldsAtItsEnds()
    {
        RadianceMlp mlp = RadianceMlp::random(1, 8);
        mlp.weight0 = torch::full({8, 1}, 1.0f);
        const auto values =
            torch::tensor({-1e4f, -100.0f, -30.0f, -1e-3f, 0.0f, 1e-3f, 15.0f, 88.0f, 1e4f}).view({9, 1});
        auto raw = torch::zeros({9}), rgb = torch::zeros({9, 3});
        PackedMlp(mlp).evaluate(values.const_data_ptr<float>(), 9, raw.data_ptr<float>(),
                                rgb.data_ptr<float>());
        const auto expected = mlp(values);
        QVERIFY(at::allclose(raw, expected.rawDensity, 1e-5, 1e-6));
        QVERIFY(at::allclose(rgb, expected.rgb, 1e-5, 1e-6));
        const float nothing = std::numeric_limits<float>::quiet_NaN();
        PackedMlp(mlp).evaluate(&nothing, 1, raw.data_ptr<float>(), rgb.data_ptr<float>());
        QVERIFY(std::isnan(raw[0].item<float>()));
    }

    /// With gradients asked for, a query gives them, whatever the fast way does.
    void queryKeepsGradients()
    {
        const auto planes = torch::randn({3, 8, 8, 8}).requires_grad_();
        const TriplaneField field(makePyramid(planes, PlaneSet::corrected, 2), RadianceMlp::random(8),
                                  g3drSceneFromField());
        field.query(randomPoints(30)).rawDensity.sum().backward();
        QVERIFY(planes.grad().abs().sum().item<double>() > 0);
    }

    /// In a frustum field the facing plane gives a canonical ray the texel of its pixel at every depth.
    void frustumTexelsArePixels()
    {
        const int size = 16;
        auto planes = torch::randn({3, 8, size, size});
        planes.narrow(0, 0, 2).zero_();
        const auto mlp = RadianceMlp::random(8);
        const TriplaneField field(makePyramid(planes, PlaneSet::corrected, 1), mlp, g3drSceneFromField(),
                                  PlaneFrame::frustum);
        const auto rays = g3drRays(g3drCamera(float(M_PI / 2), float(M_PI / 2)), size, size);
        const auto texels = planes[2].flip({1}).reshape({8, -1}).t() / 3; // rows run upwards in the plane
        const auto expected = mlp(texels).rgb;
        for (double depth : {4.05, 5.0, 6.1}) {
            const auto points = rays.origins + rays.directions * depth;
            const auto found = field.query(points);
            QVERIFY(at::allclose(found.rgb, expected, 1e-3, 1e-3));
            const auto beside = points * torch::tensor({1.0f, 1.3f, 1.3f});
            const auto border = at::maximum(points.select(1, 1).abs(), points.select(1, 2).abs()) /
                                    (points.select(1, 0) + 5) / std::tan(M_PI / 20) >
                                0.8;
            QVERIFY(border.any().item<bool>());
            const auto sigma = activateDensity(field.query(beside).rawDensity).masked_select(border);
            QVERIFY(sigma.max().item<double>() < 1e-6);
        }
    }

    void gradientEqualsCentralDifferences()
    {
        const auto planes = torch::randn({3, 8, 8, 8});
        const auto points = randomPoints(40);
        const auto weight = torch::randn({40, 8});
        const auto gradient = planeGradient(planes, points, weight, 3, false);
        const auto value = [&](const at::Tensor& at) {
            return (sampleTriplane(makePyramid(at, PlaneSet::corrected, 3), points) * weight)
                .sum()
                .item<double>();
        };
        for (int64_t index : {0, 17, 200, 777, 1535}) {
            auto up = planes.clone(), down = planes.clone();
            up.view(-1)[index] += 1e-2;
            down.view(-1)[index] -= 1e-2;
            QVERIFY(isClose(gradient.contiguous().view(-1)[index].item<double>(),
                            (value(up) - value(down)) / 2e-2, 1e-2, 2e-3, "gradient"));
        }
    }

    void coarserLevelsUseTheSpecifiedTaps()
    {
        auto planes = torch::zeros({3, 8, 16, 16});
        planes[0][0][0][0] = 1;
        planes[0][1][7][0] = 1;
        const auto pyramid = makePyramid(planes, PlaneSet::stock, 3);
        // One corner texel: border taps 3/7 (half) and 5/28 (quarter) in both directions.
        QVERIFY(isClose(pyramid.levels[1][0][0][0][0].item<double>(), 9.0 / 49, 1e-5, 0, "half, corner"));
        QVERIFY(
            isClose(pyramid.levels[2][0][0][0][0].item<double>(), 25.0 / 784, 1e-5, 0, "quarter, corner"));
        // Row 7 is the second inner tap of half row 3: 3/8.
        QVERIFY(
            isClose(pyramid.levels[1][0][1][3][0].item<double>(), 3.0 / 7 * 3 / 8, 1e-5, 0, "half, inner"));
    }

    void secondCoordinateRunsAlongTheHeight()
    {
        auto planes = torch::zeros({3, 8, 4, 4});
        planes[0].narrow(1, 3, 1).fill_(3); // bottom row of plane (x, y): y towards +1
        const auto pyramid = makePyramid(planes, PlaneSet::corrected, 1);
        const auto features =
            sampleTriplane(pyramid, torch::tensor({0.0f, 0.75f, 0.0f, 0.0f, -0.75f, 0.0f}).view({2, 3}));
        QVERIFY(isClose(features[0][0].item<double>(), 1, 1e-5, 0, "y = 0.75"));
        QVERIFY(isClose(features[1][0].item<double>(), 0, 0, 1e-6, "y = -0.75"));
    }

    void pointsThatAreNoNumbersGiveZero()
    {
        const auto pyramid = makePyramid(torch::ones({3, 8, 8, 8}), PlaneSet::corrected, 2);
        const auto points = torch::full({2, 3}, std::numeric_limits<float>::quiet_NaN());
        QVERIFY(sampleTriplane(pyramid, points).abs().sum().item<double>() == 0);
        QVERIFY(sampleTriplane(pyramid, torch::full({2, 3}, 1e30f)).abs().sum().item<double>() == 0);
    }

    void wrongShapesAreNamed()
    {
        const auto pyramid = makePyramid(torch::ones({3, 8, 8, 8}), PlaneSet::corrected, 1);
        QVERIFY(!errorMessage(ErrorCode::internal, [&] {
                     sampleTriplane(pyramid, torch::zeros({4, 2}));
                 }).empty());
        QVERIFY(!errorMessage(ErrorCode::internal, [&] {
                     makePyramid(torch::ones({3, 8, 6, 6}), PlaneSet::stock, 3);
                 }).empty());
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { parsePlaneSet("yz"); }).find("stock") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTriplane)
#include "tst_triplane.moc"
