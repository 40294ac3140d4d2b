#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/data/object_groups.h"
#include "core/data/photo_pool.h"
#include "core/data/training_set.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// An object that a training set may get.
struct SetCandidate
{
    TrainingObjectInfo info;
    std::function<Asset()> make; ///< throws Error(badInput) or Error(io) when it cannot be had. Thread: any
};

struct GroupingChoice
{
    Grouping grouping = Grouping::byName;
    std::filesystem::path list; ///< for Grouping::byList
};

/// Paths of the meshes below `folder`, relative to it, by name; links are followed, but not upwards. Empty when there are
/// none. Throws Error(io) when a folder cannot be read.
std::vector<std::filesystem::path> meshesBelow(const std::filesystem::path& folder);

/// The meshes below `folder`, by name; of more than `most` (0: no limit) a choice drawn from `seed`. Links
/// are followed, but not upwards. Throws Error(io) when there are none or a folder cannot be read.
std::vector<SetCandidate> meshCandidates(const std::filesystem::path& folder, const GroupingChoice& grouping,
                                         int most, std::uint64_t seed);

/// `count` procedural objects, each a group of its own. `photos` must outlive them.
std::vector<SetCandidate> proceduralCandidates(int count, std::uint64_t seed, const PhotoPool& photos);

} // namespace bozzetto
