#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// One object of a training set, as tensors on the processor. V views, S pixels a side, P labelled points, Q
/// surface points. Object frame: longest side 1, box centre at the origin, y up. Camera frame of a view: x
/// right, y up, the camera at (0, 0, distance) looking along -z, the origin at the object's centre.
///
/// A point (x, y, z) of a view's camera frame is seen at u = x / ((distance - z) * tangent) to the right and
/// v = y / ((distance - z) * tangent) upwards, both in [-1, 1] over the picture; row r, column c has its
/// centre at u = (2c + 1) / S - 1, v = 1 - (2r + 1) / S.
struct TrainingObject
{
    at::Tensor colour; ///< [V, S, S, 4] uint8, sRGB, premultiplied; the fourth is coverage
    at::Tensor height; ///< [V, S, S] float16, z of the visible point in the view's camera frame; 0 outside
    at::Tensor normal; ///< [V, S, S, 3] int8, 127 times the unit normal, camera frame; 0 outside
    at::Tensor cameraFromObject; ///< [V, 3, 3] float32, rotation
    at::Tensor distance;         ///< [V] float32, from the camera to the object's centre
    at::Tensor tangent;          ///< [V] float32, tan(fov / 2)
    at::Tensor
        points; ///< [P, 3] float16, object frame; the first 14 in 24 near the surface, the rest in the box
    at::Tensor occupied; ///< [P] uint8, 0 free, 1 solid
    at::Tensor surface;  ///< [Q, 3] float16, object frame, points of the surface that are seen from outside
    at::Tensor surfaceColour; ///< [Q, 3] uint8, sRGB, lit as in the views
    at::Tensor surfaceNormal; ///< [Q, 3] int8, 127 times the unit normal, object frame, outwards
    at::Tensor boxHalf;       ///< [3] float32, half the object's extent along each axis
};

enum class Split { train, validation, test };

struct TrainingObjectInfo
{
    std::string name;  ///< unique in the set, "furniture/Scopia/chair_armed"
    std::string group; ///< objects of one group are never divided between splits: a species, a furniture line
    Split split = Split::train;
};

/// Where a set's meshes come from, for the model cards of what is trained on it.
struct TrainingSource
{
    std::string name, licence, attribution;
};

/// A folder that dataset render wrote: set.json and shards of up to 64 objects (safetensors, memory-mapped;
/// every tensor of TrainingObject with a leading axis over the shard's objects), and photographs for
/// backgrounds. Reading is lazy: an object costs what is touched of it. Thread: const members from any
/// thread.
class TrainingSet
{
public:
    /// Throws Error(io) or Error(badInput) naming the folder or file and what is wrong with it.
    static std::shared_ptr<const TrainingSet> open(const std::filesystem::path& folder);
    virtual ~TrainingSet() = default;

    virtual const std::vector<TrainingObjectInfo>& objects() const = 0; ///< index = order of the shards
    virtual const std::vector<TrainingSource>& sources() const = 0;
    virtual TrainingObject
    load(std::int64_t index) const = 0;         ///< views into the mapped file; do not write to them
    virtual at::Tensor backgrounds() const = 0; ///< [B, 3, S, S] uint8 sRGB crops of photographs; B may be 0
    virtual int viewSize() const = 0;           ///< S

    std::vector<std::int64_t> indices(Split split) const;
};

/// Writes one shard, atomically. Every tensor of every object must have the shapes of the first.
void writeTrainingShard(const std::vector<TrainingObject>& objects, const std::filesystem::path& path);

} // namespace bozzetto
