#include <ATen/ATen.h>

#include "core/base/shape_check.h"
#include "core/vision/efficientnet.h"
#include "core/vision/picture_distance.h"

namespace bozzetto {

namespace {

constexpr std::size_t kFirstDeep = 3; // strides 16 and 32

EfficientNetLite0 loadNetwork(const std::filesystem::path& published, c10::Device device)
{
    auto network = EfficientNetLite0::fromPublished(readWeights(published));
    for (auto* convolution : network.convolutions()) {
        convolution->weight = convolution->weight.to(device);
        convolution->bias = convolution->bias.to(device);
    }
    return network;
}

class EfficientNetDistance : public PerceptualDistance
{
public:
    explicit EfficientNetDistance(EfficientNetLite0 network) : m_network(std::move(network)) {}

    at::Tensor all(const at::Tensor& a, const at::Tensor& b) const override { return distance(a, b, 0); }
    at::Tensor deep(const at::Tensor& a, const at::Tensor& b) const override { return distance(a, b, kFirstDeep); }
    std::string name() const override { return "EfficientNet-Lite0 features"; }

private:
    at::Tensor distance(const at::Tensor& a, const at::Tensor& b, std::size_t first) const
    {
        requireShape(a, "picture", {-1, 3, -1, -1});
        const auto fa = efficientNetFeatures(m_network, normaliseForImageNet((a + 1) / 2));
        const auto fb = efficientNetFeatures(m_network, normaliseForImageNet((b + 1) / 2));
        at::Tensor sum;
        for (std::size_t i = first; i < fa.size(); ++i) {
            const auto term = (unitFeatures(fa[i]) - unitFeatures(fb[i])).square().sum(1).mean() / double(fa.size());
            sum = sum.defined() ? sum + term : term;
        }
        return sum;
    }

    EfficientNetLite0 m_network;
};

at::Tensor pooledFeatures(const EfficientNetLite0& network, const at::Tensor& rgb)
{
    constexpr int64_t kSide = 224; // it was trained at
    requireShape(rgb, "picture", {-1, 3, -1, -1});
    const auto picture = at::upsample_bilinear2d(rgb, {kSide, kSide}, false);
    const auto features = efficientNetFeatures(network, normaliseForImageNet(picture))[4];
    return applyConvolution(network.head, features).mean({2, 3});
}

class EfficientNetEmbedding : public PictureEmbedding
{
public:
    explicit EfficientNetEmbedding(EfficientNetLite0 network) : m_network(std::move(network)) {}

    at::Tensor operator()(const at::Tensor& rgb) const override { return pooledFeatures(m_network, rgb); }

    std::string name() const override { return "EfficientNet-Lite0 pooled features"; }

private:
    EfficientNetLite0 m_network;
};

class EfficientNetClassifier : public PictureClassifier
{
public:
    EfficientNetClassifier(EfficientNetLite0 network, c10::Device device) : m_network(std::move(network))
    {
        m_network.classWeight = m_network.classWeight.to(device);
        m_network.classBias = m_network.classBias.to(device);
    }

    at::Tensor features(const at::Tensor& rgb) const override { return pooledFeatures(m_network, rgb); }
    at::Tensor probabilities(const at::Tensor& features) const override
    {
        return at::linear(features, m_network.classWeight, m_network.classBias).softmax(1);
    }
    std::string name() const override { return "EfficientNet-Lite0"; }

private:
    EfficientNetLite0 m_network;
};

} // namespace

std::shared_ptr<const PictureClassifier> loadEfficientNetClassifier(const std::filesystem::path& published, c10::Device device)
{
    return std::make_shared<EfficientNetClassifier>(loadNetwork(published, device), device);
}

std::shared_ptr<const PerceptualDistance> loadEfficientNetDistance(const std::filesystem::path& published,
                                                                    c10::Device device)
{
    return std::make_shared<EfficientNetDistance>(loadNetwork(published, device));
}

std::shared_ptr<const PictureEmbedding> loadEfficientNetEmbedding(const std::filesystem::path& published,
                                                                  c10::Device device)
{
    return std::make_shared<EfficientNetEmbedding>(loadNetwork(published, device));
}

} // namespace bozzetto
