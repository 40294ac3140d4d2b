#include "render/gl/framebuffer.h"

#include "core/base/error.h"

namespace bozzetto {

namespace {

GLuint makeFramebuffer()
{
    GLuint id = 0;
    gl().glGenFramebuffers(1, &id);
    gl().glBindFramebuffer(GL_FRAMEBUFFER, id);
    return id;
}

void requireComplete()
{
    const GLenum status = gl().glCheckFramebufferStatus(GL_FRAMEBUFFER);
    if (status != GL_FRAMEBUFFER_COMPLETE)
        throw Error(ErrorCode::internal, "A framebuffer was expected to be complete, found status {:#06x}.", status);
}

} // namespace

void deleteFramebuffer(GLuint id) { gl().glDeleteFramebuffers(1, &id); }

void deleteRenderbuffer(GLuint id) { gl().glDeleteRenderbuffers(1, &id); }

Framebuffer::Framebuffer(const std::vector<const Texture*>& colours, const Texture* depth)
    : m_handle(makeFramebuffer())
{
    Gl& f = gl();
    std::vector<GLenum> buffers;
    for (const Texture* colour : colours) {
        const GLenum attachment = GL_COLOR_ATTACHMENT0 + GLenum(buffers.size());
        f.glFramebufferTexture2D(GL_FRAMEBUFFER, attachment, GL_TEXTURE_2D, colour->id(), 0);
        buffers.push_back(attachment);
    }
    if (depth)
        f.glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, depth->id(), 0);
    f.glDrawBuffers(GLsizei(buffers.size()), buffers.data());
    requireComplete();
}

Framebuffer Framebuffer::multisampled(int width, int height, int samples)
{
    Gl& f = gl();
    Framebuffer target;
    target.m_handle = GlHandle<deleteFramebuffer>(makeFramebuffer());
    const auto add = [&](GLenum format, GLenum attachment) {
        GLuint id = 0;
        f.glGenRenderbuffers(1, &id);
        target.m_buffers.emplace_back(id);
        f.glBindRenderbuffer(GL_RENDERBUFFER, id);
        f.glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, format, width, height);
        f.glFramebufferRenderbuffer(GL_FRAMEBUFFER, attachment, GL_RENDERBUFFER, id);
    };
    add(GL_RGBA8, GL_COLOR_ATTACHMENT0);
    add(GL_DEPTH_COMPONENT32F, GL_DEPTH_ATTACHMENT);
    f.glBindRenderbuffer(GL_RENDERBUFFER, 0);
    requireComplete();
    return target;
}

void Framebuffer::bind() const { gl().glBindFramebuffer(GL_FRAMEBUFFER, m_handle.id()); }

void resolve(const Framebuffer& source, const Framebuffer& target, int width, int height)
{
    Gl& f = gl();
    f.glBindFramebuffer(GL_READ_FRAMEBUFFER, source.id());
    f.glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target.id());
    f.glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT,
                        GL_NEAREST);
    f.glBindFramebuffer(GL_FRAMEBUFFER, target.id());
}

} // namespace bozzetto
