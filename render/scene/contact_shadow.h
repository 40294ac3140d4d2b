#pragma once

#include <functional>
#include <memory>

#include "core/scene/asset.h"
#include "render/gl/program.h"
#include "render/gl/buffer.h"
#include "render/scene/layer.h"
#include "render/scene/view.h"

namespace bozzetto {

/// The soft darkness under an object: its footprint seen from below, near parts blurred little and far parts much.
class ContactShadow
{
public:
    ContactShadow();

    /// Draws the object into a layer as a view sees it.
    using DrawObject = std::function<void(const View& view, Layer& layer)>;

    /// Makes the map anew unless `identity` (what is drawn), `bounds` and `floor` are those of the last call.
    /// bounds: of the object, world. floor: its height, world y.
    void prepare(const std::shared_ptr<const void>& identity, const glm::mat4& worldFromScene, const Bounds& bounds,
                 float floor, const DrawObject& drawObject);
    const Texture& map() const { return m_map.colour(); }
    glm::vec4 rectangle() const { return m_rectangle; } ///< the map's x, z minimum and size, world

private:
    void blur(Layer& source, Layer& target, const glm::vec2& step);

    std::weak_ptr<const void> m_identity;
    glm::mat4 m_worldFromScene{0.0f};
    float m_floor = 0.0f;
    glm::vec4 m_rectangle{0.0f};
    Program m_footprint;
    Program m_blur;
    VertexArray m_empty;
    Layer m_object;
    Layer m_map;
    Layer m_other;
};

} // namespace bozzetto
