#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/training_set.h"

namespace bozzetto {

/// set.json: what a training set holds, and from what it was made.
struct TrainingSetFile
{
    struct Shard
    {
        std::string file; ///< relative to the folder
        std::vector<TrainingObjectInfo> objects;
    };
    struct Skipped
    {
        std::string name, reason;
    };

    int viewSize = 0;
    std::string made; ///< the options that made it: a run goes on only when they are the same
    bool complete = false;
    std::string backgrounds; ///< file relative to the folder, may be empty
    std::vector<TrainingSource> sources;
    std::vector<Shard> shards;
    std::vector<Skipped> skipped;

    /// Throws Error(io) when there is none, Error(badInput) when it is not ours; both name the file.
    static TrainingSetFile read(const std::filesystem::path& folder);
    void write(const std::filesystem::path& folder) const; ///< atomically; throws Error(io)
};

const char* splitName(Split split);

/// The tensors of a training object with their names in the shards.
template <typename Object, typename Visit> void visitTensors(Object& object, const Visit& visit)
{
    visit("colour", object.colour);
    visit("height", object.height);
    visit("normal", object.normal);
    visit("cameraFromObject", object.cameraFromObject);
    visit("distance", object.distance);
    visit("tangent", object.tangent);
    visit("points", object.points);
    visit("occupied", object.occupied);
    visit("surface", object.surface);
    visit("surfaceColour", object.surfaceColour);
    visit("surfaceNormal", object.surfaceNormal);
    visit("boxHalf", object.boxHalf);
}

} // namespace bozzetto
