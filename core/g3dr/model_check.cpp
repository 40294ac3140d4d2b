#include "core/g3dr/model_check.h"

#include <cmath>

#include "core/base/error.h"
#include "core/g3dr/model.h"

namespace bozzetto {

void checkModelFile(const std::filesystem::path& path, ModelRole role)
{
    if (role == ModelRole::g3dr) {
        loadG3drModel(path);
        return;
    }
    const auto file = readWeights(path);
    if (file.parameterCount() == 0)
        throw Error(ErrorCode::badInput, "{}: expected a network for {}, found no parameters", path.string(),
                    modelRoleName(role));
    for (const auto& [name, tensor] : file.tensors)
        if (tensor.is_floating_point() && !std::isfinite(tensor.sum(at::kDouble).item<double>()))
            throw Error(ErrorCode::badInput, "{}: expected finite numbers, found others in {}", path.string(),
                        name);
}

} // namespace bozzetto
