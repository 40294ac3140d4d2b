// The pickle without the archive around it, so that mutations reach its opcodes: storages "0" to "9" lie over the input.
#include "core/base/error.h"
#include "core/weights/pickled_tensors.h"
#include "tests/fuzz/layout_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace bozzetto;
    StoragePlaces places;
    for (std::size_t i = 0; i < 10; ++i)
        places.emplace(std::to_string(i), StoragePlace{size * i / 10, size - size * i / 10});
    try {
        requireInside(collectPickledTensors(readPickle({data, size}, "input"), places, size, "input"), size);
    } catch (const Error&) {
    }
    return 0;
}
