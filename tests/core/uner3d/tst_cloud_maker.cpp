#include <cmath>

#include <ATen/ATen.h>

#include <QTest>

#include "core/uner3d/cloud_maker.h"
#include "core/uner3d/density_volume.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// A ball of radius 0.6 with, where wanted, a cavity of radius 0.3 in it and a speck outside. Colours are linear in the
/// place.
class BallField : public PointField
{
public:
    bool hollow = false, speck = false, empty = false;

    PointSamples query(const at::Tensor& points) const override
    {
        const auto radius = points.norm(2, 1);
        auto matter = radius < 0.6;
        if (hollow)
            matter = matter & (radius > 0.3);
        if (speck)
            matter = matter | ((points - 0.9).norm(2, 1) < 0.03);
        if (empty)
            matter = matter & (radius < 0);
        return {matter * 200.0f, 0.5 + 0.4 * points};
    }
    FieldBox box() const override { return {}; }
    c10::Device device() const override { return c10::kCPU; }
};

PointCloud cloudOf(const PointField& field, std::int64_t count, CloudMode mode = CloudMode::surface, bool solid = false)
{
    CloudOptions options;
    options.count = count;
    options.mode = mode;
    options.solid = solid;
    options.cells = 64;
    JobContext context;
    return makeCloud(field, {{0, 0, 3}}, options, context);
}

/// Mean distance of the points from the sphere, and of the sphere from the points.
double chamferToBall(const PointCloud& cloud)
{
    double off = 0;
    for (const auto& point : cloud.positions)
        off += std::abs(glm::length(point) - 0.6f);
    const auto points = at::from_blob(const_cast<glm::vec3*>(cloud.positions.data()), {std::int64_t(cloud.positions.size()), 3});
    double missed = 0;
    constexpr int kSamples = 300;
    for (int i = 0; i < kSamples; ++i) {
        const double y = 1 - (2 * i + 1.0) / kSamples, r = std::sqrt(1 - y * y), angle = 2.399963 * i;
        const auto where = at::tensor({0.6 * r * std::cos(angle), 0.6 * y, 0.6 * r * std::sin(angle)}).to(at::kFloat);
        missed += std::sqrt((points - where).square().sum(1).min().item<double>());
    }
    return off / double(cloud.positions.size()) + missed / kSamples;
}

} // namespace

class TestCloudMaker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void volumeHoldsTheField();
    void viewpointsAreAnIcosahedrons();
    void passingInClosedForm();
    void partsAreCounted();
    void exactlyAsMany_data();
    void exactlyAsMany();
    void denserIsNotWorse();
    void surfaceIsThinAndFacesOutwards();
    void volumeModes();
    void specksGo();
    void repeats();
    void farthestAreSpread();
    void refusals();
};

void TestCloudMaker::volumeHoldsTheField()
{
    JobContext context;
    const BallField ball;
    const auto volume = sampleDensity(ball, 32, context);
    for (std::int64_t c = 0; c < volume.grid.cells(); c += 7)
        QCOMPARE(volume.density[std::size_t(c)], glm::length(volume.centre(c)) < 0.6f ? 200.0f : 0.0f);
    QVERIFY(isClose(volume.at({0, 0, 0}), 200, 1e-5, 0, "inside"));
    QCOMPARE(volume.at({5, 0, 0}), 0.0f);
    QVERIFY(glm::dot(volume.outwards({0, 0.6f, 0}), glm::vec3(0, 1, 0)) > 0.95f);
}

void TestCloudMaker::viewpointsAreAnIcosahedrons()
{
    const auto points = surroundingViewpoints({{-1, -0.5f, -1}, {1, 0.5f, 1}});
    QCOMPARE(points.size(), std::size_t(42));
    glm::vec3 sum(0);
    for (const auto& point : points) {
        QVERIFY(isClose(glm::length(point), 3, 1e-5, 0, "three half sides"));
        sum += point;
    }
    QVERIFY(glm::length(sum) < 1e-4f);
}

void TestCloudMaker::passingInClosedForm()
{
    DensityVolume volume;
    volume.grid = CellGrid::over({}, 40);
    volume.density.assign(std::size_t(volume.grid.cells()), 0.7f);
    QVERIFY(isClose(passingBetween(volume, {0, 0, 0}, {0, 0, 3}, 0.1f, 1e-6f), std::exp(-0.7 * 0.9), 0, 0.03, "half the box less the gap"));
    QVERIFY(isClose(medianDistance(volume, {0, 0, 3}, {0, 0, -1}), 2 + std::log(2.0) / 0.7, 0, 0.02, "median"));
    for (auto& value : volume.density)
        value = 0.1f;
    QVERIFY(medianDistance(volume, {0, 0, 3}, {0, 0, -1}) < 0);
}

void TestCloudMaker::partsAreCounted()
{
    DensityVolume volume;
    volume.grid = CellGrid::over({}, 10);
    volume.density.assign(1000, 0.0f);
    for (const int cell : {0, 111, 222, 333}) // touch at corners
        volume.density[std::size_t(cell)] = 100;
    volume.density[999] = 100;
    QCOMPARE(solidParts(volume, 0.5f, 0.0).size(), std::size_t(5));
    QVERIFY(solidParts(volume, 0.5f, 0.3) == (std::vector<std::int64_t>{0, 111, 222, 333}));
}

void TestCloudMaker::exactlyAsMany_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("volume");
    QTest::newRow("1") << 1 << false;
    QTest::newRow("1 k") << 1000 << false;
    QTest::newRow("10 k") << 10000 << false;
    QTest::newRow("100 k") << 100000 << false;
    QTest::newRow("1 M") << 1000000 << false;
    QTest::newRow("10 k in the volume") << 10000 << true;
    QTest::newRow("100 k in the volume") << 100000 << true;
}

void TestCloudMaker::exactlyAsMany()
{
    QFETCH(int, count);
    QFETCH(bool, volume);
    const auto cloud = cloudOf(BallField(), count, volume ? CloudMode::volume : CloudMode::surface);
    QCOMPARE(cloud.positions.size(), std::size_t(count));
    QCOMPARE(cloud.normals.size(), std::size_t(count));
    QCOMPARE(cloud.colours.size(), std::size_t(count));
    QCOMPARE(cloud.confidence.size(), std::size_t(count));
}

void TestCloudMaker::denserIsNotWorse()
{
    const BallField ball;
    const double few = chamferToBall(cloudOf(ball, 1000)), more = chamferToBall(cloudOf(ball, 10000)),
                 many = chamferToBall(cloudOf(ball, 100000));
    QVERIFY2(more < few && many <= more, qPrintable(QString::number(few) + u' ' + QString::number(more) + u' ' + QString::number(many)));
}

void TestCloudMaker::surfaceIsThinAndFacesOutwards()
{
    const auto cloud = cloudOf(BallField(), 5000);
    const float cell = 2.0f / 64;
    int facing = 0;
    for (std::size_t i = 0; i < cloud.positions.size(); ++i) {
        QVERIFY(std::abs(glm::length(cloud.positions[i]) - 0.6f) < 1.5f * cell);
        QVERIFY(isClose(glm::length(cloud.normals[i]), 1, 1e-4, 0, "unit"));
        facing += glm::dot(cloud.normals[i], glm::normalize(cloud.positions[i])) > 0.8f;
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(cloud.colours[i][c] - (0.5f + 0.4f * cloud.positions[i][c])) < 0.4f * cell);
    }
    QVERIFY2(facing > 4500, qPrintable(QString::number(facing)));
}

void TestCloudMaker::volumeModes()
{
    const auto deepest = [](const PointCloud& cloud) {
        float least = 1;
        for (const auto& point : cloud.positions)
            least = std::min(least, glm::length(point));
        return least;
    };
    QVERIFY(deepest(cloudOf(BallField(), 3000, CloudMode::volume, true)) < 0.1f);
    QVERIFY(deepest(cloudOf(BallField(), 3000, CloudMode::volume, false)) > 0.5f); // what nobody sees is left out
    BallField hollow;
    hollow.hollow = true;
    QVERIFY(deepest(cloudOf(hollow, 3000, CloudMode::volume, true)) > 0.25f);
    QVERIFY(deepest(cloudOf(hollow, 3000)) > 0.5f); // the cavity's wall is hidden
}

void TestCloudMaker::specksGo()
{
    BallField field;
    field.speck = true;
    const auto cloud = cloudOf(field, 5000);
    for (const auto& point : cloud.positions)
        QVERIFY(glm::length(point) < 0.7f);
}

void TestCloudMaker::repeats()
{
    const auto a = cloudOf(BallField(), 3000), b = cloudOf(BallField(), 3000);
    QVERIFY(a.positions == b.positions && a.colours == b.colours);
}

void TestCloudMaker::farthestAreSpread()
{
    std::vector<glm::vec3> points;
    for (int i = 0; i <= 100; ++i)
        points.push_back({float(i), 0, 0});
    auto chosen = farthestPoints(points, 5);
    std::sort(chosen.begin(), chosen.end());
    QVERIFY(chosen == (std::vector<std::size_t>{0, 25, 50, 75, 100}));
}

void TestCloudMaker::refusals()
{
    BallField nothing;
    nothing.empty = true;
    QVERIFY(errorMessage(ErrorCode::badInput, [&] { cloudOf(nothing, 100); }).find("none") != std::string::npos);
    QVERIFY(errorMessage(ErrorCode::badInput, [] { cloudOf(BallField(), 0); }).find("count") != std::string::npos);
    QVERIFY(errorMessage(ErrorCode::badInput, [] { parseCloudMode("shell"); }).find("shell") != std::string::npos);
    CloudOptions options;
    auto cancelled = cancelledAt("Points", 0);
    QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { makeCloud(BallField(), {}, options, cancelled); }).empty());
}

QTEST_APPLESS_MAIN(TestCloudMaker)
#include "tst_cloud_maker.moc"
