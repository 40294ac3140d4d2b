#include "core/base/error.h"
#include "core/weights/checkpoint_layout.h"
#include "tests/fuzz/layout_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        bozzetto::requireInside(bozzetto::readCheckpointLayout({data, size}, "input"), size);
    } catch (const bozzetto::Error&) {
    }
    return 0;
}
