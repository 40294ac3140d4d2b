#include "core/image/content_name.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bozzetto {
namespace {

struct Signature
{
    std::string_view start;
    std::string_view name;
};

constexpr std::array kSignatures{
    Signature{"\x89PNG", "a PNG with a damaged header"},
    Signature{"\xff\xd8\xff", "a JPEG with a damaged header"},
    Signature{"GIF8", "a GIF"},
    Signature{"BM", "a BMP"},
    Signature{"%PDF", "a PDF document"},
    Signature{"8BPS", "a Photoshop document"},
    Signature{"glTF", "a GLB 3D model"},
    Signature{"PK\x03\x04", "a ZIP archive"},
    Signature{"<svg", "an SVG drawing"},
    Signature{"<?xml", "an XML or SVG file"},
    Signature{"\x76\x2f\x31\x01", "an OpenEXR picture"},
    Signature{"#?RADIANCE", "a Radiance HDR picture"},
};

bool isPrintable(std::uint8_t byte)
{
    return byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t';
}

} // namespace

std::string describeContent(std::span<const std::uint8_t> head)
{
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    for (const Signature& signature : kSignatures)
        if (text.starts_with(signature.start))
            return std::string(signature.name);
    if (text.empty())
        return "an empty file";
    const bool readable = std::all_of(head.begin(), head.end(), isPrintable);
    return readable ? "plain text" : "something else";
}

} // namespace bozzetto
