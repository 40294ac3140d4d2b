#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/weights/stored_tensor.h"

namespace bozzetto {

/// Aborts unless every element of every tensor lies inside a file of `fileSize` bytes: what the readers promise.
inline void requireInside(const StoredTensors& stored, std::size_t fileSize)
{
    for (const StoredTensor& tensor : stored.tensors) {
        if (tensor.sizes.size() != tensor.strides.size() || tensor.byteOffset > fileSize)
            std::abort();
        if (tensor.elementCount() == 0)
            continue;
        unsigned __int128 last = 0;
        for (std::size_t axis = 0; axis < tensor.sizes.size(); ++axis)
            last += static_cast<unsigned __int128>(tensor.sizes[axis] - 1) * std::uint64_t(tensor.strides[axis]);
        if ((last + 1) * itemSize(tensor.type) > fileSize - tensor.byteOffset)
            std::abort();
    }
}

} // namespace bozzetto
