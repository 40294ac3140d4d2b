#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/field/baked_field.h"
#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/gl/texture.h"
#include "render/scene/cached.h"
#include "render/scene/layer.h"
#include "render/scene/renderer.h"
#include "render/scene/view.h"

namespace bozzetto {

/// Ray-marches a baked field into a layer that may be smaller than the picture.
class FieldDrawable
{
public:
    FieldDrawable();

    /// Uploads `field` unless it is the one that is there.
    void prepare(const std::shared_ptr<const BakedField>& field);
    /// view: of the layer's size. quality in (0, 1]: step length and how early an almost opaque ray stops.
    void draw(const View& view, const glm::mat4& worldFromScene, FieldChannel channel, float quality, Layer& layer);
    /// Corners of the occupied part and solid points, in scene coordinates; empty for an empty field.
    const std::vector<glm::vec3>& corners() const { return m_corners; }
    const std::vector<glm::vec3>& solid() const { return m_solid; }

private:
    void prepareNormals();
    void setRays(Program& program, const View& view, const glm::mat4& worldFromScene);

    CacheKey<BakedField> m_key;
    std::array<Program, 4> m_programs; ///< by channel
    VertexArray m_cube;
    Buffer m_indices;
    Texture m_volume;
    Texture m_bricks;
    Texture m_smooth; ///< made when normals are first asked for
    glm::vec3 m_smoothSize{0.0f};
    glm::vec3 m_boxMinimum{0.0f}; ///< occupied part, in voxels
    glm::vec3 m_boxMaximum{0.0f};
    glm::vec3 m_size{0.0f}; ///< voxels
    glm::vec3 m_voxel{0.0f}; ///< field units
    float m_brickSize = 8.0f;
    glm::vec3 m_brickCounts{0.0f};
    glm::mat4 m_sceneFromVoxel{1.0f};
    std::vector<glm::vec3> m_corners;
    std::vector<glm::vec3> m_solid;
};

} // namespace bozzetto
