#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "core/data/random.h"
#include "core/eval/points_eval.h"
#include "core/image/codec.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr int kWidth = 37, kHeight = 29;

int levelOf(int x, int y, int c)
{
    return (x * 5 + y * 3 + c * 40 + (x * y * 7 + c * 13) % 61) % 256;
}

Image truthPicture()
{
    Image out(kWidth, kHeight, 3);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            for (int c = 0; c < 3; ++c)
                out.at(x, y, c) = float(levelOf(x, y, c)) / 255.0f;
    return out;
}

/// The truth with noise, half a level above what truncation makes of it, and some beyond black and white.
Image noisyPicture()
{
    Image out(kWidth, kHeight, 3);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            for (int c = 0; c < 3; ++c) {
                const int noise = (x * x * 11 + y * 29 + c * 17) % 41 - 20;
                out.at(x, y, c) = (float(std::clamp(levelOf(x, y, c) + noise, -9, 290)) + 0.5f) / 255.0f;
            }
    return out;
}

Image discMask()
{
    Image out(kWidth, kHeight, 1);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            out.at(x, y) = (x - 18) * (x - 18) + (y - 14) * (y - 14) < 100;
    return out;
}

/// An even grid on the faces z = -0.5 and z = 0.5 of the unit cube.
PointCloud twoFaces(int side, const glm::vec3& shift = glm::vec3(0))
{
    PointCloud cloud;
    for (const float z : {-0.5f, 0.5f})
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                cloud.positions.push_back(glm::vec3(float(x), float(y), 0) / float(side - 1) +
                                          glm::vec3(-0.5f, -0.5f, z) + shift);
                cloud.normals.push_back({0, 0, z * 2});
                cloud.colours.push_back({0.25f, 0.5f, float(x) / float(side), 1});
            }
    return cloud;
}

PosedScene sceneOf(int pictures)
{
    PosedScene scene;
    scene.name = "test scene";
    for (int i = 0; i < pictures; ++i) {
        PosedPicture picture;
        picture.name = fmt::format("test/r_{}.png", i);
        picture.picture = truthPicture();
        picture.heldOut = i % 2 == 1;
        scene.pictures.push_back(std::move(picture));
    }
    return scene;
}

} // namespace

class TestPointsEval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// peak_signal_noise_ratio and structural_similarity (data_range 1, channel_axis 2) of scikit-image
    /// 0.26.0 on these two pictures, the predicted one clamped and cast to uint8.
    void agreesWithScikitImage()
    {
        const auto whole = pictureQuality(noisyPicture(), truthPicture());
        QVERIFY(isClose(whole.psnr, 26.897545002095, 0, 1e-5, "psnr"));
        QVERIFY(isClose(whole.ssim, 0.914054054111, 0, 1e-6, "ssim"));
        const auto masked = maskedQuality(noisyPicture(), truthPicture(), discMask());
        QVERIFY(isClose(masked.psnr, 26.863547305808, 0, 1e-5, "masked psnr"));
        QVERIFY(isClose(masked.ssim, 0.972008179652, 0, 1e-6, "masked ssim"));
    }

    void truncationIsNoRounding()
    {
        Image image(2, 2, 1);
        image.pixels = {0.9999f, 1.5f, -0.5f, 128.9f / 255.0f};
        const Image out = truncatedTo8Bit(image);
        QCOMPARE(out.pixels, (std::vector<float>{254.0f / 255.0f, 1.0f, 0.0f, 128.0f / 255.0f}));
        image.pixels[0] = std::nanf("");
        QCOMPARE(truncatedTo8Bit(image).pixels[0], 0.0f);
    }

    void equalPicturesScoreAHundred()
    {
        const auto same = pictureQuality(truncatedTo8Bit(noisyPicture()), truncatedTo8Bit(noisyPicture()));
        QVERIFY(same.psnr > 50);
        QVERIFY(isClose(same.ssim, 1, 0, 0.01, "ssim"));
        const Image black(8, 8, 3, 0.0f);
        QCOMPARE(pictureQuality(black, black).psnr, 100.0);
        QVERIFY(isClose(pictureQuality(black, Image(8, 8, 3, 1.0f)).psnr, 0, 0, 1e-12, "black on white"));
    }

    void picturesThatCannotBeCompared()
    {
        const Image good(8, 8, 3);
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { pictureQuality(good, Image(8, 9, 3)); }).empty());
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { pictureQuality(Image(8, 8, 4), good); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     pictureQuality(Image(6, 8, 3), Image(6, 8, 3));
                 }).empty());
        QVERIFY(
            !errorMessage(ErrorCode::badInput, [&] { maskedQuality(good, good, Image(8, 8, 1)); }).empty());
        QVERIFY(!errorMessage(ErrorCode::internal, [&] {
                     maskedQuality(good, good, Image(8, 7, 1, 1.0f));
                 }).empty());
    }

    void aShiftedCloudIsThatFarAway()
    {
        // Shifted by 0.03 along z: every point's nearest is its own twin, 0.03 away; the box's edge is 1.
        const auto scores = compareClouds(twoFaces(40, {0, 0, 0.03f}), twoFaces(40));
        // The unit is a tenth of the edge.
        QVERIFY(isClose(scores.accuracy, 0.3, 0, 1e-4, "accuracy"));
        QVERIFY(isClose(scores.completeness, 0.3, 0, 1e-4, "completeness"));
        QVERIFY(isClose(scores.chamferL1, 0.3, 0, 1e-4, "L1"));
        QVERIFY(isClose(scores.chamferL2, 0.09, 0, 1e-4, "L2"));
        QCOMPARE(scores.fScore[0], 0.0);
        QCOMPARE(scores.fScore[1], 0.0);
        QVERIFY(isClose(*scores.normalConsistency, 1, 0, 1e-6, "normals"));
        QVERIFY(!scores.colourError); // none within 1 %
        const auto closer = compareClouds(twoFaces(40, {0, 0, 0.015f}), twoFaces(40));
        QCOMPARE(closer.fScore[0], 0.0);
        QVERIFY(isClose(closer.fScore[1], 1, 0, 1e-9, "F 2 %"));
    }

    void halfACloudIsAccurateButNotComplete()
    {
        PointCloud half = twoFaces(40);
        for (auto* array : {&half.positions, &half.normals})
            array->resize(1600);
        half.colours.resize(1600);
        for (auto& colour : half.colours)
            colour += glm::vec4(0.1f, -0.2f, 0, 0);
        const auto scores = compareClouds(half, twoFaces(40));
        QVERIFY(isClose(scores.accuracy, 0, 0, 1e-9, "accuracy"));
        QVERIFY(isClose(scores.completeness, 5, 0, 1e-4, "completeness")); // half of the points, an edge away
        QVERIFY(isClose(scores.chamferL2, 25, 0, 1e-3, "L2"));
        QVERIFY(isClose(scores.fScore[0], 2.0 * 0.5 / 1.5, 0, 1e-9, "F"));
        QVERIFY(isClose(*scores.colourError, 0.3, 0, 1e-5, "colour"));
        // A tenth of the size: the same figures.
        PointCloud small = half, reference = twoFaces(40);
        for (auto* cloud : {&small, &reference})
            for (auto& p : cloud->positions)
                p *= 0.1f;
        QVERIFY(isClose(compareClouds(small, reference).completeness, 5, 0, 1e-4, "scaled"));
    }

    void largeCloudsAreDrawnFrom()
    {
        CloudEvalOptions options;
        options.points = 500;
        const auto scores = compareClouds(twoFaces(60, {0, 0, 0.03f}), twoFaces(60), options);
        // 250 points a face: the nearest of 500 lies further off than the twin would.
        QVERIFY(scores.accuracy > 0.3 && scores.accuracy < 0.7);
        QCOMPARE(compareClouds(twoFaces(60), twoFaces(60), options).accuracy,
                 compareClouds(twoFaces(60), twoFaces(60), options).accuracy);
        options.points = 10;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     compareClouds(twoFaces(9), twoFaces(9), options);
                 }).empty());
    }

    void cloudsThatCannotBeCompared()
    {
        PointCloud one;
        one.positions = {{1, 2, 3}};
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { compareClouds({}, twoFaces(4)); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { compareClouds(twoFaces(4), {}); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { compareClouds(twoFaces(4), one); }).empty());
        QVERIFY(compareClouds(one, twoFaces(4)).completeness > 0);
        one.colours.resize(2);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { compareClouds(one, twoFaces(4)); }).empty());
    }

    void heldOutViewsAreScored()
    {
        PosedScene scene = sceneOf(5);
        scene.pictures[3].mask = discMask();
        QTemporaryDir folder;
        ViewEvalOptions options;
        options.pictures = std::filesystem::path(folder.path().toStdString()) / "views";
        std::vector<std::size_t> asked;
        JobContext context;
        const auto report = evaluateViews(
            scene,
            [&](const PosedScene&, std::size_t index, JobContext&) {
                asked.push_back(index);
                return index == 1 ? noisyPicture() : truthPicture();
            },
            options, context);
        QCOMPARE(asked, (std::vector<std::size_t>{1, 3}));
        QCOMPARE(report.rows[0].view, std::string("test/r_1.png"));
        QVERIFY(isClose(report.rows[0].whole.psnr, 26.897545, 0, 1e-5, "psnr"));
        QVERIFY(!report.rows[0].masked && report.rows[1].masked);
        QVERIFY(isClose(report.mean.psnr, 0.5 * (report.rows[0].whole.psnr + report.rows[1].whole.psnr),
                        1e-12, 0, "mean"));
        QCOMPARE(report.masked->psnr, report.rows[1].masked->psnr);
        // The written picture is what was scored.
        const Image written = decodePicture(options.pictures / "test_r_1.png");
        const Image expected = truncatedTo8Bit(noisyPicture());
        for (std::size_t i = 0; i < expected.pixels.size(); ++i)
            QVERIFY(std::abs(written.pixels[i] - expected.pixels[i]) < 1e-5f);
        QVERIFY(std::filesystem::exists(options.pictures / "test_r_3.png"));
    }

    void viewsThatCannotBeScored()
    {
        JobContext context;
        const auto truth = [](const PosedScene&, std::size_t, JobContext&) { return truthPicture(); };
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     evaluateViews(sceneOf(1), truth, {}, context);
                 }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     evaluateViews(sceneOf(4), truth, {{9}, {}}, context);
                 }).empty());
        QCOMPARE(evaluateViews(sceneOf(4), truth, {{0, 2}, {}}, context).rows.size(), std::size_t(2));
        const auto small = [](const PosedScene&, std::size_t, JobContext&) { return Image(9, 9, 3); };
        QVERIFY(!errorMessage(ErrorCode::internal, [&] {
                     evaluateViews(sceneOf(4), small, {}, context);
                 }).empty());
        JobContext cancelled = cancelledAt("Scoring views", 0);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] {
                     evaluateViews(sceneOf(4), truth, {}, cancelled);
                 }).empty());
    }

    void resultsMakeATable()
    {
        std::vector<PointsResult> results(2);
        results[0] = {"lego", "direct", 3, {}, {}, 12};
        results[0].report.mean = {20, 0.8};
        results[1] = {"fox", "direct", 3, {}, {}, 20};
        results[1].report.mean = {24, 0.9};
        results[1].report.rows = {{"test/r_1.png", {24, 0.9}, {}, 0.5}};
        QCOMPARE(resultTable(results), std::string("| scene | method | views |  PSNR |  SSIM |    s |\n"
                                                   "|-------|--------|------:|------:|------:|-----:|\n"
                                                   "| lego  | direct |     3 | 20.00 | 0.800 | 12.0 |\n"
                                                   "| fox   | direct |     3 | 24.00 | 0.900 | 20.0 |\n"));
        results[1].cloud.emplace();
        results[1].cloud->chamferL1 = 0.125;
        const std::string wide = resultTable(results);
        QVERIFY(wide.find("Chamfer L1") != std::string::npos && wide.find("n/a") != std::string::npos);
        QVERIFY(wide.find("normals") == std::string::npos);
        const auto mean = meanResult(results, "mean");
        QCOMPARE(mean.report.mean.psnr, 22.0);
        QCOMPARE(mean.cloud->chamferL1, 0.125);
        QCOMPARE(mean.seconds, 16.0);
        QVERIFY(!mean.report.masked && !mean.cloud->colourError);
        const auto json = nlohmann::json::parse(resultJson(results));
        QCOMPARE(json[1]["rows"][0]["psnr"].get<double>(), 24.0);
        QVERIFY(!json[0].contains("chamferL1") && json[1]["chamferL1"] == 0.125);
    }
};

QTEST_GUILESS_MAIN(TestPointsEval)
#include "tst_points_eval.moc"
