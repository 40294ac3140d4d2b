#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "core/base/job_context.h"

namespace bozzetto {

struct ImportLimits
{
    std::chrono::milliseconds time{180'000};
};

/// Where bozzetto-import lies: in BOZZETTO_LIBEXEC_DIR, or near this program. Throws Error(internal) when nowhere.
std::filesystem::path findImportHelper();

/// What the helper answers for `path`. Throws Error(badInput) naming `path` when it crashes or takes too long.
/// A cancelled helper is killed within 50 ms.
std::string runImportHelper(const std::filesystem::path& path, const JobContext& context,
                            const ImportLimits& limits = {});

} // namespace bozzetto
