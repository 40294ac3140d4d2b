#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "core/uner3d/parameter_set.h"

namespace bozzetto {

/// How the views' opinions of a point become one: mean or maximum of their hidden states, or each view's own density
/// and colour blended afterwards. Source: uner3d specification, section 5.
enum class ViewFusion { featureMean, featureMax, cloud };

ViewFusion parseViewFusion(const std::string& text); ///< "mean", "max" or "cloud"; throws Error(badInput)
const char* viewFusionName(ViewFusion fusion);

/// [x, sin(f_0 x), cos(f_0 x), ..., cos(f_n x)] with f_k = base 2^k, for each k three sines and then three cosines.
/// points [..., 3] to [..., 3 + 6 octaves]. Source: uner3d specification, section 3.
at::Tensor encodePosition(const at::Tensor& points, int octaves, double base);

struct PointNetworkOptions
{
    int64_t latent = 512; ///< features of a picture at the point
    int64_t hidden = 512;
    int perViewBlocks = 3, fusedBlocks = 2;
    int octaves = 6;
    double baseFrequency = 1.5;
    double headGain = 10;

    int64_t encoded() const { return 3 + 6 * octaves; }
};

/// What is known at points.
struct PointSamples
{
    at::Tensor density; ///< [N] per world unit, >= 0
    at::Tensor rgb;     ///< [N, 3] sRGB, (0, 1)
};

/// Residual fully connected network over points, pixelNeRF's without view direction; tensors bear its names. Source:
/// uner3d specification, sections 4.2 and 4.3. Thread: const members from any thread.
class PointNetwork
{
public:
    PointNetwork(const PointNetworkOptions& options, std::uint64_t seed);

    /// encoded [S, N, E] and features [S, N, latent] to the hidden state of each view [S, N, hidden].
    at::Tensor perView(const at::Tensor& encoded, const at::Tensor& features) const;

    /// hidden [S, N, hidden] of views that see a point where visible [S, N] is true; nobody sees it: density 0.
    /// fusion: featureMean or featureMax.
    PointSamples fused(const at::Tensor& hidden, const at::Tensor& visible, ViewFusion fusion) const;

    const PointNetworkOptions& options() const { return m_options; }
    ParameterSet& tensors() { return m_tensors; }
    const ParameterSet& tensors() const { return m_tensors; }

private:
    at::Tensor linear(const at::Tensor& x, const std::string& name) const;
    at::Tensor block(const at::Tensor& x, int index) const;

    PointNetworkOptions m_options;
    ParameterSet m_tensors;
};

/// Each view's own density [S, N] and colour [S, N, 3], blended by weights [S, N] (visibility times transmittance):
/// densities by the weight, colours by weight and density. Source: uner3d specification, section 5, F2.
PointSamples fuseClouds(const at::Tensor& density, const at::Tensor& rgb, const at::Tensor& weight);

} // namespace bozzetto
