#include "ui/viewport/picking.h"

#include <cmath>
#include <limits>

#include <glm/gtc/matrix_inverse.hpp>

namespace bozzetto {

namespace {

constexpr float kFar = std::numeric_limits<float>::infinity();

/// Moeller and Trumbore, "Fast, minimum storage ray/triangle intersection", 1997. Distance, or kFar.
float hitTriangle(const Ray& ray, const glm::vec3& a, const glm::vec3& b, const glm::vec3& c)
{
    const glm::vec3 ab = b - a, ac = c - a;
    const glm::vec3 p = glm::cross(ray.direction, ac);
    const float determinant = glm::dot(ab, p);
    if (std::abs(determinant) < 1e-20f)
        return kFar;
    const glm::vec3 s = (ray.origin - a) / determinant;
    const float u = glm::dot(s, p);
    const glm::vec3 q = glm::cross(s, ab);
    const float v = glm::dot(ray.direction, q);
    const float t = glm::dot(ac, q);
    return u >= 0 && v >= 0 && u + v <= 1 && t > 0 ? t : kFar;
}

float hitMesh(const Mesh& mesh, const Ray& ray)
{
    float nearest = kFar;
    for (const auto& t : mesh.triangles)
        nearest = std::min(nearest, hitTriangle(ray, mesh.positions[t.x], mesh.positions[t.y], mesh.positions[t.z]));
    return nearest;
}

float hitPoints(const PointCloud& points, const Ray& ray, float tolerance)
{
    float nearest = kFar;
    for (const auto& point : points.positions) {
        const float along = glm::dot(point - ray.origin, ray.direction);
        if (along > 0 && along < nearest && glm::length(ray.origin + along * ray.direction - point) < tolerance)
            nearest = along;
    }
    return nearest;
}

/// `ray` in field coordinates; its direction keeps the scene's length, so that distances agree.
float hitField(const BakedField& field, const Ray& ray)
{
    const glm::vec3 size = field.box.size();
    const glm::vec3 inverse = 1.0f / ray.direction;
    const glm::vec3 t0 = (field.box.minimum - ray.origin) * inverse;
    const glm::vec3 t1 = (field.box.maximum - ray.origin) * inverse;
    const glm::vec3 low = glm::min(t0, t1), high = glm::max(t0, t1);
    const float enter = std::max({low.x, low.y, low.z, 0.0f});
    const float leave = std::min({high.x, high.y, high.z});
    const float voxel = size.x / float(std::max(field.size.x, 1)) / std::max(glm::length(ray.direction), 1e-12f);
    float transmittance = 1;
    for (float t = enter; t < leave; t += voxel) {
        const glm::vec3 place = (ray.origin + t * ray.direction - field.box.minimum) / size * glm::vec3(field.size);
        const glm::ivec3 cell = glm::clamp(glm::ivec3(place), glm::ivec3(0), field.size - 1);
        const auto index = (std::size_t(cell.z) * std::size_t(field.size.y) + std::size_t(cell.y)) *
                               std::size_t(field.size.x) + std::size_t(cell.x);
        transmittance *= 1.0f - float(field.rgba[4 * index + 3]) / 255.0f;
        if (transmittance < 0.5f)
            return t;
    }
    return kFar;
}

} // namespace

std::optional<glm::vec3> pick(const SceneSnapshot& scene, Representation representation, const Ray& worldRay,
                              float tolerance)
{
    // Affine maps keep the parameter along the ray when the direction is not normalised again.
    const auto through = [](const glm::mat4& map, const Ray& ray) {
        return Ray{glm::vec3(map * glm::vec4(ray.origin, 1.0f)), glm::mat3(map) * ray.direction};
    };
    const Ray ray = through(glm::affineInverse(scene.worldFromScene), worldRay);
    float distance = kFar;
    if (representation == Representation::mesh && scene.mesh)
        distance = hitMesh(*scene.mesh, ray);
    else if (representation == Representation::points && scene.points)
        distance = hitPoints(*scene.points, ray, tolerance);
    else if (scene.field && !scene.field->rgba.empty())
        distance = hitField(*scene.field, through(glm::affineInverse(scene.field->sceneFromField), ray));
    if (!std::isfinite(distance))
        return std::nullopt;
    return worldRay.origin + distance * worldRay.direction;
}

} // namespace bozzetto
