#pragma once

#include <array>
#include <cstdint>

#include <ATen/core/Tensor.h>

#include "core/uner3d/parameter_set.h"

namespace bozzetto {

/// The used part of a ResNet of basic blocks: conv1, layer1 to layer3. The defaults are ResNet34's.
struct ResnetOptions
{
    std::array<int64_t, 4> widths = {64, 64, 128, 256}; ///< of conv1 and the three layers
    std::array<int, 3> blocks = {3, 4, 6};
    bool firstPool = true; ///< the max pool behind conv1; off for pictures of 64 pixels

    int64_t latent() const { return widths[0] + widths[1] + widths[2] + widths[3]; }
};

/// Pictures to pixel-aligned features: the four maps, resized to the first one's size and stacked. Tensors bear
/// torchvision's names. Source: uner3d specification, section 2. Thread: const members from any thread, but a pass with
/// `training` updates the norms' statistics.
class ResnetEncoder
{
public:
    /// Random start: Kaiming-normal (fan-out) convolutions, each block an identity (its last norm's gain is 0).
    ResnetEncoder(const ResnetOptions& options, std::uint64_t seed);

    /// rgb [B, 3, H, W] in [-1, 1] to [B, latent, H/2, W/2]. training: norms use the batch's own statistics and move
    /// the running ones.
    at::Tensor forward(const at::Tensor& rgb, bool training) const;

    /// torchvision's names, also behind pixelNeRF's "encoder.model.". Throws Error(badInput).
    void load(const TensorFile& file, const std::string& shownName);

    const ResnetOptions& options() const { return m_options; }
    ParameterSet& tensors() { return m_tensors; }
    const ParameterSet& tensors() const { return m_tensors; }

private:
    at::Tensor convolution(const at::Tensor& x, const std::string& name, int64_t stride, int64_t padding) const;
    at::Tensor norm(const at::Tensor& x, const std::string& name, bool training) const;
    at::Tensor block(const at::Tensor& x, const std::string& name, int64_t stride, bool training) const;

    ResnetOptions m_options;
    ParameterSet m_tensors;
};

} // namespace bozzetto
