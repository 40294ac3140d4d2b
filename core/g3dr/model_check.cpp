#include "core/g3dr/model_check.h"

#include "core/g3dr/model.h"
#include "core/g3dr/object_generator.h"
#include "core/vision/matte_net.h"
#include "core/vision/object_depth.h"
#include "core/vision/scene_depth.h"
#include "core/vision/upscaler.h"

namespace bozzetto {

void checkModelFile(const std::filesystem::path& path, ModelRole role)
{
    switch (role) {
    case ModelRole::g3dr:
        loadG3drModel(path);
        break;
    case ModelRole::object:
        ObjectGenerator::load(path);
        break;
    case ModelRole::depth:
        ObjectDepthNet::load(path);
        break;
    case ModelRole::sceneDepth:
        SceneDepthNet::load(path);
        break;
    case ModelRole::matte:
        MatteNet::load(path);
        break;
    case ModelRole::upscaler:
        Upscaler::load(path);
        break;
    }
}

} // namespace bozzetto
