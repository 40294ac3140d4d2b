#pragma once

#include <vector>

#include <glm/glm.hpp>

namespace bozzetto {

/// target = scale * rotation * source + translation
struct Similarity
{
    float scale = 1;
    glm::mat3 rotation{1};
    glm::vec3 translation{0};

    glm::vec3 apply(const glm::vec3& p) const { return scale * (rotation * p) + translation; }
    glm::vec3 applyInverse(const glm::vec3& p) const
    {
        return glm::transpose(rotation) * (p - translation) / scale;
    }
};

/// The similarity that takes each source point nearest to its target, in least squares; scale is the ratio of
/// the spreads; where either is a single point, only moved. Source: Horn 1987, Closed-form solution of
/// absolute orientation using unit quaternions. Throws Error(internal) unless there are as many sources as
/// targets, one at least.
Similarity fitSimilarity(const std::vector<glm::vec3>& source, const std::vector<glm::vec3>& target);

/// The similarity that brings `source` closest to `target` (sum of both mean distances): iterated closest
/// points in both directions (Besl, McKay 1992, with scale), from where they are and from four turns about y
/// (0, 90, 180, 270 degrees) with centroids and spreads made equal; the best of all. Uses at most 1,000
/// points of each. Throws Error(internal) when either is empty.
Similarity alignSurfaces(const std::vector<glm::vec3>& source, const std::vector<glm::vec3>& target);

} // namespace bozzetto
