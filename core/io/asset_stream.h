#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/scene/asset.h"

namespace bozzetto {

/// A material's picture before it is decoded: a file's bytes, or plain pixels, or a name relative to the mesh file.
struct RawTexture
{
    std::string path;
    std::string encoded;
    std::uint32_t width = 0; ///< of `pixels`
    std::uint32_t height = 0;
    std::string pixels; ///< rgba, 8 bit, rows from the top
};

/// An Asset whose textures are not decoded yet; textures[i] belongs to asset.materials[i].
struct RawAsset
{
    Asset asset;
    std::vector<RawTexture> textures;
};

/// The form in which the import helper hands an asset over: arrays with their lengths, in this machine's byte order.
std::string encodeAsset(const RawAsset& raw);
std::string encodeFailure(const std::string& reason);

/// Trusts nothing: lengths, indices and numbers are checked. Throws Error(badInput) with the helper's reason or, for
/// bytes that make no sense, a reason of its own; the caller adds the file's name.
RawAsset decodeAsset(std::string_view bytes);

} // namespace bozzetto
