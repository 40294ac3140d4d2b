#include "render/scene/frusta_drawable.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr int kMostAtlasSide = 4096; ///< every OpenGL 4.1 has room for it
constexpr float kDimmed = 0.3f;      ///< of its brightness is left to what is not in use

/// Six of them make a line's two triangles; the shader gives it its width.
struct LineVertex
{
    glm::vec3 from, to;
    glm::vec3 colour;
};

struct BaseVertex
{
    glm::vec3 position;
    glm::vec2 place; ///< in the atlas
    float light;     ///< of the picture's brightness
};

/// The base's corners in the scene: left bottom, right bottom, right top, left top.
std::array<glm::vec3, 4> cornersOf(const CameraFrustum& camera, float depth)
{
    const glm::vec4 e = camera.edges * depth;
    std::array<glm::vec3, 4> corners;
    const glm::vec2 flat[4] = {{e[0], e[2]}, {e[1], e[2]}, {e[1], e[3]}, {e[0], e[3]}};
    for (std::size_t i = 0; i < 4; ++i)
        corners[i] = glm::vec3(camera.sceneFromCamera * glm::vec4(flat[i], -depth, 1.0f));
    return corners;
}

void addLine(std::vector<LineVertex>& vertices, const glm::vec3& from, const glm::vec3& to,
             const glm::vec3& colour)
{
    vertices.insert(vertices.end(), 6, LineVertex{from, to, colour});
}

} // namespace

FrustaDrawable::FrustaDrawable()
    : m_lines({"frustum_line.vert", "frustum_line.frag"}), m_bases({"frustum_base.vert", "frustum_base.frag"})
{
}

void FrustaDrawable::prepare(const std::shared_ptr<const CameraFrusta>& frusta)
{
    if (m_key.is(frusta))
        return;
    const auto& pictures = frusta->pictures;
    if (pictures && pictures->size() != frusta->cameras.size())
        throw Error(ErrorCode::badInput, "Camera frusta: expected {} pictures or none, found {}.",
                    frusta->cameras.size(), pictures->size());
    m_key.set(frusta);
    if (pictures && !m_pictureKey.is(pictures)) {
        m_pictureKey.set(pictures);
        uploadPictures(*pictures);
    }
    uploadLines(*frusta);
    uploadBases(*frusta);
}

/// Each picture in the left upper corner of its cell, its border pixels repeated where there is room.
void FrustaDrawable::uploadPictures(const std::vector<Image>& pictures)
{
    int longest = 1;
    for (const auto& picture : pictures)
        longest = std::max({longest, picture.width, picture.height});
    m_columns = std::max(1, int(std::ceil(std::sqrt(double(pictures.size())))));
    m_rows = std::max(1, int((pictures.size() + std::size_t(m_columns) - 1) / std::size_t(m_columns)));
    m_cellSide = std::max(1, std::min(longest, kMostAtlasSide / m_columns));
    const int width = m_columns * m_cellSide;
    std::vector<std::uint8_t> atlas(std::size_t(width) * std::size_t(m_rows * m_cellSide) * 4, 255);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const Image& picture = pictures[i];
        const int left = int(i) % m_columns * m_cellSide, top = int(i) / m_columns * m_cellSide;
        // Where there are more pictures than room, every n-th pixel is taken: they are thumbnails of
        // thumbnails then.
        const double step = std::max(1.0, double(std::max(picture.width, picture.height)) / m_cellSide);
        for (int y = 0; y < m_cellSide && !picture.empty(); ++y)
            for (int x = 0; x < m_cellSide; ++x) {
                const int fromX = std::min(picture.width - 1, int(step * x)),
                          fromY = std::min(picture.height - 1, int(step * y));
                auto* out = &atlas[(std::size_t(top + y) * std::size_t(width) + std::size_t(left + x)) * 4];
                for (int c = 0; c < 3; ++c)
                    out[c] =
                        std::uint8_t(std::clamp(picture.at(fromX, fromY, c), 0.0f, 1.0f) * 255.0f + 0.5f);
            }
    }
    m_atlas = Texture::make2d(width, m_rows * m_cellSide, TextureFormat::rgba8(), TextureFilter::linear,
                              atlas.data());
}

void FrustaDrawable::uploadLines(const CameraFrusta& frusta)
{
    std::vector<LineVertex> vertices;
    for (const auto& camera : frusta.cameras) {
        if (!camera.shown)
            continue;
        const auto corners = cornersOf(camera, frusta.depth);
        const glm::vec3 eye(camera.sceneFromCamera[3]);
        const glm::vec3 own = camera.marked ? frusta.markColour : frusta.colour;
        const glm::vec3 colour = camera.dimmed && !camera.marked ? 0.5f * own : own;
        for (std::size_t i = 0; i < 4; ++i) {
            addLine(vertices, eye, corners[i], colour);
            addLine(vertices, corners[i], corners[(i + 1) % 4], colour);
        }
        // A little roof says which way is up.
        const glm::vec3 top = 0.5f * (corners[2] + corners[3]), up = 0.2f * (corners[3] - corners[0]);
        const glm::vec3 half = 0.15f * (corners[2] - corners[3]);
        addLine(vertices, top - half, top + up, colour);
        addLine(vertices, top + half, top + up, colour);
    }
    m_lineCount = int(vertices.size());
    if (vertices.empty())
        return;
    m_lineVertices = Buffer(GL_ARRAY_BUFFER, std::span<const LineVertex>(vertices));
    const std::array<VertexAttribute, 3> attributes = {
        VertexAttribute{0, 3, GL_FLOAT, false, offsetof(LineVertex, from)},
        VertexAttribute{1, 3, GL_FLOAT, false, offsetof(LineVertex, to)},
        VertexAttribute{2, 3, GL_FLOAT, false, offsetof(LineVertex, colour)}};
    m_lineArray = VertexArray(m_lineVertices, sizeof(LineVertex), attributes, nullptr);
}

void FrustaDrawable::uploadBases(const CameraFrusta& frusta)
{
    std::vector<BaseVertex> vertices;
    for (std::size_t i = 0; i < frusta.cameras.size() && frusta.pictures; ++i) {
        const Image& picture = (*frusta.pictures)[i];
        if (!frusta.cameras[i].shown || picture.empty())
            continue;
        const auto corners = cornersOf(frusta.cameras[i], frusta.depth);
        const double step = std::max(1.0, double(std::max(picture.width, picture.height)) / m_cellSide);
        // From and to pixel centres, so that no neighbour shines through.
        const glm::vec2 size = glm::max(glm::vec2(picture.width, picture.height) / float(step), 1.0f);
        const glm::vec2 corner(float(int(i) % m_columns * m_cellSide),
                               float(int(i) / m_columns * m_cellSide));
        const glm::vec2 whole(float(m_columns * m_cellSide), float(m_rows * m_cellSide));
        const glm::vec2 low = (corner + 0.5f) / whole, high = (corner + size - 0.5f) / whole;
        const glm::vec2 places[4] = {{low.x, high.y}, {high.x, high.y}, {high.x, low.y}, {low.x, low.y}};
        const float light = frusta.cameras[i].dimmed ? kDimmed : 1.0f;
        for (const std::size_t k : {0, 1, 2, 0, 2, 3})
            vertices.push_back({corners[k], places[k], light});
    }
    m_baseCount = int(vertices.size());
    if (vertices.empty())
        return;
    m_baseVertices = Buffer(GL_ARRAY_BUFFER, std::span<const BaseVertex>(vertices));
    const std::array<VertexAttribute, 3> attributes = {
        VertexAttribute{0, 3, GL_FLOAT, false, offsetof(BaseVertex, position)},
        VertexAttribute{1, 2, GL_FLOAT, false, offsetof(BaseVertex, place)},
        VertexAttribute{2, 1, GL_FLOAT, false, offsetof(BaseVertex, light)}};
    m_baseArray = VertexArray(m_baseVertices, sizeof(BaseVertex), attributes, nullptr);
}

void FrustaDrawable::draw(const View& view, const glm::mat4& worldFromScene, float lineWidth, int samples,
                          Layer& layer)
{
    Gl& f = gl();
    layer.begin(Layer::Kind::depthBuffer, view.width, view.height, samples);
    f.glEnable(GL_DEPTH_TEST);
    f.glDepthFunc(GL_LEQUAL); // lines over the rim of their pictures
    const glm::mat4 clipFromScene = view.clipFromWorld * worldFromScene;
    if (m_baseCount > 0) {
        m_bases.use();
        m_bases.set("clipFromScene", clipFromScene);
        m_bases.set("atlas", 0);
        m_atlas.bind(0);
        m_baseArray.bind();
        f.glDrawArrays(GL_TRIANGLES, 0, m_baseCount);
    }
    if (m_lineCount > 0) {
        m_lines.use();
        m_lines.set("clipFromScene", clipFromScene);
        m_lines.set("halfWidth", glm::vec2(lineWidth) / glm::vec2(float(view.width), float(view.height)));
        m_lineArray.bind();
        f.glDrawArrays(GL_TRIANGLES, 0, m_lineCount);
    }
    f.glDepthFunc(GL_LESS);
    f.glDisable(GL_DEPTH_TEST);
    layer.end();
}

} // namespace bozzetto
