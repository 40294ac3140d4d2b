#include "core/data/training_set.h"

#include <algorithm>
#include <map>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/data/training_set_file.h"
#include "core/weights/mapped_file.h"
#include "core/weights/safetensors_header.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

/// Type and shape (-1: any, but the same wherever it is the same axis) of a tensor of training_set.h.
struct Expected
{
    at::ScalarType scalar;
    StoredType stored;
    std::vector<std::int64_t> sizes;
};

const std::map<std::string, Expected>& expectedTensors(std::int64_t size)
{
    static thread_local std::map<std::string, Expected> expected;
    expected = {{"colour", {at::kByte, StoredType::uint8, {-1, size, size, 4}}},
                {"height", {at::kHalf, StoredType::float16, {-1, size, size}}},
                {"normal", {at::kChar, StoredType::int8, {-1, size, size, 3}}},
                {"cameraFromObject", {at::kFloat, StoredType::float32, {-1, 3, 3}}},
                {"distance", {at::kFloat, StoredType::float32, {-1}}},
                {"tangent", {at::kFloat, StoredType::float32, {-1}}},
                {"points", {at::kHalf, StoredType::float16, {-1, 3}}},
                {"occupied", {at::kByte, StoredType::uint8, {-1}}},
                {"surface", {at::kHalf, StoredType::float16, {-1, 3}}},
                {"surfaceColour", {at::kByte, StoredType::uint8, {-1, 3}}},
                {"surfaceNormal", {at::kChar, StoredType::int8, {-1, 3}}},
                {"boxHalf", {at::kFloat, StoredType::float32, {3}}}};
    return expected;
}

std::string shown(const std::vector<std::int64_t>& sizes)
{
    std::string text;
    for (const auto size : sizes)
        text += (text.empty() ? "" : " x ") + (size < 0 ? std::string("any") : std::to_string(size));
    return text;
}

/// A tensor over the mapped bytes, which it keeps alive.
at::Tensor tensorOver(const std::shared_ptr<const MappedFile>& file, const StoredTensor& stored,
                      at::ScalarType type)
{
    auto* bytes = const_cast<std::uint8_t*>(file->bytes().data() + stored.byteOffset);
    return at::from_blob(
        bytes, stored.sizes, [file](void*) {}, at::TensorOptions().dtype(type));
}

/// A shard's tensors, each with the leading axis over its objects.
TrainingObject mapShard(const fs::path& path, std::int64_t objects, std::int64_t viewSize)
{
    const auto file = std::make_shared<const MappedFile>(path);
    const StoredTensors header = readSafetensorsHeader(file->bytes(), path.string());
    const auto& expected = expectedTensors(viewSize);
    TrainingObject shard;
    visitTensors(shard, [&](const char* name, at::Tensor& tensor) {
        const auto found = std::find_if(header.tensors.begin(), header.tensors.end(),
                                        [&](const StoredTensor& stored) { return stored.name == name; });
        auto sizes = expected.at(name).sizes;
        sizes.insert(sizes.begin(), objects);
        const auto fits = [&](const StoredTensor& stored) {
            return stored.type == expected.at(name).stored && stored.sizes.size() == sizes.size() &&
                   std::equal(
                       sizes.begin(), sizes.end(), stored.sizes.begin(),
                       [](std::int64_t wanted, std::int64_t given) { return wanted < 0 || wanted == given; });
        };
        if (found == header.tensors.end() || !fits(*found))
            throw Error(ErrorCode::badInput, "{}: expected a tensor {} of {} {}, found {}", path.string(),
                        name, storedTypeName(expected.at(name).stored), shown(sizes),
                        found == header.tensors.end()
                            ? "none"
                            : storedTypeName(found->type) + (" " + shown(found->sizes)));
        if (found->byteOffset % itemSize(found->type) != 0)
            throw Error(ErrorCode::badInput,
                        "{}: expected tensor {} at an aligned place, found it at byte {}", path.string(),
                        name, found->byteOffset);
        tensor = tensorOver(file, *found, expected.at(name).scalar);
    });
    const auto agree = [&](const at::Tensor& a, const at::Tensor& b) { return a.size(1) == b.size(1); };
    if (!agree(shard.colour, shard.height) || !agree(shard.colour, shard.normal) ||
        !agree(shard.colour, shard.cameraFromObject) || !agree(shard.colour, shard.distance) ||
        !agree(shard.colour, shard.tangent) || !agree(shard.points, shard.occupied) ||
        !agree(shard.surface, shard.surfaceColour) || !agree(shard.surface, shard.surfaceNormal))
        throw Error(ErrorCode::badInput,
                    "{}: expected as many views, points and surface points in every tensor", path.string());
    return shard;
}

class FolderSet : public TrainingSet
{
public:
    explicit FolderSet(const fs::path& folder) : m_file(TrainingSetFile::read(folder))
    {
        for (const auto& shard : m_file.shards) {
            m_starts.push_back(std::int64_t(m_objects.size()));
            if (shard.objects.empty()) {
                m_shards.emplace_back();
                continue;
            }
            m_shards.push_back(
                mapShard(folder / shard.file, std::int64_t(shard.objects.size()), m_file.viewSize));
            m_objects.insert(m_objects.end(), shard.objects.begin(), shard.objects.end());
        }
        if (!m_file.backgrounds.empty())
            m_backgrounds = readBackgrounds(folder / m_file.backgrounds);
        else
            m_backgrounds = at::zeros({0, 3, m_file.viewSize, m_file.viewSize}, at::kByte);
    }

    const std::vector<TrainingObjectInfo>& objects() const override { return m_objects; }
    const std::vector<TrainingSource>& sources() const override { return m_file.sources; }
    at::Tensor backgrounds() const override { return m_backgrounds; }
    int viewSize() const override { return m_file.viewSize; }

    TrainingObject load(std::int64_t index) const override
    {
        if (index < 0 || index >= std::int64_t(m_objects.size()))
            throw Error(ErrorCode::internal, "training object: expected an index below {}, found {}",
                        m_objects.size(), index);
        const auto place = std::upper_bound(m_starts.begin(), m_starts.end(), index) - 1;
        const auto shard = std::size_t(place - m_starts.begin());
        TrainingObject object = m_shards[shard];
        visitTensors(object,
                     [&](const char*, at::Tensor& tensor) { tensor = tensor.select(0, index - *place); });
        return object;
    }

private:
    at::Tensor readBackgrounds(const fs::path& path) const
    {
        const auto file = std::make_shared<const MappedFile>(path);
        const auto header = readSafetensorsHeader(file->bytes(), path.string());
        const std::int64_t size = m_file.viewSize;
        if (header.tensors.size() != 1 || header.tensors[0].type != StoredType::uint8 ||
            header.tensors[0].sizes.size() != 4 || header.tensors[0].sizes[1] != 3 ||
            header.tensors[0].sizes[2] != size || header.tensors[0].sizes[3] != size)
            throw Error(ErrorCode::badInput,
                        "{}: expected one tensor of U8 any x 3 x {} x {}, found something else",
                        path.string(), size, size);
        return tensorOver(file, header.tensors[0], at::kByte);
    }

    TrainingSetFile m_file;
    std::vector<TrainingObjectInfo> m_objects;
    std::vector<std::int64_t> m_starts; ///< index of each shard's first object
    std::vector<TrainingObject> m_shards;
    at::Tensor m_backgrounds;
};

} // namespace

std::shared_ptr<const TrainingSet> TrainingSet::open(const fs::path& folder)
{
    return std::make_shared<FolderSet>(folder);
}

std::vector<std::int64_t> TrainingSet::indices(Split split) const
{
    std::vector<std::int64_t> found;
    for (std::size_t i = 0; i < objects().size(); ++i)
        if (objects()[i].split == split)
            found.push_back(std::int64_t(i));
    return found;
}

void writeTrainingShard(const std::vector<TrainingObject>& objects, const fs::path& path)
{
    if (objects.empty())
        throw Error(ErrorCode::internal, "{}: expected objects to write, found none", path.string());
    std::map<std::string, std::vector<at::Tensor>> columns;
    std::vector<std::string> order;
    for (const auto& object : objects)
        visitTensors(object, [&](const char* name, const at::Tensor& tensor) {
            auto& column = columns[name];
            if (column.empty())
                order.emplace_back(name);
            if (!column.empty() && tensor.sizes() != column.front().sizes())
                throw Error(ErrorCode::internal, "{}: expected the tensor {} of every object in one shape",
                            path.string(), name);
            column.push_back(tensor);
        });
    TensorFile file;
    for (const auto& name : order)
        file.tensors.emplace_back(name, at::stack(columns.at(name)));
    writeSafetensors(file, path);
}

} // namespace bozzetto
