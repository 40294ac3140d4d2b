#include "core/field/triplane_field.h"

#include <ATen/Parallel.h>

#include "core/base/shape_check.h"
#include "core/field/radiance_mlp_cpu.h"
#include "core/field/triplane_kernels.h"

namespace bozzetto {

namespace {

bool wantsGradient(const TriplanePyramid& pyramid, const RadianceMlp& mlp)
{
    bool wants = mlp.weight0.requires_grad() || mlp.bias0.requires_grad() || mlp.weight1.requires_grad() ||
                 mlp.bias1.requires_grad();
    for (const auto& level : pyramid.levels)
        wants = wants || level.requires_grad();
    return wants && at::GradMode::is_enabled();
}

/// Lookup and MLP a few hundred points at a time, so that the features never leave the nearest cache.
FieldSamples queryFused(const TriplanePyramid& pyramid, const PackedMlp& mlp, const at::Tensor& points)
{
    requireShape(points, "points", {-1, 3});
    constexpr int64_t kBlock = 256;
    const auto kept = points.contiguous();
    const auto view = triplane::viewOf(pyramid.levels, pyramid.set);
    const int64_t count = kept.size(0);
    FieldSamples samples{at::empty({count}, kept.options()), at::empty({count, 3}, kept.options())};
    const float* from = kept.const_data_ptr<float>();
    float* density = samples.rawDensity.data_ptr<float>();
    float* rgb = samples.rgb.data_ptr<float>();
    at::parallel_for(0, count, 4 * kBlock, [&](int64_t begin, int64_t end) {
        std::vector<float> features(std::size_t(kBlock * view.channels));
        for (int64_t start = begin; start < end; start += kBlock) {
            const int64_t stop = std::min(end, start + kBlock);
            triplane::lookupRange(view, from, start, stop, features.data());
            mlp.evaluate(features.data(), stop - start, density + start, rgb + 3 * start);
        }
    });
    return samples;
}

} // namespace

TriplaneField::TriplaneField(TriplanePyramid pyramid, RadianceMlp mlp, const glm::mat4& sceneFromField)
    : m_pyramid(std::move(pyramid)), m_mlp(std::move(mlp)), m_sceneFromField(sceneFromField)
{
}

FieldSamples TriplaneField::query(const at::Tensor& points) const
{
    const bool plain = points.is_cpu() && points.scalar_type() == at::kFloat && device().is_cpu();
    if (plain && PackedMlp::fits(m_mlp) && !wantsGradient(m_pyramid, m_mlp))
        return queryFused(m_pyramid, PackedMlp(m_mlp), points.detach());
    return m_mlp(sampleTriplane(m_pyramid, points));
}

c10::Device TriplaneField::device() const { return m_pyramid.levels[0].device(); }

glm::mat4 g3drSceneFromField() { return glm::mat4(0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1); }

} // namespace bozzetto
