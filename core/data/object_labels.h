#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "core/data/traced_object.h"

namespace bozzetto {

/// What training learns the shape from. Source: object generator specification, section 3.
struct ObjectLabels
{
    std::vector<glm::vec3> points;      ///< representable in half precision; near ones first
    std::vector<std::uint8_t> occupied; ///< of each point
    std::vector<SurfaceHit> surface;    ///< visible from outside, normals outwards
};

struct LabelCounts
{
    int nearPoints = 14'000;
    int boxPoints = 10'000;
    int surfacePoints = 6'000; ///< at most nearPoints
};

/// The 28 directions, unit, evenly spread over the part of the sphere with an elevation of at least -20
/// degrees.
const std::vector<glm::vec3>& escapeDirections();

/// Free when one of the directions escapes unoccluded and no surface is within 0.004.
bool isOccupied(const TracedObject& object, const glm::vec3& point);

/// Throws Error(badInput), with the reason and without a name, when hardly anything of the surface is
/// visible.
ObjectLabels labelObject(const TracedObject& object, const LabelCounts& counts, Random& random);

} // namespace bozzetto
