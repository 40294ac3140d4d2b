#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/io/cameras/lens.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// A picture as its layout's files tell of it, before it is looked at.
struct ListedPicture
{
    std::string name;           ///< unique
    std::filesystem::path file; ///< the picture
    std::filesystem::path mask; ///< white = object; empty: the picture's alpha, if it has one
    glm::dvec2 size{0};         ///< pixels that focal and principal are for; 0 = the stored picture's
    glm::dvec2 focal{0}, principal{0};
    Lens lens;
    glm::dmat4 worldFromCamera{1}; ///< ours; may still be wrong
    bool heldOut = false;
};

/// What a layout's files tell, in its own world.
struct ListedScene
{
    std::string name;
    std::string shown; ///< file or folder, for messages
    std::vector<ListedPicture> pictures;
    std::optional<SceneBox> box;
    bool widenBoxToMasks = false; ///< the box is the data set's, not this scene's
    double nearDistance = 0, farDistance = 0;
    bool whiteIsEmpty = false; ///< no masks, but what is white is not the object
    glm::vec3 background{1};
    std::optional<glm::dvec3> up;
    std::vector<glm::dvec3> points; ///< seen by a structure-from-motion program
};

} // namespace bozzetto
