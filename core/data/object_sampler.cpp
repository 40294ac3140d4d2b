#include "core/data/object_sampler.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/data/object_views.h"
#include "core/io/srgb.h"

namespace bozzetto {

namespace {

TrainingObject emptyObject(const SamplerOptions& options)
{
    const std::int64_t views = options.views, size = options.viewSize;
    const std::int64_t points = options.labels.nearPoints + options.labels.boxPoints;
    const std::int64_t surface = options.labels.surfacePoints;
    TrainingObject object;
    object.colour = at::zeros({views, size, size, 4}, at::kByte);
    object.height = at::zeros({views, size, size}, at::kHalf);
    object.normal = at::zeros({views, size, size, 3}, at::kChar);
    object.cameraFromObject = at::zeros({views, 3, 3}, at::kFloat);
    object.distance = at::zeros({views}, at::kFloat);
    object.tangent = at::zeros({views}, at::kFloat);
    object.points = at::zeros({points, 3}, at::kHalf);
    object.occupied = at::zeros({points}, at::kByte);
    object.surface = at::zeros({surface, 3}, at::kHalf);
    object.surfaceColour = at::zeros({surface, 3}, at::kByte);
    object.surfaceNormal = at::zeros({surface, 3}, at::kChar);
    object.boxHalf = at::zeros({3}, at::kFloat);
    return object;
}

void storeView(TrainingObject& object, std::int64_t view, const ViewCamera& camera,
               const ViewPicture& picture)
{
    const auto pixels = std::int64_t(picture.height.size());
    std::copy(picture.colour.begin(), picture.colour.end(),
              object.colour.mutable_data_ptr<std::uint8_t>() + view * pixels * 4);
    std::copy(picture.normal.begin(), picture.normal.end(),
              object.normal.mutable_data_ptr<std::int8_t>() + view * pixels * 3);
    std::copy(picture.height.begin(), picture.height.end(),
              object.height.mutable_data_ptr<at::Half>() + view * pixels);
    float* matrix = object.cameraFromObject.mutable_data_ptr<float>() + view * 9;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            matrix[row * 3 + column] = camera.cameraFromObject[column][row];
    object.distance.mutable_data_ptr<float>()[view] = camera.distance;
    object.tangent.mutable_data_ptr<float>()[view] = camera.tangent;
}

void storeLabels(TrainingObject& object, const ObjectLabels& labels, const std::vector<glm::vec3>& lit)
{
    auto* points = object.points.mutable_data_ptr<at::Half>();
    for (const auto& point : labels.points)
        for (int c = 0; c < 3; ++c)
            *points++ = point[c];
    std::copy(labels.occupied.begin(), labels.occupied.end(),
              object.occupied.mutable_data_ptr<std::uint8_t>());
    auto* surface = object.surface.mutable_data_ptr<at::Half>();
    auto* colour = object.surfaceColour.mutable_data_ptr<std::uint8_t>();
    auto* normal = object.surfaceNormal.mutable_data_ptr<std::int8_t>();
    for (std::size_t i = 0; i < labels.surface.size(); ++i)
        for (int c = 0; c < 3; ++c) {
            const SurfaceHit& hit = labels.surface[i];
            *surface++ = hit.position[c];
            *colour++ =
                std::uint8_t(std::lround(255 * std::clamp(srgbFromLinear(lit[i][c]), 0.0f, 1.0f)));
            *normal++ = std::int8_t(std::lround(127 * std::clamp(hit.normal[c], -1.0f, 1.0f)));
        }
}

double coverage(const ViewPicture& picture)
{
    double sum = 0;
    for (std::size_t i = 3; i < picture.colour.size(); i += 4)
        sum += picture.colour[i] / 255.0;
    return sum / double(picture.height.size());
}

void requireBetween(int value, int low, int high, const char* field)
{
    if (value < low || value > high)
        throw Error(ErrorCode::badInput, "{}: expected {} to {}, found {}", field, low, high, value);
}

} // namespace

void SamplerOptions::check() const
{
    requireBetween(views, 1, 64, "views");
    requireBetween(viewSize, 16, 1024, "viewSize");
    requireBetween(labels.nearPoints, 1, 1'000'000, "nearPoints");
    requireBetween(labels.boxPoints, 0, 1'000'000, "boxPoints");
    requireBetween(labels.surfacePoints, 1, labels.nearPoints, "surfacePoints");
}

TrainingObject sampleObject(const Asset& asset, const SamplerOptions& options, std::uint64_t seed,
                            const std::string& name, const JobContext& context)
{
    const TracedObject traced(asset);
    Random cameraRandom(seed, name + "/cameras"), lightRandom(seed, name + "/lights");
    Random labelRandom(seed, name + "/labels");
    TrainingObject object = emptyObject(options);
    const ViewLight light = randomLight(lightRandom);
    const ObjectLabels labels = labelObject(traced, options.labels, labelRandom);
    storeLabels(object, labels, litColours(traced, labels.surface, light));
    const auto cameras = randomCameras(traced.corners(), options.views, cameraRandom);
    double covered = 0;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        context.check();
        const ViewPicture picture = drawView(traced, cameras[i], light, options.viewSize);
        storeView(object, std::int64_t(i), cameras[i], picture);
        covered += coverage(picture) / double(cameras.size());
    }
    if (covered < 0.01)
        throw Error(ErrorCode::badInput,
                    "expected views that show the object, found {:.2f} % of them covered", 100 * covered);
    const glm::vec3 half = traced.boxHalf();
    std::copy_n(&half.x, 3, object.boxHalf.mutable_data_ptr<float>());
    return object;
}

} // namespace bozzetto
