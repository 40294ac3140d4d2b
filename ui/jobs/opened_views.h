#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/scene/posed_picture.h"

namespace bozzetto {

/// Photographs with their cameras as they were opened.
struct OpenedViews
{
    PosedScene scene;                            ///< y up
    glm::dvec3 sourceUp{0, 1, 0};                ///< the up of the source's own world, by which it was turned
    std::vector<std::filesystem::path> pictures; ///< where the cameras had to be found: all files that they were found from
    std::vector<std::string> unplaced;           ///< names of those among them that fitted to no other
};

} // namespace bozzetto
