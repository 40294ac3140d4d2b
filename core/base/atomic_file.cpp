#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

/// A rename may reach the disk before the data does; fsync also reports a full disk that close() hid.
void flushToDisk(const std::filesystem::path& file, const std::filesystem::path& shownPath)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY);
    if (descriptor < 0)
        throw Error(ErrorCode::io, "{}: could not be written ({})", shownPath.string(), std::strerror(errno));
    const int failed = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be written ({})", shownPath.string(), std::strerror(reason));
}

} // namespace

void writeAtomically(const std::filesystem::path& path,
                     const std::function<void(const std::filesystem::path& temporary)>& write)
{
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder))
        throw Error(ErrorCode::io, "{}: the folder {} does not exist", path.string(), folder.string());
    if (::access(folder.c_str(), W_OK) != 0)
        throw Error(ErrorCode::io, "{}: the folder {} cannot be written ({})", path.string(), folder.string(),
                    std::strerror(errno));
    const auto temporary = folder / fmt::format(".{}.{}.part{}", path.stem().string(), ::getpid(),
                                                path.extension().string());
    try {
        write(temporary);
        flushToDisk(temporary, path);
        std::filesystem::rename(temporary, path);
    } catch (const std::filesystem::filesystem_error& error) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), error.code().message());
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw;
    }
}

} // namespace bozzetto
