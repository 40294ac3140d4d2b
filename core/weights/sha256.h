#pragma once

#include <filesystem>
#include <string>

#include "core/base/job_context.h"

namespace bozzetto {

/// The SHA-256 of a file's bytes (FIPS 180-4) as 64 lower-case hexadecimal digits. Throws Error(io) naming
/// the file; cancellable.
std::string sha256OfFile(const std::filesystem::path& path, JobContext& context);

} // namespace bozzetto
