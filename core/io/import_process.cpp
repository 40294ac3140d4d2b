#include "core/io/import_process.h"

#include <cstdlib>
#include <cstring>
#include <vector>

#include <unistd.h>

#include "core/base/child_process.h"
#include "core/base/error.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr const char* kHelper = "bozzetto-import";

} // namespace

fs::path findImportHelper()
{
    std::vector<fs::path> folders;
    if (const char* given = std::getenv("BOZZETTO_LIBEXEC_DIR"))
        folders.emplace_back(given);
    std::error_code ignored;
    const auto here = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const char* relative : {".", "../bin", "../libexec/bozzetto"})
        folders.push_back(here / relative);
    for (const auto& folder : folders)
        if (::access((folder / kHelper).c_str(), X_OK) == 0)
            return folder / kHelper;
    throw Error(ErrorCode::internal, "{}: expected this program in {} or in BOZZETTO_LIBEXEC_DIR, found it in neither",
                kHelper, here.string());
}

std::string runImportHelper(const fs::path& path, const JobContext& context, const ImportLimits& limits)
{
    std::string answer;
    const auto end = runChild({findImportHelper().string(), fs::absolute(path).string()}, {limits.time, false}, context,
                              [&](std::string_view part) { answer.append(part); });
    if (end.kind == ChildEnd::Kind::timedOut)
        throw Error(ErrorCode::badInput, "{}: expected to be read within {} s, found it still being read", path.string(),
                    double(limits.time.count()) / 1000.0);
    if (end.kind == ChildEnd::Kind::crashed)
        throw Error(ErrorCode::badInput, "{}: expected a sound file, found one on which its reader crashed ({})",
                    path.string(), ::strsignal(end.value));
    if (end.value != 0)
        throw Error(ErrorCode::badInput, "{}: could not be read (its reader stopped with status {})", path.string(),
                    end.value);
    return answer;
}

} // namespace bozzetto
