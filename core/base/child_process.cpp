#include "core/base/child_process.h"

#include <algorithm>
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

using Clock = std::chrono::steady_clock;

/// A started child in a process group of its own and the reading end of what it prints; killed and reaped at
/// the end.
class Child
{
public:
    Child(const std::vector<std::string>& command, bool errorsToo)
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            throw Error(ErrorCode::internal, "{}: no pipe for it ({})", command.at(0), std::strerror(errno));
        m_output = ends[0];
        const int failed = start(command, ends[1], errorsToo);
        ::close(ends[1]);
        if (failed) {
            m_process = -1;
            ::close(m_output);
            throw Error(ErrorCode::internal, "{}: could not be started ({})", command.at(0),
                        std::strerror(failed));
        }
    }

    ~Child()
    {
        ::close(m_output);
        if (m_process > 0) {
            ::kill(-m_process, SIGKILL);
            wait();
        }
    }

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

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
    int start(const std::vector<std::string>& command, int writingEnd, bool errorsToo)
    {
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, writingEnd, STDOUT_FILENO);
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        if (errorsToo)
            ::posix_spawn_file_actions_adddup2(&actions, writingEnd, STDERR_FILENO);
        else
            ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawnattr_t attributes;
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        ::posix_spawnattr_setpgroup(&attributes, 0);
        std::vector<std::string> words = command;
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int failed =
            ::posix_spawn(&m_process, arguments[0], &actions, &attributes, arguments.data(), environ);
        ::posix_spawnattr_destroy(&attributes);
        ::posix_spawn_file_actions_destroy(&actions);
        return failed;
    }

    pid_t m_process = -1;
    int m_output = -1;
};

} // namespace

ChildEnd runChild(const std::vector<std::string>& command, const ChildOptions& options,
                  const JobContext& context, const std::function<void(std::string_view)>& onOutput)
{
    constexpr long long kLongestWait = 50; // ms between two looks at the cancel flag
    Child child(command, options.errorsToo);
    const auto deadline = Clock::now() + options.time;
    std::vector<char> buffer(1 << 20);
    while (true) {
        context.check();
        long long wait = kLongestWait;
        if (options.time.count() > 0) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
            if (left <= 0)
                return {ChildEnd::Kind::timedOut, 0};
            wait = std::min<long long>(wait, left);
        }
        pollfd ready{child.output(), POLLIN, 0};
        if (::poll(&ready, 1, int(wait)) <= 0)
            continue;
        const ssize_t count = ::read(child.output(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        onOutput(std::string_view(buffer.data(), std::size_t(count)));
    }
    const int status = child.wait();
    return WIFSIGNALED(status) ? ChildEnd{ChildEnd::Kind::crashed, WTERMSIG(status)}
                               : ChildEnd{ChildEnd::Kind::exited, WEXITSTATUS(status)};
}

std::optional<std::filesystem::path> findProgram(const std::string& name)
{
    const char* path = std::getenv("PATH");
    std::string_view left = path ? path : "";
    while (!left.empty()) {
        const auto end = std::min(left.find(':'), left.size());
        const std::filesystem::path file = std::filesystem::path(left.substr(0, end)) / name;
        std::error_code missing;
        if (std::filesystem::is_regular_file(file, missing) && ::access(file.c_str(), X_OK) == 0)
            return file;
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return std::nullopt;
}

} // namespace bozzetto
