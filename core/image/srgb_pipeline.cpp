#include "core/image/srgb_pipeline.h"

#include <cmath>

#include "core/base/error.h"

namespace bozzetto {
namespace {

VipsImagePtr extractBands(VipsImage* image, int first, int count, const std::string& name)
{
    VipsImage* out = nullptr;
    return takeVipsImage(vips_extract_band(image, &out, first, "n", count, nullptr), out, name);
}

VipsImagePtr scaled(VipsImage* image, double factor, const std::string& name)
{
    VipsImage* out = nullptr;
    return takeVipsImage(vips_linear1(image, &out, factor, 0.0, nullptr), out, name);
}

bool hasProfile(VipsImage* image)
{
    return vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
}

/// Empty, with libvips' error forgotten, when the profile does not fit the picture.
VipsImagePtr throughProfile(VipsImage* image, const char* fallbackProfile)
{
    VipsImage* out = nullptr;
    const int status = vips_icc_transform(image, &out, "srgb", "embedded", TRUE, "input_profile", fallbackProfile,
                                          "intent", VIPS_INTENT_RELATIVE, "depth", 16, nullptr);
    if (status == 0)
        return VipsImagePtr(out);
    vips_error_clear();
    return nullptr;
}

/// Most embedded profiles are sRGB under one of many names; running those through the colour engine would only cost
/// time and half a level. So a colour cube is sent through the profile, and what comes back is compared.
bool profileIsSrgb(VipsImage* image)
{
    constexpr int kSteps = 6;
    constexpr double kTolerance = 1.0 / 255.0;
    std::vector<std::uint16_t> cube;
    for (int i = 0; i < kSteps * kSteps * kSteps; ++i)
        for (int digit : {i % kSteps, i / kSteps % kSteps, i / kSteps / kSteps})
            cube.push_back(std::uint16_t(digit * 65535 / (kSteps - 1)));
    const std::size_t bytes = cube.size() * sizeof(std::uint16_t);
    const void* profile = nullptr;
    std::size_t profileBytes = 0;
    if (vips_image_get_blob(image, VIPS_META_ICC_NAME, &profile, &profileBytes) != 0) {
        vips_error_clear();
        return false;
    }
    const VipsImagePtr plain(vips_image_new_from_memory(cube.data(), bytes, kSteps * kSteps * kSteps, 1, 3,
                                                        VIPS_FORMAT_USHORT));
    VipsImage* tagged = nullptr;
    if (!plain || vips_copy(plain.get(), &tagged, "interpretation", VIPS_INTERPRETATION_RGB16, nullptr) != 0)
        return false;
    const VipsImagePtr owner(tagged);
    vips_image_set_blob_copy(tagged, VIPS_META_ICC_NAME, profile, profileBytes);
    const VipsImagePtr seen = throughProfile(tagged, "srgb");
    std::size_t seenBytes = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory(
        seen ? vips_image_write_to_memory(seen.get(), &seenBytes) : nullptr, &g_free);
    if (!memory || seenBytes != bytes) {
        vips_error_clear();
        return false;
    }
    const auto* values = static_cast<const std::uint16_t*>(memory.get());
    for (std::size_t i = 0; i < cube.size(); ++i)
        if (std::abs(double(values[i]) - double(cube[i])) > kTolerance * 65535.0)
            return false;
    return true;
}

/// Colour bands only, any interpretation, to sRGB in [0, 1].
VipsImagePtr colourToSrgb(VipsImage* colour, const std::string& name)
{
    const bool isCmyk = colour->Type == VIPS_INTERPRETATION_CMYK;
    if (!isCmyk && colour->Bands != 1 && colour->Bands != 3)
        throw Error(ErrorCode::badInput, "{}: expected grey, RGB or CMYK colours, found {} channels.", name,
                    colour->Bands);
    if (isCmyk || (hasProfile(colour) && !(colour->Bands == 3 && profileIsSrgb(colour)))) {
        if (const VipsImagePtr converted = throughProfile(colour, isCmyk ? "cmyk" : "srgb"))
            return scaled(converted.get(), 1.0 / 65535.0, name);
        if (isCmyk)
            throw Error(ErrorCode::badInput, "{}: expected CMYK colours with a usable profile, found a damaged one.",
                        name);
    }
    const VipsImagePtr unit = scaled(colour, 1.0 / fullScale(colour, name), name);
    if (colour->Bands == 3)
        return extractBands(unit.get(), 0, 3, name);
    VipsImage* bands[] = {unit.get(), unit.get(), unit.get()};
    VipsImage* out = nullptr;
    return takeVipsImage(vips_bandjoin(bands, &out, 3, nullptr), out, name);
}

} // namespace

double fullScale(VipsImage* image, const std::string& name)
{
    if (image->BandFmt == VIPS_FORMAT_UCHAR)
        return 255.0;
    if (image->BandFmt == VIPS_FORMAT_USHORT)
        return 65535.0;
    throw Error(ErrorCode::badInput, "{}: expected samples of 8 or 16 bits, found {}.", name,
                vips_enum_nick(VIPS_TYPE_BAND_FORMAT, image->BandFmt));
}

VipsImagePtr toPremultipliedSrgb(VipsImage* image, const std::string& name)
{
    const double full = fullScale(image, name);
    if (!vips_image_hasalpha(image))
        return colourToSrgb(image, name);
    const int colours = image->Bands - 1;
    const VipsImagePtr colour = colourToSrgb(extractBands(image, 0, colours, name).get(), name);
    const VipsImagePtr alpha = scaled(extractBands(image, colours, 1, name).get(), 1.0 / full, name);
    VipsImage* weighted = nullptr;
    const VipsImagePtr product =
        takeVipsImage(vips_multiply(colour.get(), alpha.get(), &weighted, nullptr), weighted, name);
    VipsImage* joined = nullptr;
    return takeVipsImage(vips_bandjoin2(product.get(), alpha.get(), &joined, nullptr), joined, name);
}

} // namespace bozzetto
