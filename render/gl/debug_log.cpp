#include "render/gl/debug_log.h"

#include <QOpenGLContext>
#include <QOpenGLDebugLogger>

#include "core/base/error.h"
#include "render/gl/gl.h"

namespace bozzetto {

DebugLog::DebugLog()
{
    auto* context = QOpenGLContext::currentContext();
    if (!context || !context->format().testOption(QSurfaceFormat::DebugContext))
        return;
    m_logger = std::make_unique<QOpenGLDebugLogger>();
    if (!m_logger->initialize())
        m_logger.reset();
}

DebugLog::~DebugLog() = default;

void DebugLog::check(const char* doing)
{
    if (m_logger) {
        for (const auto& message : m_logger->loggedMessages()) {
            if (message.type() != QOpenGLDebugMessage::ErrorType)
                continue;
            while (gl().glGetError() != GL_NO_ERROR) {
            }
            throw Error(ErrorCode::internal, "OpenGL failed while {}: {}", doing, message.message().toStdString());
        }
    }
    checkGl(doing);
}

} // namespace bozzetto
