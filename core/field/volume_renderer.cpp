#include "core/field/volume_renderer.h"

#include <glm/gtc/matrix_inverse.hpp>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/field/depth_gate.h"
#include "core/field/ray_sampling.h"

namespace bozzetto {

namespace {

struct SortedSamples
{
    at::Tensor distances; ///< [R, S] ascending
    at::Tensor density;   ///< [R, S] raw
    at::Tensor rgb;       ///< [R, S, 3]
};

SortedSamples queryAt(const RadianceField& field, const Rays& rays, const at::Tensor& distances)
{
    const int64_t count = distances.size(0), samples = distances.size(1);
    const auto points = rays.origins.unsqueeze(1) + rays.directions.unsqueeze(1) * distances.unsqueeze(2);
    const auto values = field.query(points.reshape({-1, 3}));
    return {distances, values.rawDensity.view({count, samples}), values.rgb.view({count, samples, 3})};
}

SortedSamples merge(const SortedSamples& a, const SortedSamples& b)
{
    const auto [distances, order] = at::sort(at::cat({a.distances, b.distances}, 1), 1);
    const auto density = at::cat({a.density, b.density}, 1).gather(1, order);
    const auto rgb = at::cat({a.rgb, b.rgb}, 1).gather(1, order.unsqueeze(-1).expand({-1, -1, 3}));
    return {distances, density, rgb};
}

struct Intervals
{
    at::Tensor alpha;     ///< [R, S - 1]
    at::Tensor colour;    ///< [R, S - 1, 3]
    at::Tensor midpoints; ///< [R, S - 1]
};

at::Tensor pairMean(const at::Tensor& values)
{
    const int64_t last = values.size(1) - 1;
    return (values.narrow(1, 0, last) + values.narrow(1, 1, last)) * 0.5;
}

at::Tensor intervalAlpha(const SortedSamples& samples)
{
    const int64_t last = samples.distances.size(1) - 1;
    const auto lengths = samples.distances.narrow(1, 1, last) - samples.distances.narrow(1, 0, last);
    return 1 - at::exp(-activateDensity(pairMean(samples.density)) * lengths);
}

at::Tensor compositingWeights(const at::Tensor& alpha)
{
    const auto passing = at::cat({at::ones_like(alpha.narrow(1, 0, 1)), 1 - alpha + 1e-10}, 1);
    return alpha * at::cumprod(passing, 1).narrow(1, 0, alpha.size(1));
}

RenderedRays march(const SortedSamples& samples, const RenderSettings& settings)
{
    Intervals intervals{intervalAlpha(samples), pairMean(samples.rgb), pairMean(samples.distances)};
    if (settings.gate)
        std::tie(intervals.alpha, intervals.colour) = gateGradients(
            intervals.alpha, intervals.colour, depthGateScale(intervals.midpoints, settings.depth));
    const auto weights = compositingWeights(intervals.alpha);
    RenderedRays result;
    result.rgb = 2 * (weights.unsqueeze(-1) * intervals.colour).sum(1) - 1;
    result.opacity = weights.sum(1);
    result.depth = (weights * intervals.midpoints).sum(1) / (result.opacity + 0.001);
    return result;
}

void checkSettings(const Rays& rays, const RenderSettings& settings)
{
    if (settings.coarseSamples < 4 || settings.fineSamples < 0)
        throw Error(ErrorCode::internal, "Samples: expected at least 4 coarse and 0 fine ones, found {} and {}",
                    settings.coarseSamples, settings.fineSamples);
    if (settings.gate || settings.fineFromDepth)
        requireShape(settings.depth, "depth", {rays.origins.size(0)});
}

at::Tensor matrixTensor(const glm::mat3& matrix)
{
    at::Tensor result = at::empty({3, 3});
    auto* values = result.data_ptr<float>();
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            *values++ = matrix[column][row];
    return result;
}

/// directions [H, W, 3] in the camera's frame to rays.
Rays raysFromCamera(const Camera& camera, const at::Tensor& directions)
{
    const auto rotation = matrixTensor(glm::mat3(camera.worldFromCamera));
    auto world = at::matmul(directions.reshape({-1, 3}), rotation.t());
    world = world / world.norm(2, 1, true);
    const glm::vec4 eye = camera.worldFromCamera[3];
    const auto origin = torch::tensor({eye.x, eye.y, eye.z}).unsqueeze(0);
    return {origin.expand({world.size(0), 3}).contiguous(), world.contiguous()};
}

} // namespace

at::Tensor activateDensity(const at::Tensor& rawDensity) { return at::softplus(rawDensity - 1); }

RenderedRays renderRays(const RadianceField& field, const Rays& rays, const RenderSettings& settings)
{
    checkSettings(rays, settings);
    const RayLimits limits = boxLimits(rays);
    const auto coarse =
        queryAt(field, rays, stratifiedSamples(limits, settings.coarseSamples, settings.deterministic));
    SortedSamples samples = coarse;
    if (settings.fineSamples > 0) {
        at::Tensor fine;
        if (settings.fineFromDepth) {
            fine = depthPriorSamples(settings.depth, settings.fineSamples);
        } else {
            const at::NoGradGuard noGradient;
            const auto weights = compositingWeights(intervalAlpha(coarse));
            fine = importanceSamples(coarse.distances, weights, settings.fineSamples, settings.deterministic);
        }
        samples = merge(coarse, queryAt(field, rays, fine));
    }
    RenderedRays result = march(samples, settings);
    const auto hits = limits.hits.to(result.opacity.scalar_type());
    result.rgb = (result.rgb + 1) * hits.unsqueeze(-1) - 1;
    result.depth = result.depth * hits;
    result.opacity = result.opacity * hits;
    return result;
}

Camera g3drCamera(float yaw, float pitch)
{
    constexpr float kRadius = 5.0f;
    const glm::vec3 eye = kRadius * glm::vec3(std::sin(pitch) * std::sin(-yaw), std::cos(pitch),
                                              std::sin(pitch) * std::cos(yaw));
    const glm::vec3 forward = glm::normalize(-eye);
    const glm::vec3 left = glm::normalize(glm::cross(glm::vec3(0, 1, 0), forward));
    const glm::vec3 up = glm::normalize(glm::cross(forward, left));
    Camera camera;
    camera.worldFromCamera = glm::mat4(glm::vec4(-left, 0), glm::vec4(up, 0), glm::vec4(-forward, 0), glm::vec4(eye, 1));
    camera.verticalFov = glm::radians(18.0f);
    return camera;
}

Rays g3drRays(const Camera& fieldCamera, int width, int height)
{
    const auto u = at::linspace(-1, 1, width, torch::kFloat32).view({1, width, 1}).expand({height, width, 1});
    const auto v = at::linspace(1, -1, height, torch::kFloat32).view({height, 1, 1}).expand({height, width, 1});
    const auto w = at::full({height, width, 1}, -1 / std::tan(fieldCamera.verticalFov / 2));
    return raysFromCamera(fieldCamera, at::cat({u, v, w}, 2));
}

Rays pixelCentreRays(const Camera& fieldCamera, int width, int height)
{
    const double pixel = 2 * std::tan(fieldCamera.verticalFov / 2) / height;
    const auto x = (at::arange(width, torch::kFloat32) + 0.5 - width / 2.0) * pixel;
    const auto y = (height / 2.0 - at::arange(height, torch::kFloat32) - 0.5) * pixel;
    const auto u = x.view({1, width, 1}).expand({height, width, 1});
    const auto v = y.view({height, 1, 1}).expand({height, width, 1});
    return raysFromCamera(fieldCamera, at::cat({u, v, at::full({height, width, 1}, -1.0)}, 2));
}

FieldPicture renderField(const RadianceField& field, const Camera& sceneCamera, int width, int height,
                         const RenderSettings& settings, JobContext& context)
{
    const at::NoGradGuard noGradient;
    const glm::mat4 sceneFromField = field.sceneFromField();
    const float scale = glm::length(glm::vec3(sceneFromField[0]));
    Camera camera = sceneCamera;
    camera.worldFromCamera = glm::inverse(sceneFromField) * sceneCamera.worldFromCamera;
    const Rays rays = pixelCentreRays(camera, width, height);
    constexpr int64_t kChunk = 4096;
    std::vector<at::Tensor> rgb, depth, opacity;
    const int64_t count = rays.origins.size(0);
    for (int64_t start = 0; start < count; start += kChunk) {
        context.report("Render", double(start) / double(count));
        const int64_t length = std::min(kChunk, count - start);
        const Rays chunk{rays.origins.narrow(0, start, length).to(field.device()),
                         rays.directions.narrow(0, start, length).to(field.device())};
        const auto result = renderRays(field, chunk, settings);
        rgb.push_back(((result.rgb + 1) * 0.5).cpu());
        depth.push_back(result.depth.cpu());
        opacity.push_back(result.opacity.cpu());
    }
    FieldPicture picture;
    picture.rgb = at::cat(rgb).view({height, width, 3});
    picture.depth = at::cat(depth).view({height, width}) * scale;
    picture.opacity = at::cat(opacity).view({height, width});
    return picture;
}

} // namespace bozzetto
