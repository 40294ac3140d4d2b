#include "core/uner3d/scene_cloud.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "core/image/codec.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

constexpr float kSoftOpacity = 0.15f; ///< of a cell that counts: minutes of training leave plain surfaces soft
constexpr double kLoneFov = 40 * std::numbers::pi / 180;

void toWorld(PointCloud& cloud, const SceneFrame& frame)
{
    for (auto& position : cloud.positions)
        position = frame.toWorld(position);
}

/// [1, 3, H, W] on the model's device, and its camera in the network's frame.
at::Tensor pictureOf(const ScenePhoto& view, double background, const glm::vec3& laidOver)
{
    auto rgb = at::empty({view.height, view.width, 3});
    auto* out = rgb.data_ptr<float>();
    for (std::size_t i = 0; i < view.rgb.size(); ++i) {
        const float share = view.mask.empty() ? 1 : float(view.mask[i / 3]) / 255;
        out[i] = float(view.rgb[i]) / 255 + (1 - share) * (float(background) - laidOver[int(i % 3)]);
    }
    return rgb.permute({2, 0, 1}).clamp(0, 1).unsqueeze(0);
}

} // namespace

PointCloud cloudOf(const TrainedScene& scene, const CloudOptions& options, JobContext& context)
{
    auto soft = options;
    soft.opacity = std::min(options.opacity, kSoftOpacity);
    auto cloud = makeCloud(*scene.object, scene.cameras, soft, context);
    toWorld(cloud, scene.frame);
    return cloud;
}

PosedScene lonePicture(const Image& picture, const std::string& name)
{
    requireUsablePicture(picture, name);
    PosedScene scene;
    scene.name = name;
    scene.box = SceneBox{glm::dvec3(-0.5), glm::dvec3(0.5)};
    PosedPicture only;
    only.name = name;
    only.picture = compositeOver(picture, 1, 1, 1);
    if (picture.channels == 4)
        only.mask = extractChannel(picture, 3);
    only.focal = glm::dvec2(0.5 * picture.height / std::tan(kLoneFov / 2));
    only.principal = glm::dvec2(picture.width / 2.0, picture.height / 2.0);
    only.worldFromCamera[3] = glm::dvec4(0, 0, 0.62 / std::tan(kLoneFov / 2), 1);
    scene.pictures.push_back(std::move(only));
    return scene;
}

SeenScene encodeScene(const std::shared_ptr<const UnerModel>& model, const PosedScene& scene)
{
    const at::NoGradGuard noGradient;
    auto views = prepareSceneViews(scene, true, 1);
    // The network's objects have a longest side of 1, its box is a little larger.
    const double shrink = 2;
    views.frame.scale *= shrink;
    for (auto& view : views.training)
        view.position /= float(shrink);
    const auto cameras = views.cameras();
    SeenScene seen;
    seen.frame = views.frame;
    FeatureSet features;
    for (const auto v : distinctViews(cameras)) {
        const auto& view = views.training[std::size_t(v)];
        seen.cameras.push_back(view.position);
        const auto picture = pictureOf(view, model->options().background, views.background).to(model->device());
        const auto camera = cameras.select(at::full({1}, v, at::TensorOptions().dtype(at::kLong))).to(model->device());
        features = features.maps.empty() ? model->encode(picture, camera) : model->appendView(features, picture[0], camera);
    }
    auto field = std::make_shared<ImageField>(model, features, model->bestStage());
    if (model->options().fusion == ViewFusion::cloud)
        field->prepareTransmittance(32);
    seen.field = std::move(field);
    return seen;
}

PointCloud cloudFromWeights(const PosedScene& scene, const std::filesystem::path& weights, const CloudOptions& options,
                            c10::Device device, JobContext& context)
{
    context.report("Read", 0);
    const auto model = UnerModel::load(weights);
    model->to(device);
    context.report("Encode", 0);
    const auto seen = encodeScene(model, scene);
    auto cloud = makeCloud(*seen.field, seen.cameras, options, context);
    toWorld(cloud, seen.frame);
    return cloud;
}

} // namespace bozzetto
