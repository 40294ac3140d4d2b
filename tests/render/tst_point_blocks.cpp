#include <algorithm>
#include <cmath>

#include "core/data/random.h"
#include "core/scene/asset.h"
#include "render/scene/point_blocks.h"
#include "tests/render/fixture.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::vector<glm::vec3> cube(int count)
{
    Random random(5);
    std::vector<glm::vec3> points;
    for (int i = 0; i < count; ++i)
        points.emplace_back(random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1));
    return points;
}

} // namespace

class TestPointBlocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPointComesOnce_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 2, 1000, 8'192, 200'000})
            QTest::addRow("%d", count) << count;
    }

    void everyPointComesOnce()
    {
        QFETCH(int, count);
        const auto points = cube(count);
        const PointOrder order = arrangePoints(points);
        QCOMPARE(order.order.size(), points.size());
        std::vector<char> seen(points.size(), 0);
        for (const auto i : order.order)
            seen.at(i) = char(seen[i] + 1);
        QVERIFY(std::all_of(seen.begin(), seen.end(), [](char n) { return n == 1; }));
        std::uint32_t next = 0;
        for (const auto& block : order.blocks) {
            QCOMPARE(block.first, next);
            next += block.count;
            for (std::uint32_t i = block.first; i < next; ++i)
                QVERIFY(glm::distance(points[order.order[i]], block.centre) <= block.radius * 1.0001f);
        }
        QCOMPARE(next, std::uint32_t(count));
    }

    void blocksAreSmallAndNear()
    {
        const auto points = cube(400'000);
        const PointOrder order = arrangePoints(points);
        QVERIFY(order.blocks.size() >= 40 && order.blocks.size() <= 50);
        double volume = 0;
        for (const auto& block : order.blocks)
            volume += std::pow(2 * double(block.radius) / std::sqrt(3.0), 3); // of cubes in those balls
        QVERIFY2(volume < 8 * 6.0, qPrintable(QString::number(volume)));      // six times the cube's own
    }

    /// The first tenth of each block lies like the whole block.
    void prefixesAreEvenSamples()
    {
        const auto points = cube(150'000);
        const PointOrder order = arrangePoints(points);
        for (const auto& block : order.blocks) {
            const auto meanOf = [&](std::uint32_t count) {
                glm::dvec3 sum(0);
                for (std::uint32_t i = block.first; i < block.first + count; ++i)
                    sum += glm::dvec3(points[order.order[i]]) / double(count);
                return sum;
            };
            QVERIFY(glm::length(meanOf(block.count / 10) - meanOf(block.count)) <
                    0.05 * double(block.radius));
        }
    }

    void straysAndNonNumbersDoNoHarm()
    {
        auto points = cube(200'000);
        for (int i = 0; i < 20; ++i)
            points.emplace_back(1e6f * float(i), -1e6f, 1e30f);
        points.emplace_back(std::nanf(""), 0.0f, INFINITY);
        const PointOrder order = arrangePoints(points);
        QCOMPARE(order.order.size(), points.size());
        QVERIFY(order.blocks.size() >= 4); // the cube is still divided
        const std::vector<glm::vec3> same(100'000, glm::vec3(3.0f));
        QCOMPARE(arrangePoints(same).order.size(), same.size());
    }

    void whatTheViewDoesNotSeeIsLeftOut()
    {
        const PointOrder order = arrangePoints(cube(400'000));
        const View whole = viewOf(cameraAt(0, 0, 8), 2000, 2000);
        const PointSelection all = selectPoints(order.blocks, whole, glm::mat4(1.0f), 0);
        QCOMPARE(all.points, std::int64_t(400'000));
        QCOMPARE(all.growth, 1.0f);
        // Half a unit of the front face, in its corner: what lies beside it is left out.
        Camera near = frontCamera(0.5f);
        near.worldFromCamera[3] += glm::vec4(0.75f, 0.75f, 0, 0);
        const PointSelection part = selectPoints(order.blocks, viewOf(near, 2000, 2000), glm::mat4(1.0f), 0);
        QVERIFY(part.points > 0 && part.points < 200'000);
        near.worldFromCamera[3].z = -20.0f; // looks away from it
        QCOMPARE(selectPoints(order.blocks, viewOf(near, 2000, 2000), glm::mat4(1.0f), 0).points,
                 std::int64_t(0));
        // A scene moved in front of that camera is seen again.
        glm::mat4 moved(1.0f);
        moved[3] = glm::vec4(0, 0, -25, 1);
        QVERIFY(selectPoints(order.blocks, viewOf(near, 2000, 2000), moved, 0).points > 0);
    }

    void farBlocksGetFewerPoints()
    {
        const PointOrder order = arrangePoints(cube(400'000));
        const PointSelection small =
            selectPoints(order.blocks, viewOf(cameraAt(0, 0, 8), 60, 60), glm::mat4(1.0f), 0);
        QVERIFY2(small.points < 150'000, qPrintable(QString::number(small.points))); // 3,600 pixels
        QVERIFY(small.points >= 512 * std::int64_t(order.blocks.size()));
    }

    void theBudgetIsKept()
    {
        const PointOrder order = arrangePoints(cube(400'000));
        const View view = viewOf(cameraAt(0, 0, 8), 2000, 2000);
        const PointSelection half = selectPoints(order.blocks, view, glm::mat4(1.0f), 100'000);
        QVERIFY(half.points <= 100'000 + std::int64_t(order.blocks.size()) && half.points > 99'000);
        QVERIFY(
            isClose(double(half.growth), 2.0, 0.01, 0, "growth")); // a quarter of the points, twice as wide
        QVERIFY(selectPoints(order.blocks, view, glm::mat4(1.0f), 10).growth <= 3.0f);
    }

    void manyPointsAreArrangedSoon()
    {
        const auto points = cube(2'000'000);
        QBENCHMARK_ONCE
        {
            QCOMPARE(arrangePoints(points).order.size(), points.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestPointBlocks)
#include "tst_point_blocks.moc"
