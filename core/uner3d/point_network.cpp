#include "core/uner3d/point_network.h"

#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr double kTiny = 1e-8;

void addLinear(ParameterSet& tensors, const std::string& name, int64_t out, int64_t in, at::Generator& generator, bool zero)
{
    const auto weight = zero ? at::zeros({out, in}) : at::randn({out, in}, generator) * std::sqrt(2.0 / double(in));
    tensors.addLeaf(name + ".weight", weight);
    tensors.addLeaf(name + ".bias", at::zeros({out}));
}

} // namespace

ViewFusion parseViewFusion(const std::string& text)
{
    for (const auto fusion : {ViewFusion::featureMean, ViewFusion::featureMax, ViewFusion::cloud})
        if (text == viewFusionName(fusion))
            return fusion;
    throw Error(ErrorCode::badInput, "Fusion: expected mean, max or cloud, found \"{}\"", text);
}

const char* viewFusionName(ViewFusion fusion)
{
    switch (fusion) {
    case ViewFusion::featureMean:
        return "mean";
    case ViewFusion::featureMax:
        return "max";
    default:
        return "cloud";
    }
}

at::Tensor encodePosition(const at::Tensor& points, int octaves, double base)
{
    std::vector<at::Tensor> parts = {points};
    for (int k = 0; k < octaves; ++k) {
        const auto angle = points * (base * std::pow(2.0, k));
        parts.push_back(angle.sin());
        parts.push_back(angle.cos());
    }
    return at::cat(parts, -1);
}

PointNetwork::PointNetwork(const PointNetworkOptions& options, std::uint64_t seed) : m_options(options)
{
    auto generator = at::detail::createCPUGenerator(seed);
    addLinear(m_tensors, "lin_in", options.hidden, options.encoded(), generator, false);
    for (int b = 0; b < options.perViewBlocks; ++b)
        addLinear(m_tensors, fmt::format("lin_z.{}", b), options.hidden, options.latent, generator, false);
    for (int b = 0; b < options.perViewBlocks + options.fusedBlocks; ++b) {
        addLinear(m_tensors, fmt::format("blocks.{}.fc_0", b), options.hidden, options.hidden, generator, false);
        addLinear(m_tensors, fmt::format("blocks.{}.fc_1", b), options.hidden, options.hidden, generator, true);
    }
    addLinear(m_tensors, "lin_out", 4, options.hidden, generator, false);
}

at::Tensor PointNetwork::linear(const at::Tensor& x, const std::string& name) const
{
    return at::linear(x, m_tensors[name + ".weight"], m_tensors[name + ".bias"]);
}

at::Tensor PointNetwork::block(const at::Tensor& x, int index) const
{
    const auto inner = linear(at::relu(x), fmt::format("blocks.{}.fc_0", index));
    return x + linear(at::relu(inner), fmt::format("blocks.{}.fc_1", index));
}

at::Tensor PointNetwork::perView(const at::Tensor& encoded, const at::Tensor& features) const
{
    requireShape(encoded, "encoded", {-1, -1, m_options.encoded()});
    requireShape(features, "features", {encoded.size(0), encoded.size(1), m_options.latent});
    auto hidden = linear(encoded, "lin_in");
    for (int b = 0; b < m_options.perViewBlocks; ++b)
        hidden = block(hidden + linear(features, fmt::format("lin_z.{}", b)), b);
    return hidden;
}

PointSamples PointNetwork::fused(const at::Tensor& hidden, const at::Tensor& visible, ViewFusion fusion) const
{
    requireShape(hidden, "hidden", {-1, -1, m_options.hidden});
    requireShape(visible, "visible", {hidden.size(0), hidden.size(1)});
    const auto mask = visible.unsqueeze(2);
    at::Tensor x;
    if (fusion == ViewFusion::featureMax) {
        x = at::where(mask, hidden, at::full_like(hidden, -std::numeric_limits<float>::infinity())).amax(0);
        x = at::where(mask.any(0), x, at::zeros_like(x));
    } else {
        x = (hidden * mask).sum(0) / mask.sum(0).clamp_min(1);
    }
    for (int b = 0; b < m_options.fusedBlocks; ++b)
        x = block(x, m_options.perViewBlocks + b);
    const auto out = linear(at::relu(x), "lin_out");
    const auto density = at::softplus(m_options.headGain * out.select(1, 3) - 1) * visible.any(0);
    return {density, at::sigmoid(out.narrow(1, 0, 3))};
}

PointSamples fuseClouds(const at::Tensor& density, const at::Tensor& rgb, const at::Tensor& weight)
{
    requireShape(density, "density", {-1, -1});
    requireShape(rgb, "rgb", {density.size(0), density.size(1), 3});
    requireShape(weight, "weight", {density.size(0), density.size(1)});
    const auto weighted = weight * density, sum = weighted.sum(0);
    return {sum / (weight.sum(0) + kTiny), (weighted.unsqueeze(2) * rgb).sum(0) / (sum + kTiny).unsqueeze(1)};
}

} // namespace bozzetto
