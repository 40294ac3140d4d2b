#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/weights/stored_tensor.h"

namespace bozzetto {

/// Finds the tensors of a PyTorch checkpoint without executing anything in it: the zip archive that torch.save writes
/// since version 1.6 (a TorchScript program's, too), or the stream of pickles of the versions before. Understood are
/// dictionaries, lists and tuples, collections.OrderedDict, torch's tensor rebuilders and its storages, and the attributes of
/// a program's modules; every other object stays an opaque
/// placeholder, and so do the tensors inside it. Nested names are joined with dots ("model.init_conv.weight"); plain
/// numbers and texts of dictionaries become metadata. Every tensor is checked against its storage and every
/// storage against the file. Throws Error(badInput) naming `shownName`.
StoredTensors readCheckpointLayout(std::span<const std::uint8_t> file, const std::string& shownName);

/// True when the bytes begin as a checkpoint of the older kind does.
bool looksLikeStreamCheckpoint(std::span<const std::uint8_t> file);

} // namespace bozzetto
