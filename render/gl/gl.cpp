#include "render/gl/gl.h"

#include <QOpenGLContext>
#include <QOpenGLVersionFunctionsFactory>

#include "core/base/error.h"

namespace bozzetto {

namespace {

Gl* currentFunctions()
{
    auto* context = QOpenGLContext::currentContext();
    return context ? QOpenGLVersionFunctionsFactory::get<Gl>(context) : nullptr;
}

const char* nameOf(GLenum error)
{
    switch (error) {
    case GL_INVALID_ENUM: return "invalid enum";
    case GL_INVALID_VALUE: return "invalid value";
    case GL_INVALID_OPERATION: return "invalid operation";
    case GL_INVALID_FRAMEBUFFER_OPERATION: return "invalid framebuffer operation";
    case GL_OUT_OF_MEMORY: return "out of memory";
    default: return "unknown error";
    }
}

} // namespace

Gl& gl()
{
    Gl* functions = currentFunctions();
    if (!functions)
        throw Error(ErrorCode::unsupported, "Drawing expected an OpenGL 4.1 core context, found {}.",
                    QOpenGLContext::currentContext() ? "an older or a compatibility one" : "none");
    return *functions;
}

bool hasGl() { return currentFunctions() != nullptr; }

void checkGl(const char* doing)
{
    Gl& f = gl();
    const GLenum error = f.glGetError();
    if (error == GL_NO_ERROR)
        return;
    // Further flags are cleared, so that the next draw starts clean; a lost context would report for ever.
    for (int i = 0; i < 8 && f.glGetError() != GL_NO_ERROR; ++i) {
    }
    const auto code = error == GL_OUT_OF_MEMORY ? ErrorCode::outOfMemory : ErrorCode::internal;
    throw Error(code, "OpenGL failed while {}: {} ({:#06x}).", doing, nameOf(error), error);
}

} // namespace bozzetto
