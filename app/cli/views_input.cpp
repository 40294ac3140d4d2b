#include "app/cli/views_input.h"

#include <cstdio>
#include <utility>

#include "core/io/cameras/find_cameras.h"
#include "core/io/cameras/posed_scene_io.h"

namespace bozzetto::cli {

PosedScene readViews(const std::vector<std::filesystem::path>& inputs, JobContext& context)
{
    const bool one = inputs.size() == 1;
    if (one && (!posedSceneLayout(inputs[0]).empty() || !std::filesystem::is_directory(inputs[0])))
        return readPosedScene(inputs[0], {}, context);
    auto found = one ? findCameras(inputs[0], {}, context) : findCameras(inputs, {}, context);
    for (const auto& name : found.unplaced)
        std::fprintf(stderr, "%s: fits to no other picture and is left out\n", name.c_str());
    return std::move(found.scene);
}

} // namespace bozzetto::cli
