#include "core/io/checked_io.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <assimp/IOStream.hpp>
#include <unistd.h>

namespace bozzetto {

namespace {

class CheckedStream : public Assimp::IOStream
{
public:
    CheckedStream(std::FILE* file, const JobContext& context, std::shared_ptr<std::string> failure)
        : m_file(file), m_context(context), m_failure(std::move(failure))
    {
    }

    CheckedStream(const CheckedStream&) = delete;
    CheckedStream& operator=(const CheckedStream&) = delete;

    ~CheckedStream() override
    {
        expect(std::fflush(m_file) == 0);
        expect(::fsync(::fileno(m_file)) == 0);
        expect(std::fclose(m_file) == 0);
    }

    std::size_t Read(void* buffer, std::size_t size, std::size_t count) override
    {
        return std::fread(buffer, size, count, m_file);
    }

    std::size_t Write(const void* buffer, std::size_t size, std::size_t count) override
    {
        if (m_context.cancelled())
            return 0;
        const std::size_t written = std::fwrite(buffer, size, count, m_file);
        expect(written == count || size == 0);
        return written;
    }

    aiReturn Seek(std::size_t offset, aiOrigin origin) override
    {
        const int whence = origin == aiOrigin_CUR ? SEEK_CUR : origin == aiOrigin_END ? SEEK_END : SEEK_SET;
        return ::fseeko(m_file, off_t(offset), whence) == 0 ? aiReturn_SUCCESS : aiReturn_FAILURE;
    }

    std::size_t Tell() const override { return std::size_t(::ftello(m_file)); }

    std::size_t FileSize() const override
    {
        std::fflush(m_file);
        const off_t here = ::ftello(m_file);
        ::fseeko(m_file, 0, SEEK_END);
        const off_t size = ::ftello(m_file);
        ::fseeko(m_file, here, SEEK_SET);
        return std::size_t(size);
    }

    void Flush() override { expect(std::fflush(m_file) == 0); }

private:
    void expect(bool fine)
    {
        if (!fine && m_failure->empty())
            *m_failure = std::strerror(errno);
    }

    std::FILE* m_file;
    JobContext m_context;
    std::shared_ptr<std::string> m_failure;
};

} // namespace

Assimp::IOStream* CheckedIOSystem::Open(const char* path, const char* mode)
{
    std::FILE* file = std::fopen(path, mode);
    if (file)
        return new CheckedStream(file, m_context, m_failure);
    if (m_failure->empty())
        *m_failure = std::strerror(errno);
    return nullptr;
}

void CheckedIOSystem::Close(Assimp::IOStream* stream) { delete stream; }

} // namespace bozzetto
