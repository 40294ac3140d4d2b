#include "render/scene/layer.h"

#include <algorithm>

#include <glm/gtc/type_ptr.hpp>

namespace bozzetto {

void Layer::begin(Kind kind, int width, int height, int samples, const glm::vec4& background)
{
    Gl& f = gl();
    if (!m_target || kind != m_kind || width != m_width || height != m_height || samples != m_samples) {
        m_kind = kind;
        m_width = width;
        m_height = height;
        m_samples = samples;
        m_colour = Texture::make2d(width, height, TextureFormat::rgba8(), TextureFilter::linear);
        const bool buffer = kind == Kind::depthBuffer;
        m_depth = Texture::make2d(width, height, buffer ? TextureFormat::depth() : TextureFormat::r32f(),
                                  TextureFilter::nearest);
        m_target = buffer ? Framebuffer({&m_colour}, &m_depth) : Framebuffer({&m_colour, &m_depth}, nullptr);
        m_multisampled = samples > 1 ? Framebuffer::multisampled(width, height, samples) : Framebuffer();
    }
    (m_samples > 1 ? m_multisampled : m_target).bind();
    f.glViewport(0, 0, width, height);
    f.glClearBufferfv(GL_COLOR, 0, glm::value_ptr(background));
    const float farthest = 1.0f;
    if (kind == Kind::depthBuffer) {
        f.glDepthMask(GL_TRUE);
        f.glClearBufferfv(GL_DEPTH, 0, &farthest);
    } else {
        const float farthestColour[] = {farthest, 0, 0, 0};
        f.glClearBufferfv(GL_COLOR, 1, farthestColour);
    }
}

void Layer::end()
{
    if (m_samples > 1)
        resolve(m_multisampled, m_target, m_width, m_height);
}

} // namespace bozzetto
