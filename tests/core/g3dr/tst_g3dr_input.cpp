#include <cmath>

#include "core/g3dr/input.h"
#include "core/image/resize.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// A ramp along x, the same in every channel.
Image ramp(int width, int height, int channels)
{
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                image.at(x, y, c) = float(x) / float(width - 1);
    return image;
}

} // namespace

class TestG3drInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// At the right size nothing is resampled: rgb 2 x - 1, depth png / 65536 * 2 + 4.
    void rightSizesPassThrough()
    {
        Image rgb = ramp(kG3drSide, kG3drSide, 3), depth(kG3drSide, kG3drSide, 1, 1.0f);
        rgb.at(5, 7, 1) = 0.25f;
        depth.at(5, 7) = 0.5f;
        depth.at(6, 7) = 1.02f;
        const auto input = prepareG3drInput(rgb, depth);
        QCOMPARE(input.sizes(), at::IntArrayRef({4, kG3drSide, kG3drSide}));
        QCOMPARE(input[1][7][5].item<float>(), -0.5f);
        QCOMPARE(input[0][0][127].item<float>(), 1.0f);
        QVERIFY(isClose(input[3][0][0].item<double>(), 4 + 2 * 65535.0 / 65536, 0, 1e-6, "far"));
        QVERIFY(isClose(input[3][7][5].item<double>(), 4 + 65535.0 / 65536, 0, 1e-6, "middle"));
        QVERIFY(input[3][7][6].item<double>() > 6.03);
    }

    void picturesAreCroppedAndResized()
    {
        const auto input = prepareG3drInput(ramp(300, 200, 3), ramp(400, 256, 1));
        QCOMPARE(input.sizes(), at::IntArrayRef({4, kG3drSide, kG3drSide}));
        // The centre square of the ramp: 50..249 of 299, and 72..327 of 399, at the middle of the first
        // texel.
        const auto row = input.select(1, 64);
        QVERIFY(isClose(row[0][64].item<double>(), 2 * (50 + 64.5 * 200 / 128 - 0.5) / 299 - 1, 0, 0.02,
                        "colour"));
        QVERIFY(isClose(row[3][64].item<double>(), 4 + 2 * (72 + 64.5 * 2 - 0.5) / 399, 0, 1e-3, "distance"));
    }

    /// Lanczos overshoots at an edge, and the distance keeps it; colour is clamped.
    void distanceIsNotClamped()
    {
        Image rgb(256, 256, 3), depth(256, 256, 1);
        for (int y = 0; y < 256; ++y)
            for (int x = 101; x < 256; ++x) {
                depth.at(x, y) = 1;
                for (int c = 0; c < 3; ++c)
                    rgb.at(x, y, c) = 1;
            }
        const auto input = prepareG3drInput(rgb, depth);
        QVERIFY(input[3].max().item<double>() > 6.01 && input[3].min().item<double>() < 3.99);
        QVERIFY(input.narrow(0, 0, 3).abs().max().item<double>() <= 1);
    }

    void wrongPicturesAreRefused()
    {
        const Image rgb = ramp(128, 128, 3), depth = ramp(128, 128, 1);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { prepareG3drInput(depth, depth); }),
                 std::string("Photograph: expected a picture with 3 channels, found 128 x 128 with 1"));
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { prepareG3drInput(rgb, Image()); }),
                 std::string("Depth: expected a picture with 1 channel, found 0 x 0 with 0"));
    }
};

QTEST_GUILESS_MAIN(TestG3drInput)
#include "tst_g3dr_input.moc"
