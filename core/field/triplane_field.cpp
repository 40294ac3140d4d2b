#include "core/field/triplane_field.h"

#include <cmath>

#include <ATen/Parallel.h>

#include "core/base/shape_check.h"
#include "core/field/radiance_mlp_cpu.h"
#include "core/field/triplane_kernels.h"

namespace bozzetto {

namespace {

constexpr double kCameraDistance = 5;
const double kTangent = std::tan(M_PI / 20); // of half G3DR's field of view, 9 degrees
constexpr double kNothing = -40;             // raw density whose softplus vanishes

/// Field coordinates to the planes' own: y and z become the place in the canonical picture, whose outermost
/// pixel centres lie on the frustum's border and on the planes' outermost texel centres.
at::Tensor frustumCoordinates(const at::Tensor& points, int64_t texels)
{
    const double inner = double(texels - 1) / double(texels);
    const auto reach = (points.narrow(1, 0, 1) + kCameraDistance) * (kTangent / inner);
    return at::cat({points.narrow(1, 0, 1), points.narrow(1, 1, 2) / reach}, 1);
}

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

TriplaneField::TriplaneField(TriplanePyramid pyramid, RadianceMlp mlp, const glm::mat4& sceneFromField,
                             PlaneFrame frame)
    : m_pyramid(std::move(pyramid)), m_mlp(std::move(mlp)), m_sceneFromField(sceneFromField), m_frame(frame)
{
}

FieldSamples TriplaneField::query(const at::Tensor& points) const
{
    if (m_frame == PlaneFrame::cube)
        return queryPlanes(points);
    const auto placed = frustumCoordinates(points, m_pyramid.levels[0].size(3));
    auto samples = queryPlanes(placed);
    const auto outside = placed.narrow(1, 1, 2).abs().amax(1) > 1;
    samples.rawDensity = samples.rawDensity.masked_fill(outside, kNothing);
    return samples;
}

/// At points in the planes' own coordinates.
FieldSamples TriplaneField::queryPlanes(const at::Tensor& points) const
{
    const bool plain = points.is_cpu() && points.scalar_type() == at::kFloat && device().is_cpu();
    if (plain && PackedMlp::fits(m_mlp) && !wantsGradient(m_pyramid, m_mlp))
        return queryFused(m_pyramid, PackedMlp(m_mlp), points.detach());
    return m_mlp(sampleTriplane(m_pyramid, points));
}

c10::Device TriplaneField::device() const
{
    return m_pyramid.levels[0].device();
}

glm::mat4 g3drSceneFromField()
{
    return glm::mat4(0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
}

} // namespace bozzetto
