#include "core/weights/mapped_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace bozzetto {

MappedFile::MappedFile(const std::filesystem::path& path)
{
    const auto unreadable = [&](int reason) {
        return Error(ErrorCode::io, "{}: could not be read ({})", path.string(), std::strerror(reason));
    };
    // Non-blocking, so that a named pipe is refused below instead of being waited for.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        throw unreadable(errno);
    struct stat status = {};
    const bool known = ::fstat(descriptor, &status) == 0;
    if (!known || !S_ISREG(status.st_mode) || status.st_size == 0) {
        const int reason = errno;
        ::close(descriptor);
        if (!known)
            throw unreadable(reason);
        throw Error(ErrorCode::badInput, "{}: expected a file with content, found {}", path.string(),
                    S_ISREG(status.st_mode) ? "an empty one" : "no regular file");
    }
    void* const start = ::mmap(nullptr, std::size_t(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int reason = errno;
    ::close(descriptor);
    if (start == MAP_FAILED)
        throw unreadable(reason);
    m_bytes = {static_cast<const std::uint8_t*>(start), std::size_t(status.st_size)};
}

MappedFile::~MappedFile()
{
    ::munmap(const_cast<std::uint8_t*>(m_bytes.data()), m_bytes.size());
}

} // namespace bozzetto
