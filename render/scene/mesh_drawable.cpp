#include "render/scene/mesh_drawable.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bozzetto {

namespace {

struct Vertex
{
    glm::vec3 position;
    std::array<std::int16_t, 4> normal;
    std::array<std::uint8_t, 4> colour;
};

constexpr std::array<std::uint8_t, 4> kPlain = {205, 199, 192, 255}; ///< where a mesh has no colours

std::array<std::int16_t, 4> packNormal(const glm::vec3& normal)
{
    const glm::vec3 n = glm::clamp(normal, -1.0f, 1.0f) * 32767.0f;
    return {std::int16_t(n.x), std::int16_t(n.y), std::int16_t(n.z), 0};
}

std::array<std::uint8_t, 4> packColour(const glm::vec4& colour)
{
    const glm::vec4 c = glm::clamp(colour, 0.0f, 1.0f) * 255.0f + 0.5f;
    return {std::uint8_t(c.r), std::uint8_t(c.g), std::uint8_t(c.b), std::uint8_t(c.a)};
}

void requireConsistent(const Mesh& mesh)
{
    const std::size_t count = mesh.positions.size();
    for (const auto& triangle : mesh.triangles)
        if (triangle.x >= count || triangle.y >= count || triangle.z >= count)
            throw Error(ErrorCode::badInput, "Mesh: expected triangles over {} vertices, found vertices {}, {}, {}.",
                        count, triangle.x, triangle.y, triangle.z);
    if ((!mesh.colours.empty() && mesh.colours.size() != count) ||
        (!mesh.normals.empty() && mesh.normals.size() != count))
        throw Error(ErrorCode::badInput, "Mesh: expected {} colours and normals or none, found {} and {}.", count,
                    mesh.colours.size(), mesh.normals.size());
}

/// Means of the triangles round each vertex, weighted by area.
std::vector<glm::vec3> smoothNormals(const Mesh& mesh)
{
    std::vector<glm::vec3> normals(mesh.positions.size(), glm::vec3(0.0f));
    for (const auto& t : mesh.triangles) {
        const glm::vec3& a = mesh.positions[t.x];
        const glm::vec3 area = glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a);
        for (int i = 0; i < 3; ++i)
            normals[t[i]] += area;
    }
    for (auto& normal : normals) {
        const float length = glm::length(normal);
        normal = length > 0 ? normal / length : glm::vec3(0, 0, 1);
    }
    return normals;
}

/// Edge of the equilateral triangle whose area is the mean of the mesh's.
float meanEdgeOf(const Mesh& mesh)
{
    double area = 0;
    for (const auto& t : mesh.triangles) {
        const glm::vec3& a = mesh.positions[t.x];
        area += 0.5 * double(glm::length(glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a)));
    }
    const double mean = area / double(std::max<std::size_t>(mesh.triangles.size(), 1));
    return std::max(float(std::sqrt(4.0 / std::sqrt(3.0) * mean)), 1e-9f);
}

std::vector<Vertex> packVertices(const Mesh& mesh)
{
    const auto& normals = mesh.normals.empty() ? smoothNormals(mesh) : mesh.normals;
    std::vector<Vertex> vertices(mesh.positions.size());
    for (std::size_t i = 0; i < vertices.size(); ++i)
        vertices[i] = {mesh.positions[i], packNormal(normals[i]),
                       mesh.colours.empty() ? kPlain : packColour(mesh.colours[i])};
    return vertices;
}

} // namespace

MeshDrawable::MeshDrawable()
{
    m_programs[std::size_t(MeshShading::colour)] = Program({"mesh.vert", "mesh_colour.frag"});
    m_programs[std::size_t(MeshShading::solid)] = Program({"mesh.vert", "mesh_clay.frag"});
    m_programs[std::size_t(MeshShading::wire)] = Program({"mesh.vert", "mesh_wire.frag", "mesh_wire.geom", {"WIRE"}});
    m_programs[std::size_t(MeshShading::normals)] = Program({"mesh.vert", "mesh_normals.frag"});
}

void MeshDrawable::prepare(const std::shared_ptr<const Mesh>& mesh)
{
    if (m_key.is(mesh))
        return;
    requireConsistent(*mesh);
    m_key.set(mesh);
    m_bounds = boundsOf(*mesh);
    m_meanEdge = meanEdgeOf(*mesh);
    m_indexCount = int(3 * mesh->triangles.size());
    if (m_indexCount == 0)
        return;
    const auto vertices = packVertices(*mesh);
    m_vertices = Buffer(GL_ARRAY_BUFFER, std::span<const Vertex>(vertices));
    m_indices = Buffer(GL_ELEMENT_ARRAY_BUFFER, std::span<const glm::uvec3>(mesh->triangles));
    const std::array<VertexAttribute, 3> attributes = {
        VertexAttribute{0, 3, GL_FLOAT, false, offsetof(Vertex, position)},
        VertexAttribute{1, 3, GL_SHORT, true, offsetof(Vertex, normal)},
        VertexAttribute{2, 4, GL_UNSIGNED_BYTE, true, offsetof(Vertex, colour)}};
    m_array = VertexArray(m_vertices, sizeof(Vertex), attributes, &m_indices);
}

void MeshDrawable::draw(const View& view, const glm::mat4& worldFromScene, MeshShading shading, float pixelScale,
                        int samples, Layer& layer)
{
    layer.begin(Layer::Kind::depthBuffer, view.width, view.height, samples);
    if (m_indexCount > 0) {
        Gl& f = gl();
        Program& program = m_programs[std::size_t(shading)];
        program.use();
        const glm::mat4 viewFromScene = view.viewFromWorld * worldFromScene;
        program.set("clipFromScene", view.clipFromWorld * worldFromScene);
        program.set("viewFromScene", viewFromScene);
        program.set("viewFromSceneNormal", glm::transpose(glm::inverse(glm::mat3(viewFromScene))));
        program.set("viewUp", glm::mat3(view.viewFromWorld) * glm::vec3(0, 1, 0));
        program.set("orthographic", view.orthographic ? 1 : 0);
        program.set("halfViewport", 0.5f * glm::vec2(view.width, view.height));
        const float depth = -(viewFromScene * glm::vec4(m_bounds.centre(), 1.0f)).z;
        program.set("meanEdge", m_meanEdge);
        program.set("meanEdgePixels",
                    m_meanEdge * view.pixelsPerUnit / (view.orthographic ? 1.0f : std::max(depth, view.nearPlane)) /
                        pixelScale);
        program.set("pixelScale", pixelScale);
        f.glEnable(GL_DEPTH_TEST);
        f.glDepthFunc(GL_LESS);
        m_array.bind();
        f.glDrawElements(GL_TRIANGLES, m_indexCount, GL_UNSIGNED_INT, nullptr);
        f.glDisable(GL_DEPTH_TEST);
    }
    layer.end();
}

} // namespace bozzetto
