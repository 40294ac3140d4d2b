#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <QTest>

#include "core/uner3d/idw.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Generator seeded(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

double largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

/// One jittered point in every cell of [-1, 1]^3, with smooth values.
ValuedCloud fullCloud(int64_t along, at::ScalarType type = at::kFloat)
{
    const auto grid = CellGrid::over({}, along);
    ValuedCloud cloud;
    cloud.cloud = sortIntoCells(grid, pointsInCells(grid, at::arange(grid.cells()), seeded(7)).to(type));
    const auto& p = cloud.cloud.points;
    cloud.values.density = 5 + 4 * at::sin(3 * p.select(1, 0)) * at::cos(2 * p.select(1, 1));
    cloud.values.rgb = 0.5 + 0.5 * at::sin(2 * p + 1);
    return cloud;
}

at::Tensor someQueries(int64_t count, double half = 0.9, at::ScalarType type = at::kFloat)
{
    return ((at::rand({count, 3}, seeded(3)) * 2 - 1) * half).to(type);
}

} // namespace

class TestIdw : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cellsHoldTheirPoints();
    void occupancyDilatesAndKeepsAShare();
    void subCellsTileTheirCell();
    void weightsSumToOne();
    void constantColourStays();
    void valueAtAPoint();
    void largePowerIsTheNearest();
    void equalsBruteForce();
    void emptyCellsThinDensity();
    void nothingFarAwayOrOutside();
    void gradientsByCentralDifferences();
    void freeCloud();
    void mergedCloudKeepsTheValues();
    void noQueriesAndOnePoint();
};

void TestIdw::cellsHoldTheirPoints()
{
    const auto grid = CellGrid::over({{-1, -0.5f, 0}, {1, 0.5f, 0.25f}}, 8);
    QVERIFY((grid.count == std::array<int64_t, 3>{8, 4, 1}));
    const auto all = at::arange(grid.cells());
    QVERIFY(at::equal(grid.cellsOf(grid.centres(all)), all));
    QVERIFY(at::equal(grid.cellsOf(pointsInCells(grid, all, seeded(1))), all));
    const auto outside = at::tensor({2.0f, 0.0f, 0.1f, 0.0f, 0.0f, -0.1f, std::nanf(""), 0.0f, 0.1f}).view({3, 3});
    QVERIFY((grid.cellsOf(outside) == -1).all().item<bool>());
    const auto cloud = sortIntoCells(grid, at::cat({outside, grid.centres(all.flip(0))}));
    QCOMPARE(cloud.count(), grid.cells());
    QVERIFY(at::equal(cloud.start, at::arange(grid.cells() + 1, at::kInt)));
    QVERIFY(at::equal(cloud.order, all.flip(0) + 3));
}

void TestIdw::occupancyDilatesAndKeepsAShare()
{
    const auto grid = CellGrid::over({}, 10);
    auto density = at::zeros({1000});
    density[555] = 100;
    OccupancyOptions options;
    options.leastShare = 0.001;
    QCOMPARE(occupiedCells(grid, density, options).sum().item<int64_t>(), int64_t(27));
    options.dilate = false;
    options.leastShare = 0.02; // twenty cells, whatever their opacity
    const auto ramp = at::arange(1000, at::kFloat) * 1e-6;
    const auto kept = occupiedCells(grid, ramp, options);
    QCOMPARE(kept.sum().item<int64_t>(), int64_t(20));
    QVERIFY(kept.narrow(0, 980, 20).all().item<bool>());
}

void TestIdw::subCellsTileTheirCell()
{
    const auto grid = CellGrid::over({}, 3);
    auto occupied = at::zeros({27}, at::kBool);
    occupied[13] = true;
    const auto cells = subCells(grid, occupied, 4);
    QCOMPARE(cells.size(0), int64_t(64));
    QVERIFY((grid.cellsOf(grid.split(4).centres(cells)) == 13).all().item<bool>());
    QVERIFY(inOccupied(grid, occupied, grid.centres(at::tensor({13, 14}, at::kLong))).equal(at::tensor({1, 0}, at::kInt).to(at::kBool)));
}

void TestIdw::weightsSumToOne()
{
    const auto cloud = fullCloud(8);
    for (const int neighbours : {1, 4, 8, 27}) {
        IdwOptions options;
        options.neighbours = neighbours;
        const auto found = colourNeighbours(cloud.cloud, someQueries(200), options);
        QVERIFY(largest(found.weight.sum(1) - 1) < 1e-5);
        QCOMPARE(found.index.size(1), int64_t(neighbours));
    }
    QVERIFY(largest(densityNeighbours(cloud.cloud, someQueries(200), {}).weight.sum(1) - 1) < 1e-5);
}

void TestIdw::constantColourStays()
{
    auto cloud = fullCloud(8);
    cloud.values.rgb = at::tensor({0.2f, 0.5f, 0.9f}).expand({cloud.cloud.count(), 3}).contiguous();
    const auto colour = idwColour(cloud, someQueries(300), {});
    QVERIFY(largest(colour - cloud.values.rgb[0]) < 1e-3);
}

void TestIdw::valueAtAPoint()
{
    const auto cloud = fullCloud(8);
    IdwOptions options;
    const auto where = cloud.cloud.points.narrow(0, 100, 50);
    QVERIFY(largest(idwColour(cloud, where, options) - cloud.values.rgb.narrow(0, 100, 50)) < 1e-3);
    for (const auto density : {IdwDensity::standard, IdwDensity::modifiedShepard}) {
        options.density = density;
        QVERIFY(largest(idwDensity(cloud, where, options) - cloud.values.density.narrow(0, 100, 50)) < 1e-2);
    }
}

void TestIdw::largePowerIsTheNearest()
{
    const auto cloud = fullCloud(8);
    IdwOptions options;
    options.power = 400;
    options.epsilon = 1e-300;
    options.opacityWeighted = false;
    auto inDouble = fullCloud(8, at::kDouble);
    const auto queries = someQueries(200, 0.9, at::kDouble);
    const auto found = idwColour(inDouble, queries, options);
    const auto nearest = inDouble.values.rgb.index_select(0, at::cdist(queries, inDouble.cloud.points).argmin(1));
    const auto close = ((found - nearest).abs() < 1e-2).all(1).to(at::kDouble).mean().item<double>();
    QVERIFY2(close > 0.95, qPrintable(QString::number(close))); // the others have two points equally near
}

void TestIdw::equalsBruteForce()
{
    const auto cloud = fullCloud(12);
    const auto queries = someQueries(500);
    IdwOptions options;
    const auto off = (idwColour(cloud, queries, options) - idwColourReference(cloud, queries, options)).abs();
    QVERIFY(off.mean().item<double>() < 0.003); // a distant neighbour may be missed
    QVERIFY(off.amax(1).quantile(0.95).item<double>() < 0.01);
    options.opacityWeighted = false;
    options.neighbours = 3; // the three nearest are nearly always among the 27
    const auto error = (idwColour(cloud, queries, options) - idwColourReference(cloud, queries, options)).abs();
    QVERIFY((error > 1e-4).any(1).to(at::kFloat).mean().item<double>() < 0.02);
    const auto densityError = (idwDensity(cloud, queries, options) - idwDensityReference(cloud, queries, options)).abs();
    QVERIFY(densityError.mean().item<double>() < 0.01 * 5); // reach 1.5 h lies within the 27 cells but for corners
    options.density = IdwDensity::standard;
    const auto standard = (idwDensity(cloud, queries, options) - idwDensityReference(cloud, queries, options)).abs();
    QVERIFY(standard.mean().item<double>() < 0.01 * 5);
}

void TestIdw::emptyCellsThinDensity()
{
    const auto grid = CellGrid::over({}, 9);
    const auto middle = at::tensor({364}, at::kLong); // cell (4, 4, 4)
    ValuedCloud cloud;
    cloud.cloud = sortIntoCells(grid, grid.centres(middle));
    cloud.values = {at::full({1}, 10.0f), at::zeros({1, 3})};
    const auto at = [&](double cells) { return at::tensor({float(cells) * grid.cell, 0.0f, 0.0f}).view({1, 3}); };
    IdwOptions options;
    for (const auto density : {IdwDensity::standard, IdwDensity::modifiedShepard}) {
        options.density = density;
        const double here = idwDensity(cloud, at(0), options).item<double>(), half = idwDensity(cloud, at(0.5), options).item<double>();
        const double next = idwDensity(cloud, at(1), options).item<double>();
        QVERIFY(isClose(here, 10, 1e-3, 0, "at the point"));
        QVERIFY2(half < 5.5 && half > 1, "half way"); // the empty neighbour pulls as much as the point
        QVERIFY(isClose(next, 0, 0, 1e-2, "in the empty cell's centre"));
    }
}

void TestIdw::nothingFarAwayOrOutside()
{
    const auto grid = CellGrid::over({}, 9);
    ValuedCloud cloud;
    cloud.cloud = sortIntoCells(grid, grid.centres(at::tensor({364}, at::kLong)));
    cloud.values = {at::full({1}, 10.0f), at::ones({1, 3})};
    const auto queries = at::tensor({0.9f, 0.9f, 0.9f, 1.5f, 0.0f, 0.0f}).view({2, 3});
    QCOMPARE(largest(idwDensity(cloud, queries, {})), 0.0);
    QCOMPARE(largest(idwColour(cloud, queries, {})), 0.0);
}

void TestIdw::gradientsByCentralDifferences()
{
    auto cloud = fullCloud(5, at::kDouble);
    const auto queries = someQueries(20, 0.9, at::kDouble);
    const auto weights = at::rand({20, 3}, seeded(8), at::TensorOptions().dtype(at::kDouble));
    const auto loss = [&] {
        return (idwColour(cloud, queries, {}) * weights).sum() + (idwDensity(cloud, queries, {}) * weights.select(1, 0)).sum();
    };
    cloud.values.density = cloud.values.density.detach().clone().requires_grad_();
    cloud.values.rgb = cloud.values.rgb.detach().clone().requires_grad_();
    loss().backward();
    const auto density = cloud.values.density.grad(), rgb = cloud.values.rgb.grad();
    const at::NoGradGuard noGradient;
    constexpr double kStep = 1e-5;
    const auto numeric = [&](at::Tensor& values, int64_t index) {
        auto flat = values.detach().view({-1});
        const double kept = flat[index].item<double>();
        flat[index] = kept + kStep;
        const double high = loss().item<double>();
        flat[index] = kept - kStep;
        const double low = loss().item<double>();
        flat[index] = kept;
        return (high - low) / (2 * kStep);
    };
    for (int64_t i = 0; i < 125; i += 3) {
        QVERIFY(isClose(numeric(cloud.values.density, i), density[i].item<double>(), 1e-5, 1e-7, "density"));
        QVERIFY(isClose(numeric(cloud.values.rgb, i), rgb.view({-1})[i].item<double>(), 1e-5, 1e-7, "colour"));
    }
}

void TestIdw::freeCloud()
{
    const auto points = at::randn({3000, 3}, seeded(2)) * at::tensor({1.0f, 0.5f, 0.2f});
    ValuedCloud cloud;
    cloud.cloud = sortIntoCells(gridForPoints(points), points);
    QCOMPARE(cloud.cloud.count(), int64_t(3000));
    cloud.values = {at::full({3000}, 50.0f), 0.5 + 0.4 * at::sin(cloud.cloud.points)};
    IdwOptions options;
    options.opacityWeighted = false;
    const auto queries = cloud.cloud.points.narrow(0, 1000, 300) + 0.01;
    const auto error = (idwColour(cloud, queries, options) - idwColourReference(cloud, queries, options)).abs();
    QVERIFY(error.mean().item<double>() < 0.01);
}

void TestIdw::mergedCloudKeepsTheValues()
{
    const auto all = fullCloud(10);
    const auto half = (all.cloud.points.select(1, 0) < 0).nonzero().squeeze(1), rest = (all.cloud.points.select(1, 0) >= 0).nonzero().squeeze(1);
    std::vector<ValuedCloud> parts;
    for (const auto& index : {half, rest}) {
        ValuedCloud part;
        part.cloud = sortIntoCells(all.cloud.grid, all.cloud.points.index_select(0, index));
        part.values = {all.values.density.index_select(0, index), all.values.rgb.index_select(0, index)};
        parts.push_back(part);
    }
    const auto merged = mergeClouds(parts, all.cloud.grid, all.cloud.points, {});
    QVERIFY(largest(merged.values.rgb - all.values.rgb) < 1e-3);
    QVERIFY(largest(merged.values.density - all.values.density) < 1e-2);
}

void TestIdw::noQueriesAndOnePoint()
{
    const auto cloud = fullCloud(4);
    QCOMPARE(idwColour(cloud, at::zeros({0, 3}), {}).size(0), int64_t(0));
    QCOMPARE(idwDensity(cloud, at::zeros({0, 3}), {}).size(0), int64_t(0));
    const auto columns = someQueries(30).t().contiguous().t(); // not contiguous
    QVERIFY(at::equal(idwColour(cloud, columns, {}), idwColour(cloud, columns.contiguous(), {})));
    QVERIFY(!errorMessage(ErrorCode::internal, [&] { idwColour(cloud, at::zeros({2, 2}), {}); }).empty());
    const auto single = sortIntoCells(gridForPoints(at::zeros({1, 3})), at::zeros({1, 3}));
    QCOMPARE(single.count(), int64_t(1));
}

QTEST_APPLESS_MAIN(TestIdw)
#include "tst_idw.moc"
