#include "core/vision/picture_distance.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

struct VggLayer
{
    int index; ///< in torchvision's features
    int64_t in, out;
    bool pools; ///< before it
    bool ends;  ///< one of the five features is its output
};
constexpr VggLayer kVgg16[] = {
    {0, 3, 64, false, false},     {2, 64, 64, false, true},     {5, 64, 128, true, false},   {7, 128, 128, false, true},
    {10, 128, 256, true, false},  {12, 256, 256, false, false}, {14, 256, 256, false, true}, {17, 256, 512, true, false},
    {19, 512, 512, false, false}, {21, 512, 512, false, true},  {24, 512, 512, true, false}, {26, 512, 512, false, false},
    {28, 512, 512, false, true}};
constexpr std::size_t kFeatures = 5, kFirstDeep = 3;

at::Tensor wanted(const TensorFile& file, const std::string& name, at::IntArrayRef sizes, const std::string& shownName)
{
    const auto* found = file.find(name);
    if (!found || found->sizes() != sizes)
        throw Error(ErrorCode::badInput, "{}: expected {} of shape {}, found {}", shownName, name, c10::str(sizes),
                    found ? c10::str(found->sizes()) : "none");
    return found->to(at::kFloat);
}

class Lpips : public PerceptualDistance
{
public:
    Lpips(const TensorFile& trunk, const std::string& trunkName, const TensorFile& heads, const std::string& headsName,
          c10::Device device)
    {
        for (const auto& layer : kVgg16) {
            const auto name = fmt::format("features.{}.", layer.index);
            m_weights.push_back(wanted(trunk, name + "weight", {layer.out, layer.in, 3, 3}, trunkName)
                                    .to(device)
                                    .contiguous(at::MemoryFormat::ChannelsLast));
            m_biases.push_back(wanted(trunk, name + "bias", {layer.out}, trunkName).to(device));
            if (layer.ends)
                m_heads.push_back(wanted(heads, fmt::format("lin{}.model.1.weight", m_heads.size()),
                                         {1, layer.out, 1, 1}, headsName)
                                      .to(device));
        }
    }

    at::Tensor all(const at::Tensor& a, const at::Tensor& b) const override { return distance(a, b, 0); }
    at::Tensor deep(const at::Tensor& a, const at::Tensor& b) const override { return distance(a, b, kFirstDeep); }
    std::string name() const override { return "LPIPS 0.1, VGG16"; }

private:
    std::vector<at::Tensor> features(const at::Tensor& picture) const
    {
        requireShape(picture, "picture", {-1, 3, -1, -1});
        const auto shift = at::tensor({-0.030f, -0.088f, -0.188f}).view({1, 3, 1, 1}).to(picture.device());
        const auto scale = at::tensor({0.458f, 0.448f, 0.450f}).view({1, 3, 1, 1}).to(picture.device());
        auto x = ((picture - shift) / scale).contiguous(at::MemoryFormat::ChannelsLast);
        std::vector<at::Tensor> found;
        for (std::size_t i = 0; i < std::size(kVgg16); ++i) {
            if (kVgg16[i].pools)
                x = at::max_pool2d(x, {2, 2});
            x = at::relu(at::conv2d(x, m_weights[i], m_biases[i], 1, 1));
            if (kVgg16[i].ends)
                found.push_back(x);
        }
        return found;
    }

    at::Tensor distance(const at::Tensor& a, const at::Tensor& b, std::size_t first) const
    {
        const auto fa = features(a), fb = features(b);
        at::Tensor sum;
        for (std::size_t i = first; i < kFeatures; ++i) {
            const auto term =
                at::conv2d((unitFeatures(fa[i]) - unitFeatures(fb[i])).square(), m_heads[i]).mean();
            sum = sum.defined() ? sum + term : term;
        }
        return sum;
    }

    std::vector<at::Tensor> m_weights, m_biases, m_heads;
};

} // namespace

at::Tensor unitFeatures(const at::Tensor& x)
{
    return x / (x.square().sum(1, true).sqrt() + 1e-10);
}

std::shared_ptr<const PerceptualDistance> loadLpips(const std::filesystem::path& trunk, const std::filesystem::path& heads,
                                                    c10::Device device)
{
    return std::make_shared<Lpips>(readWeights(trunk), trunk.string(), readWeights(heads), heads.string(), device);
}

} // namespace bozzetto
