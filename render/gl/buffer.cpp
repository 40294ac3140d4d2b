#include "render/gl/buffer.h"

namespace bozzetto {

void deleteBuffer(GLuint id) { gl().glDeleteBuffers(1, &id); }

void deleteVertexArray(GLuint id) { gl().glDeleteVertexArrays(1, &id); }

Buffer::Buffer(GLenum target, std::span<const std::byte> data) : m_target(target)
{
    Gl& f = gl();
    // An index buffer binding belongs to the bound vertex array: leave nobody's changed.
    f.glBindVertexArray(0);
    GLuint id = 0;
    f.glGenBuffers(1, &id);
    m_handle = GlHandle<deleteBuffer>(id);
    f.glBindBuffer(GL_ARRAY_BUFFER, id);
    f.glBufferData(GL_ARRAY_BUFFER, GLsizeiptr(data.size()), data.data(), GL_STATIC_DRAW);
    f.glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void Buffer::bind() const { gl().glBindBuffer(m_target, m_handle.id()); }

VertexArray VertexArray::empty()
{
    VertexArray array;
    GLuint id = 0;
    gl().glGenVertexArrays(1, &id);
    array.m_handle = GlHandle<deleteVertexArray>(id);
    return array;
}

VertexArray::VertexArray(const Buffer& vertices, std::size_t stride, std::span<const VertexAttribute> attributes,
                         const Buffer* indices)
    : VertexArray(empty())
{
    Gl& f = gl();
    bind();
    vertices.bind();
    for (const auto& attribute : attributes) {
        f.glEnableVertexAttribArray(attribute.location);
        f.glVertexAttribPointer(attribute.location, attribute.components, attribute.type, attribute.normalised,
                                GLsizei(stride), reinterpret_cast<const void*>(attribute.offset));
    }
    if (indices)
        indices->bind();
    f.glBindVertexArray(0);
    f.glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void VertexArray::bind() const { gl().glBindVertexArray(m_handle.id()); }

} // namespace bozzetto
