#include <array>
#include <cmath>
#include <fstream>

#include <unistd.h>

#include <QTemporaryDir>

#include <vips/vips.h>

#include "core/image/codec.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

using Bytes = std::vector<std::uint8_t>;

Image ramp(int width, int height, int channels)
{
    Image out(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                out.at(x, y, c) = c == 1 ? float(y) / float(height) : c == 2 ? 0.5f : float(x + 1) / float(width);
    return out;
}

float largestDifference(const Image& a, const Image& b)
{
    if (a.width != b.width || a.height != b.height || a.channels != b.channels)
        return 1e9f;
    float largest = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        largest = std::max(largest, std::abs(a.pixels[i] - b.pixels[i]));
    return largest;
}

void appendBigEndian(Bytes& bytes, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(std::uint8_t(value >> shift));
}

void appendPngChunk(Bytes& bytes, const std::string& type, const Bytes& content)
{
    appendBigEndian(bytes, std::uint32_t(content.size()));
    Bytes checked(type.begin(), type.end());
    checked.insert(checked.end(), content.begin(), content.end());
    std::uint32_t crc = 0xffffffffu;
    for (std::uint8_t byte : checked) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0u);
    }
    bytes.insert(bytes.end(), checked.begin(), checked.end());
    appendBigEndian(bytes, ~crc);
}

/// A PNG whose header claims this size and that has next to no content.
Bytes pngClaiming(std::uint32_t width, std::uint32_t height)
{
    Bytes bytes{0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    Bytes header;
    appendBigEndian(header, width);
    appendBigEndian(header, height);
    header.insert(header.end(), {8, 2, 0, 0, 0});
    appendPngChunk(bytes, "IHDR", header);
    appendPngChunk(bytes, "IDAT", {0x78, 0x9c, 3, 0, 0, 0, 0, 1});
    appendPngChunk(bytes, "IEND", {});
    return bytes;
}

void writeBytes(const std::filesystem::path& path, const Bytes& bytes)
{
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()),
                                                std::streamsize(bytes.size()));
}

Bytes readBytes(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

/// An APP1 segment that says nothing but the orientation, to be put after a JPEG's first two bytes.
Bytes orientationSegment(std::uint8_t orientation)
{
    return {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0};
}

double decodeGamma(double v)
{
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double encodeGamma(double v)
{
    return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

VipsImage* vipsConstant(int side, const std::array<double, 3>& value)
{
    VipsImage* black = nullptr;
    VipsImage* tinted = nullptr;
    VipsImage* out = nullptr;
    std::array<double, 3> one{1, 1, 1};
    vips_black(&black, side, side, "bands", 3, nullptr);
    vips_linear(black, &tinted, one.data(), const_cast<double*>(value.data()), 3, "uchar", TRUE, nullptr);
    vips_copy(tinted, &out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
    g_object_unref(black);
    g_object_unref(tinted);
    return out;
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path file(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void losslessRoundTrips()
    {
        for (int channels : {1, 3, 4})
            for (const auto& [name, depth] : {std::pair{"a.png", 8}, {"a.png", 16}, {"a.tif", 8}, {"a.tiff", 16}}) {
                Image picture = ramp(37, 21, channels);
                encodePicture(picture, file(name), depth);
                const Image back = decodePicture(file(name));
                if (channels == 1) {
                    QCOMPARE(back.channels, 3);
                    QVERIFY(largestDifference(decodePlane(file(name)), picture) <= (depth == 8 ? 0.00197f : 8e-6f));
                    continue;
                }
                const float step = depth == 8 ? 0.5f / 255.0f : 0.5f / 65535.0f;
                // straight colour behind alpha goes through one multiplication and one division
                QVERIFY2(largestDifference(back, picture) <= step + 1e-5f, name);
                const PictureInfo info = inspectPicture(file(name));
                QCOMPARE(info.bitDepth, depth);
                QCOMPARE(info.width, 37);
                QCOMPARE(info.height, 21);
                QCOMPARE(info.channels, channels);
                QCOMPARE(info.hasAlpha, channels == 4);
                QVERIFY(!info.hasColourProfile);
            }
    }

    void lossyRoundTripsAreClose()
    {
        for (const char* name : {"b.jpg", "b.JPEG", "b.webp"}) {
            encodePicture(ramp(64, 48, 3), file(name));
            QVERIFY2(largestDifference(decodePicture(file(name)), ramp(64, 48, 3)) < 0.05f, name);
        }
        QCOMPARE(inspectPicture(file("b.jpg")).format, std::string("jpeg"));
        QCOMPARE(inspectPicture(file("b.webp")).format, std::string("webp"));
    }

    void heicAndAvifAreRead()
    {
        decodePicture(encodePng(ramp(8, 8, 3)), "start libvips");
        const auto probe = [&](const char* name, VipsForeignHeifCompression compression) {
            VipsImage* tint = vipsConstant(64, {200, 100, 50});
            const bool written = vips_heifsave(tint, file(name).c_str(), "compression", compression, "Q", 90, nullptr) == 0;
            g_object_unref(tint);
            vips_error_clear();
            return written;
        };
        int tried = 0;
        for (const auto& [name, compression] : {std::pair{"c.heic", VIPS_FOREIGN_HEIF_COMPRESSION_HEVC},
                                                {"c.avif", VIPS_FOREIGN_HEIF_COMPRESSION_AV1}}) {
            if (!probe(name, compression))
                continue;
            ++tried;
            const Image back = decodePicture(file(name));
            QCOMPARE(back.width, 64);
            QVERIFY(std::abs(back.at(32, 32, 0) - 200 / 255.0f) < 0.02f);
            QVERIFY(std::abs(back.at(32, 32, 2) - 50 / 255.0f) < 0.02f);
            QCOMPARE(inspectPicture(file(name)).format, std::string(name).substr(2));
        }
        if (tried == 0)
            QSKIP("this libvips has no encoder for HEIC or AVIF, so there is no file to read");
    }

    void exifOrientationIsApplied()
    {
        Image picture(48, 32, 3, 0.1f);
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                picture.at(x, y, 0) = 1.0f; // red top left
        encodePicture(picture, file("d.jpg"));
        Bytes bytes = readBytes(file("d.jpg"));
        const Bytes segment = orientationSegment(6); // "turn 90 degrees clockwise to see it upright"
        bytes.insert(bytes.begin() + 2, segment.begin(), segment.end());
        writeBytes(file("d.jpg"), bytes);
        const Image back = decodePicture(file("d.jpg"));
        QCOMPARE(back.width, 32);
        QCOMPARE(back.height, 48);
        QVERIFY(back.at(28, 3, 0) > 0.8f && back.at(3, 3, 0) < 0.3f);
        QCOMPARE(inspectPicture(file("d.jpg")).width, 32);
        QCOMPARE(decodePlane(file("d.jpg")).height, 48);
    }

    void embeddedProfileBecomesSrgb()
    {
        decodePicture(encodePng(ramp(8, 8, 3)), "start libvips");
        VipsImage* tint = vipsConstant(16, {200, 100, 50});
        QCOMPARE(vips_pngsave(tint, file("p3.png").c_str(), "profile", "p3", nullptr), 0);
        QCOMPARE(vips_pngsave(tint, file("srgb.png").c_str(), "profile", "srgb", nullptr), 0);
        g_object_unref(tint);
        QVERIFY(inspectPicture(file("p3.png")).hasColourProfile);
        const Image back = decodePicture(file("p3.png"));
        // linear Display P3 to linear sRGB, both with white D65 (IEC 61966-2-1 and SMPTE EG 432-1 primaries)
        const double matrix[3][3] = {{1.22494, -0.22494, 0.0}, {-0.04206, 1.04206, 0.0}, {-0.01964, -0.07864, 1.09827}};
        const double p3[3] = {decodeGamma(200 / 255.0), decodeGamma(100 / 255.0), decodeGamma(50 / 255.0)};
        for (int c = 0; c < 3; ++c) {
            const double linear = matrix[c][0] * p3[0] + matrix[c][1] * p3[1] + matrix[c][2] * p3[2];
            QVERIFY(isClose(double(back.at(8, 8, c)), encodeGamma(linear), 0, 2 / 255.0, "sRGB channel"));
        }
        const Image same = decodePicture(file("srgb.png"));
        QVERIFY(std::abs(same.at(8, 8, 0) - 200 / 255.0f) < 1e-6f); // an sRGB profile changes nothing at all
    }

    void cmykBecomesSrgb()
    {
        decodePicture(encodePng(ramp(8, 8, 3)), "start libvips");
        VipsImage* tint = vipsConstant(32, {180, 120, 90});
        VipsImage* inks = nullptr;
        QCOMPARE(vips_icc_transform(tint, &inks, "cmyk", "input_profile", "srgb", nullptr), 0);
        QCOMPARE(inks->Bands, 4);
        QCOMPARE(vips_jpegsave(inks, file("cmyk.jpg").c_str(), "Q", 95, nullptr), 0);
        g_object_unref(inks);
        g_object_unref(tint);
        const Image back = decodePicture(file("cmyk.jpg"));
        QCOMPARE(back.channels, 3);
        for (const auto& [channel, expected] : {std::pair{0, 180}, {1, 120}, {2, 90}})
            QVERIFY(isClose(double(back.at(16, 16, channel)), expected / 255.0, 0, 0.03, "sRGB channel"));
    }

    void largePicturesAreShrunkOnLoad()
    {
        for (const char* name : {"e.jpg", "e.png", "e.webp"}) {
            encodePicture(ramp(1000, 400, 3), file(name));
            const Image back = decodePicture(file(name), {.maxSide = 100});
            QCOMPARE(back.width, 100);
            QCOMPARE(back.height, 40);
            QVERIFY2(largestDifference(back, ramp(100, 40, 3)) < 0.06f, name);
            QCOMPARE(decodePicture(file(name), {.maxSide = 0}).width, 1000);
        }
        encodePicture(ramp(2000, 2, 3), file("strip.png"));
        QCOMPARE(decodePicture(file("strip.png"), {.maxSide = 100}).height, 1);
    }

    void shrinkingWeighsColourWithAlpha()
    {
        Image picture(400, 400, 4);
        for (std::size_t i = 0; i < picture.pixels.size() / 4; ++i) {
            const bool opaque = i % 400 < 200;
            picture.pixels[i * 4] = opaque ? 1.0f : 0.0f;
            picture.pixels[i * 4 + 1] = opaque ? 0.0f : 1.0f;
            picture.pixels[i * 4 + 3] = opaque ? 1.0f : 0.0f;
        }
        encodePicture(picture, file("f.png"));
        const Image small = decodePicture(file("f.png"), {.maxSide = 33});
        for (int x = 0; x < 33; ++x)
            if (small.at(x, 16, 3) > 0.02f)
                QVERIFY(small.at(x, 16, 0) > 0.98f && small.at(x, 16, 1) < 0.02f);
    }

    /// Half of a large picture is not decoded: the flag is seen between rows.
    void cancelledDecodingEndsEarly()
    {
        encodePicture(Image(3000, 6000, 3, 0.5f), file("large.png"));
        double last = 0;
        const auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(flag, [&](const Progress& progress) {
            last = progress.share;
            flag->store(progress.share > 0.2);
        });
        const auto message = errorMessage(ErrorCode::cancelled, [&] { decodePicture(file("large.png"), context); });
        QCOMPARE(message, std::string("Cancelled."));
        QVERIFY2(last > 0.2 && last < 0.9, qPrintable(QString::number(last)));
        flag->store(false);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { decodePlane(file("large.png"), context); }).empty());
        JobContext whole;
        QCOMPARE(decodePicture(file("large.png"), whole).height, 4096);
    }

    void headersBeyondTheLimitsAreRefused()
    {
        writeBytes(file("bomb.png"), pngClaiming(300'000, 300'000));
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { decodePicture(file("bomb.png")); }),
                 file("bomb.png").string() + ": expected sides of at most 65500 pixels, found 300000 x 300000.");
        const Bytes wide = pngClaiming(60'000, 60'000);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { decodePicture(wide, "dropped.png"); }),
                 std::string("dropped.png: expected at most 268 megapixels, found 60000 x 60000 (3600 megapixels)."));
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { decodePlane(file("bomb.png")); }).empty());
    }

    void whatIsNoPictureIsNamed()
    {
        const auto message = [&](const char* name, const Bytes& bytes) {
            writeBytes(file(name), bytes);
            return errorMessage(ErrorCode::badInput, [&] { decodePicture(file(name)); });
        };
        const std::string expected = ": expected a PNG, JPEG, WebP, TIFF, HEIC or AVIF picture, found ";
        QCOMPARE(message("t.png", {'h', 'e', 'l', 'l', 'o', '\n'}), file("t.png").string() + expected + "plain text.");
        QCOMPARE(message("g.png", {'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0}), file("g.png").string() + expected + "a GIF.");
        QCOMPARE(message("z.png", {0, 1, 2, 3}), file("z.png").string() + expected + "something else.");
        QCOMPARE(message("0.png", {}), file("0.png").string() + ": expected a picture, found an empty file.");
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { decodePicture(Bytes(), "nothing"); }).empty());
    }

    void damagedFilesAreRefusedWhereverTheyAreCut()
    {
        for (const char* name : {"h.png", "h.jpg", "h.webp", "h.tif"}) {
            encodePicture(ramp(200, 160, 3), file(name));
            const Bytes whole = readBytes(file(name));
            for (std::size_t share : {1, 10, 40, 70, 90}) {
                const Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * share / 100));
                const auto message = errorMessage(ErrorCode::badInput, [&] { decodePicture(cut, "cut"); });
                QVERIFY2(message.starts_with("cut: expected "), name);
            }
        }
    }

    void placesThatCannotBeReadAreNamed()
    {
        QCOMPARE(errorMessage(ErrorCode::io, [&] { decodePicture(file("absent.png")); }),
                 file("absent.png").string() + ": expected a picture, but there is no such file.");
        QCOMPARE(errorMessage(ErrorCode::io, [&] { decodePicture(m_folder.path().toStdString()); }),
                 m_folder.path().toStdString() + ": expected a picture, found a folder.");
        QCOMPARE(errorMessage(ErrorCode::io, [] { decodePicture("/dev/null"); }),
                 std::string("/dev/null: expected a picture, found a device or pipe."));
        if (::geteuid() == 0)
            QSKIP("the superuser may read everything, so a file without permissions cannot be tried");
        encodePicture(ramp(8, 8, 3), file("locked.png"));
        std::filesystem::permissions(file("locked.png"), std::filesystem::perms::none);
        QVERIFY(!errorMessage(ErrorCode::io, [&] { decodePicture(file("locked.png")); }).empty());
    }

    void namesWithBracketsAreNames()
    {
        encodePicture(ramp(8, 8, 3), file("photo[1].png"));
        QCOMPARE(decodePicture(file("photo[1].png")).width, 8);
        encodePicture(ramp(9, 9, 3), file("photo[1].png")); // nothing remembered from the first reading
        QCOMPARE(decodePicture(file("photo[1].png")).width, 9);
    }

    void smallestPicture()
    {
        const Image one(1, 1, 3, 0.5f);
        const Image back = decodePicture(encodePng(one, 16), "one");
        QVERIFY(largestDifference(back, one) < 1e-5f);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { requireUsablePicture(back, "one.png"); }),
                 std::string("one.png: expected a picture of at least 8 x 8 pixels, found 1 x 1."));
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { requireUsablePicture(Image(9, 9, 1), "g"); }),
                 std::string("g: expected 3 or 4 channels, found 1."));
        requireUsablePicture(Image(8, 8, 4), "fits");
    }

    void encodingRefusesWhatItCannotWrite()
    {
        const Image picture = ramp(8, 8, 3);
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { encodePicture(picture, "a.bmp"); }),
                 std::string("a.bmp: expected an extension of png, jpg, jpeg, webp, tif or tiff, found '.bmp'."));
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { encodePicture(picture, file("a.jpg"), 16); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { encodePicture(picture, file("a.png"), 12); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { encodePicture(Image(), file("a.png")); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { encodePng(Image(2, 2, 2)); }).empty());
        QVERIFY(!errorMessage(ErrorCode::io, [&] { encodePicture(picture, file("no/such/folder/a.png")); }).empty());
    }

    void encodingClampsAndLaysAlphaOverWhite()
    {
        Image picture(2, 1, 3);
        picture.pixels = {-1.0f, 2.0f, std::nanf(""), 0.25f, 0.5f, 0.75f};
        const Image back = decodePicture(encodePng(picture), "clamped");
        QCOMPARE(back.pixels[0], 0.0f);
        QCOMPARE(back.pixels[1], 1.0f);
        QCOMPARE(back.pixels[2], 0.0f);
        encodePicture(Image(16, 16, 4, 0.0f), file("white.jpg"));
        QVERIFY(decodePicture(file("white.jpg")).at(8, 8, 1) > 0.99f);
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
