#pragma once

#include <memory>

class QOpenGLDebugLogger;

namespace bozzetto {

/// The driver's own account of errors: it listens where the context was made with the debug option and the driver
/// offers KHR_debug, and is silent elsewhere.
class DebugLog
{
public:
    DebugLog();
    ~DebugLog();
    /// Throws Error(internal) with the driver's sentence, if it has reported an error since the last call; then
    /// asks checkGl.
    void check(const char* doing);

private:
    std::unique_ptr<QOpenGLDebugLogger> m_logger;
};

} // namespace bozzetto
