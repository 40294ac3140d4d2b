#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/image/vips_session.h"

namespace bozzetto {
namespace {

constexpr int kJpegQuality = 93;
constexpr int kWebpQuality = 92;

std::string lowerExtension(const std::filesystem::path& path)
{
    std::string text = path.extension().string();
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

void requireEncodable(const Image& image, const std::string& name, int bitDepth)
{
    const bool channelsFit = image.channels == 1 || image.channels == 3 || image.channels == 4;
    const std::size_t expected = std::size_t(image.width) * std::size_t(image.height) * std::size_t(image.channels);
    if (image.empty() || !channelsFit || image.pixels.size() != expected)
        throw Error(ErrorCode::badInput, "{}: expected a picture of 1, 3 or 4 channels, found {} x {} x {}.", name,
                    image.width, image.height, image.channels);
    if (bitDepth != 8 && bitDepth != 16)
        throw Error(ErrorCode::badInput, "{}: expected a bit depth of 8 or 16, found {}.", name, bitDepth);
}

template <typename Sample>
std::vector<Sample> quantise(const Image& image)
{
    constexpr float kFull = float(std::numeric_limits<Sample>::max());
    std::vector<Sample> out(image.pixels.size());
    std::transform(image.pixels.begin(), image.pixels.end(), out.begin(), [](float value) {
        const float inRange = value > 0.0f ? std::min(value, 1.0f) : 0.0f; // not a number becomes 0
        return Sample(inRange * kFull + 0.5f);
    });
    return out;
}

/// A copy that owns its memory, tagged as grey or sRGB.
template <typename Sample>
VipsImagePtr toVips(const Image& image, const std::string& name)
{
    const std::vector<Sample> samples = quantise<Sample>(image);
    const bool deep = sizeof(Sample) == 2;
    const VipsImagePtr plain(vips_image_new_from_memory_copy(samples.data(), samples.size() * sizeof(Sample),
                                                             image.width, image.height, image.channels,
                                                             deep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR));
    if (!plain)
        throw Error(ErrorCode::internal, "{}: the picture could not be prepared for writing ({}).", name,
                    takeVipsError());
    const auto grey = deep ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W;
    const auto colour = deep ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB;
    VipsImage* tagged = nullptr;
    vips_copy(plain.get(), &tagged, "interpretation", image.channels == 1 ? grey : colour, nullptr);
    return VipsImagePtr(tagged);
}

std::vector<std::uint8_t> takeBuffer(int status, void* buffer, std::size_t size, const std::string& name)
{
    if (status != 0)
        throw Error(ErrorCode::internal, "{}: the picture could not be encoded ({}).", name, takeVipsError());
    const std::unique_ptr<void, decltype(&g_free)> owner(buffer, &g_free);
    const auto* bytes = static_cast<const std::uint8_t*>(buffer);
    return std::vector<std::uint8_t>(bytes, bytes + size);
}

std::vector<std::uint8_t> encodeAs(const Image& image, const std::string& extension, int bitDepth,
                                   const std::string& name)
{
    requireEncodable(image, name, bitDepth);
    const bool isPng = extension == ".png";
    const bool isTiff = extension == ".tif" || extension == ".tiff";
    const bool isJpeg = extension == ".jpg" || extension == ".jpeg";
    if (!isPng && !isTiff && !isJpeg && extension != ".webp")
        throw Error(ErrorCode::badInput, "{}: expected an extension of png, jpg, jpeg, webp, tif or tiff, found '{}'.",
                    name, extension);
    if (bitDepth == 16 && !isPng && !isTiff)
        throw Error(ErrorCode::badInput, "{}: expected 8 bits per sample in this format, found 16.", name);
    startVips();
    const Image opaque = isJpeg && image.channels == 4 ? compositeOver(image, 1, 1, 1) : Image();
    const Image& chosen = opaque.empty() ? image : opaque;
    const VipsImagePtr ready =
        bitDepth == 16 ? toVips<std::uint16_t>(chosen, name) : toVips<std::uint8_t>(chosen, name);
    void* buffer = nullptr;
    std::size_t size = 0;
    int status = 0;
    if (isPng)
        status = vips_pngsave_buffer(ready.get(), &buffer, &size, "bitdepth", bitDepth, nullptr);
    else if (isTiff)
        status = vips_tiffsave_buffer(ready.get(), &buffer, &size, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE,
                                      nullptr);
    else if (isJpeg)
        status = vips_jpegsave_buffer(ready.get(), &buffer, &size, "Q", kJpegQuality, "optimize_coding", TRUE, nullptr);
    else
        status = vips_webpsave_buffer(ready.get(), &buffer, &size, "Q", kWebpQuality, nullptr);
    return takeBuffer(status, buffer, size, name);
}

} // namespace

void encodePicture(const Image& image, const std::filesystem::path& path, int bitDepth)
{
    try {
        const auto bytes = encodeAs(image, lowerExtension(path), bitDepth, path.string());
        writeAtomically(path, [&](const std::filesystem::path& temporary) {
            std::ofstream file(temporary, std::ios::binary);
            file.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
            file.close();
            if (!file)
                throw Error(ErrorCode::io, "{}: could not be written; is the disk full?", path.string());
        });
    } catch (...) {
        throw currentError("writing " + path.string());
    }
}

std::vector<std::uint8_t> encodePng(const Image& image, int bitDepth)
{
    try {
        return encodeAs(image, ".png", bitDepth, "the picture");
    } catch (...) {
        throw currentError("encoding a picture");
    }
}

} // namespace bozzetto
