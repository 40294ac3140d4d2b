#include "core/io/scratch_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <unistd.h>

#include "core/base/error.h"

namespace bozzetto {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder(const fs::path& target) : m_target(target)
{
    const auto folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw Error(ErrorCode::io, "{}: the folder {} does not exist", target.string(), folder.string());
    std::string pattern = (folder / ".export-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw Error(ErrorCode::io, "{}: the folder {} cannot be written ({})", target.string(), folder.string(),
                    std::strerror(errno));
    m_path = pattern;
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

void ScratchFolder::commit()
{
    const auto folder = m_target.has_parent_path() ? m_target.parent_path() : fs::path(".");
    std::vector<fs::path> names;
    for (const auto& entry : fs::directory_iterator(m_path))
        names.push_back(entry.path().filename());
    std::stable_partition(names.begin(), names.end(), [&](const auto& name) { return name != m_target.filename(); });

    const auto older = m_path / ".older";
    fs::create_directory(older);
    std::vector<fs::path> placed;
    try {
        for (const auto& name : names) {
            if (fs::exists(folder / name) && !fs::is_regular_file(folder / name))
                throw fs::filesystem_error("not a file", folder / name, std::make_error_code(std::errc::file_exists));
            if (fs::exists(folder / name))
                fs::create_hard_link(folder / name, older / name);
            fs::rename(m_path / name, folder / name);
            placed.push_back(name);
        }
    } catch (const fs::filesystem_error& error) {
        for (const auto& name : placed) {
            std::error_code ignored;
            if (fs::exists(older / name, ignored))
                fs::rename(older / name, folder / name, ignored);
            else
                fs::remove(folder / name, ignored);
        }
        throw Error(ErrorCode::io, "{}: {} could not be put in place ({})", m_target.string(),
                    error.path1().filename().string(), error.code().message());
    }
}

} // namespace bozzetto
