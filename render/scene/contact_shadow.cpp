#include "render/scene/contact_shadow.h"

#include <algorithm>

#include <glm/gtc/matrix_transform.hpp>

namespace bozzetto {

namespace {

constexpr int kMapSize = 192;

/// An orthographic camera under the floor that looks up: its picture's x is the world's x, its y the world's z.
Camera cameraFromBelow(const glm::vec4& rectangle, const Bounds& bounds, float floor)
{
    Camera camera;
    const glm::vec3 eye(rectangle.x + 0.5f * rectangle.z, floor - 1.0f, rectangle.y + 0.5f * rectangle.w);
    camera.worldFromCamera = glm::mat4(glm::vec4(1, 0, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(0, -1, 0, 0),
                                       glm::vec4(eye, 1));
    camera.orthographicHeight = rectangle.w;
    camera.nearPlane = 0.5f;
    camera.farPlane = 1.0f + std::max(bounds.maximum.y - floor, 0.01f);
    return camera;
}

} // namespace

ContactShadow::ContactShadow()
    : m_footprint({"fullscreen.vert", "shadow_footprint.frag"}), m_blur({"fullscreen.vert", "shadow_blur.frag"}),
      m_empty(VertexArray::empty())
{
}

void ContactShadow::blur(Layer& source, Layer& target, const glm::vec2& step)
{
    target.begin(Layer::Kind::depthBuffer, kMapSize, kMapSize);
    m_blur.use();
    m_blur.set("image", 0);
    m_blur.set("direction", step / float(kMapSize));
    source.colour().bind(0);
    m_empty.bind();
    gl().glDrawArrays(GL_TRIANGLES, 0, 3);
    target.end();
}

void ContactShadow::prepare(const std::shared_ptr<const void>& identity, const glm::mat4& worldFromScene,
                            const Bounds& bounds, float floor, const DrawObject& drawObject)
{
    if (m_identity.lock() == identity && m_worldFromScene == worldFromScene && m_floor == floor)
        return;
    m_identity = identity;
    m_worldFromScene = worldFromScene;
    m_floor = floor;
    const glm::vec3 size = bounds.size();
    const float extent = 1.9f * std::max({size.x, size.z, 0.35f * size.y, 1e-4f});
    m_rectangle = glm::vec4(bounds.centre().x - 0.5f * extent, bounds.centre().z - 0.5f * extent, extent, extent);
    const Camera camera = cameraFromBelow(m_rectangle, bounds, floor);
    drawObject(viewOf(camera, kMapSize, kMapSize), m_object);

    m_map.begin(Layer::Kind::depthBuffer, kMapSize, kMapSize);
    m_footprint.use();
    m_footprint.set("colours", 0);
    m_footprint.set("depths", 1);
    // Heights are compared with the object's width, so that the shadow looks alike at any size.
    const float span = camera.farPlane - camera.nearPlane;
    m_footprint.set("heightPerDepth", span / extent);
    m_footprint.set("heightAtZero", (camera.nearPlane - 1.0f) / extent);
    m_object.colour().bind(0);
    m_object.depth().bind(1);
    m_empty.bind();
    gl().glDrawArrays(GL_TRIANGLES, 0, 3);
    m_map.end();
    blur(m_map, m_other, glm::vec2(1, 0));
    blur(m_other, m_map, glm::vec2(0, 1));
}

} // namespace bozzetto
