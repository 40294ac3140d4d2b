#pragma once

#include <cstddef>
#include <span>

#include "render/gl/gl.h"

namespace bozzetto {

void deleteBuffer(GLuint id);
void deleteVertexArray(GLuint id);

/// An immutable buffer on the GPU.
class Buffer
{
public:
    Buffer() = default;
    template <typename T> Buffer(GLenum target, std::span<const T> data) : Buffer(target, std::as_bytes(data)) {}
    Buffer(GLenum target, std::span<const std::byte> data);
    void bind() const;

private:
    GlHandle<deleteBuffer> m_handle;
    GLenum m_target = GL_ARRAY_BUFFER;
};

/// One attribute of an interleaved vertex.
struct VertexAttribute
{
    GLuint location;
    GLint components;
    GLenum type;
    bool normalised; ///< integers map to [0, 1] or [-1, 1]
    std::size_t offset;
};

/// A vertex array, optionally over one interleaved vertex buffer and one index buffer.
class VertexArray
{
public:
    static VertexArray empty(); ///< for shaders that make their vertices from gl_VertexID
    VertexArray() = default;
    VertexArray(const Buffer& vertices, std::size_t stride, std::span<const VertexAttribute> attributes,
                const Buffer* indices);
    void bind() const;
    explicit operator bool() const { return bool(m_handle); }

private:
    GlHandle<deleteVertexArray> m_handle;
};

} // namespace bozzetto
