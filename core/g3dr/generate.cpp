#include "core/g3dr/generate.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/field/bake.h"
#include "core/field/triplane_field.h"
#include "core/field/volume_renderer.h"
#include "core/g3dr/brick_index.h"
#include "core/g3dr/fit.h"
#include "core/g3dr/fit_target.h"
#include "core/g3dr/input.h"
#include "core/g3dr/model.h"
#include "core/g3dr/object_maker.h"
#include "core/g3dr/object_refine.h"
#include "core/g3dr/prepare.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/scene/levelling.h"
#include "core/surface/extract.h"
#include "core/weights/model_registry.h"

namespace bozzetto {

namespace {

constexpr int kPreviewResolution = 72;
constexpr int kFitPictureSize = 128;

template <typename Value> void requireRange(const char* option, Value value, Value low, Value high)
{
    if (!(value >= low && value <= high))
        throw Error(ErrorCode::badInput, "{}: expected {} to {}, found {}", option, low, high, value);
}

/// By how much what is made of the picture is turned upright.
float upTilt(const GenerateOptions& options, const PreparedPicture& prepared)
{
    return options.levelByEstimate && prepared.elevationDegrees ? *prepared.elevationDegrees : options.upTiltDegrees;
}

glm::mat4 levelled(const glm::mat4& sceneFromField, float upTiltDegrees)
{
    return levellingTurn(upTiltDegrees) * sceneFromField;
}

Camera inputCameraFor(const glm::mat4& sceneFromField)
{
    Camera camera = g3drCamera(float(M_PI / 2), float(M_PI / 2));
    camera.worldFromCamera = sceneFromField * camera.worldFromCamera;
    camera.nearPlane = 0.5f;
    camera.farPlane = 50.0f;
    return camera;
}

std::shared_ptr<const BakedField> bake(const RadianceField& field, int resolution, JobContext& context)
{
    BakeOptions options;
    options.resolution = resolution;
    return std::make_shared<BakedField>(bakeField(field, options, context));
}

std::shared_ptr<const TriplaneField> fitToPicture(const GenerateInput& input, const PreparedPicture& prepared,
                                                  const GenerateOptions& options,
                                                  const GenerateObserver& observer, double& psnr,
                                                  JobContext& context)
{
    auto target = makeFitTarget(input.photo, prepared, options, kFitPictureSize, context);
    target.sceneFromField = levelled(target.sceneFromField, upTilt(options, prepared));
    FitSettings settings;
    settings.steps = options.steps;
    std::function<void(const TriplaneField&)> onPreview;
    const Camera camera = inputCameraFor(target.sceneFromField);
    if (observer.onPreview)
        onPreview = [&](const TriplaneField& field) {
            observer.onPreview(bake(field, kPreviewResolution, context), camera);
        };
    auto field = fitField(target, settings, chooseDevice(options.device), onPreview, context);
    psnr = canonicalPsnr(*field, target, context);
    return field;
}

std::shared_ptr<const TriplaneField> generateWithWeights(const std::filesystem::path& network,
                                                         const GenerateInput& input,
                                                         const PreparedPicture& prepared,
                                                         const GenerateOptions& options, double& psnr,
                                                         JobContext& context)
{
    const auto model = loadG3drModel(network);
    const auto tensor =
        prepareG3drInput(compositeOver(input.photo, 0.5f, 0.5f, 0.5f), prepared.depth.relative);
    auto field = generateField(*model, tensor, model->layout().set, chooseDevice(options.device), context);
    const auto target = makeFitTarget(input.photo, prepared, options, kFitPictureSize, context);
    psnr = canonicalPsnr(*field, target, context);
    return std::make_shared<TriplaneField>(field->pyramid(), field->mlp(),
                                           levelled(field->sceneFromField(), upTilt(options, prepared)));
}

/// A field, where its input camera stood, and how well it shows the picture.
struct MadeField
{
    std::shared_ptr<const RadianceField> field;
    Camera inputCamera;
    double psnr = 0;
};

/// What makes it: one G3DR checkpoint, the object generator, or (nothing set) the fit.
struct Networks
{
    std::filesystem::path checkpoint, generator;
};

/// The checkpoint that makes a scene of whatever the picture holds, if one was asked for.
std::filesystem::path sceneCheckpoint(const GenerateInput& input, const GenerateOptions& options)
{
    if (options.method == GenerateMethod::fit)
        return {};
    if (input.weights.empty() && options.method == GenerateMethod::network &&
        options.mode == GenerateMode::scene)
        return modelFor(ModelRole::g3dr).value_or(std::filesystem::path());
    return input.weights;
}

Networks networksFor(const GenerateInput& input, const GenerateOptions& options, const PreparedPicture& prepared)
{
    Networks networks;
    networks.checkpoint = sceneCheckpoint(input, options);
    if (options.method == GenerateMethod::fit || !networks.checkpoint.empty())
        return networks;
    const bool object = prepared.mode == GenerateMode::object;
    if (object && modelFor(ModelRole::depth))
        networks.generator = modelFor(ModelRole::object).value_or(std::filesystem::path());
    if (!networks.generator.empty() && !prepared.told)
        throw Error(ErrorCode::badInput, "Matte: expected an object, found nothing");
    if (networks.generator.empty() && options.method == GenerateMethod::network)
        throw Error(ErrorCode::unsupported,
                    "Method: expected an installed network that makes {}, found none; add one or use the fit",
                    object ? "objects" : "scenes");
    return networks;
}

/// An object's field in the scene: turned by `turn`, with its camera.
MadeField placed(std::shared_ptr<const ObjectField> field, const glm::mat4& turn, JobContext& context)
{
    MadeField result;
    result.inputCamera = inputCameraOf(*field);
    result.inputCamera.worldFromCamera = turn * result.inputCamera.worldFromCamera;
    result.psnr = inputViewPsnr(*field, context);
    result.field = std::make_shared<PlacedField>(field, turn * field->sceneFromField());
    return result;
}

std::shared_ptr<const ObjectField> refined(const ObjectField& start, const glm::mat4& turn,
                                           const GenerateObserver& observer, JobContext& context)
{
    std::function<void(std::shared_ptr<const ObjectField>)> onPreview;
    if (observer.onPreview)
        onPreview = [&](std::shared_ptr<const ObjectField> field) {
            const PlacedField shown(field, turn * field->sceneFromField());
            Camera camera = inputCameraOf(*field);
            camera.worldFromCamera = turn * camera.worldFromCamera;
            observer.onPreview(bake(shown, kPreviewResolution, context), camera);
        };
    return refineObject(start, {}, onPreview, context);
}

MadeField makeByObjectNetwork(const std::filesystem::path& network, const GenerateInput& input,
                              const PreparedPicture& prepared, const GenerateOptions& options,
                              const GenerateObserver& observer, JobContext& context)
{
    const auto generator =
        ObjectGenerator::load(network, options.refine ? c10::Device(c10::kCPU) : chooseDevice(options.device));
    const auto field = makeObject(generator, input.photo, prepared.matte.alpha, *prepared.told,
                                  input.depth ? &prepared.depth : nullptr, options.depthScale, context);
    const glm::mat4 turn = levellingTurn(upTilt(options, prepared));
    return placed(options.refine ? refined(*field, turn, observer, context) : field, turn, context);
}

MadeField makeField(const GenerateInput& input, const PreparedPicture& prepared, const GenerateOptions& options,
                    const GenerateObserver& observer, JobContext& context)
{
    const Networks networks = networksFor(input, options, prepared);
    if (!networks.generator.empty())
        return makeByObjectNetwork(networks.generator, input, prepared, options, observer, context);
    MadeField made;
    made.field = networks.checkpoint.empty()
                     ? fitToPicture(input, prepared, options, observer, made.psnr, context)
                     : generateWithWeights(networks.checkpoint, input, prepared, options, made.psnr, context);
    made.inputCamera = inputCameraFor(made.field->sceneFromField());
    return made;
}

at::Tensor pointTensor(std::span<const glm::vec3> points)
{
    static_assert(sizeof(glm::vec3) == 3 * sizeof(float));
    return torch::from_blob(const_cast<float*>(&points.data()->x), {int64_t(points.size()), 3},
                            torch::kFloat32);
}

/// Baked, meshed and sampled.
void finish(GenerateResult& result, const MadeField& made, const GenerateOptions& options,
            const GenerateObserver& observer, JobContext& context)
{
    result.field = made.field;
    result.inputCamera = made.inputCamera;
    result.inputViewPsnr = made.psnr;
    context.report("Bake", 0);
    result.baked = bake(*result.field, options.bakeResolution, context);
    if (observer.onPreview)
        observer.onPreview(result.baked, result.inputCamera);
    auto mesh = std::make_shared<Mesh>(extractFieldSurface(*result.field, *result.baked, options, context));
    if (mesh->triangles.empty())
        throw Error(ErrorCode::badInput, "Surface: expected something denser than level {}, found nothing; lower it",
                    options.surfaceLevel);
    mesh->name = "bozzetto";
    constexpr int kPoints = 200000;
    result.points = std::make_shared<PointCloud>(samplePoints(*mesh, kPoints, options.seed));
    result.mesh = std::move(mesh);
}

const ObjectField* objectFieldOf(const RadianceField& field)
{
    const auto* where = dynamic_cast<const PlacedField*>(&field);
    return dynamic_cast<const ObjectField*>(where ? where->placed().get() : &field);
}

DensityFunction densityOf(const RadianceField& field)
{
    return [&field](std::span<const glm::vec3> points, std::span<float> values) {
        const at::NoGradGuard noGradient;
        constexpr std::size_t kBatch = 1 << 17;
        for (std::size_t start = 0; start < points.size(); start += kBatch) {
            const auto part = points.subspan(start, std::min(kBatch, points.size() - start));
            const auto raw = field.query(pointTensor(part).to(field.device())).rawDensity;
            const auto sigma = activateDensity(raw).to(torch::kCPU, torch::kFloat32).contiguous();
            std::copy_n(sigma.const_data_ptr<float>(), part.size(), values.data() + start);
        }
    };
}

ColourFunction colourOf(const RadianceField& field)
{
    return [&field](std::span<const glm::vec3> points, std::span<glm::vec3> colours) {
        const at::NoGradGuard noGradient;
        if (points.empty())
            return;
        const auto rgb = field.query(pointTensor(points).to(field.device())).rgb.clamp(0, 1);
        const auto values = rgb.to(torch::kCPU, torch::kFloat32).contiguous();
        std::copy_n(values.const_data_ptr<float>(), 3 * points.size(), &colours.data()->x);
    };
}

} // namespace

void GenerateOptions::check() const
{
    requireRange("Steps", steps, 50, 5000);
    requireRange("Resolution", surfaceResolution, 32, 1024);
    requireRange("Level", surfaceLevel, 0.5f, 200.0f);
    requireRange("Up tilt", upTiltDegrees, -90.0f, 90.0f);
    requireRange("Depth scale", depthScale, 0.1f, 4.0f);
    requireRange("Angle of view", fovDegrees, 5.0f, 90.0f);
    requireRange("Bake resolution", bakeResolution, 32, 512);
}

GenerateResult generate(const GenerateInput& input, const GenerateOptions& options,
                        const GenerateObserver& observer, JobContext& context)
{
    try {
        options.check();
        requireUsablePicture(input.photo, "Photograph");
        GenerateResult result;
        const bool whole = !sceneCheckpoint(input, options).empty();
        result.prepared = preparePicture(input, options, whole, context);
        if (observer.onPrepared)
            observer.onPrepared(result.prepared);
        context.report("Field", 0);
        const auto made = makeField(input, result.prepared, options, observer, context);
        finish(result, made, options, observer, context);
        return result;
    } catch (...) {
        throw currentError("making the object");
    }
}

bool canRefine(const RadianceField& field)
{
    return objectFieldOf(field) != nullptr;
}

GenerateResult refine(const GenerateInput& input, std::shared_ptr<const RadianceField> start,
                      const GenerateOptions& options, const GenerateObserver& observer, JobContext& context)
{
    try {
        options.check();
        const ObjectField* object = start ? objectFieldOf(*start) : nullptr;
        if (!object)
            throw Error(ErrorCode::unsupported,
                        "Refine: expected an object that the object network made, found another; generate it first");
        GenerateResult result;
        result.prepared = preparePicture(input, options, false, context);
        if (observer.onPrepared)
            observer.onPrepared(result.prepared);
        context.report("Field", 0);
        const glm::mat4 turn = start->sceneFromField() * glm::inverse(object->sceneFromField());
        finish(result, placed(refined(*object, turn, observer, context), turn, context), options, observer, context);
        return result;
    } catch (...) {
        throw currentError("refining the object");
    }
}

Mesh extractFieldSurface(const RadianceField& field, const BakedField& baked, const GenerateOptions& options,
                         JobContext& context)
{
    SurfaceOptions surface;
    surface.resolution = options.surfaceResolution;
    surface.level = options.surfaceLevel;
    surface.box = baked.box;
    const BrickIndex bricks(baked);
    const auto mayContainSurface = [&](const Bounds& block) { return bricks.touches(block); };
    Mesh mesh = extractSurface(densityOf(field), surface, context, mayContainSurface);
    const glm::vec3 extent = surface.box.size();
    const float cell = std::max({extent.x, extent.y, extent.z}) / float(surface.resolution);
    colourVertices(mesh, colourOf(field), context, cell);
    transformMesh(mesh, field.sceneFromField());
    return mesh;
}

} // namespace bozzetto
