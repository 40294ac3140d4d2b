#pragma once

#include <filesystem>
#include <optional>

namespace bozzetto {

/// Held by the process that works on a run's folder; the system lets go of it however the process ends. Thread: any.
class RunLock
{
public:
    /// Throws Error(badInput) when another process holds it, Error(io) when the folder cannot be written.
    explicit RunLock(const std::filesystem::path& run);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

private:
    int m_file = -1;
};

/// The process that works on the run; none when nobody does.
std::optional<int> workingProcess(const std::filesystem::path& run);

/// Asks that process to stop (SIGTERM): it writes a checkpoint and ends.
void stopWorking(const std::filesystem::path& run);

} // namespace bozzetto
