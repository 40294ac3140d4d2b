#pragma once

#include <memory>
#include <vector>

#include <glm/glm.hpp>

#include "core/image/image.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// A camera that a photograph was taken with, drawn as a pyramid with the photograph as its base.
struct CameraFrustum
{
    glm::mat4 sceneFromCamera{1.0f};           ///< looks along its -z
    glm::vec4 edges{-1.0f, 1.0f, -1.0f, 1.0f}; ///< left, right, bottom, top of the picture at distance 1
    bool shown = true;
    bool marked = false; ///< in another colour: selected, or held out
    bool dimmed = false; ///< fainter: not in use
};

/// An immutable set of them.
struct CameraFrusta
{
    std::vector<CameraFrustum> cameras;
    /// Small pictures of the cameras, in their order, 3 channels; null or empty ones: pyramids without a
    /// base. Kept apart, so that showing and hiding cameras uploads nothing anew.
    std::shared_ptr<const std::vector<Image>> pictures;
    float depth = 0.1f; ///< of the pyramids, scene units
    glm::vec3 colour{0.65f, 0.64f, 0.62f};
    glm::vec3 markColour{0.85f, 0.47f, 0.30f};
};

/// The cameras of photographs, with pictures of at most `pictureSide` pixels; those held out are
/// marked.
CameraFrusta frustaOf(const PosedScene& scene, int pictureSide);

} // namespace bozzetto
