#include <cmath>

#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/matte.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// Repeatable grain in [-0.5, 0.5].
float grain(int x, int y, int c)
{
    return float((x * 7919 + y * 104729 + c * 31) % 101) / 101.0f - 0.5f;
}

/// How much of a pixel lies in the disc, by its distance from the rim.
float discCover(int x, int y, float centreX, float centreY, float radius)
{
    return std::clamp(radius - std::hypot(float(x) - centreX, float(y) - centreY) + 0.5f, 0.0f, 1.0f);
}

struct Scene
{
    Image photo;
    Image truth;
};

/// An orange disc with a hole over a background that brightens downwards.
Scene discOnGradient(int side, float noise)
{
    Scene scene{Image(side, side, 3), Image(side, side, 1)};
    const float centre = float(side) / 2;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const float alpha = discCover(x, y, centre, centre, 0.3f * float(side))
                                * (1 - discCover(x, y, centre, centre, 0.12f * float(side)));
            scene.truth.at(x, y) = alpha;
            const float light = 0.6f + 0.25f * float(y) / float(side);
            const float colour[3] = {0.9f, 0.45f, 0.1f};
            for (int c = 0; c < 3; ++c)
                scene.photo.at(x, y, c) = alpha * colour[c] + (1 - alpha) * light + noise * grain(x, y, c);
        }
    return scene;
}

/// A textured square on a background of two quite different textures: no plain background.
Scene squareOnTexture(int side)
{
    Scene scene{Image(side, side, 3), Image(side, side, 1)};
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const bool object = x > side / 3 && x < 2 * side / 3 && y > side / 3 && y < 2 * side / 3;
            scene.truth.at(x, y) = object ? 1.0f : 0.0f;
            const float dot = (x / 6 + y / 6) % 2 ? 1.0f : 0.2f;
            const float colour[3] = {object ? 0.9f : 0.1f, object ? 0.2f : 0.5f * dot, object ? 0.1f : dot};
            for (int c = 0; c < 3; ++c)
                scene.photo.at(x, y, c) = std::clamp(colour[c] + 0.1f * grain(x, y, c), 0.0f, 1.0f);
        }
    return scene;
}

/// Intersection over union of soft mattes.
double overlap(const Image& a, const Image& b)
{
    double both = 0;
    double either = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        both += double(std::min(a.pixels[i], b.pixels[i]));
        either += double(std::max(a.pixels[i], b.pixels[i]));
    }
    return both / either;
}

MatteResult estimate(const Image& photo, const MatteHints& hints = {})
{
    JobContext context;
    return ClassicMatteEstimator().estimate(photo, hints, context);
}

} // namespace

class TestMatte : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainBackgroundIsKeyedWithSoftEdgesAndHoles()
    {
        for (float noise : {0.0f, 0.03f}) {
            const Scene scene = discOnGradient(300, noise);
            const MatteResult matte = estimate(scene.photo);
            QCOMPARE(matte.source, MatteSource::plainBackground);
            QVERIFY(matte.confidence > 0.8f);
            QVERIFY(!matte.note.empty());
            QVERIFY(isClose(overlap(matte.alpha, scene.truth), 1, 0.02, 0, "overlap"));
            QVERIFY(matte.alpha.at(150, 150) < 0.05f); // the hole
            QVERIFY(matte.alpha.at(150, 85) > 0.95f);
            QCOMPARE(matte.alpha.at(3, 3), 0.0f);
        }
    }

    void edgesAreSoftWhereTheyAreSoftInThePicture()
    {
        const Scene scene = discOnGradient(300, 0);
        const Image alpha = estimate(scene.photo).alpha;
        double worst = 0;
        for (std::size_t i = 0; i < alpha.pixels.size(); ++i)
            worst = std::max(worst, double(std::abs(alpha.pixels[i] - scene.truth.pixels[i])));
        QVERIFY2(worst < 0.25, qPrintable(QString::number(worst)));
    }

    void largePicturesKeepTheirEdges()
    {
        const Scene scene = discOnGradient(1500, 0.01f);
        const MatteResult matte = estimate(scene.photo);
        QCOMPARE(matte.alpha.width, 1500);
        QVERIFY(isClose(overlap(matte.alpha, scene.truth), 1, 0.01, 0, "overlap"));
    }

    void softShadowOnWhiteIsBackground()
    {
        Scene scene = discOnGradient(300, 0);
        for (int y = 0; y < 300; ++y)
            for (int x = 0; x < 300; ++x) {
                const float u = float(x - 165) / 110;
                const float v = float(y - 238) / 22;
                const float shade = 1 - 0.3f * std::exp(-(u * u + v * v));
                for (int c = 0; c < 3; ++c) {
                    const float alpha = discCover(x, y, 150, 150, 90);
                    const float colour[3] = {0.1f, 0.3f, 0.8f};
                    scene.photo.at(x, y, c) = alpha * colour[c] + (1 - alpha) * 0.97f * shade;
                }
                scene.truth.at(x, y) = discCover(x, y, 150, 150, 90);
            }
        QVERIFY(isClose(overlap(estimate(scene.photo).alpha, scene.truth), 1, 0.02, 0, "overlap"));
    }

    void specksAreDroppedAndPinHolesClosed()
    {
        Scene scene = discOnGradient(300, 0);
        for (int c = 0; c < 3; ++c) {
            for (int k = 0; k < 4; ++k)
                scene.photo.at(40 + k % 2, 40 + k / 2, c) = 0.1f;
            scene.photo.at(150, 80, c) = 0.67f; // a background coloured pixel on the object
        }
        const Image alpha = estimate(scene.photo).alpha;
        QVERIFY(alpha.at(40, 40) < 0.05f);
        QVERIFY(alpha.at(150, 80) > 0.5f);
    }

    void alphaChannelIsHonoured()
    {
        Image photo(20, 10, 4, 0.5f);
        for (int y = 0; y < 10; ++y)
            for (int x = 0; x < 20; ++x)
                photo.at(x, y, 3) = x < 8 ? 0.0f : x == 8 ? 0.25f : 1.0f;
        const MatteResult matte = estimate(photo);
        QCOMPARE(matte.source, MatteSource::alphaChannel);
        QCOMPARE(matte.alpha.pixels, extractChannel(photo, 3).pixels);
        QCOMPARE(matte.confidence, 1.0f);
    }

    void opaqueAlphaSaysNothing()
    {
        const Scene scene = discOnGradient(200, 0);
        Image photo(200, 200, 4, 1.0f);
        for (std::size_t i = 0; i < scene.truth.pixels.size(); ++i)
            std::copy_n(scene.photo.pixels.begin() + std::ptrdiff_t(3 * i), 3, photo.pixels.begin() + std::ptrdiff_t(4 * i));
        QCOMPARE(estimate(photo).source, MatteSource::plainBackground);
    }

    void transparentPictureIsRefused()
    {
        QCOMPARE(errorMessage(ErrorCode::badInput, [] { estimate(Image(20, 20, 4, 0.0f)); }),
                 std::string("photograph: expected an object, found a picture that is transparent everywhere."));
    }

    void givenMatteWinsAndIsResized()
    {
        const auto made = std::make_shared<Image>(50, 50, 1);
        Image& given = *made;
        for (int y = 0; y < 50; ++y)
            for (int x = 0; x < 25; ++x)
                given.at(x, y) = 1.0f;
        MatteHints hints;
        hints.given = made;
        const MatteResult matte = estimate(discOnGradient(200, 0).photo, hints);
        QCOMPARE(matte.source, MatteSource::givenFile);
        QVERIFY(matte.alpha.at(20, 100) > 0.99f && matte.alpha.at(180, 100) < 0.01f);
        const auto [low, high] = std::minmax_element(matte.alpha.pixels.begin(), matte.alpha.pixels.end());
        QVERIFY(*low >= 0.0f && *high <= 1.0f);

        given = Image(50, 60, 1, 1.0f);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { estimate(Image(200, 200, 3), hints); }),
                 std::string("mask: expected the photograph's proportions (200 x 200), found 50 x 60."));
        given = Image(50, 50, 1, 0.0f);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { estimate(Image(200, 200, 3), hints); }).empty());
        given = Image(50, 50, 3, 1.0f);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { estimate(Image(200, 200, 3), hints); }).empty());
    }

    void grabCutFindsTheObjectInABox()
    {
        const Scene scene = squareOnTexture(200);
        MatteHints hints;
        hints.box = glm::ivec4(55, 55, 90, 90);
        const MatteResult matte = estimate(scene.photo, hints);
        QCOMPARE(matte.source, MatteSource::grabCut);
        QVERIFY(isClose(overlap(matte.alpha, scene.truth), 1, 0.06, 0, "overlap"));
        const MatteResult unaided = estimate(scene.photo);
        QVERIFY(unaided.confidence < 0.5f); // then the studio suggests the brush
        QVERIFY(estimate(scene.photo).alpha.pixels == unaided.alpha.pixels);
    }

    void strokesOverrideAndSpread()
    {
        const Scene scene = discOnGradient(300, 0);
        MatteHints hints;
        hints.strokes = {{{{20, 20}, {60, 20}}, 6.0f, true}, {{{150, 80}}, 5.0f, false}};
        const Image alpha = estimate(scene.photo, hints).alpha;
        QCOMPARE(alpha.at(40, 20), 1.0f);
        QCOMPARE(alpha.at(150, 80), 0.0f);
        QVERIFY(alpha.at(40, 60) < 0.1f);
        QVERIFY(alpha.at(80, 150) > 0.9f);
    }

    void strokesCorrectAlphaChannelsToo()
    {
        Image photo(40, 40, 4, 1.0f);
        for (int y = 0; y < 40; ++y)
            photo.at(0, y, 3) = 0.0f;
        MatteHints hints;
        hints.strokes = {{{{20, 20}}, 4.0f, false}};
        const MatteResult matte = estimate(photo, hints);
        QCOMPARE(matte.source, MatteSource::alphaChannel);
        QCOMPARE(matte.alpha.at(20, 20), 0.0f);
        QCOMPARE(matte.alpha.at(30, 30), 1.0f);
    }

    void nothingToFindIsTheWholePicture()
    {
        for (int side : {1, 8, 64}) {
            const MatteResult matte = estimate(Image(side, side, 3, 0.5f));
            QCOMPARE(matte.source, MatteSource::wholePicture);
            QVERIFY(matte.confidence < 0.5f);
            QCOMPARE(matte.alpha.pixels, std::vector<float>(std::size_t(side * side), 1.0f));
        }
    }

    void hintsAndPicturesAreChecked()
    {
        MatteHints hints;
        hints.box = glm::ivec4(300, 0, 10, 10);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { estimate(Image(200, 100, 3), hints); }),
                 std::string("box: expected a rectangle within the 200 x 100 photograph, found 10 x 10 at 300, 0."));
        hints.box.reset();
        hints.strokes = {{{{1, 1}}, 0.0f, true}};
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { estimate(Image(20, 20, 3), hints); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { estimate(Image()); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { estimate(Image(20, 20, 1)); }).empty());
    }

    void estimateIsCancelled()
    {
        auto flag = std::make_shared<std::atomic<bool>>(true);
        JobContext context(flag, nullptr);
        QCOMPARE(errorMessage(ErrorCode::cancelled,
                              [&] { ClassicMatteEstimator().estimate(Image(20, 20, 3), {}, context); }),
                 std::string("Cancelled."));
    }

    void realCutOutsLaidOverAGradientAreFoundAgain()
    {
        const auto folder = optionalData("photos/triposr-examples");
        if (folder.empty())
            QSKIP("the optional photographs are absent");
        for (const char* name : {"chair.png", "hamburger.png", "police_woman.png", "unicorn.png"}) {
            const Image cutOut = decodePicture(folder / name);
            Image photo = compositeOver(cutOut, 0, 0, 0);
            for (int y = 0; y < photo.height; ++y)
                for (int x = 0; x < photo.width; ++x)
                    for (int c = 0; c < 3; ++c)
                        photo.at(x, y, c) += (1 - cutOut.at(x, y, 3)) * (0.55f + 0.1f * float(c) + 0.2f * float(y) / float(photo.height))
                                             + 0.02f * grain(x, y, c);
            const MatteResult matte = estimate(photo);
            QCOMPARE(matte.source, MatteSource::plainBackground);
            QVERIFY(isClose(overlap(matte.alpha, extractChannel(cutOut, 3)), 1, 0.04, 0, name));
        }
    }
};

QTEST_GUILESS_MAIN(TestMatte)
#include "tst_matte.moc"
