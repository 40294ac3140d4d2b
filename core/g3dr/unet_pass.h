#pragma once

#include <array>

#include "core/g3dr/unet.h"

namespace bozzetto {

struct Convolution
{
    at::Tensor weight; ///< [out, in, k, k]
    at::Tensor bias;
    int64_t stride = 1;
    int64_t padding = 0;
};

/// Convolution, group normalisation, SiLU. `gain` and `shift` hold the time's modulation as well.
struct NormBlock
{
    Convolution conv;
    at::Tensor gain;  ///< [out]
    at::Tensor shift; ///< [out]
};

struct ResidualBlock
{
    NormBlock first;
    NormBlock second;
    Convolution skip; ///< undefined weight: identity
};

struct AttentionBlock
{
    at::Tensor inGain;    ///< [c]
    at::Tensor qkv;       ///< [384, c]
    at::Tensor outWeight; ///< [c, 128]
    at::Tensor outBias;   ///< [c]
    at::Tensor outGain;   ///< [c]; linear attention only
};

struct UnetLevel
{
    ResidualBlock first;
    ResidualBlock second;
    AttentionBlock attention;
    Convolution resample;
    bool doubles = false; ///< nearest-neighbour doubling before `resample`
};

/// What one pass needs: all that does not depend on the picture is worked out.
struct UnetTensors
{
    c10::ScalarType type = c10::kFloat; ///< of the activations after the first convolution
    Convolution init;                   ///< picture channels only
    at::Tensor positionalMap; ///< [1, w, S, S] the first convolution of the positional channels, with bias
    std::array<UnetLevel, 4> downs;
    std::array<UnetLevel, 4> ups;
    ResidualBlock mid1;
    ResidualBlock mid2;
    AttentionBlock midAttention;
    ResidualBlock finalBlock;
    Convolution finalConv;
};

/// From the parameters, differentiable, in their type and on their device.
UnetTensors gatherTensors(const TriplaneUnet& unet);

/// A copy to run with: see UnetInference.
UnetTensors convertTensors(const UnetTensors& tensors, c10::Device device, c10::ScalarType type);

/// input [B, inputChannels, S, S] float32 on the tensors' device; returns [B, 3 * planeChannels, S, S]
/// float32.
at::Tensor runUnet(const UnetTensors& tensors, const at::Tensor& input, const LayerObserver& observer);

} // namespace bozzetto
