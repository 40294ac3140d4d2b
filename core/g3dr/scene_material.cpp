#include "core/g3dr/scene_material.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/data/held_out.h"
#include "core/g3dr/input.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/scene_depth_batch.h"

namespace bozzetto {

namespace {

constexpr float kCanonical = std::numbers::pi_v<float> / 2;
constexpr double kCentre = 5, kFar = 6; // distances from the canonical camera

Camera canonicalCamera() { return g3drCamera(kCanonical, kCanonical); }

glm::mat3 rotationOf(const TrainingObject& object, std::int64_t view) // camera from object
{
    const auto rows = object.cameraFromObject[view].to(at::kFloat).contiguous();
    const float* r = rows.data_ptr<float>();
    return glm::transpose(glm::mat3(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8]));
}

/// How an object is laid into the box: turned by `fieldFromObject`, its lengths times `scale`.
struct Placement
{
    glm::mat3 fieldFromObject{1};
    double scale = 1;

    Placement(const TrainingObject& object, std::int64_t view)
    {
        const Camera canonical = canonicalCamera();
        fieldFromObject = glm::mat3(canonical.worldFromCamera) * rotationOf(object, view);
        scale = kCentre * std::tan(canonical.verticalFov / 2) /
                (object.distance[view].item<double>() * object.tangent[view].item<double>());
    }

    SceneCamera camera(const TrainingObject& object, std::int64_t view) const
    {
        const glm::mat3 turned = fieldFromObject * glm::transpose(rotationOf(object, view));
        const float distance = float(scale * object.distance[view].item<double>());
        SceneCamera placed;
        placed.pixelCentres = true;
        placed.camera.worldFromCamera = glm::mat4(turned);
        placed.camera.worldFromCamera[3] = glm::vec4(turned * glm::vec3(0, 0, distance), 1);
        placed.camera.verticalFov = 2 * std::atan(object.tangent[view].item<float>());
        return placed;
    }
};

at::Tensor fitted(const at::Tensor& maps, bool smooth) // [C, S, S] to [C, 128, 128]
{
    if (maps.size(1) == kG3drSide && maps.size(2) == kG3drSide)
        return maps;
    const auto batch = maps.unsqueeze(0);
    return (smooth ? at::_upsample_bilinear2d_aa(batch, {kG3drSide, kG3drSide}, false)
                   : at::upsample_nearest2d(batch, {kG3drSide, kG3drSide}))
        .squeeze(0);
}

/// A rendered view at the network's size.
struct Seen
{
    at::Tensor colour;   ///< [3, S, S] premultiplied
    at::Tensor coverage; ///< [S, S]
    at::Tensor distance; ///< [S, S] along the rays, the object's units; 0 outside
    at::Tensor inside;   ///< [S, S] bool
};

Seen look(const TrainingObject& object, std::int64_t view)
{
    const auto rgba = fitted(object.colour[view].permute({2, 0, 1}).to(at::kFloat) / 255, true);
    const auto height = fitted(object.height[view].to(at::kFloat).unsqueeze(0), false).squeeze(0);
    const double tangent = object.tangent[view].item<double>();
    const auto axis = ((at::arange(kG3drSide, at::kFloat) * 2 + 1) / double(kG3drSide) - 1) * tangent;
    const auto slant = (1 + axis.square().view({1, -1}) + axis.square().view({-1, 1})).sqrt();
    const auto inside = (rgba[3] > 0.5) & (height != 0);
    const auto distance = (object.distance[view].item<double>() - height) * slant * inside.to(at::kFloat);
    return {rgba.narrow(0, 0, 3), rgba[3], distance, inside};
}

} // namespace

Rays SceneCamera::rays(int side, c10::Device device) const
{
    const auto rays = pixelCentres ? pixelCentreRays(camera, side, side) : g3drRays(camera, side, side);
    return {rays.origins.to(device), rays.directions.to(device)};
}

SceneExample readSceneExample(const std::filesystem::path& picture)
{
    const auto rgb = compositeOver(decodePicture(picture, {512}), 0.5f, 0.5f, 0.5f);
    auto depth = decodePlane(depthBeside(picture));
    if (depth.width != rgb.width || depth.height != rgb.height)
        depth = resizeLanczos(depth, rgb.width, rgb.height);
    const auto [low, high] = std::minmax_element(depth.pixels.begin(), depth.pixels.end());
    const float lowest = *low, range = std::max(*high - *low, 1e-6f);
    for (float& value : depth.pixels) // as G3DR's files are: each over its own range
        value = (value - lowest) / range;
    return {picture.stem().string(), prepareG3drInput(rgb, depth), {canonicalCamera(), false}, 0, {}};
}

SceneExample renderedSceneExample(const TrainingObject& object, std::int64_t view, const std::vector<std::int64_t>& others,
                                  const at::Tensor& background)
{
    const Placement placement(object, view);
    SceneExample example;
    example.camera = placement.camera(object, view);
    example.offset = kCentre - placement.scale * object.distance[view].item<double>();
    const auto seen = look(object, view);
    const auto behind = background.defined() ? fitted(background.to(at::kFloat) / 255, true)
                                             : at::full({3, kG3drSide, kG3drSide}, 0.5);
    const auto rgb = seen.colour + (1 - seen.coverage) * behind;
    const auto distance = at::where(seen.inside, seen.distance * placement.scale + example.offset, at::full({}, kFar));
    example.input = at::cat({rgb * 2 - 1, distance.unsqueeze(0)});
    for (const auto other : others) {
        const auto its = look(object, other);
        const auto over = its.colour / its.coverage.clamp_min(1e-3); // only where it is inside
        example.others.push_back({placement.camera(object, other), over.clamp(0, 1) * 2 - 1, its.distance * placement.scale,
                                  its.inside.to(at::kFloat)});
    }
    return example;
}

SceneMaterial::SceneMaterial(std::vector<std::filesystem::path> pictures, std::optional<SetSampler> objects, int otherViews)
    : m_objects(std::move(objects)), m_otherViews(otherViews)
{
    if (pictures.empty() && !m_objects)
        throw Error(ErrorCode::badInput, "Recipe g3dr-scene: expected --depth-photos with a folder of pictures and their depth "
                                         "(NAME.jpg, NAME_depth.png), or --set with rendered objects, found neither");
    auto parts = heldOut(std::move(pictures));
    m_pictures = std::move(parts.training);
    m_heldPictures = std::move(parts.validation);
}

std::vector<SceneExample> SceneMaterial::draw(int count, Draws& draws) const
{
    const bool objects = m_objects && (m_pictures.empty() || draws.chance(0.5));
    std::vector<SceneExample> examples;
    for (int i = 0; i < count; ++i) {
        if (objects) {
            examples.push_back(drawObject(draws));
            continue;
        }
        examples.push_back(readSceneExample(m_pictures[std::size_t(draws.index(std::int64_t(m_pictures.size())))]));
        if (draws.chance(0.5))
            examples.back().input = examples.back().input.flip({2});
    }
    return examples;
}

SceneExample SceneMaterial::drawObject(Draws& draws) const
{
    const auto object = m_objects->draw(draws);
    const std::int64_t count = object.colour.size(0), view = draws.index(count);
    std::vector<std::int64_t> others;
    for (std::int64_t k = 0; k < count; ++k)
        if (k != view)
            others.push_back(k);
    for (std::size_t k = 0; k + 1 < others.size(); ++k)
        std::swap(others[k], others[k + std::size_t(draws.index(std::int64_t(others.size() - k)))]);
    others.resize(std::min(others.size(), std::size_t(m_otherViews)));
    return renderedSceneExample(object, view, others, m_objects->background(draws));
}

std::vector<SceneExample> SceneMaterial::held(int most) const
{
    std::vector<SceneExample> examples;
    for (std::size_t i = 0; i < m_heldPictures.size() && int(i) < most; ++i)
        examples.push_back(readSceneExample(m_heldPictures[i]));
    if (!m_objects)
        return examples;
    for (const auto& object : m_objects->validation(most)) {
        std::vector<std::int64_t> others;
        for (std::int64_t k = 1; k < object.colour.size(0) && int(k) <= m_otherViews; ++k)
            others.push_back(k);
        examples.push_back(renderedSceneExample(object, 0, others, {}));
    }
    return examples;
}

std::map<std::string, std::string> SceneMaterial::card() const
{
    auto card = m_objects ? m_objects->card() : std::map<std::string, std::string>();
    card["pictures"] = std::to_string(m_pictures.size());
    card["otherViews"] = std::to_string(m_objects ? m_otherViews : 0);
    return card;
}

} // namespace bozzetto
