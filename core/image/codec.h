#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/image/image.h"

namespace bozzetto {

/// Limits, stated to the user when broken. A header beyond them is refused before a pixel is decoded.
inline constexpr std::int64_t kMaxPicturePixels = 268'435'456; ///< 16384 x 16384
inline constexpr int kMaxPictureSide = 65'500;
inline constexpr int kMinPictureSide = 8; ///< for pictures that an object is made from

struct PictureInfo
{
    int width = 0; ///< after EXIF orientation
    int height = 0;
    int channels = 0; ///< as stored
    int bitDepth = 8;
    bool hasAlpha = false;
    bool hasColourProfile = false;
    std::string format; ///< "png", "jpeg", ...
    int orientation = 1; ///< EXIF, 1 to 8; from 5 on, what is stored lies on its side: width and height are swapped
};

struct DecodeOptions
{
    int maxSide = 4096;  ///< larger pictures are shrunk while they are read (anti-aliased); 0 = never
    bool upright = true; ///< turned as EXIF says; false: as stored, where a calibration is for the stored pixels
};

/// PNG, JPEG, WebP, TIFF, HEIC/AVIF, 8 and 16 bit, through libvips: EXIF orientation applied, embedded colour
/// profile or CMYK converted to sRGB, grey spread to rgb. Returns 3 channels, or 4 when the file has alpha.
/// Throws Error(io) when unreadable, Error(badInput) when not a picture, damaged or over the limits. With a context it
/// tells how far it is and can be cancelled between rows (HEIC and AVIF come in one piece).
Image decodePicture(const std::filesystem::path& path, JobContext& context, const DecodeOptions& options = {});
Image decodePicture(std::span<const std::uint8_t> bytes, const std::string& shownName, JobContext& context,
                    const DecodeOptions& options = {});
Image decodePicture(const std::filesystem::path& path, const DecodeOptions& options = {});
Image decodePicture(std::span<const std::uint8_t> bytes, const std::string& shownName, const DecodeOptions& options = {});

/// Throws Error(badInput), naming `name`, when the picture is too small to make an object from (kMinPictureSide) or
/// has neither 3 nor 4 channels.
void requireUsablePicture(const Image& image, const std::string& name);

/// A single-channel plane (mask, depth): no colour management, first channel, 8 bit / 255 or 16 bit / 65535.
/// EXIF orientation is applied, the size is the file's. Throws as decodePicture does.
Image decodePlane(const std::filesystem::path& path, JobContext& context);
Image decodePlane(const std::filesystem::path& path);

PictureInfo inspectPicture(const std::filesystem::path& path);

/// Writes PNG or TIFF (8 or 16 bit), JPEG or WebP by extension, atomically. Values are clamped to [0, 1]. JPEG knows no alpha: it is laid over white. Throws Error(badInput) for another extension, depth or channel count
/// and for an empty picture, Error(io) when the file cannot be written.
void encodePicture(const Image& image, const std::filesystem::path& path, int bitDepth = 8);
std::vector<std::uint8_t> encodePng(const Image& image, int bitDepth = 8);

} // namespace bozzetto
