#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/io/asset_io.h"
#include "core/io/asset_stream.h"
#include "core/io/import_process.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

Image imageOf(const RawTexture& texture)
{
    Image image(int(texture.width), int(texture.height), 4);
    for (std::size_t i = 0; i < texture.pixels.size(); ++i)
        image.pixels[i] = float(static_cast<unsigned char>(texture.pixels[i])) / 255.0f;
    return image;
}

/// Where a texture that a file names lies: at its relative name, else under its bare name beside the file (names are
/// often another machine's absolute paths). Empty when it is nowhere.
fs::path locate(const std::string& name, const fs::path& folder)
{
    std::string portable = name;
    std::replace(portable.begin(), portable.end(), '\\', '/');
    const fs::path path(portable);
    std::error_code ignored;
    if (path.is_relative() && fs::is_regular_file(folder / path, ignored))
        return folder / path;
    const auto beside = folder / path.filename();
    return !path.filename().empty() && fs::is_regular_file(beside, ignored) ? beside : fs::path();
}

/// A picture that is missing or damaged leaves the material plain: the shape is worth having without it.
std::shared_ptr<const Image> decodeTexture(const RawTexture& texture, const fs::path& path, JobContext& context)
{
    try {
        if (!texture.pixels.empty())
            return std::make_shared<Image>(imageOf(texture));
        if (!texture.encoded.empty()) {
            const std::span bytes(reinterpret_cast<const std::uint8_t*>(texture.encoded.data()),
                                  texture.encoded.size());
            return std::make_shared<Image>(decodePicture(bytes, path.string(), context));
        }
        const auto file = texture.path.empty() ? fs::path() : locate(texture.path, path.parent_path());
        return file.empty() ? nullptr : std::make_shared<Image>(decodePicture(file, context));
    } catch (const Error& error) {
        if (error.code() == ErrorCode::badInput || error.code() == ErrorCode::io)
            return nullptr;
        throw;
    }
}

} // namespace

Asset importAsset(const fs::path& path)
{
    JobContext silent;
    return importAsset(path, silent);
}

Asset importAsset(const fs::path& path, JobContext& context)
{
    context.report("Read", 0);
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        throw Error(ErrorCode::io, "{}: expected a file, found {}", path.string(),
                    fs::exists(path, ignored) ? "something else" : "nothing");
    if (::access(path.c_str(), R_OK) != 0)
        throw Error(ErrorCode::io, "{}: could not be read ({})", path.string(), std::strerror(errno));
    const std::string answer = runImportHelper(path, context);
    RawAsset raw;
    try {
        raw = decodeAsset(answer);
    } catch (const Error& error) {
        throw Error(error.code(), "{}: could not be read ({})", path.string(), error.what());
    }
    JobContext quiet = context.silenced(); // each texture would begin at 0 again
    for (std::size_t i = 0; i < raw.textures.size(); ++i) {
        context.report("Read", 0.5 + 0.5 * double(i) / double(raw.textures.size()));
        raw.asset.materials[i].baseColourTexture = decodeTexture(raw.textures[i], path, quiet);
    }
    context.report("Read", 1);
    return std::move(raw.asset);
}

} // namespace bozzetto
