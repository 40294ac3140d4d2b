#include "core/g3dr/object_maker.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <glm/gtc/matrix_transform.hpp>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/field/volume_renderer.h"

namespace bozzetto {

namespace {

constexpr int kPictureSide = 512;  // keeps the photograph's detail for the pixel that a point projects to
constexpr int kRim = 3;            // pixels of the smaller picture by which heights are continued beyond the outline
constexpr double kFlattest = 0.05; // object units over a given depth picture's whole range

at::Tensor straightColour(const FramedView& view)
{
    return (view.colour / view.alpha.clamp_min(0.05).unsqueeze(0)).clamp(0, 1);
}

Camera inputCamera(float distance, float tangent)
{
    Camera camera;
    camera.worldFromCamera = glm::translate(glm::mat4(1.0f), glm::vec3(0, 0, distance));
    camera.verticalFov = 2 * std::atan(tangent);
    camera.nearPlane = 0.05f * distance;
    camera.farPlane = 10.0f * distance;
    return camera;
}

/// The user's relief at the network's scale and place.
at::Tensor givenHeight(const DepthMap& given, const FramedDepth& told)
{
    const Image& relative = given.relative;
    Image whole(relative.width, relative.height, 1, 1.0f);
    const auto framed = viewInFrame(relative, whole, told.frame, int(told.view.alpha.size(0)));
    return matchHeight(framed.colour[0], told.depth.height, (told.view.alpha > 0.5).to(at::kFloat));
}

} // namespace

at::Tensor resizeHeight(const at::Tensor& height, const at::Tensor& inside, int64_t size)
{
    const int64_t from = height.size(0);
    requireShape(height, "height", {from, from});
    requireShape(inside, "inside", {from, from});
    auto weight = inside.to(at::kFloat).unsqueeze(0).unsqueeze(0), value = height.unsqueeze(0).unsqueeze(0) * weight;
    const auto mean = [](const at::Tensor& plane) { return at::avg_pool2d(plane, {3, 3}, {1, 1}, {1, 1}); };
    for (int ring = 0; ring < kRim; ++ring) {
        const auto around = mean(weight);
        const auto reached = (around > 0).to(at::kFloat) * (1 - weight);
        value = value + reached * mean(value) / around.clamp_min(1e-6);
        weight = weight + reached;
    }
    const auto up = [&](const at::Tensor& plane) { return at::upsample_bilinear2d(plane, {size, size}, false)[0][0]; };
    const auto total = up(weight);
    return at::where(total > 1e-3, up(value) / total.clamp_min(1e-3), at::zeros({}, height.options()));
}

at::Tensor matchHeight(const at::Tensor& relative, const at::Tensor& height, const at::Tensor& inside)
{
    requireShape(height, "height", {relative.size(0), relative.size(1)});
    auto weight = (inside > 0.5).to(at::kDouble);
    if (weight.sum().item<double>() < 1)
        throw Error(ErrorCode::badInput, "Depth: expected an object inside the matte, found nothing");
    const auto x = relative.to(at::kDouble), y = height.to(at::kDouble);
    double slope = 0, offset = 0;
    for (int pass = 0; pass < 3; ++pass) { // the far outliers of the first passes count less
        const auto sum = weight.sum();
        const auto meanX = (x * weight).sum() / sum, meanY = (y * weight).sum() / sum;
        const auto varX = ((x - meanX).square() * weight).sum(),
                   cov = ((x - meanX) * (y - meanY) * weight).sum();
        slope = -std::max(kFlattest, -(cov / (varX + 1e-9)).item<double>());
        offset = meanY.item<double>() - slope * meanX.item<double>();
        const auto error = (y - offset - slope * x).abs();
        weight = (inside > 0.5).to(at::kDouble) / (1 + (error / 0.05).square());
    }
    return (offset + slope * relative).to(at::kFloat);
}

std::shared_ptr<const ObjectField> makeObject(const ObjectGenerator& generator, const Image& photo, const Image& matte,
                                              const FramedDepth& told, const DepthMap* given, float depthScale,
                                              JobContext& context)
{
    const at::NoGradGuard noGradient;
    context.report("Field", 0);
    const float distance = std::clamp(told.depth.extent.item<float>() / told.tangent, 0.8f, 40.0f);
    const auto inside = (told.view.alpha > 0.5).to(at::kFloat);
    auto height = given ? givenHeight(*given, told) : told.depth.height;
    const auto middle = (height * inside).sum() / inside.sum().clamp_min(1);
    height = middle + (height - middle) * double(depthScale);
    const auto full = viewInFrame(photo, matte, told.frame, kPictureSide);
    height = resizeHeight(height, inside, kPictureSide) * (full.alpha > 0.02).to(at::kFloat);
    auto field = generator.generate({straightColour(full), full.alpha, height, distance, told.tangent});
    context.report("Field", 1);
    return field;
}

Camera inputCameraOf(const ObjectField& field)
{
    return inputCamera(field.views().distance.item<float>(), field.views().tangent.item<float>());
}

double inputViewPsnr(const ObjectField& field, JobContext& context)
{
    const at::NoGradGuard noGradient;
    constexpr int64_t kSide = 128, kChunk = 2048, kShown = 64; // four rays a pixel: edges are soft in a photograph
    const auto axis = (at::arange(kSide, at::kFloat) * 2 + 1) / double(kSide) - 1;
    const auto grids = at::meshgrid({-axis, axis}, "ij"); // rows run downwards
    const auto& views = field.views();
    const double tangent = views.tangent.item<double>();
    auto directions =
        at::stack({grids[1] * tangent, grids[0] * tangent, at::full({kSide, kSide}, -1.0)}, -1).view({-1, 3});
    directions = directions / directions.norm(2, {1}, true);
    const auto origin = torch::tensor({0.0f, 0.0f, views.distance.item<float>() / kObjectCube});
    const int64_t factor = views.alpha.size(3) / kShown;
    const auto wanted = at::avg_pool2d(views.colour, factor)[0];
    RenderSettings settings;
    settings.coarseSamples = 32;
    settings.fineSamples = 32;
    settings.deterministic = true;
    std::vector<at::Tensor> rows;
    for (int64_t start = 0; start < kSide * kSide; start += kChunk) {
        context.check();
        const Rays rays{origin.unsqueeze(0).expand({kChunk, 3}).to(field.device()),
                        directions.narrow(0, start, kChunk).to(field.device())};
        rows.push_back((renderRays(field, rays, settings).rgb.to(wanted.device()) + 1) * 0.5);
    }
    const auto drawn = at::avg_pool2d(at::cat(rows).view({kSide, kSide, 3}).permute({2, 0, 1}), kSide / kShown);
    return -10 * std::log10((drawn - wanted).square().mean().item<double>() + 1e-12);
}

} // namespace bozzetto
