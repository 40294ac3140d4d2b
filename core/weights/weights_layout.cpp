#include "core/weights/weights_layout.h"

#include "core/base/error.h"
#include "core/weights/checkpoint_layout.h"
#include "core/weights/safetensors_header.h"
#include "core/weights/zip_archive.h"

namespace bozzetto {

WeightsFormat weightsFormat(std::span<const std::uint8_t> file)
{
    if (looksLikeZip(file))
        return WeightsFormat::zipCheckpoint;
    if (looksLikeStreamCheckpoint(file))
        return WeightsFormat::streamCheckpoint;
    return looksLikeSafetensors(file) ? WeightsFormat::safetensors : WeightsFormat::unknown;
}

StoredTensors readWeightsLayout(std::span<const std::uint8_t> file, const std::string& shownName)
{
    switch (weightsFormat(file)) {
    case WeightsFormat::safetensors:
        return readSafetensorsHeader(file, shownName);
    case WeightsFormat::zipCheckpoint:
    case WeightsFormat::streamCheckpoint:
        return readCheckpointLayout(file, shownName);
    case WeightsFormat::unknown:
        break;
    }
    throw Error(ErrorCode::badInput, "{}: expected weights (a safetensors file or a PyTorch checkpoint), found neither",
                shownName);
}

} // namespace bozzetto
