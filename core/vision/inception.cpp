#include <array>
#include <map>
#include <optional>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/vision/picture_distance.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

constexpr int64_t kSide = 299;         // it was trained at
constexpr int64_t kFidClasses = 1008;  // of the TensorFlow model that FID is defined by
constexpr double kNormEpsilon = 1e-3;

/// Convolution, batch normalisation folded in, ReLU.
struct Convolution
{
    at::Tensor weight, bias;
};

using Size = std::array<int64_t, 2>;

/// Inception v3 in the layout of torchvision and of pytorch-fid, whose average pools leave the border's padding out and
/// whose last block pools by the maximum. Source: Szegedy et al. 2015; Heusel et al. 2017.
class Inception : public PictureClassifier
{
public:
    Inception(const TensorFile& file, const std::string& shownName, c10::Device device) : m_shownName(shownName)
    {
        constexpr std::string_view kWeight = ".conv.weight";
        for (const auto& [name, tensor] : file.tensors)
            if (name.size() > kWeight.size() && name.ends_with(kWeight) && !name.starts_with("AuxLogits"))
                add(file, name.substr(0, name.size() - kWeight.size()), device);
        m_classWeight = wanted(file, "fc.weight", {-1, 2048}).to(device, at::kFloat);
        m_classBias = wanted(file, "fc.bias", {m_classWeight.size(0)}).to(device, at::kFloat);
        m_fid = m_classWeight.size(0) == kFidClasses;
        features(at::zeros({1, 3, 8, 8}, m_classWeight.options())); // whatever is missing is missed now
    }

    at::Tensor features(const at::Tensor& rgb) const override
    {
        requireShape(rgb, "picture", {-1, 3, -1, -1});
        auto x = at::upsample_bilinear2d(rgb, {kSide, kSide}, false) * 2 - 1;
        x = apply("Conv2d_1a_3x3", x, Size{0, 0}, 2);
        x = apply("Conv2d_2a_3x3", x, Size{0, 0});
        x = at::max_pool2d(apply("Conv2d_2b_3x3", x, Size{1, 1}), {3, 3}, {2, 2});
        x = apply("Conv2d_4a_3x3", apply("Conv2d_3b_1x1", x), Size{0, 0});
        x = at::max_pool2d(x, {3, 3}, {2, 2});
        for (const char* name : {"Mixed_5b", "Mixed_5c", "Mixed_5d"})
            x = blockA(name, x);
        x = blockB("Mixed_6a", x);
        for (const char* name : {"Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"})
            x = blockC(name, x);
        x = blockD("Mixed_7a", x);
        x = blockE("Mixed_7b", x, false);
        return blockE("Mixed_7c", x, m_fid).mean({2, 3});
    }

    at::Tensor probabilities(const at::Tensor& features) const override
    {
        return at::linear(features, m_classWeight, m_classBias).softmax(1);
    }

    std::string name() const override { return m_fid ? "Inception v3 (FID's)" : "Inception v3"; }

private:
    at::Tensor wanted(const TensorFile& file, const std::string& name, std::initializer_list<int64_t> shape) const
    {
        const auto* tensor = file.find(name);
        if (!tensor)
            throw Error(ErrorCode::badInput, "{}: expected Inception v3's {}, found none", m_shownName, name);
        requireShape(*tensor, name.c_str(), shape);
        return *tensor;
    }

    void add(const TensorFile& file, const std::string& name, c10::Device device)
    {
        const auto weight = wanted(file, name + ".conv.weight", {-1, -1, -1, -1}).to(at::kFloat);
        const auto statistic = [&](const char* kind) {
            return wanted(file, name + ".bn." + kind, {weight.size(0)}).to(at::kFloat);
        };
        const auto scale = statistic("weight") / (statistic("running_var") + kNormEpsilon).sqrt();
        m_convolutions[name] = {(weight * scale.view({-1, 1, 1, 1})).to(device),
                                (statistic("bias") - statistic("running_mean") * scale).to(device)};
    }

    /// "Same" padding unless told otherwise; with stride 2 none.
    at::Tensor apply(const std::string& name, const at::Tensor& x, std::optional<Size> padding = {}, int64_t stride = 1) const
    {
        const auto found = m_convolutions.find(name);
        if (found == m_convolutions.end())
            throw Error(ErrorCode::badInput, "{}: expected Inception v3's {}.conv.weight, found none", m_shownName, name);
        const auto& weight = found->second.weight;
        const Size same{stride == 1 ? weight.size(2) / 2 : 0, stride == 1 ? weight.size(3) / 2 : 0};
        const Size pad = padding.value_or(same);
        return at::relu(at::conv2d(x, weight, found->second.bias, {stride, stride}, {pad[0], pad[1]}));
    }

    at::Tensor chain(const std::string& block, const at::Tensor& x, std::initializer_list<const char*> names) const
    {
        auto y = x;
        for (const char* name : names)
            y = apply(block + "." + name, y);
        return y;
    }

    at::Tensor pooled(const std::string& block, const at::Tensor& x, bool largest = false) const
    {
        const auto around = largest ? at::max_pool2d(x, {3, 3}, {1, 1}, {1, 1})
                                    : at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, false, !m_fid);
        return apply(block + ".branch_pool", around);
    }

    at::Tensor blockA(const std::string& block, const at::Tensor& x) const
    {
        return at::cat({chain(block, x, {"branch1x1"}), chain(block, x, {"branch5x5_1", "branch5x5_2"}),
                        chain(block, x, {"branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"}), pooled(block, x)},
                       1);
    }

    at::Tensor blockB(const std::string& block, const at::Tensor& x) const
    {
        return at::cat({apply(block + ".branch3x3", x, {}, 2),
                        apply(block + ".branch3x3dbl_3", chain(block, x, {"branch3x3dbl_1", "branch3x3dbl_2"}), {}, 2),
                        at::max_pool2d(x, {3, 3}, {2, 2})},
                       1);
    }

    at::Tensor blockC(const std::string& block, const at::Tensor& x) const
    {
        return at::cat({chain(block, x, {"branch1x1"}), chain(block, x, {"branch7x7_1", "branch7x7_2", "branch7x7_3"}),
                        chain(block, x, {"branch7x7dbl_1", "branch7x7dbl_2", "branch7x7dbl_3", "branch7x7dbl_4", "branch7x7dbl_5"}),
                        pooled(block, x)},
                       1);
    }

    at::Tensor blockD(const std::string& block, const at::Tensor& x) const
    {
        return at::cat({apply(block + ".branch3x3_2", chain(block, x, {"branch3x3_1"}), {}, 2),
                        apply(block + ".branch7x7x3_4", chain(block, x, {"branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3"}), {}, 2),
                        at::max_pool2d(x, {3, 3}, {2, 2})},
                       1);
    }

    at::Tensor blockE(const std::string& block, const at::Tensor& x, bool largest) const
    {
        const auto narrow = chain(block, x, {"branch3x3_1"}), wide = chain(block, x, {"branch3x3dbl_1", "branch3x3dbl_2"});
        return at::cat({chain(block, x, {"branch1x1"}), chain(block, narrow, {"branch3x3_2a"}), chain(block, narrow, {"branch3x3_2b"}),
                        chain(block, wide, {"branch3x3dbl_3a"}), chain(block, wide, {"branch3x3dbl_3b"}), pooled(block, x, largest)},
                       1);
    }

    std::string m_shownName;
    std::map<std::string, Convolution> m_convolutions;
    at::Tensor m_classWeight, m_classBias;
    bool m_fid = false;
};

} // namespace

std::shared_ptr<const PictureClassifier> loadInception(const std::filesystem::path& path, c10::Device device)
{
    const at::NoGradGuard noGradient;
    return std::make_shared<Inception>(readWeights(path), path.filename().string(), device);
}

} // namespace bozzetto
