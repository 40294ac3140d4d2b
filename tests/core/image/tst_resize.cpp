#include <cmath>
#include <numeric>

#include "core/image/resize.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// The numbers that the stored results below were made from: a linear congruential generator, easy to repeat anywhere.
std::vector<int> pseudoRandom(int count, int below)
{
    std::vector<int> out;
    std::uint32_t state = 12345;
    for (int i = 0; i < count; ++i) {
        state = (state * 1103515245u + 12345u) & 0x7fffffffu;
        out.push_back(int(state >> 8) % below);
    }
    return out;
}

Image pseudoRandomPicture(int width, int height, int channels)
{
    Image out(width, height, channels);
    const auto values = pseudoRandom(width * height * channels, 256);
    std::transform(values.begin(), values.end(), out.pixels.begin(), [](int v) { return float(v) / 255.0f; });
    return out;
}

/// Blocks of 3 x 3 pixels, near 0 and 65535, so that the filter overshoots.
Image blocks(int width, int height)
{
    Image out(width, height, 1);
    const auto dark = pseudoRandom(width * height, 300);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out.at(x, y) = (x / 3 + y / 3) % 2 ? 1.0f : float(dark[std::size_t(y * width + x)]) / 65535.0f;
    return out;
}

/// How many values differ from `expected`, each printed.
int countDifferences(const Image& image, float scale, const std::vector<int>& expected)
{
    if (image.pixels.size() != expected.size())
        return int(image.pixels.size() + expected.size());
    int differences = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (const long found = std::lround(double(image.pixels[i]) * double(scale)); found != expected[i]) {
            qWarning() << "value" << i << "found" << found << "expected" << expected[i];
            ++differences;
        }
    return differences;
}

double meanOf(const Image& image)
{
    return std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0) / double(image.pixels.size());
}

} // namespace

class TestResize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Stored numbers: Pillow 10.2.0, Image.resize((w, h), Image.LANCZOS) of pseudoRandom() as mode RGB or RGBA.
    void eightBitEqualsPillowShrinking()
    {
        const std::vector<int> expected{
        161, 83, 76, 145, 130, 98, 135, 83, 137, 115, 133, 150, 94, 86, 155, 114, 136, 118, 105, 123, 115,
        128, 116, 124, 152, 138, 103, 112, 117, 144, 121, 131, 148, 108, 135, 124, 152, 141, 84, 156, 110,
        103, 144, 115, 114, 134, 112, 132, 150, 120, 164, 134, 128, 141, 74, 99, 138, 156, 92, 96};
        QCOMPARE(countDifferences(resizeLanczos8Bit(pseudoRandomPicture(13, 11, 3), 5, 4), 255.0f, expected), 0);
    }

    void eightBitEqualsPillowEnlarging()
    {
        const std::vector<int> expected{
        5, 16, 0, 52, 0, 33, 145, 23, 97, 206, 142, 112, 220, 217, 103, 16, 83, 59, 67, 52, 71, 157, 34,
        100, 195, 100, 129, 194, 152, 140, 30, 172, 148, 86, 121, 120, 171, 48, 103, 180, 45, 150, 161, 66,
        189, 41, 239, 215, 101, 175, 158, 183, 59, 106, 169, 3, 167, 135, 1, 226};
        QCOMPARE(countDifferences(resizeLanczos8Bit(pseudoRandomPicture(3, 2, 3), 5, 4), 255.0f, expected), 0);
    }

    void eightBitEqualsPillowWithAlpha()
    {
        const std::vector<int> expected{
        75, 108, 181, 146, 134, 52, 153, 93, 130, 67, 159, 139, 118, 61, 140, 140, 74, 114, 178, 116, 121,
        106, 70, 101, 121, 91, 107, 111, 81, 115, 125, 150, 63, 178, 112, 120, 134, 141, 113, 137, 141, 131,
        138, 173, 131, 154, 75, 145};
        QCOMPARE(countDifferences(resizeLanczos8Bit(pseudoRandomPicture(9, 7, 4), 4, 3), 255.0f, expected), 0);
    }

    // Stored numbers: Pillow 10.2.0, the same call on blocks() as mode I.
    void integerDepthEqualsPillowAndIsNotClipped()
    {
        const std::vector<int> expected{
        -1894, -2182, 60757, 71822, 9373, -8839, 51506, 75829, 18791, 6387, 6175, 54101, 62606, 14930, 984,
        47080, 65627, 22096, 69211, 69467, 3605, -7986, 57369, 76575, 13192, -12264, 47610, 54635, 54754,
        15328, 8308, 47471, 59020, 21140, 5921, 41711, -7130, -7351, 64988, 77735, 5868, -15233, 54339,
        82337, 16661, 18661, 18634, 44217, 48769, 23296, 15799, 40460, 50405, 27041, 70403, 70664, 2587,
        -9430, 58176, 77986, 12673, -13733, 48078};
        const Image depth = resizeLanczos16BitUnclipped(blocks(13, 11), 9, 7);
        QCOMPARE(countDifferences(depth, 65535.0f, expected), 0);
        const auto [low, high] = std::minmax_element(depth.pixels.begin(), depth.pixels.end());
        QVERIFY(*low < 0.0f && *high > 1.0f);
    }

    void constantStaysConstantInEveryPath()
    {
        for (const auto& [width, height] : {std::pair{1, 1}, {7, 3}, {64, 50}, {33, 200}}) {
            const Image grey(33, 50, 3, 0.4f);
            for (float value : resizeLanczos(grey, width, height).pixels)
                QVERIFY(std::abs(value - 0.4f) < 1e-5f);
            for (float value : resizeLanczos8Bit(grey, width, height).pixels)
                QCOMPARE(std::lround(value * 255.0f), 102L);
            for (float value : resizeLanczos16BitUnclipped(grey, width, height).pixels)
                QCOMPARE(std::lround(value * 65535.0f), 26214L);
        }
    }

    void sameSizeIsIdentity()
    {
        const Image picture = pseudoRandomPicture(9, 7, 4);
        QVERIFY(resizeLanczos(picture, 9, 7).pixels == picture.pixels);
        QVERIFY(resizeLanczos8Bit(picture, 9, 7).pixels == picture.pixels);
    }

    void floatPathAgreesWithThe8BitPath()
    {
        const Image picture = pseudoRandomPicture(61, 47, 3);
        const Image exact = resizeLanczos(picture, 20, 17);
        const Image rounded = resizeLanczos8Bit(picture, 20, 17);
        for (std::size_t i = 0; i < exact.pixels.size(); ++i)
            QVERIFY(std::abs(std::clamp(exact.pixels[i], 0.0f, 1.0f) - rounded.pixels[i]) < 2.0f / 255.0f);
        QVERIFY(isClose(meanOf(exact), meanOf(picture), 0.02, 0, "mean"));
    }

    void hiddenColourDoesNotBleed()
    {
        Image picture(40, 40, 4);
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) {
                picture.at(x, y, x < 20 ? 0 : 1) = 1.0f; // red and opaque, green and transparent
                picture.at(x, y, 3) = x < 20 ? 1.0f : 0.0f;
            }
        const Image small = resizeLanczos(picture, 13, 13);
        for (int x = 0; x < 13; ++x)
            if (small.at(x, 6, 3) > 0.01f) {
                QVERIFY(std::abs(small.at(x, 6, 0) - 1.0f) < 1e-3f);
                QVERIFY(std::abs(small.at(x, 6, 1)) < 1e-3f);
            }
        QVERIFY(small.at(0, 6, 3) > 0.98f && std::abs(small.at(12, 6, 3)) < 0.02f);
    }

    void cropFillsOutside()
    {
        const Image picture = pseudoRandomPicture(4, 3, 3);
        const Image window = crop(picture, -1, 1, 3, 4, 0.25f);
        QCOMPARE(window.width, 3);
        QCOMPARE(window.height, 4);
        QCOMPARE(window.at(0, 0, 1), 0.25f);
        QCOMPARE(window.at(1, 0, 2), picture.at(0, 1, 2));
        QCOMPARE(window.at(2, 1, 0), picture.at(1, 2, 0));
        QCOMPARE(window.at(2, 2, 0), 0.25f);
        for (float value : crop(picture, 10, 10, 2, 2, 0.5f).pixels)
            QCOMPARE(value, 0.5f);
        QVERIFY(crop(picture, 0, 0, 0, 0).empty());
        const Image square = cropCentreSquare(pseudoRandomPicture(9, 5, 1));
        QCOMPARE(square.width, 5);
        QCOMPARE(square.at(0, 0), pseudoRandomPicture(9, 5, 1).at(2, 0));
    }

    void compositeAndChannels()
    {
        Image rgba(1, 1, 4);
        rgba.pixels = {1.0f, 0.5f, 0.0f, 0.25f};
        const Image over = compositeOver(rgba, 0, 0, 1);
        QCOMPARE(over.pixels, (std::vector<float>{0.25f, 0.125f, 0.75f}));
        QCOMPARE(compositeOver(Image(1, 1, 1, 0.3f), 0, 0, 0).pixels, (std::vector<float>{0.3f, 0.3f, 0.3f}));
        QCOMPARE(extractChannel(rgba, 3).pixels, (std::vector<float>{0.25f}));
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { extractChannel(rgba, 4); }),
                 std::string("channel: expected 0 .. 3, found 4"));
    }

    void emptyAndZeroSizesAreRefused()
    {
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { resizeLanczos(Image(), 4, 4); }).empty());
        QCOMPARE(errorMessage(ErrorCode::badInput, [] { resizeLanczos8Bit(Image(2, 2, 3), 0, 4); }),
                 std::string("target size: expected at least 1 x 1, found 0 x 4"));
        const Image one = resizeLanczos(Image(1, 1, 3, 0.5f), 5, 4);
        QCOMPARE(one.pixels.size(), std::size_t(60));
        QVERIFY(std::abs(one.at(4, 3, 2) - 0.5f) < 1e-6f);
    }
};

QTEST_GUILESS_MAIN(TestResize)
#include "tst_resize.moc"
