#pragma once

#include <memory>
#include <string>

#include <assimp/DefaultIOSystem.h>
#include <assimp/IOSystem.hpp>

#include "core/base/job_context.h"

namespace bozzetto {

/// Assimp's exporters do not look at what their writes return; this file system remembers the first that failed. Writes
/// of a cancelled job fail as well, at once (some exporters write in a destructor, so nothing is thrown).
class CheckedIOSystem : public Assimp::IOSystem
{
public:
    explicit CheckedIOSystem(const JobContext& context)
        : m_context(context), m_failure(std::make_shared<std::string>())
    {
    }

    bool Exists(const char* path) const override { return m_disk.Exists(path); }
    char getOsSeparator() const override { return m_disk.getOsSeparator(); }
    Assimp::IOStream* Open(const char* path, const char* mode) override;
    void Close(Assimp::IOStream* stream) override;

    /// The system's words for the first failure, e.g. "No space left on device"; empty while all went well.
    const std::string& failure() const { return *m_failure; }

private:
    JobContext m_context;
    Assimp::DefaultIOSystem m_disk;
    std::shared_ptr<std::string> m_failure; ///< streams may report while they are being destroyed
};

} // namespace bozzetto
