#pragma once

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Bilinear lookup of maps for a batch of objects. maps [B, H, W, C] float32 contiguous, its channels in G
/// equal groups; positions [B, G, N, 2] float32, (u, v) in [-1, 1] with v upwards; group g of object b is
/// read at positions[b, g]. Texel (row r, column c) has its centre at u = (2c + 1) / W - 1, v = 1 - (2r + 1)
/// / H; zero outside. Returns [B, N, C]. Gradients reach the maps, not the positions.
at::Tensor lookupMaps(const at::Tensor& maps, const at::Tensor& positions);

/// The same out of grid_sampler calls: any device; what the fused kernel is tested against.
at::Tensor lookupMapsReference(const at::Tensor& maps, const at::Tensor& positions);

} // namespace bozzetto
