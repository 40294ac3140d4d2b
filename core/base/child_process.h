#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"

namespace bozzetto {

struct ChildOptions
{
    std::chrono::milliseconds time{0}; ///< 0 = as long as it takes
    bool errorsToo = false;            ///< standard error is read with standard output, else it is dropped
};

struct ChildEnd
{
    enum class Kind { exited, crashed, timedOut };
    Kind kind = Kind::exited;
    int value = 0; ///< exit status, or the signal that it crashed with
};

/// Runs `command` (a program's path and its arguments, no shell) and hands on what it prints as it comes. A
/// child that is cancelled or takes too long is killed within 50 ms, with those it started. Throws
/// Error(internal) when it cannot be started, Error(cancelled), and what `onOutput` throws.
ChildEnd runChild(const std::vector<std::string>& command, const ChildOptions& options,
                  const JobContext& context, const std::function<void(std::string_view)>& onOutput);

/// An executable of that name in the folders of PATH.
std::optional<std::filesystem::path> findProgram(const std::string& name);

} // namespace bozzetto
