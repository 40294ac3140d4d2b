#pragma once

#include <cstdint>
#include <vector>

#include "core/g3dr/object_network.h"

namespace bozzetto {

/// ObjectNetwork::decode of one object laid out for the processor's vectors: lookup and MLP of a few points at a time
/// stay in registers and the nearest cache. Equals the exact decode within float32 rounding. No gradients. Immutable.
class PackedObjectDecoder
{
public:
    /// True when everything is float32 on the processor.
    static bool fits(const ObjectNetwork& network, const at::Tensor& planes);
    /// planes [1, 64, 64, 3 * features] and views of one object, as for decode.
    PackedObjectDecoder(const ObjectNetwork& network, const at::Tensor& planes, const ObjectViews& views);

    /// points [N, 3] float32, camera frame; on LibTorch's threads.
    ObjectSamples decode(const at::Tensor& points) const;

private:
    /// Rows of weights [inputs, outputs rounded up to whole vectors], then the bias of the same width.
    struct Layer
    {
        std::vector<float> weights, bias;
        int inputs = 0, outputs = 0;
    };
    static Layer pack(const at::Tensor& weight, const at::Tensor& bias);

    Layer m_layers[3];
    at::Tensor m_planes; ///< [64, 64, 3 * features]
    at::Tensor m_pixels; ///< [S, S, 5]: alpha, height, rgb
    at::Tensor m_soft;   ///< [T, T, 3] or undefined
    int m_features = 0;
    float m_distance = 0, m_tangent = 0;
    float m_known = 0;  ///< 1 where the MLP sees the relative depth
    float m_colour = 0; ///< 1 where it sees the pixel's colour
    bool m_passesColour = false;
};

} // namespace bozzetto
