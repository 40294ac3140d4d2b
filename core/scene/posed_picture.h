#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "core/image/image.h"

namespace bozzetto {

/// A calibrated photograph: a pinhole without distortion, pixel centres at +0.5 (the left upper pixel's centre is
/// (0.5, 0.5)). The camera looks along its -z, x right, y up.
struct PosedPicture
{
    std::string name; ///< unique within its scene, for messages and held-out lists
    Image picture;    ///< sRGB, 3 channels; what was transparent lies over the scene's background
    Image mask;       ///< 1 channel, of the picture's size, white = object; empty where unknown
    glm::dvec2 focal{0};           ///< pixels
    glm::dvec2 principal{0};       ///< pixels from the left upper corner
    glm::dmat4 worldFromCamera{1}; ///< rigid
    bool heldOut = false;          ///< kept for scores, never trained on
};

/// Axis-aligned, in world units.
struct SceneBox
{
    glm::dvec3 low{-1}, high{1};
};

/// Photographs of one thing with their cameras, in one right-handed world.
struct PosedScene
{
    std::string name;
    std::vector<PosedPicture> pictures;
    std::optional<SceneBox> box;              ///< where the object is, when the source knows
    double nearDistance = 0, farDistance = 0; ///< along the rays, world units; 0 = unknown
    glm::vec3 background{1};                  ///< behind the masks, sRGB 0..1
    bool masksAreGuesses = false;             ///< estimated: one alone rules nothing out
    glm::dvec3 up{0, 1, 0};                   ///< unit: the world's up, as the source says or the cameras are held
};

} // namespace bozzetto
