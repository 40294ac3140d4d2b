#include "core/g3dr/model.h"

namespace bozzetto {

std::shared_ptr<const G3drModel> loadG3drModel(const std::filesystem::path& path)
{
    return modelFromTensors(readWeights(path), path.string());
}

void saveG3drModel(const TriplaneUnet& unet, const std::filesystem::path& path)
{
    writeSafetensors(tensorsFromModel(unet), path);
}

} // namespace bozzetto
