#include <cmath>

#include "core/vision/depth.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

Image disc(int side, float radius)
{
    Image out(side, side, 1);
    const float centre = float(side - 1) / 2;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            out.at(x, y) = std::hypot(float(x) - centre, float(y) - centre) <= radius ? 1.0f : 0.0f;
    return out;
}

Image rectangle(int width, int height, int left, int top, int wide, int high)
{
    Image out(width, height, 1);
    for (int y = top; y < top + high; ++y)
        for (int x = left; x < left + wide; ++x)
            out.at(x, y) = 1.0f;
    return out;
}

} // namespace

class TestDepth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void discBecomesASphere_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<float>("radius");
        QTest::newRow("conjugate gradients only") << 96 << 30.0f;
        QTest::newRow("several grids") << 400 << 180.0f;
        QTest::newRow("relaxed finest grids") << 1500 << 700.0f;
    }

    void discBecomesASphere()
    {
        QFETCH(int, side);
        QFETCH(float, radius);
        JobContext context;
        const Image half = inflateSilhouette(disc(side, radius), context);
        const float centre = float(side - 1) / 2;
        for (float share : {0.0f, 0.3f, 0.6f, 0.8f, 0.9f}) {
            const int x = int(std::lround(centre + share * radius));
            const int y = side / 2;
            const float r = std::hypot(float(x) - centre, float(y) - centre);
            QVERIFY(isClose(double(half.at(x, y)), std::sqrt(double(radius * radius - r * r)), 0.03, 0, "half thickness"));
        }
        QCOMPARE(half.at(0, 0), 0.0f);
    }

    void longBarBecomesAnEllipticCylinder()
    {
        JobContext context;
        const Image half = inflateSilhouette(rectangle(600, 60, 10, 10, 580, 40), context);
        for (int offset : {0, 8, 15}) // u = 2 (a^2 - x^2) between parallel lines 2 a apart
            QVERIFY(isClose(double(half.at(300, 30 + offset)),
                            std::sqrt(2 * (20.0 * 20.0 - (offset + 0.5) * (offset + 0.5))), 0.02, 0, "half thickness"));
    }

    void inflationIsSymmetricAndSeparatePartsDoNotMix()
    {
        JobContext context;
        Image two = rectangle(100, 50, 5, 5, 30, 30);
        const Image alone = inflateSilhouette(two, context);
        for (int y = 10; y < 30; ++y)
            for (int x = 60; x < 80; ++x)
                two.at(x, y) = 1.0f;
        const Image both = inflateSilhouette(two, context);
        for (int y = 5; y < 35; ++y)
            for (int x = 5; x < 35; ++x) {
                QVERIFY(std::abs(alone.at(x, y) - alone.at(39 - x, 39 - y)) < 0.02f);
                QVERIFY(std::abs(alone.at(x, y) - both.at(x, y)) < 0.02f);
            }
    }

    void tinyMattesAndEmptyOnes()
    {
        JobContext context;
        QCOMPARE(inflateSilhouette(Image(1, 1, 1, 0.0f), context).pixels, std::vector<float>{0.0f});
        QVERIFY(isClose(double(inflateSilhouette(Image(1, 1, 1, 1.0f), context).at(0, 0)), std::sqrt(0.5), 0, 1e-4, "cell"));
        for (float value : inflateSilhouette(Image(200, 3, 1, 0.49f), context).pixels)
            QCOMPARE(value, 0.0f);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { inflateSilhouette(Image(), context); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { inflateSilhouette(Image(4, 4, 3), context); }).empty());
    }

    void silhouetteDepthHasItsNearestPointInTheMiddle()
    {
        JobContext context;
        const Image photo(201, 201, 3, 0.5f);
        const DepthMap depth = SilhouetteDepthEstimator().estimate(photo, disc(201, 80), context);
        QCOMPARE(depth.source, DepthSource::silhouette);
        QVERIFY(std::abs(depth.relative.at(100, 100)) < 1e-3f);
        QCOMPARE(depth.relative.at(3, 3), 1.0f);
        QVERIFY(depth.relative.at(178, 100) > 0.7f && depth.relative.at(140, 100) < 0.3f);
        // half of the longer side, tempered: 0.5 / sqrt(1 + (0.5 / 0.45)^2)
        QVERIFY(isClose(double(depth.relief), 0.334, 0.02, 0, "relief of a disc"));
    }

    void thinPartsKeepTheirThicknessAndReliefIsBounded()
    {
        JobContext context;
        const DepthMap bar =
            SilhouetteDepthEstimator().estimate(Image(420, 60, 3), rectangle(420, 60, 10, 20, 400, 20), context);
        QVERIFY(isClose(double(bar.relief), std::sqrt(2.0) * 10 / 400, 0.02, 0, "relief of a bar"));
        const DepthMap whole = SilhouetteDepthEstimator().estimate(Image(90, 90, 3), Image(90, 90, 1, 1.0f), context);
        QVERIFY(whole.relief > 0.3f && whole.relief < 0.45f);
    }

    void emptyMatteIsFlatAndWrongSizesAreNamed()
    {
        JobContext context;
        const DepthMap flat = SilhouetteDepthEstimator().estimate(Image(8, 9, 3), Image(8, 9, 1), context);
        QCOMPARE(flat.source, DepthSource::flat);
        QCOMPARE(flat.relief, 0.0f);
        QCOMPARE(flat.relative.pixels, std::vector<float>(72, 1.0f));
        QCOMPARE(errorMessage(ErrorCode::badInput,
                              [&] { SilhouetteDepthEstimator().estimate(Image(8, 9, 3), Image(9, 8, 1), context); }),
                 std::string("matte: expected 8 x 9 x 1 as the photograph, found 9 x 8 x 1."));
    }

    void inflationIsCancelled()
    {
        auto flag = std::make_shared<std::atomic<bool>>(true);
        JobContext context(flag, nullptr);
        QCOMPARE(errorMessage(ErrorCode::cancelled, [&] { inflateSilhouette(disc(64, 20), context); }),
                 std::string("Cancelled."));
    }

    void givenPlaneIsNormalisedAndResized()
    {
        Image plane(50, 40, 1);
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 50; ++x)
                plane.at(x, y) = 0.2f + 0.5f * float(x) / 49.0f;
        const DepthMap depth = depthFromPlane(plane, 100, 80);
        QCOMPARE(depth.source, DepthSource::givenFile);
        QCOMPARE(depth.relative.width, 100);
        QVERIFY(isClose(double(depth.relative.at(50, 40)), (50.5 / 2 - 0.5) / 49, 0, 2e-3, "middle"));
        const auto [low, high] = std::minmax_element(depth.relative.pixels.begin(), depth.relative.pixels.end());
        QVERIFY(*low >= 0.0f && *low < 0.01f && *high <= 1.0f && *high > 0.99f);
    }

    void givenPlaneIsChecked()
    {
        Image plane(50, 40, 1, 0.25f);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { depthFromPlane(plane, 50, 40); }),
                 std::string("depth picture: expected near and far values, found 0.25 everywhere."));
        plane.at(0, 0) = 1.0f;
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { depthFromPlane(plane, 50, 41); })
                    .starts_with("depth picture: expected the photograph's proportions (50 x 41), found 50 x 40"));
        depthFromPlane(plane, 101, 80); // within 2 %
        plane.at(1, 1) = std::nanf("");
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { depthFromPlane(plane, 50, 40); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { depthFromPlane(Image(), 50, 40); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { depthFromPlane(Image(5, 4, 3), 5, 4); }).empty());
    }
};

QTEST_GUILESS_MAIN(TestDepth)
#include "tst_depth.moc"
