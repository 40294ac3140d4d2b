#pragma once

#include <glm/glm.hpp>

#include "render/gl/gl.h"

namespace bozzetto {

void deleteTexture(GLuint id);

enum class TextureFilter { nearest, linear };

/// Storage of a texture: sized internal format, and format and type of the data that is uploaded.
struct TextureFormat
{
    GLenum internal;
    GLenum format;
    GLenum type;

    static constexpr TextureFormat rgba8() { return {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE}; }
    static constexpr TextureFormat r8() { return {GL_R8, GL_RED, GL_UNSIGNED_BYTE}; }
    static constexpr TextureFormat r16() { return {GL_R16, GL_RED, GL_UNSIGNED_SHORT}; }
    static constexpr TextureFormat r32f() { return {GL_R32F, GL_RED, GL_FLOAT}; }
    static constexpr TextureFormat depth() { return {GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT, GL_FLOAT}; }
};

/// A 2D or 3D texture without mipmaps, clamped to its edge.
class Texture
{
public:
    Texture() = default;
    /// data: tightly packed rows, first row at t = 0; may be null.
    static Texture make2d(int width, int height, TextureFormat format, TextureFilter filter, const void* data = nullptr);
    static Texture make3d(glm::ivec3 size, TextureFormat format, TextureFilter filter, const void* data);

    void bind(int unit) const;
    GLuint id() const { return m_handle.id(); }
    explicit operator bool() const { return bool(m_handle); }

private:
    GlHandle<deleteTexture> m_handle;
    GLenum m_target = GL_TEXTURE_2D;
};

} // namespace bozzetto
