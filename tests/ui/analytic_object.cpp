#include "tests/ui/analytic_object.h"

#include <cmath>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "core/base/error.h"
#include "core/field/radiance_field.h"

namespace bozzetto::test {

namespace {

/// The window only passes fields on.
class EmptyField : public RadianceField
{
public:
    FieldSamples query(const at::Tensor&) const override { return {}; }
    c10::Device device() const override { return c10::Device(c10::kCPU); }
    glm::mat4 sceneFromField() const override { return glm::mat4(1.0f); }
};

constexpr float kTop = 0.85f;
constexpr float kSharpness = 60.0f; ///< density falls from its plateau to 0 over about 1 / kSharpness

float radiusAt(float y)
{
    const float t = (y + kTop) / (2.0f * kTop);
    return 0.22f + 0.30f * std::sin(glm::pi<float>() * std::pow(t, 0.75f)) * (1.0f - 0.45f * t) + 0.10f * t * t * t;
}

glm::vec3 clayAt(const glm::vec3& point)
{
    const float band = 0.5f + 0.5f * std::sin(18.0f * point.y);
    const glm::vec3 clay(0.80f, 0.45f, 0.30f), glaze(0.93f, 0.84f, 0.72f);
    const float light = 0.55f + 0.45f * std::clamp(0.5f + 0.4f * point.x + 0.5f * point.y + 0.6f * point.z, 0.0f, 1.0f);
    return glm::mix(clay, glaze, glm::smoothstep(0.55f, 0.75f, band)) * light;
}

float densityAt(const glm::vec3& point)
{
    const float outside = std::max(std::hypot(point.x, point.z) - radiusAt(glm::clamp(point.y, -kTop, kTop)),
                                   std::abs(point.y) - kTop);
    return 120.0f / (1.0f + std::exp(kSharpness * outside));
}

Camera frontCamera()
{
    Camera camera;
    camera.worldFromCamera[3] = glm::vec4(0, 0, 4.2f, 1);
    return camera;
}

PreparedPicture prepared(const Image& photo)
{
    PreparedPicture result;
    result.matte.alpha = Image(photo.width, photo.height, 1);
    result.matte.source = MatteSource::plainBackground;
    result.matte.note = "The plain background was keyed out.";
    result.depth.relative = Image(photo.width, photo.height, 1, 1.0f);
    result.depth.source = DepthSource::silhouette;
    result.depth.note = "Estimated from the silhouette.";
    for (int y = 0; y < photo.height; ++y)
        for (int x = 0; x < photo.width; ++x) {
            const float v = 1.0f - 2.0f * (float(y) + 0.5f) / float(photo.height);
            const float u = 2.0f * (float(x) + 0.5f) / float(photo.width) - 1.0f;
            const float r = std::abs(v) < kTop ? radiusAt(v) : 0.0f;
            if (std::abs(u) >= r)
                continue;
            result.matte.alpha.at(x, y) = 1.0f;
            result.depth.relative.at(x, y) = 1.0f - std::sqrt(r * r - u * u) / 0.6f;
        }
    return result;
}

GenerateResult generateVase(const GenerateInput& input, const GenerateOptions& options,
                            const GenerateObserver& observer, JobContext& context)
{
    if (input.photo.width < 8)
        throw Error(ErrorCode::badInput, "The picture is {} x {} pixels; at least 8 x 8 were expected.",
                    input.photo.width, input.photo.height);
    context.report("Matte", 1);
    context.report("Depth", 1);
    GenerateResult result;
    result.prepared = prepared(input.photo);
    result.inputCamera = frontCamera();
    if (observer.onPrepared)
        observer.onPrepared(result.prepared);
    for (int i = 1; i <= 4; ++i) {
        context.report("Field", i / 4.0);
        if (observer.onPreview)
            observer.onPreview(bakedVase(16 * i), result.inputCamera);
    }
    context.report("Surface", 1);
    result.field = std::make_shared<const EmptyField>();
    result.baked = bakedVase(96);
    result.mesh = std::make_shared<const Mesh>(vaseMesh(options.surfaceLevel, 160));
    auto points = std::make_shared<PointCloud>();
    points->positions = result.mesh->positions;
    points->normals = result.mesh->normals;
    points->colours = result.mesh->colours;
    result.points = points;
    result.inputViewPsnr = 35.2;
    return result;
}

PointCloud vaseCloud(int segments)
{
    const Mesh vase = vaseMesh(0.5f, segments);
    PointCloud cloud;
    cloud.positions = vase.positions;
    cloud.colours = vase.colours;
    return cloud;
}

/// Sharpens in four steps, each a preview.
SceneCloud makeVaseCloud(const PosedScene& scene, const SceneCloudOptions& options, const CloudPreviewSink& preview,
                         JobContext& context)
{
    SceneCloud made;
    made.views = scene.pictures.size();
    for (int i = 1; i <= 4 && !made.stopped; ++i) {
        context.report("Train", i / 4.0);
        preview(std::make_shared<const PointCloud>(vaseCloud(20 * i)));
        made.steps = i;
        made.stopped = options.enough();
    }
    context.report("Points", 1);
    made.cloud = vaseCloud(200);
    made.cloud.normals.assign(made.cloud.positions.size(), glm::vec3(0, 1, 0));
    made.cloud.confidence.assign(made.cloud.positions.size(), 1.0f);
    return made;
}

} // namespace

Image vasePhoto()
{
    constexpr int side = 256;
    Image photo(side, side, 3);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const float v = 1.0f - 2.0f * (float(y) + 0.5f) / side, u = 2.0f * (float(x) + 0.5f) / side - 1.0f;
            const float r = std::abs(v) < kTop ? radiusAt(v) : 0.0f;
            const glm::vec3 colour = std::abs(u) < r ? clayAt({u, v, std::sqrt(r * r - u * u)})
                                                     : glm::vec3(0.83f + 0.05f * v);
            for (int c = 0; c < 3; ++c)
                photo.at(x, y, c) = colour[c];
        }
    return photo;
}

std::shared_ptr<const BakedField> bakedVase(int resolution)
{
    auto field = std::make_shared<BakedField>();
    field->size = glm::ivec3(resolution);
    field->box = {glm::vec3(-1), glm::vec3(1)};
    const std::size_t count = std::size_t(resolution) * std::size_t(resolution) * std::size_t(resolution);
    field->rgba.resize(4 * count);
    field->density.resize(count);
    const auto voxel = field->voxelSize();
    const auto bricks = field->brickCounts();
    field->bricks.assign(std::size_t(bricks.x * bricks.y * bricks.z), 255);
    std::size_t index = 0;
    for (int k = 0; k < resolution; ++k)
        for (int j = 0; j < resolution; ++j)
            for (int i = 0; i < resolution; ++i, ++index) {
                const glm::vec3 point = field->box.minimum + (glm::vec3(i, j, k) + 0.5f) * voxel;
                const float density = densityAt(point);
                const auto colour = clayAt(point);
                field->density[index] = density;
                for (int c = 0; c < 3; ++c)
                    field->rgba[4 * index + std::size_t(c)] = std::uint8_t(255.0f * glm::clamp(colour[c], 0.0f, 1.0f));
                field->rgba[4 * index + 3] = std::uint8_t(255.0f * (1.0f - std::exp(-density * voxel.x)));
            }
    return field;
}

Mesh vaseMesh(float level, int segments)
{
    const float shrink = std::log(std::max(120.0f / level - 1.0f, 1e-3f)) / kSharpness;
    Mesh mesh;
    const int rings = segments;
    for (int ring = 0; ring <= rings; ++ring)
        for (int s = 0; s < segments; ++s) {
            const float y = -kTop + 2.0f * kTop * float(ring) / float(rings);
            const float angle = 2.0f * glm::pi<float>() * float(s) / float(segments);
            const glm::vec3 out(std::sin(angle), 0, std::cos(angle));
            const float slope = (radiusAt(y + 1e-3f) - radiusAt(y - 1e-3f)) / 2e-3f;
            mesh.positions.push_back(out * (radiusAt(y) + shrink) + glm::vec3(0, y, 0));
            mesh.normals.push_back(glm::normalize(out - glm::vec3(0, slope, 0)));
            mesh.colours.emplace_back(clayAt(mesh.positions.back()), 1.0f);
        }
    const auto at = [segments](int ring, int s) { return glm::uint(ring * segments + s % segments); };
    for (int ring = 0; ring < rings; ++ring)
        for (int s = 0; s < segments; ++s) {
            mesh.triangles.emplace_back(at(ring, s), at(ring, s + 1), at(ring + 1, s + 1));
            mesh.triangles.emplace_back(at(ring, s), at(ring + 1, s + 1), at(ring + 1, s));
        }
    for (const int ring : {0, rings}) {
        const auto centre = glm::uint(mesh.positions.size());
        const float y = ring == 0 ? -kTop : kTop;
        mesh.positions.emplace_back(0, y, 0);
        mesh.normals.emplace_back(0, y > 0 ? 1 : -1, 0);
        mesh.colours.emplace_back(clayAt({0, y, 0}), 1.0f);
        for (int s = 0; s < segments; ++s)
            mesh.triangles.emplace_back(centre, at(ring, ring == 0 ? s + 1 : s), at(ring, ring == 0 ? s : s + 1));
    }
    return mesh;
}

Operations analyticOperations()
{
    Operations operations;
    operations.decodePicture = [](const std::filesystem::path& path, JobContext&) {
        if (!std::filesystem::exists(path))
            throw Error(ErrorCode::io, "{}: expected a picture, found no such file.", path.string());
        return vasePhoto();
    };
    operations.decodePlane = [](const std::filesystem::path&, JobContext&) {
        return prepared(vasePhoto()).depth.relative;
    };
    operations.importAsset = [](const std::filesystem::path&, JobContext&) {
        const Mesh vase = vaseMesh(0.5f, 200);
        Asset asset;
        asset.clouds.resize(1);
        asset.clouds[0].positions = vase.positions;
        asset.clouds[0].colours = vase.colours;
        return asset;
    };
    operations.readViews = [](const std::vector<std::filesystem::path>& paths, JobContext& context) {
        context.report("Reading pictures", 0);
        OpenedViews views;
        auto& scene = views.scene;
        scene.name = paths[0].filename().string();
        for (int i = 0; i < 6; ++i) {
            PosedPicture view;
            view.name = fmt::format("images/view {}.png", i);
            view.heldOut = i == 5;
            view.picture = vasePhoto();
            view.focal = glm::dvec2(400);
            view.principal = glm::dvec2(128);
            const double angle = glm::two_pi<double>() * i / 6;
            view.worldFromCamera = glm::inverse(glm::lookAt(glm::dvec3(3 * std::sin(angle), 0.5, 3 * std::cos(angle)),
                                                            glm::dvec3(0), glm::dvec3(0, 1, 0)));
            scene.pictures.push_back(std::move(view));
        }
        if (paths.size() > 1)
            views.unplaced = {"lost.jpg"};
        return views;
    };
    operations.addViews = [](const OpenedViews& open, const std::vector<std::filesystem::path>&, JobContext&) {
        auto views = open;
        views.scene.pictures.push_back(views.scene.pictures.front());
        views.scene.pictures.back().name = "images/added.png";
        views.scene.pictures.back().heldOut = false;
        views.scene.pictures.back().worldFromCamera[3].y += 1;
        return views;
    };
    operations.makeCloud = makeVaseCloud;
    operations.sparseCloud = [](const PosedScene&, JobContext&) { return vaseCloud(60); };
    operations.estimateMatte = [](const Image& photo, const MatteHints&, JobContext&) { return prepared(photo).matte; };
    operations.generate = generateVase;
    operations.extractFieldSurface = [](const RadianceField&, const BakedField&, const GenerateOptions& options,
                                        JobContext&) { return vaseMesh(options.surfaceLevel, 160); };
    operations.extractBakedSurface = [](const BakedField&, float level, JobContext&) { return vaseMesh(level, 40); };
    operations.samplePoints = [](const Mesh& mesh, int, std::uint64_t) {
        PointCloud points;
        points.positions = mesh.positions;
        points.colours = mesh.colours;
        return points;
    };
    operations.renderFieldPicture = [](const RadianceField&, const Camera&, int width, int height, PictureChannel,
                                       JobContext&) { return Image(width, height, 4); };
    operations.exportAsset = [](const Asset& asset, const std::filesystem::path& path, const ExportOptions&,
                                JobContext& context) {
        context.report("Export", 0);
        if (asset.meshes.empty() || !std::filesystem::is_directory(path.parent_path()))
            throw Error(ErrorCode::io, "{}: the folder cannot be written.", path.string());
    };
    operations.describeDevice = [] { return std::string("CPU, 2 threads"); };
    operations.formats = {{"glb", "glTF binary (GLB)", "One file with colours; metres, Y up."},
                          {"obj", "Wavefront OBJ", "Vertex colours beside the positions; metres."},
                          {"stl", "STL", "Shape only, for printing; millimetres, Z up."}};
    return operations;
}

} // namespace bozzetto::test
