#pragma once

#include <vector>

#include "render/gl/texture.h"

namespace bozzetto {

void deleteFramebuffer(GLuint id);
void deleteRenderbuffer(GLuint id);

/// A framebuffer object over textures (that the caller keeps) or its own multisampled buffers.
class Framebuffer
{
public:
    Framebuffer() = default;
    /// colours go to attachments 0, 1, ...; depth may be null. Throws Error(internal) when it is incomplete.
    Framebuffer(const std::vector<const Texture*>& colours, const Texture* depth);
    /// One rgba8 colour and one depth buffer with `samples` samples a pixel.
    static Framebuffer multisampled(int width, int height, int samples);

    void bind() const;
    GLuint id() const { return m_handle.id(); }
    explicit operator bool() const { return bool(m_handle); }

private:
    GlHandle<deleteFramebuffer> m_handle;
    std::vector<GlHandle<deleteRenderbuffer>> m_buffers;
};

/// Resolves colour and depth of `source` into `target`, both width x height.
void resolve(const Framebuffer& source, const Framebuffer& target, int width, int height);

} // namespace bozzetto
