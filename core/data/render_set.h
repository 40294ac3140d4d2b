#pragma once

#include <filesystem>
#include <vector>

#include "core/base/job_context.h"
#include "core/data/object_sampler.h"
#include "core/data/set_candidates.h"

namespace bozzetto {

struct RenderSetOptions
{
    std::filesystem::path meshes; ///< folder of meshes; empty: procedural objects
    int objects = 0;              ///< at most so many; 0: every mesh, or 1,000 procedural objects
    SamplerOptions sampler;
    std::uint64_t seed = 1;
    int threads = 0;              ///< 0: as many as the machine has cores
    std::filesystem::path photos; ///< folder of photographs for backgrounds and textures; empty: none
    int backgrounds = 300;        ///< crops of them that the set gets, 0 to 10,000
    GroupingChoice grouping;
    std::vector<TrainingSource> sources;

    void check() const; ///< throws Error(badInput) naming the field
};

struct RenderSetReport
{
    std::int64_t objects = 0, skipped = 0; ///< in the whole set
    std::int64_t rendered = 0;             ///< by this run; the others were there
};

/// Writes the training set `folder` (see training_set.h), a shard of up to 64 objects at a time; set.json
/// lists the finished ones, so that the set can be opened while it grows. Goes on with a set that an earlier
/// run with the same options left incomplete, and the bytes are the same as without the interruption,
/// whatever the threads. Objects that cannot be had are skipped and listed with the reason. Throws
/// Error(badInput) when the folder holds a set made with other options, Error(io), Error(cancelled).
RenderSetReport renderTrainingSet(const RenderSetOptions& options, const std::filesystem::path& folder,
                                  JobContext& context);

} // namespace bozzetto
