#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/content_name.h"
#include "core/image/srgb_pipeline.h"
#include "core/image/vips_session.h"

namespace bozzetto {
namespace {

constexpr std::size_t kHeadBytes = 64;

/// Where a picture's bytes come from and what it is called in messages.
struct PictureSource
{
    std::filesystem::path path; ///< empty: `bytes`
    std::span<const std::uint8_t> bytes;
    std::string name;
};

std::vector<std::uint8_t> readHead(const PictureSource& source)
{
    std::vector<std::uint8_t> head(kHeadBytes);
    if (source.path.empty()) {
        const auto start = source.bytes.first(std::min(kHeadBytes, source.bytes.size()));
        return {start.begin(), start.end()};
    }
    std::ifstream file(source.path, std::ios::binary);
    if (!file)
        throw Error(ErrorCode::io, "{}: expected a readable file, but it cannot be opened ({}).", source.name,
                    std::strerror(errno));
    file.read(reinterpret_cast<char*>(head.data()), std::streamsize(head.size()));
    head.resize(std::size_t(file.gcount()));
    return head;
}

PictureSource fromFile(const std::filesystem::path& path)
{
    PictureSource source{path, {}, path.string()};
    std::error_code failed;
    const auto status = std::filesystem::status(path, failed);
    if (status.type() == std::filesystem::file_type::not_found)
        throw Error(ErrorCode::io, "{}: expected a picture, but there is no such file.", source.name);
    if (failed)
        throw Error(ErrorCode::io, "{}: expected a readable file, found an obstacle ({}).", source.name,
                    failed.message());
    if (std::filesystem::is_directory(status))
        throw Error(ErrorCode::io, "{}: expected a picture, found a folder.", source.name);
    if (!std::filesystem::is_regular_file(status))
        throw Error(ErrorCode::io, "{}: expected a picture, found a device or pipe.", source.name);
    return source;
}

VipsSourcePtr openSource(const PictureSource& source)
{
    VipsSource* opened = source.path.empty() ? vips_source_new_from_memory(source.bytes.data(), source.bytes.size())
                                             : vips_source_new_from_file(source.path.c_str());
    if (!opened)
        throw Error(ErrorCode::io, "{}: expected a readable file, but it cannot be opened ({}).", source.name,
                    takeVipsError());
    return VipsSourcePtr(opened);
}

/// libvips finds the loaders that startVips() blocked, too.
bool isPromised(const std::string& loader)
{
    const auto names = {"LoadPng", "LoadJpeg", "LoadWebp", "LoadTiff", "LoadHeif"};
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return loader.find(name) != std::string::npos; });
}

/// `shrink` > 1 asks JPEG and WebP to decode a smaller picture. Reads the header only.
VipsImagePtr openPicture(const PictureSource& source, int shrink = 1)
{
    const auto head = readHead(source);
    if (head.empty())
        throw Error(ErrorCode::badInput, "{}: expected a picture, found an empty file.", source.name);
    const VipsSourcePtr opened = openSource(source);
    const char* found = vips_foreign_find_load_source(opened.get());
    const std::string kind = found ? found : "";
    if (!isPromised(kind)) {
        vips_error_clear();
        throw Error(ErrorCode::badInput, "{}: expected a PNG, JPEG, WebP, TIFF, HEIC or AVIF picture, found {}.",
                    source.name, describeContent(head));
    }
    VipsImage* image = nullptr;
    const auto access = VIPS_ACCESS_SEQUENTIAL;
    const auto failOn = VIPS_FAIL_ON_ERROR;
    if (shrink > 1 && kind.find("Jpeg") != std::string::npos)
        image = vips_image_new_from_source(opened.get(), "", "access", access, "fail_on", failOn, "shrink", shrink,
                                           nullptr);
    else if (shrink > 1 && kind.find("Webp") != std::string::npos)
        image = vips_image_new_from_source(opened.get(), "", "access", access, "fail_on", failOn, "scale",
                                           1.0 / shrink, nullptr);
    else
        image = vips_image_new_from_source(opened.get(), "", "access", access, "fail_on", failOn, nullptr);
    return takeVipsImage(image ? 0 : -1, image, source.name);
}

void requireWithinLimits(VipsImage* image, const std::string& name)
{
    const std::int64_t pixels = std::int64_t(image->Xsize) * image->Ysize;
    if (image->Xsize > kMaxPictureSide || image->Ysize > kMaxPictureSide)
        throw Error(ErrorCode::badInput, "{}: expected sides of at most {} pixels, found {} x {}.", name,
                    kMaxPictureSide, image->Xsize, image->Ysize);
    if (pixels > kMaxPicturePixels)
        throw Error(ErrorCode::badInput, "{}: expected at most {} megapixels, found {} x {} ({} megapixels).", name,
                    kMaxPicturePixels / 1'000'000, image->Xsize, image->Ysize, pixels / 1'000'000);
}

/// The power of two, at most 8, by which decoding may shrink without falling below `maxSide`.
int decodeShrink(VipsImage* image, int maxSide)
{
    int shrink = 1;
    while (maxSide > 0 && shrink < 8 && std::max(image->Xsize, image->Ysize) / (shrink * 2) >= maxSide)
        shrink *= 2;
    return shrink;
}

VipsImagePtr shrunk(VipsImagePtr image, int maxSide, const std::string& name)
{
    const int longer = std::max(image->Xsize, image->Ysize);
    if (maxSide <= 0 || longer <= maxSide)
        return image;
    // The shorter side is rounded on its own, so that a very long strip keeps at least one pixel.
    const double across = std::max(1.0, std::round(double(image->Xsize) * maxSide / longer)) / image->Xsize;
    const double down = std::max(1.0, std::round(double(image->Ysize) * maxSide / longer)) / image->Ysize;
    VipsImage* out = nullptr;
    return takeVipsImage(vips_resize(image.get(), &out, across, "vscale", down, nullptr), out, name);
}

/// Decodes into memory, then turns if asked: turning needs random access, the decoders give lines.
VipsImagePtr decoded(VipsImage* image, bool upright, const std::string& name, JobContext& context)
{
    const VipsWatch watch(image, context);
    VipsImagePtr memory(vips_image_copy_memory(image));
    if (!memory)
        takeVipsImage(-1, nullptr, name);
    if (!upright)
        return memory;
    VipsImage* turned = nullptr;
    return takeVipsImage(vips_autorot(memory.get(), &turned, nullptr), turned, name);
}

/// A float picture's values.
Image copyOut(VipsImage* image, const std::string& name)
{
    VipsImage* asFloat = nullptr;
    const VipsImagePtr ready = takeVipsImage(vips_cast(image, &asFloat, VIPS_FORMAT_FLOAT, nullptr), asFloat, name);
    std::size_t bytes = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory(vips_image_write_to_memory(ready.get(), &bytes), &g_free);
    if (!memory)
        takeVipsImage(-1, nullptr, name);
    Image out(ready->Xsize, ready->Ysize, ready->Bands);
    if (bytes != out.pixels.size() * sizeof(float))
        throw Error(ErrorCode::internal, "{}: expected {} bytes of pixels, found {}.", name,
                    out.pixels.size() * sizeof(float), bytes);
    std::memcpy(out.pixels.data(), memory.get(), bytes);
    return out;
}

/// Lanczos overshoots at hard edges: back into [0, 1], and colour back to straight.
void straighten(Image& image)
{
    if (image.channels == 4)
        for (std::size_t i = 0; i < image.pixels.size(); i += 4)
            for (std::size_t c = 0; c < 3; ++c)
                image.pixels[i + c] = image.pixels[i + 3] > 0.0f ? image.pixels[i + c] / image.pixels[i + 3] : 0.0f;
    for (float& value : image.pixels)
        value = std::clamp(value, 0.0f, 1.0f);
}

Image decode(const PictureSource& source, const DecodeOptions& options, JobContext& context)
{
    startVips();
    VipsImagePtr image = openPicture(source);
    requireWithinLimits(image.get(), source.name);
    if (const int shrink = decodeShrink(image.get(), options.maxSide); shrink > 1)
        image = openPicture(source, shrink);
    const VipsImagePtr small = shrunk(toPremultipliedSrgb(image.get(), source.name), options.maxSide, source.name);
    Image out = copyOut(decoded(small.get(), options.upright, source.name, context).get(), source.name);
    straighten(out);
    return out;
}

std::string formatName(VipsImage* image)
{
    const char* loader = "";
    vips_image_get_string(image, VIPS_META_LOADER, &loader);
    std::string name = loader;
    name = name.substr(0, name.find("load"));
    const char* compression = "";
    if (name == "heif" && vips_image_get_typeof(image, "heif-compression") != 0
        && vips_image_get_string(image, "heif-compression", &compression) == 0)
        return std::strcmp(compression, "av1") == 0 ? "avif" : "heic";
    return name;
}

/// Runs `work`; what libraries throw becomes an Error that names the picture, or one that says the job was cancelled.
template <typename Work>
auto guarded(const std::string& name, JobContext& context, Work work)
{
    try {
        context.check();
        return work();
    } catch (...) {
        context.check();
        throw currentError("reading " + name);
    }
}

} // namespace

Image decodePicture(const std::filesystem::path& path, JobContext& context, const DecodeOptions& options)
{
    return guarded(path.string(), context, [&] { return decode(fromFile(path), options, context); });
}

Image decodePicture(std::span<const std::uint8_t> bytes, const std::string& shownName, JobContext& context,
                    const DecodeOptions& options)
{
    return guarded(shownName, context, [&] { return decode({{}, bytes, shownName}, options, context); });
}

Image decodePicture(const std::filesystem::path& path, const DecodeOptions& options)
{
    JobContext silent;
    return decodePicture(path, silent, options);
}

Image decodePicture(std::span<const std::uint8_t> bytes, const std::string& shownName, const DecodeOptions& options)
{
    JobContext silent;
    return decodePicture(bytes, shownName, silent, options);
}

Image decodePlane(const std::filesystem::path& path)
{
    JobContext silent;
    return decodePlane(path, silent);
}

Image decodePlane(const std::filesystem::path& path, JobContext& context)
{
    return guarded(path.string(), context, [&] {
        const PictureSource source = fromFile(path);
        startVips();
        const VipsImagePtr image = openPicture(source);
        requireWithinLimits(image.get(), source.name);
        const double full = fullScale(image.get(), source.name);
        VipsImage* band = nullptr;
        const VipsImagePtr first =
            takeVipsImage(vips_extract_band(image.get(), &band, 0, nullptr), band, source.name);
        VipsImage* unit = nullptr;
        const VipsImagePtr scaled =
            takeVipsImage(vips_linear1(first.get(), &unit, 1.0 / full, 0.0, nullptr), unit, source.name);
        return copyOut(decoded(scaled.get(), true, source.name, context).get(), source.name);
    });
}

PictureInfo inspectPicture(const std::filesystem::path& path)
{
    JobContext silent;
    return guarded(path.string(), silent, [&] {
        const PictureSource source = fromFile(path);
        startVips();
        const VipsImagePtr image = openPicture(source);
        PictureInfo info;
        info.width = image->Xsize;
        info.height = image->Ysize;
        constexpr int kFirstTurnedOrientation = 5; // EXIF 5..8 lie on their side
        info.orientation = vips_image_get_orientation(image.get());
        if (info.orientation >= kFirstTurnedOrientation)
            std::swap(info.width, info.height);
        info.channels = image->Bands;
        info.bitDepth = int(vips_format_sizeof(image->BandFmt)) * 8;
        info.hasAlpha = vips_image_hasalpha(image.get());
        info.hasColourProfile = vips_image_get_typeof(image.get(), VIPS_META_ICC_NAME) != 0;
        info.format = formatName(image.get());
        return info;
    });
}

void requireUsablePicture(const Image& image, const std::string& name)
{
    if (image.width < kMinPictureSide || image.height < kMinPictureSide)
        throw Error(ErrorCode::badInput, "{}: expected a picture of at least {} x {} pixels, found {} x {}.", name,
                    kMinPictureSide, kMinPictureSide, image.width, image.height);
    if (image.channels != 3 && image.channels != 4)
        throw Error(ErrorCode::badInput, "{}: expected 3 or 4 channels, found {}.", name, image.channels);
}

} // namespace bozzetto
