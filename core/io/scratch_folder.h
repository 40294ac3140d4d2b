#pragma once

#include <filesystem>

namespace bozzetto {

/// A folder beside the target in which a file and its companions are made, so that they can be renamed into place
/// together. Removed, with what is left in it, at the end.
class ScratchFolder
{
public:
    /// Throws Error(io) naming `target` when its folder is missing or cannot be written.
    explicit ScratchFolder(const std::filesystem::path& target);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

    /// Renames everything into the target's folder, the target last. When one rename fails, those before it are
    /// undone: older files are as they were.
    void commit();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_path;
};

} // namespace bozzetto
