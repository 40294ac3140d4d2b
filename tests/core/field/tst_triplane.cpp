#include "core/field/triplane.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Tensor randomPoints(int64_t count) { return torch::rand({count, 3}) * 2.4 - 1.2; }

/// Gradient to the planes of sum(features * weight).
at::Tensor planeGradient(const at::Tensor& planes, const at::Tensor& points, const at::Tensor& weight, int levels,
                         bool reference)
{
    const auto leaf = planes.detach().clone().requires_grad_();
    const auto pyramid = makePyramid(leaf, PlaneSet::corrected, levels);
    const auto features = reference ? sampleTriplaneReference(pyramid, points) : sampleTriplane(pyramid, points);
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
            const auto fused = sampleTriplane(pyramid, points), reference = sampleTriplaneReference(pyramid, points);
            QVERIFY(at::allclose(fused, reference, 1e-4, 1e-5));
        }
        if (count == 0)
            return;
        const auto fused = planeGradient(planes, points, weight, levels, false);
        const auto reference = planeGradient(planes, points, weight, levels, true);
        QVERIFY(at::allclose(fused, reference, 1e-3, 1e-4));
    }

    void gradientEqualsCentralDifferences()
    {
        const auto planes = torch::randn({3, 8, 8, 8});
        const auto points = randomPoints(40);
        const auto weight = torch::randn({40, 8});
        const auto gradient = planeGradient(planes, points, weight, 3, false);
        const auto value = [&](const at::Tensor& at) {
            return (sampleTriplane(makePyramid(at, PlaneSet::corrected, 3), points) * weight).sum().item<double>();
        };
        for (int64_t index : {0, 17, 200, 777, 1535}) {
            auto up = planes.clone(), down = planes.clone();
            up.view(-1)[index] += 1e-2;
            down.view(-1)[index] -= 1e-2;
            QVERIFY(isClose(gradient.contiguous().view(-1)[index].item<double>(), (value(up) - value(down)) / 2e-2,
                            1e-2, 2e-3, "gradient"));
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
        QVERIFY(isClose(pyramid.levels[2][0][0][0][0].item<double>(), 25.0 / 784, 1e-5, 0, "quarter, corner"));
        // Row 7 is the second inner tap of half row 3: 3/8.
        QVERIFY(isClose(pyramid.levels[1][0][1][3][0].item<double>(), 3.0 / 7 * 3 / 8, 1e-5, 0, "half, inner"));
    }

    void secondCoordinateRunsAlongTheHeight()
    {
        auto planes = torch::zeros({3, 8, 4, 4});
        planes[0].narrow(1, 3, 1).fill_(3); // bottom row of plane (x, y): y towards +1
        const auto pyramid = makePyramid(planes, PlaneSet::corrected, 1);
        const auto features = sampleTriplane(pyramid, torch::tensor({0.0f, 0.75f, 0.0f, 0.0f, -0.75f, 0.0f}).view({2, 3}));
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
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { sampleTriplane(pyramid, torch::zeros({4, 2})); }).empty());
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { makePyramid(torch::ones({3, 8, 6, 6}), PlaneSet::stock, 3); })
                     .empty());
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { parsePlaneSet("yz"); }).find("stock") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTriplane)
#include "tst_triplane.moc"
