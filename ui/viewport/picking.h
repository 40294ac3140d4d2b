#pragma once

#include <optional>

#include "render/scene/renderer.h"
#include "ui/viewport/navigation.h"

namespace bozzetto {

/// The nearest point of what `representation` draws along a world ray. Points count within `tolerance` world units of
/// the ray; the field where its accumulated opacity reaches a half.
std::optional<glm::vec3> pick(const SceneSnapshot& scene, Representation representation, const Ray& worldRay,
                              float tolerance);

} // namespace bozzetto
