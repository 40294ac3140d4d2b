#include "core/data/object_labels.h"

#include <array>
#include <cmath>

#include <c10/util/Half.h>
#include <glm/gtc/constants.hpp>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr int kDirections = 28;
constexpr float kSkin = 0.004f; ///< what is nearer to a surface is solid: thin sheets get a thickness
constexpr float kLift = 1e-3f;

float halfRounded(float value)
{
    return float(c10::Half(value));
}

/// Whether one of the directions escapes from `point`; those on `side` of a surface only, when it is given.
bool escapes(const TracedObject& object, const glm::vec3& point, const glm::vec3* side)
{
    const auto& directions = escapeDirections();
    // Away from the object's middle most often leads out: try that alone before the packets.
    const glm::vec3 wish = side ? *side : point;
    std::size_t first = 0;
    for (std::size_t i = 1; i < directions.size(); ++i)
        if (glm::dot(directions[i], wish) > glm::dot(directions[first], wish))
            first = i;
    if ((!side || glm::dot(directions[first], *side) > 0) && !object.occluded(point, directions[first]))
        return true;
    RayPacket rays;
    rays.origins.fill(point);
    for (std::size_t start = 0; start < directions.size(); start += 16) {
        bool any = false;
        for (std::size_t i = 0; i < 16; ++i) {
            const std::size_t d = start + i;
            const bool wanted =
                d < directions.size() && d != first && (!side || glm::dot(directions[d], *side) > 0);
            rays.active[i] = wanted ? -1 : 0;
            rays.directions[i] = directions[std::min(d, directions.size() - 1)];
            any = any || wanted;
        }
        if (!any)
            continue;
        const auto blocked = object.occluded(rays);
        for (std::size_t i = 0; i < 16; ++i)
            if (rays.active[i] && !blocked[i])
                return true;
    }
    return false;
}

/// Turns the hit's normals to the side from which it is seen; false when it is seen from neither.
bool turnOutwards(const TracedObject& object, SurfaceHit& hit)
{
    if (escapes(object, hit.position + kLift * hit.flat, &hit.flat))
        return true;
    hit.flat = -hit.flat;
    hit.normal = -hit.normal;
    return escapes(object, hit.position + kLift * hit.flat, &hit.flat);
}

std::vector<SurfaceHit> visibleSurface(const TracedObject& object, int count, Random& random)
{
    std::vector<SurfaceHit> hits;
    for (int attempt = 0; int(hits.size()) < count; ++attempt) {
        if (attempt > 4'000 && int(hits.size()) < attempt / 50)
            throw Error(ErrorCode::badInput,
                        "expected a surface that is seen from outside, found {} of {} points so", hits.size(),
                        attempt);
        SurfaceHit hit = object.sampleSurface(random);
        if (hit.found && turnOutwards(object, hit))
            hits.push_back(hit);
    }
    return hits;
}

} // namespace

const std::vector<glm::vec3>& escapeDirections()
{
    // A golden spiral, equal in area between the lowest elevation and the zenith.
    static const auto directions = [] {
        std::vector<glm::vec3> made;
        const float lowest = std::sin(glm::radians(-20.0f)),
                    golden = glm::pi<float>() * (3 - std::sqrt(5.0f));
        for (int i = 0; i < kDirections; ++i) {
            const float y = lowest + (1 - lowest) * (float(i) + 0.5f) / float(kDirections);
            const float r = std::sqrt(1 - y * y), angle = golden * float(i);
            made.emplace_back(r * std::cos(angle), y, r * std::sin(angle));
        }
        return made;
    }();
    return directions;
}

bool isOccupied(const TracedObject& object, const glm::vec3& point)
{
    return object.isNearSurface(point, kSkin) || !escapes(object, point, nullptr);
}

ObjectLabels labelObject(const TracedObject& object, const LabelCounts& counts, Random& random)
{
    ObjectLabels labels;
    labels.surface = visibleSurface(object, counts.nearPoints, random);
    for (int i = 0; i < counts.nearPoints; ++i) {
        const SurfaceHit& hit = labels.surface[std::size_t(i)];
        labels.points.push_back(hit.position + hit.flat * ((i % 2 ? 0.04f : 0.01f) * random.normal()));
    }
    const glm::vec3 half = object.boxHalf();
    for (int i = 0; i < counts.boxPoints; ++i) {
        const float x = random.uniform(-1, 1), y = random.uniform(-1, 1), z = random.uniform(-1, 1);
        labels.points.push_back(half * glm::vec3(x, y, z));
    }
    for (auto& point : labels.points) {
        point = {halfRounded(point.x), halfRounded(point.y), halfRounded(point.z)};
        labels.occupied.push_back(isOccupied(object, point) ? 1 : 0);
    }
    labels.surface.resize(std::size_t(counts.surfacePoints));
    return labels;
}

} // namespace bozzetto
