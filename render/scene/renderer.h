#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <glm/glm.hpp>

#include "core/field/baked_field.h"
#include "core/image/image.h"
#include "core/scene/asset.h"
#include "core/scene/camera.h"
#include "render/scene/camera_frusta.h"

namespace bozzetto {

enum class Representation { field, mesh, points };
enum class FieldChannel { colour, depth, normals, opacity };
enum class MeshShading { colour, solid, wire, normals }; ///< solid = matcap clay
enum class PointSizing { pixels, world };

/// An immutable picture of what there is to draw. Pointers may be null.
struct SceneSnapshot
{
    std::shared_ptr<const BakedField> field;
    std::shared_ptr<const Mesh> mesh; ///< scene frame
    std::shared_ptr<const PointCloud> points;
    std::shared_ptr<const Image> restingPicture; ///< rgba, premultiplied: the exact renderer's picture for this camera
    glm::mat4 worldFromScene{1.0f};              ///< levelling tilt
    std::shared_ptr<const CameraFrusta> frusta{}; ///< scene frame
};

struct DrawOptions
{
    Representation representation = Representation::field;
    Representation previousRepresentation = Representation::field;
    float crossFade = 1.0f; ///< 1 = only `representation`
    FieldChannel fieldChannel = FieldChannel::colour;
    MeshShading meshShading = MeshShading::colour;
    PointSizing pointSizing = PointSizing::pixels;
    float pointSize = 3.0f;       ///< pixels or world units
    std::int64_t pointBudget = 0; ///< points drawn at most, larger in turn; 0 = as many as pixels can show
    bool eyeDome = true;          ///< points behind their neighbours are darkened
    float pixelScale = 1.0f;      ///< device pixels per pixel that the eye is used to: widths of lines
    float fieldQuality = 1.0f;    ///< 1 = full resolution and step; smaller while moving; below 1 no multisampling
    bool showFrusta = true;
    bool showGrid = true;
    bool showAxes = true;
    bool showContactShadow = true;
    bool transparentBackground = false;  ///< the picture comes out premultiplied
    std::optional<float> floorHeight;    ///< world y of grid and shadow; absent = under the object
    glm::vec3 backgroundTop{0.204f, 0.212f, 0.227f};
    glm::vec3 backgroundBottom{0.102f, 0.106f, 0.114f};
    glm::vec3 gridColour{0.5f};
};

/// Draws a snapshot; holds nothing but caches of GPU buffers, keyed by the snapshot's pointers. OpenGL 4.1 core.
/// Make, use and destroy with the same context current. A GL error throws Error(internal).
class Renderer
{
public:
    Renderer();
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    /// Into framebuffer object `target` (0 = the default one), viewport (0, 0, width, height) in device pixels. The
    /// target's depth buffer, if it has one, gets the object's window depth (1 where none is), as glReadPixels finds it.
    void draw(const SceneSnapshot& scene, const Camera& camera, const DrawOptions& options, unsigned target, int width,
              int height);

    /// Of the last draw(): what a budget of points is chosen by.
    std::int64_t pointsDrawn() const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace bozzetto
