#include <cmath>

#include <glm/gtc/quaternion.hpp>

#include "core/eval/alignment.h"
#include "core/eval/metrics.h"
#include "core/eval/nearest_points.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// Points of the unit square in the plane z.
std::vector<glm::vec3> square(int side, float z)
{
    std::vector<glm::vec3> points;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            points.emplace_back(float(x) / float(side), float(y) / float(side), z);
    return points;
}

/// A tall slab with a shorter one on one side and a knob: no turn takes it to itself.
std::vector<glm::vec3> lopsided(int count, std::uint64_t seed)
{
    Random random(seed);
    std::vector<glm::vec3> points;
    for (int i = 0; i < count; ++i) {
        const glm::vec3 p(random.uniform(), random.uniform(), random.uniform());
        points.push_back(i % 4 == 0   ? glm::vec3(0.4f, -0.5f, 0) + glm::vec3(0.5f, 0.2f, 0.3f) * p
                         : i % 4 == 1 ? glm::vec3(-0.1f, 0.3f, 0.2f) + 0.15f * random.direction()
                                      : glm::vec3(0, -0.5f, 0) + glm::vec3(0.3f, 1, 0.2f) * p);
    }
    return points;
}

Image plain(int size, float grey, int left, int right)
{
    Image picture(size, size, 4);
    for (int y = 0; y < size; ++y)
        for (int x = left; x < right; ++x)
            for (int c = 0; c < 4; ++c)
                picture.at(x, y, c) = c < 3 ? grey : 1.0f;
    return picture;
}

double farthest(const Similarity& a, const Similarity& b, const std::vector<glm::vec3>& points)
{
    double most = 0;
    for (const auto& p : points)
        most = std::max(most, double(glm::length(a.apply(p) - b.apply(p))));
    return most;
}

} // namespace

class TestEvalMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nearestAgreesWithTrying()
    {
        Random random(3);
        std::vector<glm::vec3> points;
        for (int i = 0; i < 500; ++i)
            points.push_back(random.uniform() * random.direction());
        for (int i = 0; i < 20; ++i)
            points.push_back(points[0]);
        const NearestPoints tree(points);
        for (int i = 0; i < 300; ++i) {
            const glm::vec3 to = 1.5f * random.uniform() * random.direction();
            float best = INFINITY;
            for (const auto& p : points)
                best = std::min(best, glm::length(p - to));
            const auto found = tree.nearest(to);
            QVERIFY(isClose(found.distance, best, 1e-5, 1e-6, "distance"));
            QVERIFY(isClose(glm::length(found.point - to), best, 1e-5, 1e-6, "point"));
            QCOMPARE(found.point, points[found.index]);
        }
        QCOMPARE(NearestPoints({glm::vec3(1, 2, 3)}).nearest({1, 2, 5}).distance, 2.0f);
        QVERIFY(!errorMessage(ErrorCode::internal, [] { NearestPoints none({}); }).empty());
    }

    void chamferOfParallelPlanes()
    {
        const auto scores = compareSurfaces(square(20, 0), square(20, 0.03f));
        QVERIFY(isClose(scores.chamfer, 0.06, 1e-4, 0, "chamfer"));
        QCOMPARE(scores.fScore[0], 1.0);
        QCOMPARE(scores.fScore[1], 1.0);
        QCOMPARE(scores.fScore[2], 0.0);
    }

    void fScoreIsTheHarmonicMean()
    {
        // Half of what is predicted is true (precision 1/2), all that is true is predicted (recall 1).
        std::vector<glm::vec3> predicted = square(10, 0);
        for (const auto& p : square(10, 5))
            predicted.push_back(p);
        const auto scores = compareSurfaces(predicted, square(10, 0));
        QVERIFY(isClose(scores.fScore[2], 2 * 0.5 / 1.5, 1e-9, 0, "F"));
        QVERIFY(isClose(scores.chamfer, 2.5, 1e-6, 0, "chamfer"));
    }

    void surfacePointsFollowArea()
    {
        Mesh mesh;
        mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 5}, {3, 0, 5}, {0, 1, 5}};
        mesh.triangles = {{0, 1, 2}, {3, 4, 5}};
        Random random(1);
        int low = 0;
        glm::dvec3 sum(0);
        const auto points = sampleSurface(mesh, 4'000, random);
        QCOMPARE(points.size(), std::size_t(4'000));
        for (const auto& p : points)
            if (p.z < 1) {
                ++low;
                sum += glm::dvec3(p);
                QVERIFY(p.x >= 0 && p.y >= 0 && p.x + p.y <= 1.00001f);
            }
        QCOMPARE(low, 1'000); // stratified: exactly the share of the area
        QVERIFY(isClose(sum.x / low, 1.0 / 3, 0, 0.03, "centroid x"));
        QVERIFY(isClose(sum.y / low, 1.0 / 3, 0, 0.03, "centroid y"));
        QVERIFY(sampleSurface(Mesh(), 10, random).empty());
    }

    void picturesOfPlainColours()
    {
        const auto scores = comparePictures(plain(32, 0.6f, 0, 32), plain(32, 0.5f, 0, 32));
        QVERIFY(isClose(scores.psnr, 20, 0, 1e-4, "PSNR of a difference of 0.1"));
        QVERIFY(isClose(scores.ssim, (2 * 0.6 * 0.5 + 1e-4) / (0.36 + 0.25 + 1e-4), 0, 1e-4, "SSIM"));
        QCOMPARE(scores.iou, 1.0);
        const auto same = comparePictures(plain(32, 0.6f, 3, 20), plain(32, 0.6f, 3, 20));
        QCOMPARE(same.psnr, 100.0);
        QVERIFY(isClose(same.ssim, 1, 0, 1e-9, "SSIM"));
    }

    void picturesCountTheObjectOnly()
    {
        // 8 of 24 columns in both; white beside the other differs from the background by one half.
        const auto scores = comparePictures(plain(48, 1, 8, 24), plain(48, 1, 16, 32));
        QVERIFY(isClose(scores.iou, 1.0 / 3, 1e-9, 0, "IoU"));
        QVERIFY(isClose(scores.psnr, -10 * std::log10(0.25), 0, 1e-4, "PSNR"));
        QVERIFY(scores.ssim < 0.9);
        QCOMPARE(comparePictures(Image(8, 8, 4), Image(8, 8, 4)).iou, 1.0);
        QVERIFY(!errorMessage(ErrorCode::internal, [] {
                     comparePictures(Image(8, 8, 4), Image(8, 9, 4));
                 }).empty());
    }

    void depthOverWhatBothCover()
    {
        Image a(4, 1, 1, 0.3f), b(4, 1, 1, 0.1f), maskA(4, 1, 1), maskB(4, 1, 1);
        maskA.pixels = {1, 1, 0, 0};
        maskB.pixels = {0, 1, 1, 0};
        b.pixels = {9, 0.1f, 0.5f, 9};
        QVERIFY(isClose(depthError(a, maskA, b, maskB), 0.2, 1e-5, 0, "depth"));
        QVERIFY(isClose(depthError(a, Image(4, 1, 1), b, maskB), 0.3, 1e-5, 0, "nothing in common"));
    }

    void fitRecoversASimilarity()
    {
        const Similarity truth{
            0.7f, glm::mat3_cast(glm::angleAxis(2.1f, glm::normalize(glm::vec3(1, 2, -1)))), {0.3f, -2, 1}};
        const auto source = lopsided(200, 5);
        std::vector<glm::vec3> target;
        for (const auto& p : source) {
            target.push_back(truth.apply(p));
            QVERIFY(glm::length(truth.applyInverse(target.back()) - p) < 1e-5f);
        }
        QVERIFY(farthest(fitSimilarity(source, target), truth, source) < 1e-5);
        QVERIFY(!errorMessage(ErrorCode::internal, [] { fitSimilarity({}, {}); }).empty());
        QVERIFY(isClose(fitSimilarity({{1, 1, 1}}, {{2, 1, 1}}).translation.x, 1, 0, 1e-6, "one pair"));
    }

    void alignmentRecoversASimilarity_data()
    {
        QTest::addColumn<float>("yaw");
        QTest::addColumn<float>("scale");
        QTest::newRow("as it is") << 0.0f << 1.0f;
        QTest::newRow("a little off") << 0.25f << 1.1f;
        QTest::newRow("right turn") << 1.7f << 0.6f;
        QTest::newRow("half turn") << 3.0f << 1.5f;
        QTest::newRow("left turn") << -1.4f << 2.0f;
    }

    void alignmentRecoversASimilarity()
    {
        QFETCH(float, yaw);
        QFETCH(float, scale);
        const auto turn = glm::angleAxis(yaw, glm::normalize(glm::vec3(0.05f, 1, -0.05f)));
        const Similarity truth{scale, glm::mat3_cast(turn), {0.2f, 0.1f, -0.4f}};
        const auto source = lopsided(900, 5);
        std::vector<glm::vec3> target;
        for (const auto& p : source)
            target.push_back(truth.apply(p));
        QVERIFY2(farthest(alignSurfaces(source, target), truth, source) < 0.002 * double(scale), "alignment");
    }

    void alignmentOfLittle()
    {
        const Similarity one = alignSurfaces({{0, 0, 0}}, lopsided(100, 2));
        QVERIFY(std::isfinite(one.scale) && one.scale > 0);
        QVERIFY(std::isfinite(one.translation.x));
    }
};

QTEST_GUILESS_MAIN(TestEvalMetrics)
#include "tst_eval_metrics.moc"
