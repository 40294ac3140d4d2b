#pragma once

#include <utility>

#include <QOpenGLFunctions_4_1_Core>

namespace bozzetto {

using Gl = QOpenGLFunctions_4_1_Core;

/// OpenGL 4.1 core of the current context. Throws Error(unsupported) where no such context is current.
Gl& gl();

/// True while a context that gl() accepts is current: what destructors ask before they free.
bool hasGl();

/// Throws Error(internal) naming `doing` (a gerund phrase) and the error, if OpenGL has recorded one.
void checkGl(const char* doing);

/// Owns one OpenGL name. Delete(id) runs with the context current; without one the name died with its context.
template <void (*Delete)(GLuint)> class GlHandle
{
public:
    GlHandle() = default;
    explicit GlHandle(GLuint id) : m_id(id) {}
    GlHandle(GlHandle&& other) noexcept : m_id(std::exchange(other.m_id, 0)) {}
    GlHandle& operator=(GlHandle&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        return *this;
    }
    ~GlHandle()
    {
        if (m_id && hasGl())
            Delete(m_id);
    }
    GLuint id() const { return m_id; }
    explicit operator bool() const { return m_id != 0; }

private:
    GLuint m_id = 0;
};

} // namespace bozzetto
