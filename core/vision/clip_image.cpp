#include "core/vision/picture_distance.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

constexpr int64_t kHeadSize = 64;
constexpr double kNormEpsilon = 1e-5;

class ClipImageEncoder : public PictureEmbedding
{
public:
    ClipImageEncoder(const TensorFile& file, std::string shownName, c10::Device device) : m_shownName(std::move(shownName))
    {
        const std::string prefix = file.find("visual.proj") ? "visual." : "";
        const auto take = [&](const std::string& name) {
            const auto* found = file.find(prefix + name);
            if (!found)
                throw Error(ErrorCode::badInput, "{}: expected CLIP's image encoder with {}, found none", m_shownName,
                            prefix + name);
            return found->to(device, at::kFloat);
        };
        m_patches = take("conv1.weight");
        m_class = take("class_embedding");
        m_positions = take("positional_embedding");
        m_before = {take("ln_pre.weight"), take("ln_pre.bias")};
        m_after = {take("ln_post.weight"), take("ln_post.bias")};
        m_projection = take("proj");
        for (int i = 0; file.find(fmt::format("{}transformer.resblocks.{}.ln_1.weight", prefix, i)); ++i) {
            const auto name = fmt::format("transformer.resblocks.{}.", i);
            m_blocks.push_back({{take(name + "ln_1.weight"), take(name + "ln_1.bias")},
                                {take(name + "ln_2.weight"), take(name + "ln_2.bias")},
                                {take(name + "attn.in_proj_weight"), take(name + "attn.in_proj_bias")},
                                {take(name + "attn.out_proj.weight"), take(name + "attn.out_proj.bias")},
                                {take(name + "mlp.c_fc.weight"), take(name + "mlp.c_fc.bias")},
                                {take(name + "mlp.c_proj.weight"), take(name + "mlp.c_proj.bias")}});
        }
        check();
    }

    at::Tensor operator()(const at::Tensor& rgb) const override
    {
        requireShape(rgb, "picture", {-1, 3, -1, -1});
        const auto device = rgb.device();
        const auto mean = at::tensor({0.48145466f, 0.4578275f, 0.40821073f}).view({1, 3, 1, 1}).to(device);
        const auto deviation = at::tensor({0.26862954f, 0.26130258f, 0.27577711f}).view({1, 3, 1, 1}).to(device);
        const int64_t side = m_grid * m_patches.size(2);
        const auto picture = (at::upsample_bilinear2d(rgb, {side, side}, false) - mean) / deviation;
        const auto patches = at::conv2d(picture, m_patches, {}, m_patches.size(2)).flatten(2).transpose(1, 2);
        const auto first = m_class.view({1, 1, -1}).expand({rgb.size(0), 1, -1});
        auto x = norm(m_before, at::cat({first, patches}, 1) + m_positions);
        for (const auto& block : m_blocks) {
            x = x + attend(block, norm(block.norm1, x));
            const auto hidden = linear(block.widen, norm(block.norm2, x));
            x = x + linear(block.narrow, hidden * at::sigmoid(1.702 * hidden)); // CLIP's quick GELU
        }
        return at::matmul(norm(m_after, x.select(1, 0)), m_projection);
    }

    std::string name() const override { return "CLIP image encoder"; }

private:
    struct Affine
    {
        at::Tensor weight, bias;
    };
    struct Block
    {
        Affine norm1, norm2, qkv, out, widen, narrow;
    };

    void check()
    {
        const auto require = [&](bool good, const char* what) {
            if (!good)
                throw Error(ErrorCode::badInput, "{}: expected CLIP's image encoder, found {} of another shape", m_shownName,
                            what);
        };
        require(m_patches.dim() == 4 && m_patches.size(1) == 3 && m_patches.size(2) == m_patches.size(3), "conv1");
        const int64_t width = m_patches.size(0);
        require(width % kHeadSize == 0 && m_positions.dim() == 2 && m_positions.size(1) == width, "positional_embedding");
        m_grid = std::llround(std::sqrt(double(m_positions.size(0) - 1)));
        require(m_grid > 0 && m_grid * m_grid + 1 == m_positions.size(0), "positional_embedding");
        require(m_class.numel() == width, "class_embedding");
        require(m_projection.dim() == 2 && m_projection.size(0) == width, "proj");
        require(!m_blocks.empty(), "transformer");
        for (const auto& block : m_blocks) {
            require(block.qkv.weight.sizes() == at::IntArrayRef({3 * width, width}), "attn.in_proj_weight");
            require(block.out.weight.sizes() == at::IntArrayRef({width, width}), "attn.out_proj.weight");
            require(block.widen.weight.dim() == 2 && block.widen.weight.size(1) == width, "mlp.c_fc.weight");
            require(block.narrow.weight.sizes() == at::IntArrayRef({width, block.widen.weight.size(0)}), "mlp.c_proj.weight");
        }
    }

    static at::Tensor norm(const Affine& affine, const at::Tensor& x)
    {
        return at::layer_norm(x, {x.size(-1)}, affine.weight, affine.bias, kNormEpsilon);
    }

    static at::Tensor linear(const Affine& affine, const at::Tensor& x)
    {
        return at::linear(x, affine.weight, affine.bias);
    }

    static at::Tensor attend(const Block& block, const at::Tensor& x)
    {
        const int64_t batch = x.size(0), count = x.size(1), width = x.size(2);
        const auto parts = linear(block.qkv, x)
                               .view({batch, count, 3, width / kHeadSize, kHeadSize})
                               .permute({2, 0, 3, 1, 4})
                               .unbind(0);
        const auto mixed = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return linear(block.out, mixed.transpose(1, 2).reshape({batch, count, width}));
    }

    std::string m_shownName;
    at::Tensor m_patches, m_class, m_positions, m_projection;
    Affine m_before, m_after;
    std::vector<Block> m_blocks;
    int64_t m_grid = 0;
};

} // namespace

std::shared_ptr<const PictureEmbedding> loadClip(const std::filesystem::path& path, c10::Device device)
{
    return std::make_shared<ClipImageEncoder>(readWeights(path), path.string(), device);
}

} // namespace bozzetto
