#include "core/train/run_lock.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr const char* kFile = "lock";

/// The whole file, for writing, by an open file description: other ones of the same process are refused as well.
struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

} // namespace

RunLock::RunLock(const std::filesystem::path& run)
{
    const auto path = run / kFile;
    m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), std::strerror(errno));
    auto lock = wholeFile();
    if (::fcntl(m_file, F_OFD_SETLK, &lock) != 0) {
        ::close(m_file);
        throw Error(ErrorCode::badInput, "{}: another process is working on this run", run.string());
    }
    const auto text = std::to_string(::getpid()) + "\n";
    if (::ftruncate(m_file, 0) != 0 || ::pwrite(m_file, text.data(), text.size(), 0) != ssize_t(text.size())) {
        const int reason = errno;
        ::close(m_file);
        throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), std::strerror(reason));
    }
}

RunLock::~RunLock()
{
    ::close(m_file);
}

std::optional<int> workingProcess(const std::filesystem::path& run)
{
    const int file = ::open((run / kFile).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    auto lock = wholeFile();
    const bool held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(file);
    int process = 0;
    if (held)
        std::ifstream(run / kFile) >> process;
    return held ? std::optional(process) : std::nullopt;
}

void stopWorking(const std::filesystem::path& run)
{
    if (const auto process = workingProcess(run); process && *process > 1)
        ::kill(*process, SIGTERM);
}

} // namespace bozzetto
