#pragma once

#include <filesystem>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/train/set_sampler.h"

namespace bozzetto {

/// Photographs that objects are laid over: uint8 sRGB [3, h, w] each.
using PhotoList = std::vector<at::Tensor>;

/// Objects cut out of photographs: uint8 sRGB [4, S, S] each, premultiplied, centred on a transparent square.
using CutoutList = std::vector<at::Tensor>;

/// The readable pictures below a folder in the order of their paths, at most `maxSide` pixels. Throws Error(io) when it
/// has none.
PhotoList loadPhotos(const std::filesystem::path& folder, int maxSide);

/// The pictures with transparency below a folder, likewise.
CutoutList loadCutouts(const std::filesystem::path& folder, int maxSide);

/// A square part of a photograph, shrunk without aliasing to [1, 3, side, side] in [0, 1].
at::Tensor photoCrop(const PhotoList& photos, int64_t side, Draws& draws);

} // namespace bozzetto
