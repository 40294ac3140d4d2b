#pragma once

#include <cstdint>
#include <string>

#include "core/base/job_context.h"
#include "core/data/object_labels.h"
#include "core/data/training_set.h"
#include "core/scene/asset.h"

namespace bozzetto {

struct SamplerOptions
{
    int views = 12;     ///< of each object, 1 to 64
    int viewSize = 128; ///< pixels a side, 16 to 1024
    LabelCounts labels;

    void check() const; ///< throws Error(badInput) naming the field
};

/// Views and labelled points of one object. The same (asset, options, seed, name) gives the same bytes
/// everywhere. Throws Error(badInput), with the reason and without a name, for an asset that makes no
/// training object (see TracedObject and labelObject; or views that show nothing), Error(cancelled). Thread:
/// any.
TrainingObject sampleObject(const Asset& asset, const SamplerOptions& options, std::uint64_t seed,
                            const std::string& name, const JobContext& context = {});

} // namespace bozzetto
