#include "render/scene/composer.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

namespace {

/// Grid spacing is a power of ten; between two of them the finer lines fade.
struct GridSpacing
{
    float fine;
    float fineShare; ///< visibility of the fine lines, in [0, 1]
};

GridSpacing spacingFor(float visibleHeight)
{
    const float level = std::log10(std::max(visibleHeight, 1e-6f) / 14.0f);
    const float whole = std::floor(level) + 1.0f;
    return {std::pow(10.0f, whole), std::clamp(1.4f * (whole - level), 0.0f, 1.0f)};
}

/// World height that the picture covers at the object.
float visibleHeightAt(const View& view, const glm::vec3& centre)
{
    const float distance = view.orthographic ? 1.0f : std::max(glm::length(centre - view.eye), view.nearPlane);
    return float(view.height) * distance / view.pixelsPerUnit;
}

} // namespace

Composer::Composer() : m_program({"compose.vert", "compose.frag"}), m_empty(VertexArray::empty())
{
    constexpr std::uint8_t kNothing[] = {0, 0, 0, 0};
    constexpr float kFarthest = 1.0f;
    m_nothing = Texture::make2d(1, 1, TextureFormat::rgba8(), TextureFilter::nearest, kNothing);
    m_farthest = Texture::make2d(1, 1, TextureFormat::r32f(), TextureFilter::nearest, &kFarthest);
}

void Composer::draw(const View& view, const DrawOptions& options, const Floor& floor,
                    const LayerPictures (&pictures)[2], float share, const LayerPictures& cameras)
{
    Gl& f = gl();
    Program& p = m_program;
    p.use();
    p.set("worldFromClip", view.worldFromClip);
    p.set("clipFromWorld", view.clipFromWorld);
    p.set("backgroundTop", options.backgroundTop);
    p.set("backgroundBottom", options.backgroundBottom);
    p.set("transparent", options.transparentBackground ? 1 : 0);
    p.set("gridColour", options.gridColour);
    p.set("gridShown", options.showGrid ? 1.0f : 0.0f);
    p.set("axesShown", options.showAxes ? 1.0f : 0.0f);
    p.set("shadowShown", options.showContactShadow && floor.shadow ? 1.0f : 0.0f);
    const float visible = visibleHeightAt(view, floor.centre);
    const GridSpacing spacing = spacingFor(visible);
    p.set("spacing", spacing.fine);
    p.set("fineShare", spacing.fineShare);
    p.set("fade", glm::vec4(floor.centre.x, floor.centre.z, std::max(1.2f * floor.radius, 0.2f * visible),
                            std::max(4.5f * floor.radius, 1.6f * visible)));
    p.set("floorHeight", floor.height);
    p.set("shadowRectangle", floor.shadow ? floor.shadowRectangle : glm::vec4(0, 0, 1, 1));
    p.set("share", share);
    const Texture* textures[] = {pictures[0].colour, pictures[0].depth, pictures[1].colour, pictures[1].depth,
                                 floor.shadow, cameras.colour, cameras.depth};
    const char* names[] = {"colour0", "depth0", "colour1", "depth1", "shadow", "camerasColour", "camerasDepth"};
    for (int i = 0; i < kComposedTextures; ++i) {
        p.set(names[i], i);
        const Texture& fallback = i == 1 || i == 3 || i == 6 ? m_farthest : m_nothing;
        (textures[i] ? *textures[i] : fallback).bind(i);
    }
    p.set("topDown", glm::vec2(pictures[0].topDown, pictures[1].topDown));
    // Depth is written through the depth test only.
    f.glEnable(GL_DEPTH_TEST);
    f.glDepthFunc(GL_ALWAYS);
    f.glDepthMask(GL_TRUE);
    m_empty.bind();
    f.glDrawArrays(GL_TRIANGLES, 0, 3);
    f.glDepthFunc(GL_LESS);
    f.glDisable(GL_DEPTH_TEST);
}

} // namespace bozzetto
