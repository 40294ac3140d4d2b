// bozzetto-import FILE: writes what core/io/asset_stream.h describes to standard output. It runs apart because readers
// of dozens of formats can crash on a hostile file, and with limits because they can also fill the memory.
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/io/asset_stream.h"
#include "core/io/scene_reader.h"

namespace {

void limit(int resource, rlim_t most)
{
    rlimit current{};
    if (::getrlimit(resource, &current) != 0)
        return;
    if (current.rlim_max != RLIM_INFINITY && current.rlim_max < most)
        most = current.rlim_max;
    current.rlim_cur = current.rlim_max = most;
    ::setrlimit(resource, &current);
}

rlim_t memoryLimit()
{
    constexpr rlim_t kGibibyte = rlim_t(1) << 30;
    const char* asked = std::getenv("BOZZETTO_IMPORT_MEMORY_GIB");
    const long gibibytes = asked ? std::strtol(asked, nullptr, 10) : 0;
    return (gibibytes > 0 ? rlim_t(gibibytes) : 8) * kGibibyte;
}

bool send(int descriptor, const std::string& bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::write(descriptor, bytes.data() + sent, bytes.size() - sent);
        if (count <= 0)
            return false;
        sent += std::size_t(count);
    }
    return true;
}

std::string answer(const char* path)
{
    using namespace bozzetto;
    try {
        return encodeAsset(readScene(path));
    } catch (const std::bad_alloc&) {
        return encodeFailure("reading it takes more memory than imports may use");
    } catch (const std::exception& error) {
        return encodeFailure(error.what());
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: bozzetto-import FILE\n", stderr);
        return 2;
    }
    limit(RLIMIT_AS, memoryLimit());
    limit(RLIMIT_CPU, 600);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    // A reader that prints must not end up within the answer.
    const int out = ::dup(STDOUT_FILENO);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    return send(out, answer(argv[1])) ? 0 : 1;
}
