#include "render/scene/points_drawable.h"

#include <array>

#include "core/base/error.h"

namespace bozzetto {

namespace {

struct Vertex
{
    glm::vec3 position;
    std::array<std::uint8_t, 4> colour;
};

std::vector<Vertex> packVertices(const PointCloud& cloud, const std::vector<std::uint32_t>& order)
{
    std::vector<Vertex> vertices(order.size());
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        const std::uint32_t from = order[i];
        const glm::vec4 colour = cloud.colours.empty() ? glm::vec4(0.8f, 0.78f, 0.75f, 1.0f) : cloud.colours[from];
        const glm::vec4 c = glm::clamp(colour, 0.0f, 1.0f) * 255.0f + 0.5f;
        vertices[i] = {cloud.positions[from],
                       {std::uint8_t(c.r), std::uint8_t(c.g), std::uint8_t(c.b), std::uint8_t(c.a)}};
    }
    return vertices;
}

} // namespace

PointsDrawable::PointsDrawable()
    : m_points({"points.vert", "points.frag"}), m_eyeDome({"fullscreen.vert", "eye_dome.frag"}),
      m_empty(VertexArray::empty())
{
}

void PointsDrawable::prepare(const std::shared_ptr<const PointCloud>& points)
{
    if (m_key.is(points))
        return;
    if (!points->colours.empty() && points->colours.size() != points->positions.size())
        throw Error(ErrorCode::badInput, "Point cloud: expected {} colours or none, found {}.",
                    points->positions.size(), points->colours.size());
    m_key.set(points);
    m_bounds = boundsOf(*points);
    PointOrder arranged = arrangePoints(points->positions);
    m_blocks = std::move(arranged.blocks);
    if (m_blocks.empty())
        return;
    const auto vertices = packVertices(*points, arranged.order);
    m_vertices = Buffer(GL_ARRAY_BUFFER, std::span<const Vertex>(vertices));
    const std::array<VertexAttribute, 2> attributes = {
        VertexAttribute{0, 3, GL_FLOAT, false, offsetof(Vertex, position)},
        VertexAttribute{1, 4, GL_UNSIGNED_BYTE, true, offsetof(Vertex, colour)}};
    m_array = VertexArray(m_vertices, sizeof(Vertex), attributes, nullptr);
}

void PointsDrawable::drawPoints(const View& view, const glm::mat4& worldFromScene, const Style& style, int samples)
{
    m_raw.begin(Layer::Kind::depthBuffer, view.width, view.height, samples);
    const PointSelection selection = selectPoints(m_blocks, view, worldFromScene, style.budget);
    m_drawn = selection.points;
    if (m_drawn > 0) {
        Gl& f = gl();
        m_points.use();
        m_points.set("clipFromScene", view.clipFromWorld * worldFromScene);
        // Pixels across = fixed + perWidth / w; w is 1 in an orthographic view.
        const bool world = style.sizing == PointSizing::world;
        const float size = style.size * selection.growth;
        m_points.set("fixedSize", world ? 0.0f : size);
        m_points.set("sizePerDistance", world ? size * view.pixelsPerUnit : 0.0f);
        m_points.set("multisampled", samples > 1 ? 1 : 0);
        f.glEnable(GL_PROGRAM_POINT_SIZE);
        f.glEnable(GL_DEPTH_TEST);
        f.glDepthFunc(GL_LESS);
        if (samples > 1)
            f.glEnable(GL_SAMPLE_ALPHA_TO_COVERAGE);
        m_array.bind();
        f.glMultiDrawArrays(GL_POINTS, selection.firsts.data(), selection.counts.data(), GLsizei(selection.firsts.size()));
        f.glDisable(GL_SAMPLE_ALPHA_TO_COVERAGE);
        f.glDisable(GL_DEPTH_TEST);
        f.glDisable(GL_PROGRAM_POINT_SIZE);
    }
    m_raw.end();
}

void PointsDrawable::draw(const View& view, const glm::mat4& worldFromScene, const Style& style, int samples, Layer& layer)
{
    drawPoints(view, worldFromScene, style, samples);
    layer.begin(Layer::Kind::depthColour, view.width, view.height);
    m_eyeDome.use();
    m_eyeDome.set("colours", 0);
    m_eyeDome.set("depths", 1);
    m_eyeDome.set("strength", style.eyeDome ? 1.0f : 0.0f);
    m_eyeDome.set("planes", glm::vec2(view.nearPlane, view.farPlane));
    m_eyeDome.set("orthographic", view.orthographic ? 1 : 0);
    m_eyeDome.set("radius", std::max(1.0f, float(view.height) / 600.0f));
    m_raw.colour().bind(0);
    m_raw.depth().bind(1);
    m_empty.bind();
    gl().glDrawArrays(GL_TRIANGLES, 0, 3);
    layer.end();
}

} // namespace bozzetto
