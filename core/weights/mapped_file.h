#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace bozzetto {

/// A file's bytes, read-only, paged in as they are touched. Throws Error(io) when it cannot be opened,
/// Error(badInput) when it is empty or no regular file.
class MappedFile
{
public:
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::uint8_t> bytes() const { return m_bytes; }

private:
    std::span<const std::uint8_t> m_bytes;
};

} // namespace bozzetto
