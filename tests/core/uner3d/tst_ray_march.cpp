#include <cmath>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <QTest>

#include "core/uner3d/ray_march.h"
#include "core/uner3d/uner_loss.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Generator seeded(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

double largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

/// A ball of radius 0.6, opaque or thin, of colours linear in the place.
class BallField : public PointField
{
public:
    explicit BallField(double density, double shift = 0) : m_density(density), m_shift(shift) {}
    PointSamples query(const at::Tensor& points) const override
    {
        asked += points.size(0);
        const auto moved = points - at::tensor({0.0, 0.0, m_shift}, points.options());
        return {(moved.norm(2, 1) < 0.6) * m_density, 0.5 + 0.4 * points};
    }
    FieldBox box() const override { return {}; }
    c10::Device device() const override { return c10::kCPU; }
    mutable int64_t asked = 0;

private:
    double m_density, m_shift;
};

Rays straightRays(const at::Tensor& xy)
{
    const auto count = xy.size(0);
    return {at::cat({xy, at::full({count, 1}, 3.0)}, 1), at::tensor({0.0f, 0.0f, -1.0f}).expand({count, 3}).contiguous()};
}

ViewCameras ringOfCameras(int64_t side)
{
    auto camera = loneCamera(int(side), int(side), 0.7, 3);
    auto all = camera;
    for (int i = 1; i < 4; ++i) {
        const double angle = i * M_PI / 6;
        auto turned = camera;
        turned.rotation = at::tensor({std::cos(angle), 0.0, std::sin(angle), 0.0, 1.0, 0.0, -std::sin(angle), 0.0, std::cos(angle)})
                              .view({1, 3, 3})
                              .to(at::kFloat);
        turned.position = turned.rotation.select(2, 2) * 3;
        all = ViewCameras::joined(all, turned);
    }
    return all;
}

} // namespace

class TestRayMarch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void slabTestOfTheBox();
    void constantSlab();
    void opaqueFirstSample();
    void emptyIsBackground();
    void gradientsFinite();
    void binsAndImportance();
    void occupancySavesQueriesOnly();
    void cloudModesAgreeWithTheField();
    void evaluationIsDeterministic();
    void depthLossOfABall();
    void otherLossesInClosedForm();
    void transmittanceInClosedForm();
};

void TestRayMarch::slabTestOfTheBox()
{
    const FieldBox box{{-1, -0.5f, -1}, {1, 0.5f, 1}};
    Rays rays;
    rays.origins = at::tensor({0.0f, 0.0f, 3.0f, 0.0f, 0.6f, 3.0f, 0.0f, 0.0f, 0.0f}).view({3, 3});
    rays.directions = at::tensor({0.0f, 0.0f, -1.0f, 0.0f, 0.0f, -1.0f, 0.0f, 1.0f, 0.0f}).view({3, 3});
    const auto limits = boxLimits(rays, box, 0.25, 3.5);
    QVERIFY(limits.hits.equal(at::tensor({1, 0, 1}, at::kInt).to(at::kBool)));
    QVERIFY(isClose(limits.start[0].item<double>(), 2, 0, 1e-5, "enters"));
    QVERIFY(isClose(limits.end[0].item<double>(), 3.5, 0, 1e-5, "cut by far"));
    QVERIFY(isClose(limits.start[2].item<double>(), 0.25, 0, 1e-5, "cut by near"));
    QVERIFY(isClose(limits.end[2].item<double>(), 0.5, 0, 1e-5, "leaves"));
    QVERIFY(at::equal(limits.start[1], limits.end[1]));
}

void TestRayMarch::constantSlab()
{
    const auto distances = (at::arange(50, at::kDouble) * 0.02 + 1).unsqueeze(0), end = at::full({1}, 2.0, at::kDouble);
    const auto met = compositeRays(distances, at::full({1, 50}, 1.7, at::kDouble), at::full({1, 50, 3}, 0.25, at::kDouble), end, 1);
    const double opacity = 1 - std::exp(-1.7);
    QVERIFY(isClose(met.opacity.item<double>(), opacity, 0, 1e-6, "opacity"));
    QVERIFY(isClose(met.rgb[0][0].item<double>(), 0.25 * opacity + 1 - opacity, 0, 1e-6, "colour"));
    QVERIFY(isClose(met.median.item<double>(), 1 + std::log(2.0) / 1.7, 0, 0.02, "median"));
}

void TestRayMarch::opaqueFirstSample()
{
    const auto distances = at::linspace(1, 2, 8).unsqueeze(0), end = at::full({1}, 2.2);
    auto density = at::zeros({1, 8}), rgb = at::rand({1, 8, 3}, seeded(1));
    density[0][0] = 1e4;
    const auto met = compositeRays(distances, density, rgb, end, 1);
    QVERIFY(largest(met.rgb[0] - rgb[0][0]) < 1e-6);
    QVERIFY(isClose(met.distance.item<double>(), 1, 0, 1e-6, "distance"));
}

void TestRayMarch::emptyIsBackground()
{
    const auto met = compositeRays(at::linspace(1, 2, 8).unsqueeze(0), at::zeros({1, 8}), at::rand({1, 8, 3}, seeded(1)),
                                   at::full({1}, 2.2), 0.75);
    QVERIFY(largest(met.rgb - 0.75) < 1e-6);
    QCOMPARE(met.opacity.item<float>(), 0.0f);
}

void TestRayMarch::gradientsFinite()
{
    for (const double value : {0.0, 1e6}) { // alpha 0 and 1 everywhere
        const auto density = at::full({2, 8}, value).requires_grad_(), rgb = at::full({2, 8, 3}, 0.5).requires_grad_();
        const auto met = compositeRays(at::linspace(1, 2, 8).expand({2, 8}), density, rgb, at::full({2}, 2.2), 1);
        (met.rgb.sum() + met.distance.sum() + met.opacity.sum() + entropyLoss(met.weights, met.opacity)).backward();
        QVERIFY(at::isfinite(density.grad()).all().item<bool>());
        QVERIFY(at::isfinite(rgb.grad()).all().item<bool>());
    }
}

void TestRayMarch::binsAndImportance()
{
    RayLimits limits{at::full({1}, 1.0), at::full({1}, 3.0), at::ones({1}, at::kBool)};
    const auto centres = binnedSamples(limits, 4, std::nullopt);
    QVERIFY(largest(centres - at::tensor({1.25f, 1.75f, 2.25f, 2.75f})) < 1e-6);
    const auto jittered = binnedSamples(limits, 64, seeded(1));
    const auto bins = (jittered - 1) / 2 * 64;
    QVERIFY(at::equal(bins.floor(), at::arange(64, at::kFloat).unsqueeze(0)));
    const BallField ball(200);
    const MarchSource source{&ball, nullptr, nullptr};
    RayMarchOptions options;
    options.coarseSamples = 32;
    options.fineSamples = 32;
    const auto passes = renderPasses(source, &source, ball.box(), straightRays(at::zeros({1, 2})), options);
    QCOMPARE(passes.fine->distances.size(1), int64_t(32 + 32 + 16));
    QVERIFY((passes.fine->distances.diff(1, 1) >= 0).all().item<bool>());
    const auto near = ((passes.fine->distances - 2.4).abs() < 0.1).sum().item<int64_t>(); // the ball's front is at 2.4
    QVERIFY2(near > 30, qPrintable(QString::number(near)));
    QVERIFY(std::abs(passes.fine->distance.item<double>() - 2.4) < std::abs(passes.coarse.distance.item<double>() - 2.4) + 1e-3);
}

void TestRayMarch::occupancySavesQueriesOnly()
{
    const BallField ball(20);
    const auto grid = CellGrid::over({}, 20);
    const auto density = ball.query(grid.centres(at::arange(grid.cells()))).density;
    const CellOccupancy occupancy{grid, occupiedCells(grid, density)};
    const auto rays = straightRays((at::rand({200, 2}, seeded(2)) * 2 - 1) * 0.95);
    const auto limits = boxLimits(rays, ball.box(), 0, 100);
    const auto distances = binnedSamples(limits, 64, std::nullopt);
    ball.asked = 0;
    const auto everywhere = marchRays({&ball, nullptr, nullptr}, rays, distances, limits, {});
    const auto all = ball.asked;
    ball.asked = 0;
    const auto skipping = marchRays({&ball, nullptr, &occupancy}, rays, distances, limits, {});
    QVERIFY(largest(everywhere.rgb - skipping.rgb) < 1e-6);
    QVERIFY(2 * ball.asked < all);
}

void TestRayMarch::cloudModesAgreeWithTheField()
{
    const BallField ball(40);
    ValuedCloud cloud;
    const auto grid = CellGrid::over({}, 48);
    const auto all = at::arange(grid.cells());
    cloud.cloud = sortIntoCells(grid, pointsInCells(grid, all, seeded(3)));
    cloud.values = ball.query(cloud.cloud.points);
    const auto rays = straightRays((at::rand({300, 2}, seeded(4)) * 2 - 1) * 0.9);
    const MarchSource source{&ball, &cloud, nullptr};
    RayMarchOptions options;
    options.coarseSamples = 192;
    const auto direct = renderPasses(source, nullptr, ball.box(), rays, options).coarse;
    options.mode = RayMode::colourIdw;
    const auto colour = renderPasses(source, nullptr, ball.box(), rays, options).coarse;
    QVERIFY(at::equal(direct.opacity, colour.opacity));
    QVERIFY(largest(direct.rgb - colour.rgb) < 0.02); // colours are linear: IDW is nearly exact
    options.mode = RayMode::cloud;
    const auto both = renderPasses(source, nullptr, ball.box(), rays, options).coarse;
    const double error = (direct.rgb - both.rgb).square().mean().item<double>();
    QVERIFY2(-10 * std::log10(error) > 22, qPrintable(QString::number(-10 * std::log10(error)))); // the rim moves by parts of a cell
}

void TestRayMarch::evaluationIsDeterministic()
{
    const BallField ball(10);
    const MarchSource source{&ball, nullptr, nullptr};
    JobContext context;
    const auto cameras = ringOfCameras(24);
    const auto a = renderView(source, &source, ball.box(), cameras, 1, {}, context), b = renderView(source, &source, ball.box(), cameras, 1, {}, context);
    QVERIFY(at::equal(a.rgb, b.rgb));
    QVERIFY(a.rgb.sizes() == at::IntArrayRef({3, 24, 24}));
    RayMarchOptions jittered;
    jittered.jitter = seeded(1);
    QVERIFY(!at::equal(renderView(source, &source, ball.box(), cameras, 1, jittered, context).rgb, a.rgb));
}

void TestRayMarch::depthLossOfABall()
{
    const BallField ball(400), shifted(400, 0.3);
    const auto cameras = ringOfCameras(32);
    RayMarchOptions options;
    options.coarseSamples = 512;
    const auto renderer = [&](const BallField& field) {
        return RayRenderer([&](const Rays& rays) { return renderPasses({&field, nullptr, nullptr}, nullptr, field.box(), rays, options).coarse; });
    };
    const auto view = at::zeros({64}, at::kLong), place = at::randint(13, 19, {128}, seeded(6), at::TensorOptions().dtype(at::kLong));
    const auto rays = pixelRays(cameras, view, place.narrow(0, 0, 64), place.narrow(0, 64, 64));
    const auto others = cameras.position[1].expand({64, 3}).contiguous();
    const double agreeing = crossViewDepthLoss(renderer(ball), rays, others, 2).item<double>();
    QVERIFY2(agreeing < 1e-4, qPrintable(QString::number(agreeing)));
    // The other view sees the ball farther away: rays through what the first one meets go on behind it.
    int calls = 0;
    const RayRenderer disagreeing = [&](const Rays& r) { return renderer(calls++ == 0 ? shifted : ball)(r); };
    const double off = crossViewDepthLoss(disagreeing, rays, others, 2).item<double>();
    QVERIFY2(off > 20 * std::max(agreeing, 1e-6), qPrintable(QString::number(off)));
}

void TestRayMarch::otherLossesInClosedForm()
{
    const auto a = at::tensor({0.0f, 0.5f, 1.0f, 0.25f, 0.5f, 0.75f}).view({2, 3});
    QVERIFY(isClose(pixelLoss(a, a + 0.1).item<double>(), 0.01, 1e-5, 0, "pixels"));
    const auto opacity = at::tensor({0.8f, 0.0f}), mask = at::tensor({1.0f, 0.0f});
    QVERIFY(isClose(silhouetteLoss(opacity, mask).item<double>(), -(std::log(0.8) + std::log(0.999)) / 2, 1e-5, 0, "silhouette"));
    const auto even = at::full({1, 4}, 0.25), one = at::tensor({0.0f, 1.0f, 0.0f, 0.0f}).view({1, 4});
    QVERIFY(isClose(entropyLoss(even, at::ones({1})).item<double>(), std::log(4.0), 1e-5, 0, "spread out"));
    QVERIFY(std::abs(entropyLoss(one, at::ones({1})).item<double>()) < 1e-6);
    QCOMPARE(entropyLoss(even, at::full({1}, 0.2)).item<double>(), 0.0);
    const PointSamples all{at::tensor({0.0f, 50.0f}), a};
    QCOMPARE(consistencyLoss(all, all, 0.1).item<double>(), 0.0);
    const PointSamples less{at::tensor({0.0f, 0.0f}), a};
    QVERIFY(isClose(consistencyLoss(less, all, 0.1).item<double>(), (1 - std::exp(-5.0)) / 2, 1e-5, 0, "one of two points gone"));
    // Two pictures of grey 0.2 and 0.6 see a point of grey 0.3, the second one only.
    const auto pictures = at::stack({at::full({3, 8, 8}, 0.2), at::full({3, 8, 8}, 0.6)});
    const auto seen = project(ViewCameras::joined(loneCamera(8, 8, 0.5, 2), loneCamera(8, 8, 0.5, 3)), at::zeros({1, 3}));
    const auto loss = pointColourLoss(at::full({1, 3}, 0.3), pictures, seen, at::tensor({0.0f, 0.7f}).view({2, 1}));
    QVERIFY(isClose(loss.item<double>(), 0.9, 1e-5, 0, "three channels of 0.3"));
    const auto huber = pointColourLoss(at::full({1, 3}, 0.3), pictures, seen, at::ones({2, 1}), 0.1);
    QVERIFY(isClose(huber.item<double>(), 3 * (0.05 + 0.25) / 2, 1e-5, 0, "Huber"));
}

void TestRayMarch::transmittanceInClosedForm()
{
    const auto cameras = at::tensor({0.0f, 0.0f, 3.0f}).view({1, 3}), points = at::tensor({0.0f, 0.0f, 0.0f}).view({1, 3});
    const auto even = [](const at::Tensor& x) { return at::full({x.size(0)}, 0.8); };
    QVERIFY(isClose(transmittanceTo(even, cameras, points, {}, 0.1).item<double>(), std::exp(-0.8 * 0.9), 1e-4, 0, "one box half less the gap"));
}

QTEST_APPLESS_MAIN(TestRayMarch)
#include "tst_ray_march.moc"
