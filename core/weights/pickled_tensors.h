#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/weights/pickle.h"
#include "core/weights/stored_tensor.h"

namespace bozzetto {

/// Where one storage's elements lie in the file.
struct StoragePlace
{
    std::size_t byteOffset = 0;
    std::size_t byteSize = 0;
};

using StoragePlaces = std::map<std::string, StoragePlace, std::less<>>;

/// Walks a checkpoint's main pickle and resolves its tensors against `storages` (by key). See readCheckpointLayout
/// for what is understood. `fileSize` bounds what may come out. Throws Error(badInput) naming `shownName`.
StoredTensors collectPickledTensors(const Pickle& pickle, const StoragePlaces& storages, std::size_t fileSize,
                                    const std::string& shownName);

/// ('storage', type, key, location, element count, ...): what a persistent id of PyTorch says.
struct StorageId
{
    StoredType type = StoredType::uint8;
    bool untyped = false; ///< the tensor names the type; the count is in bytes
    std::string_view key;
    std::uint64_t elementCount = 0;
};

/// Reads `index`, a PickleKind::persistent value; throws Error(badInput) when it is no storage of a known type.
StorageId readStorageId(const Pickle& pickle, std::uint32_t index, const std::string& shownName);

} // namespace bozzetto
