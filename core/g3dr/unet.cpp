#include "core/g3dr/unet.h"

#include <cmath>

#include "core/base/shape_check.h"
#include "core/g3dr/unet_pass.h"

namespace bozzetto {

namespace {

/// A node of the tree that dotted parameter names span.
class ParameterGroup : public torch::nn::Module
{
};

at::Tensor startValue(const UnetParameter& parameter, TriplaneUnet::Start start)
{
    if (start == TriplaneUnet::Start::empty)
        return torch::empty(parameter.shape);
    switch (parameter.start) {
    case UnetParameter::Start::normal:
        return torch::randn(parameter.shape);
    case UnetParameter::Start::ones:
        return torch::ones(parameter.shape);
    case UnetParameter::Start::zeros:
        return torch::zeros(parameter.shape);
    case UnetParameter::Start::uniform:
        break;
    }
    const double bound = 1 / std::sqrt(double(parameter.fanIn));
    return torch::empty(parameter.shape).uniform_(-bound, bound);
}

void registerDotted(torch::nn::Module& root, const std::string& name, const at::Tensor& value)
{
    torch::nn::Module* node = &root;
    std::size_t begin = 0;
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', begin)) {
        const auto part = name.substr(begin, dot - begin);
        const auto children = node->named_children();
        const auto* child = children.find(part);
        node = child ? child->get() : node->register_module(part, std::make_shared<ParameterGroup>()).get();
        begin = dot + 1;
    }
    node->register_parameter(name.substr(begin), value);
}

at::Tensor asPlanes(const at::Tensor& output)
{
    return output.contiguous().view({output.size(0), 3, output.size(1) / 3, output.size(2), output.size(3)});
}

void checkInput(const at::Tensor& input, const UnetOptions& options)
{
    requireShape(input, "input", {-1, options.inputChannels, options.imageSize, options.imageSize});
}

} // namespace

at::Tensor sinusoidalEmbedding(double time, int dimension)
{
    const int half = dimension / 2;
    const auto angles = at::exp(at::arange(half, at::kDouble) * (-std::log(10000.0) / (half - 1))) * time;
    return at::cat({at::sin(angles), at::cos(angles)}).to(at::kFloat);
}

TriplaneUnet::TriplaneUnet(const UnetOptions& options, Start start) : m_options(options)
{
    m_options.check();
    for (const auto& parameter : unetParameters(m_options))
        registerDotted(*this, parameter.name, startValue(parameter, start));
}

at::Tensor TriplaneUnet::forward(const at::Tensor& input, const LayerObserver& observer) const
{
    checkInput(input, m_options);
    return asPlanes(runUnet(gatherTensors(*this), input, observer));
}

RadianceMlp TriplaneUnet::decoder() const
{
    const auto p = named_parameters();
    return {p["decoder.net.0.weight"], p["decoder.net.0.bias"], p["decoder.net.2.weight"],
            p["decoder.net.2.bias"]};
}

at::Tensor TriplaneUnet::timeVector() const
{
    const auto p = named_parameters();
    const auto& weight = p["time_mlp.1.weight"];
    const auto embedding = sinusoidalEmbedding(1, m_options.baseWidth).to(weight.options());
    const auto hidden = at::gelu(at::addmv(p["time_mlp.1.bias"], weight, embedding));
    return at::addmv(p["time_mlp.3.bias"], p["time_mlp.3.weight"], hidden);
}

UnetInference::UnetInference(const TriplaneUnet& unet, c10::Device device, c10::ScalarType type)
    : m_options(unet.options()), m_device(device), m_type(type)
{
    const at::NoGradGuard noGradient;
    m_tensors = std::make_shared<const UnetTensors>(convertTensors(gatherTensors(unet), device, type));
}

at::Tensor UnetInference::operator()(const at::Tensor& input, const LayerObserver& observer) const
{
    checkInput(input, m_options);
    const at::NoGradGuard noGradient;
    return asPlanes(runUnet(*m_tensors, input.to(m_device, at::kFloat), observer));
}

} // namespace bozzetto
