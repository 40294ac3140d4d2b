#pragma once

#include "core/base/job_context.h"
#include "ui/jobs/opened_views.h"

namespace bozzetto {

/// See Operations::readViews. Throws Error; cancellable.
OpenedViews readViews(const std::vector<std::filesystem::path>& paths, JobContext& context);

/// See Operations::addViews. Views that are there already (the same name) are refused. Throws Error(badInput) for
/// photographs without cameras where the open ones came with theirs; cancellable.
OpenedViews addViews(const OpenedViews& open, const std::vector<std::filesystem::path>& paths, JobContext& context);

} // namespace bozzetto
