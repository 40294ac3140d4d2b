#include "render/gl/texture.h"

namespace bozzetto {

namespace {

GLuint makeTexture(GLenum target, TextureFilter filter)
{
    Gl& f = gl();
    GLuint id = 0;
    f.glGenTextures(1, &id);
    f.glBindTexture(target, id);
    const GLint mode = filter == TextureFilter::linear ? GL_LINEAR : GL_NEAREST;
    f.glTexParameteri(target, GL_TEXTURE_MIN_FILTER, mode);
    f.glTexParameteri(target, GL_TEXTURE_MAG_FILTER, mode);
    for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T, GL_TEXTURE_WRAP_R})
        f.glTexParameteri(target, wrap, GL_CLAMP_TO_EDGE);
    f.glTexParameteri(target, GL_TEXTURE_MAX_LEVEL, 0);
    f.glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    return id;
}

} // namespace

void deleteTexture(GLuint id) { gl().glDeleteTextures(1, &id); }

Texture Texture::make2d(int width, int height, TextureFormat format, TextureFilter filter, const void* data)
{
    Gl& f = gl();
    f.glActiveTexture(GL_TEXTURE0);
    Texture texture;
    texture.m_handle = GlHandle<deleteTexture>(makeTexture(GL_TEXTURE_2D, filter));
    f.glTexImage2D(GL_TEXTURE_2D, 0, GLint(format.internal), width, height, 0, format.format, format.type, data);
    f.glBindTexture(GL_TEXTURE_2D, 0);
    return texture;
}

Texture Texture::make3d(glm::ivec3 size, TextureFormat format, TextureFilter filter, const void* data)
{
    Gl& f = gl();
    f.glActiveTexture(GL_TEXTURE0);
    Texture texture;
    texture.m_target = GL_TEXTURE_3D;
    texture.m_handle = GlHandle<deleteTexture>(makeTexture(GL_TEXTURE_3D, filter));
    f.glTexImage3D(GL_TEXTURE_3D, 0, GLint(format.internal), size.x, size.y, size.z, 0, format.format, format.type,
                   data);
    f.glBindTexture(GL_TEXTURE_3D, 0);
    return texture;
}

void Texture::bind(int unit) const
{
    Gl& f = gl();
    f.glActiveTexture(GL_TEXTURE0 + GLenum(unit));
    f.glBindTexture(m_target, m_handle.id());
}

} // namespace bozzetto
