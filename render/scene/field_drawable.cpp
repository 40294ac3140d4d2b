#include "render/scene/field_drawable.h"

#include <algorithm>

#include <glm/gtc/matrix_transform.hpp>

#include "render/scene/field_volume.h"

namespace bozzetto {

namespace {

constexpr std::size_t kSolidPoints = 20000;

/// The cube's corner i is (i & 1, i >> 1 & 1, i >> 2 & 1); faces counter-clockwise seen from outside.
constexpr std::array<std::uint8_t, 36> kCube = {0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5, 0, 1, 5, 0, 5, 4,
                                                2, 6, 7, 2, 7, 3, 0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6};

/// Steps are counted in voxels: half a voxel at rest, growing while the camera moves.
float stepOf(float quality) { return glm::mix(1.2f, 0.5f, glm::smoothstep(0.3f, 1.0f, quality)); }

/// What is left of the light when a ray is taken for opaque.
float stopOf(float quality) { return quality >= 0.999f ? 0.004f : 0.03f; }

} // namespace

FieldDrawable::FieldDrawable()
    : m_cube(VertexArray::empty()), m_indices(GL_ELEMENT_ARRAY_BUFFER, std::span<const std::uint8_t>(kCube))
{
    for (std::size_t i = 0; i < m_programs.size(); ++i)
        m_programs[i] = Program({"field.vert", "field.frag", {}, {"CHANNEL " + std::to_string(i)}});
}

void FieldDrawable::prepare(const std::shared_ptr<const BakedField>& field)
{
    if (m_key.is(field))
        return;
    requireConsistent(*field);
    m_corners.clear();
    m_solid.clear();
    m_smooth = Texture();
    const VoxelRange range = occupiedRange(*field);
    m_boxMinimum = glm::vec3(range.minimum);
    m_boxMaximum = glm::vec3(range.maximum);
    m_size = glm::vec3(field->size);
    m_key.set(field);
    if (range.minimum == range.maximum)
        return;
    m_volume = Texture::make3d(field->size, TextureFormat::rgba8(), TextureFilter::linear, bledColours(*field).data());
    m_bricks = Texture::make3d(field->brickCounts(), TextureFormat::r8(), TextureFilter::nearest,
                               emptyDistance(*field).data());
    m_brickSize = float(field->brickSize);
    m_brickCounts = glm::vec3(field->brickCounts());
    m_voxel = field->voxelSize();
    m_sceneFromVoxel =
        glm::scale(glm::translate(field->sceneFromField, field->box.minimum), m_voxel);
    for (int i = 0; i < 8; ++i) {
        const glm::vec3 corner = glm::mix(m_boxMinimum, m_boxMaximum, glm::vec3(i & 1, i >> 1 & 1, i >> 2 & 1));
        m_corners.push_back(glm::vec3(m_sceneFromVoxel * glm::vec4(corner, 1.0f)));
    }
    m_solid = solidPoints(*field, kSolidPoints);
}

void FieldDrawable::prepareNormals()
{
    const auto field = m_key.value();
    if (m_smooth || !field)
        return;
    const SmoothOpacity smooth = smoothOpacity(*field);
    m_smooth = Texture::make3d(smooth.size, TextureFormat::r16(), TextureFilter::linear, smooth.values.data());
    m_smoothSize = glm::vec3(smooth.size);
}

void FieldDrawable::setRays(Program& program, const View& view, const glm::mat4& worldFromScene)
{
    const glm::mat4 worldFromVoxel = worldFromScene * m_sceneFromVoxel;
    const glm::mat4 voxelFromWorld = glm::inverse(worldFromVoxel);
    program.set("clipFromVoxel", view.clipFromWorld * worldFromVoxel);
    program.set("eye", glm::vec3(voxelFromWorld * glm::vec4(view.eye, 1.0f)));
    program.set("forward", glm::vec3(voxelFromWorld * glm::vec4(view.forward, 0.0f)));
    program.set("orthographic", view.orthographic ? 1 : 0);
    // Gradients transform by the inverse transpose; with a uniform scale the length does not matter.
    program.set("viewFromVoxelNormal",
                glm::transpose(glm::inverse(glm::mat3(view.viewFromWorld * worldFromVoxel))));
    const glm::vec3 centre = glm::vec3(view.viewFromWorld * worldFromVoxel *
                                       glm::vec4(0.5f * (m_boxMinimum + m_boxMaximum), 1.0f));
    const float radius = 0.5f * glm::length(glm::mat3(worldFromVoxel) * (m_boxMaximum - m_boxMinimum));
    program.set("depthRange", glm::vec2(-centre.z - 0.75f * radius, -centre.z + 0.75f * radius));
    const glm::mat4 viewFromVoxel = view.viewFromWorld * worldFromVoxel;
    program.set("viewDepthRow",
                -glm::vec4(viewFromVoxel[0][2], viewFromVoxel[1][2], viewFromVoxel[2][2], viewFromVoxel[3][2]));
}

void FieldDrawable::draw(const View& view, const glm::mat4& worldFromScene, FieldChannel channel, float quality,
                         Layer& layer)
{
    const bool matte = channel == FieldChannel::opacity;
    layer.begin(Layer::Kind::depthColour, view.width, view.height, 1, matte ? glm::vec4(0, 0, 0, 1) : glm::vec4(0));
    if (m_corners.empty())
        return;
    Gl& f = gl();
    Program& program = m_programs[std::size_t(channel)];
    program.use();
    if (channel == FieldChannel::normals) {
        prepareNormals();
        program.set("smoothed", 2);
        program.set("smoothedSize", m_smoothSize);
        m_smooth.bind(2);
    }
    setRays(program, view, worldFromScene);
    program.set("boxMinimum", m_boxMinimum);
    program.set("boxMaximum", m_boxMaximum);
    program.set("size", m_size);
    program.set("voxel", m_voxel);
    program.set("brickSize", m_brickSize);
    program.set("brickCounts", m_brickCounts);
    program.set("stepLength", stepOf(quality));
    program.set("stopAt", stopOf(quality));
    program.set("volume", 0);
    program.set("bricks", 1);
    m_volume.bind(0);
    m_bricks.bind(1);
    // Back faces: they are there from inside the box too, and depth clamping keeps them beyond the far plane.
    f.glEnable(GL_CULL_FACE);
    f.glCullFace(GL_FRONT);
    f.glEnable(GL_DEPTH_CLAMP);
    m_cube.bind();
    m_indices.bind();
    f.glDrawElements(GL_TRIANGLES, GLsizei(kCube.size()), GL_UNSIGNED_BYTE, nullptr);
    f.glDisable(GL_DEPTH_CLAMP);
    f.glCullFace(GL_BACK);
    f.glDisable(GL_CULL_FACE);
    layer.end();
}

} // namespace bozzetto
