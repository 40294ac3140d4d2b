#pragma once

#include <filesystem>
#include <vector>

#include "core/base/job_context.h"
#include "core/scene/posed_picture.h"

namespace bozzetto::cli {

/// Pictures with cameras as they come, else with cameras that are found; those that fit to no other are told on standard
/// error. Throws Error.
PosedScene readViews(const std::vector<std::filesystem::path>& inputs, JobContext& context);

} // namespace bozzetto::cli
