#pragma once

#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace bozzetto {

/// What kind of trouble it is; the command line turns it into an exit code, the studio into a bar.
enum class ErrorCode {
    badInput,    ///< what the user gave cannot be used: file content, option value
    io,          ///< a file or folder could not be read or written
    outOfMemory, ///< no memory left, on the processor or on the GPU
    unsupported, ///< well-formed, but this build or this device cannot do it
    cancelled,   ///< the user asked to stop
    internal     ///< a fault of ours
};

/// The only exception that leaves core. The message is one sentence for the user: the thing (path or
/// argument), what was expected, what was found.
class Error : public std::runtime_error
{
public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), m_code(code) {}

    template <typename... Args>
    Error(ErrorCode code, fmt::format_string<Args...> format, Args&&... args)
        : Error(code, fmt::format(format, std::forward<Args>(args)...))
    {
    }

    ErrorCode code() const { return m_code; }

private:
    ErrorCode m_code;
};

/// Turns whatever is being handled (call it in a catch block only) into an Error: our own pass through, memory
/// exhaustion and LibTorch's failures are translated. `doing` is a gerund phrase, e.g. "fitting the field".
Error currentError(const std::string& doing);

} // namespace bozzetto
