#include "core/io/import_process.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* kHelper = "bozzetto-import";

/// A started helper and the reading end of its standard output; killed and reaped at the end.
class Helper
{
public:
    explicit Helper(const fs::path& path)
    {
        std::string program = findImportHelper().string();
        std::string file = fs::absolute(path).string();
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            throw Error(ErrorCode::io, "{}: no pipe for the import helper ({})", path.string(), std::strerror(errno));
        m_output = ends[0];
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        char* arguments[] = {program.data(), file.data(), nullptr};
        const int failed = ::posix_spawn(&m_process, program.c_str(), &actions, nullptr, arguments, environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        if (failed) {
            m_process = -1;
            ::close(m_output);
            throw Error(ErrorCode::internal, "{}: could not be started ({})", program, std::strerror(failed));
        }
    }

    ~Helper()
    {
        ::close(m_output);
        if (m_process > 0) {
            ::kill(m_process, SIGKILL);
            wait();
        }
    }

    Helper(const Helper&) = delete;
    Helper& operator=(const Helper&) = delete;

    int output() const { return m_output; }

    int wait()
    {
        int status = 0;
        while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
        }
        m_process = -1;
        return status;
    }

private:
    pid_t m_process = -1;
    int m_output = -1;
};

} // namespace

fs::path findImportHelper()
{
    std::vector<fs::path> folders;
    if (const char* given = std::getenv("BOZZETTO_LIBEXEC_DIR"))
        folders.emplace_back(given);
    std::error_code ignored;
    const auto here = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const char* relative : {".", "../bin", "../libexec/bozzetto"})
        folders.push_back(here / relative);
    for (const auto& folder : folders)
        if (::access((folder / kHelper).c_str(), X_OK) == 0)
            return folder / kHelper;
    throw Error(ErrorCode::internal, "{}: expected this program in {} or in BOZZETTO_LIBEXEC_DIR, found it in neither",
                kHelper, here.string());
}

std::string runImportHelper(const fs::path& path, const JobContext& context, const ImportLimits& limits)
{
    constexpr long long kLongestWait = 50; // ms between two looks at the cancel flag
    Helper helper(path);
    const auto deadline = Clock::now() + limits.time;
    std::string answer;
    std::vector<char> buffer(1 << 20);
    while (true) {
        context.check();
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0)
            throw Error(ErrorCode::badInput, "{}: expected to be read within {} s, found it still being read",
                        path.string(), double(limits.time.count()) / 1000.0);
        pollfd ready{helper.output(), POLLIN, 0};
        if (::poll(&ready, 1, int(std::min<long long>(left.count(), kLongestWait))) <= 0)
            continue;
        const ssize_t count = ::read(helper.output(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        answer.append(buffer.data(), std::size_t(count));
    }
    const int status = helper.wait();
    if (WIFSIGNALED(status))
        throw Error(ErrorCode::badInput, "{}: expected a sound file, found one on which its reader crashed ({})",
                    path.string(), ::strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)
        throw Error(ErrorCode::badInput, "{}: could not be read (its reader stopped with status {})", path.string(),
                    WEXITSTATUS(status));
    return answer;
}

} // namespace bozzetto
