#include "core/base/waiting_threads.h"

#include <cstdlib>
#include <filesystem>

#include <unistd.h>

namespace bozzetto {

void keepWaitingShort(char** arguments)
{
    constexpr const char* kTurns = "2000"; // about a microsecond each thousand
    if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT") || ::setenv("GOMP_SPINCOUNT", kTurns, 0) != 0)
        return;
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (!failure)
        ::execv(program.c_str(), arguments); // returns only where that fails
}

} // namespace bozzetto
