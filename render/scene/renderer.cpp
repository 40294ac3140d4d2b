#include "render/scene/renderer.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "render/gl/debug_log.h"
#include "render/scene/composer.h"
#include "render/scene/contact_shadow.h"
#include "render/scene/field_drawable.h"
#include "render/scene/frusta_drawable.h"
#include "render/scene/mesh_drawable.h"
#include "render/scene/points_drawable.h"
#include "render/scene/view.h"

namespace bozzetto {

namespace {

/// Samples a pixel for mesh and points: one while the camera moves.
int samplesFor(const DrawOptions& options) { return options.fieldQuality < 0.999f ? 1 : 4; }

/// Cut off below the floor: the part of a fitted field's solid voxels that may be stray.
constexpr double kStrayShare = 0.0005;

constexpr float kFrustumLine = 1.25f; ///< pixels that the eye is used to

/// Enough of a cloud for the shape of its shadow.
constexpr std::int64_t kShadowPoints = 400'000;

glm::vec3 transformed(const glm::mat4& matrix, const glm::vec3& point)
{
    return glm::vec3(matrix * glm::vec4(point, 1.0f));
}

Bounds transformed(const glm::mat4& matrix, const Bounds& bounds)
{
    Bounds result;
    if (bounds.empty())
        return result;
    for (int i = 0; i < 8; ++i)
        result.add(transformed(matrix, glm::mix(bounds.minimum, bounds.maximum, glm::vec3(i & 1, i >> 1 & 1, i >> 2))));
    return result;
}

/// The bounds of all points but the few lowest.
Bounds robustBounds(const glm::mat4& matrix, const std::vector<glm::vec3>& points)
{
    Bounds bounds;
    std::vector<float> heights;
    heights.reserve(points.size());
    for (const auto& point : points) {
        const glm::vec3 p = transformed(matrix, point);
        bounds.add(p);
        heights.push_back(p.y);
    }
    if (heights.empty())
        return bounds;
    const auto low = heights.begin() + std::ptrdiff_t(kStrayShare * double(heights.size()));
    std::nth_element(heights.begin(), low, heights.end());
    bounds.minimum.y = *low;
    return bounds;
}

/// A float picture as bytes, clamped.
std::vector<std::uint8_t> bytesOf(const Image& image)
{
    if (image.channels != 4)
        throw Error(ErrorCode::badInput, "The resting picture was expected to have 4 channels, found {}.",
                    image.channels);
    std::vector<std::uint8_t> bytes(image.pixels.size());
    std::transform(image.pixels.begin(), image.pixels.end(), bytes.begin(),
                   [](float v) { return std::uint8_t(std::clamp(v, 0.0f, 1.0f) * 255.0f + 0.5f); });
    return bytes;
}

} // namespace

struct Renderer::Private
{
    DebugLog log;
    FieldDrawable field;
    MeshDrawable mesh;
    PointsDrawable points;
    FrustaDrawable frusta;
    ContactShadow shadow;
    Composer composer;
    Layer layers[2];
    Layer cameraLayer;
    CacheKey<Image> pictureKey;
    Texture picture;

    void preparePicture(const std::shared_ptr<const Image>& image);
    LayerPictures drawObject(const SceneSnapshot& scene, const Camera& camera, const View& view,
                             const DrawOptions& options, Representation representation, Layer& layer);
    Floor prepareFloor(const SceneSnapshot& scene, const DrawOptions& options);
};

namespace {

bool has(const SceneSnapshot& scene, Representation representation)
{
    switch (representation) {
    case Representation::field: return scene.field || scene.restingPicture;
    case Representation::mesh: return scene.mesh != nullptr;
    case Representation::points: return scene.points != nullptr;
    }
    return false;
}

/// Leaves the state that Qt's painter and other users of the context expect.
void restoreState()
{
    Gl& f = gl();
    for (GLenum unit = 0; unit < GLenum(kComposedTextures); ++unit) {
        f.glActiveTexture(GL_TEXTURE0 + unit);
        f.glBindTexture(GL_TEXTURE_2D, 0);
        f.glBindTexture(GL_TEXTURE_3D, 0);
    }
    f.glActiveTexture(GL_TEXTURE0);
    f.glBindVertexArray(0);
    f.glUseProgram(0);
}

void setInitialState()
{
    Gl& f = gl();
    for (const GLenum capability : {GL_BLEND, GL_DEPTH_TEST, GL_CULL_FACE, GL_SCISSOR_TEST, GL_STENCIL_TEST,
                                    GL_FRAMEBUFFER_SRGB, GL_POLYGON_OFFSET_FILL})
        f.glDisable(capability);
    f.glEnable(GL_MULTISAMPLE);
    f.glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    f.glDepthMask(GL_TRUE);
    f.glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
}

} // namespace

void Renderer::Private::preparePicture(const std::shared_ptr<const Image>& image)
{
    if (pictureKey.is(image))
        return;
    picture = Texture::make2d(image->width, image->height, TextureFormat::rgba8(), TextureFilter::linear,
                              bytesOf(*image).data());
    pictureKey.set(image);
}

LayerPictures Renderer::Private::drawObject(const SceneSnapshot& scene, const Camera& camera, const View& view,
                                            const DrawOptions& options, Representation representation, Layer& layer)
{
    switch (representation) {
    case Representation::field: {
        LayerPictures pictures;
        if (scene.field) {
            field.prepare(scene.field);
            // Under an exact picture the field gives the depth only.
            const float quality = std::clamp(options.fieldQuality, 0.1f, scene.restingPicture ? 0.5f : 1.0f);
            const View small = viewOf(camera, std::max(1, int(std::lround(quality * float(view.width)))),
                                      std::max(1, int(std::lround(quality * float(view.height)))));
            field.draw(small, scene.worldFromScene, options.fieldChannel, quality, layer);
            pictures = {&layer.colour(), &layer.depth(), false};
        }
        if (scene.restingPicture && !scene.restingPicture->empty()) {
            preparePicture(scene.restingPicture);
            pictures.colour = &picture;
            pictures.topDown = true;
        }
        return pictures;
    }
    case Representation::mesh:
        mesh.prepare(scene.mesh);
        mesh.draw(view, scene.worldFromScene, options.meshShading, options.pixelScale, samplesFor(options), layer);
        break;
    case Representation::points:
        points.prepare(scene.points);
        points.draw(view, scene.worldFromScene, {options.pointSizing, options.pointSize, options.eyeDome, options.pointBudget},
                    samplesFor(options), layer);
        break;
    }
    return {&layer.colour(), &layer.depth(), false};
}

Floor Renderer::Private::prepareFloor(const SceneSnapshot& scene, const DrawOptions& options)
{
    // One footprint for all representations of the object, so that the floor stays where it is while they fade.
    Floor floor;
    Bounds bounds;
    std::shared_ptr<const void> identity;
    ContactShadow::DrawObject drawObject;
    if (scene.field) {
        field.prepare(scene.field);
        bounds = robustBounds(scene.worldFromScene, field.solid());
        identity = scene.field;
        drawObject = [&](const View& view, Layer& layer) {
            field.draw(view, scene.worldFromScene, FieldChannel::colour, 0.4f, layer);
        };
    }
    if (bounds.empty() && scene.mesh) {
        mesh.prepare(scene.mesh);
        bounds = transformed(scene.worldFromScene, mesh.bounds());
        identity = scene.mesh;
        drawObject = [&](const View& view, Layer& layer) {
            mesh.draw(view, scene.worldFromScene, MeshShading::normals, 1.0f, 1, layer);
        };
    }
    if (bounds.empty() && scene.points) {
        points.prepare(scene.points);
        bounds = transformed(scene.worldFromScene, points.bounds());
        identity = scene.points;
        drawObject = [&](const View& view, Layer& layer) {
            points.draw(view, scene.worldFromScene, {PointSizing::pixels, 3.0f, false, kShadowPoints}, 1, layer);
        };
    }
    if (bounds.empty()) {
        floor.height = options.floorHeight.value_or(0.0f);
        return floor;
    }
    floor.height = options.floorHeight.value_or(bounds.minimum.y);
    floor.centre = bounds.centre();
    floor.radius = std::max(0.5f * glm::length(bounds.size()), 1e-4f);
    if (options.showContactShadow) {
        shadow.prepare(identity, scene.worldFromScene, bounds, floor.height, drawObject);
        floor.shadow = &shadow.map();
        floor.shadowRectangle = shadow.rectangle();
    }
    return floor;
}

Renderer::Renderer() : m_private(std::make_unique<Private>()) { m_private->log.check("making the renderer"); }

Renderer::~Renderer() = default;

std::int64_t Renderer::pointsDrawn() const { return m_private->points.drawnPoints(); }

void Renderer::draw(const SceneSnapshot& scene, const Camera& camera, const DrawOptions& options, unsigned target,
                    int width, int height)
{
    Gl& f = gl();
    Private& d = *m_private;
    const View view = viewOf(camera, width, height);
    setInitialState();
    const float fade = std::clamp(options.crossFade, 0.0f, 1.0f);
    const bool fading = fade < 1.0f && options.previousRepresentation != options.representation;
    LayerPictures pictures[2];
    if (has(scene, options.representation))
        pictures[0] = d.drawObject(scene, camera, view, options, options.representation, d.layers[0]);
    if (fading && has(scene, options.previousRepresentation))
        pictures[1] = d.drawObject(scene, camera, view, options, options.previousRepresentation, d.layers[1]);
    LayerPictures cameras;
    if (scene.frusta && options.showFrusta) {
        d.frusta.prepare(scene.frusta);
        d.frusta.draw(view, scene.worldFromScene, kFrustumLine * options.pixelScale, samplesFor(options), d.cameraLayer);
        cameras = {&d.cameraLayer.colour(), &d.cameraLayer.depth(), false};
    }
    const Floor floor = options.showContactShadow || options.showGrid || options.showAxes
                            ? d.prepareFloor(scene, options)
                            : Floor{};
    f.glBindFramebuffer(GL_FRAMEBUFFER, target);
    f.glViewport(0, 0, width, height);
    d.composer.draw(view, options, floor, pictures, fading ? 1.0f - fade : 0.0f, cameras);
    restoreState();
    d.log.check("drawing the scene");
}

} // namespace bozzetto
