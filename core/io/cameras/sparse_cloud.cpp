#include "core/io/cameras/sparse_cloud.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/quaternion.hpp>

#include "core/io/cameras/agreed_points.h"

namespace bozzetto {

namespace {

bool isInside(const glm::dvec3& point, const std::optional<SceneBox>& box)
{
    return !box || (glm::all(glm::greaterThanEqual(point, box->low)) && glm::all(glm::lessThanEqual(point, box->high)));
}

/// The shortest turn that takes `from` to `to`, both of unit length.
glm::dmat4 turnBetween(const glm::dvec3& from, const glm::dvec3& to)
{
    const glm::dvec3 axis = glm::cross(from, to);
    const double sine = glm::length(axis), cosine = glm::dot(from, to);
    if (sine > 1e-12)
        return glm::mat4_cast(glm::angleAxis(std::atan2(sine, cosine), axis / sine));
    // Upside down: half about x, which is across any y.
    return cosine > 0 ? glm::dmat4(1) : glm::mat4_cast(glm::dquat(0, 1, 0, 0));
}

} // namespace

PointCloud sparseCloud(const PosedScene& scene, JobContext& context)
{
    PointCloud cloud;
    for (const auto& point : agreedPoints(scene.pictures, gazeOf(scene.pictures, scene.name), context))
        if (isInside(point.position, scene.box)) {
            cloud.positions.emplace_back(point.position);
            cloud.colours.emplace_back(point.colour, 1.0f);
        }
    return cloud;
}

PosedScene uprightScene(PosedScene scene)
{
    const glm::dmat4 turn = turnBetween(scene.up, glm::dvec3(0, 1, 0));
    for (auto& picture : scene.pictures)
        picture.worldFromCamera = turn * picture.worldFromCamera;
    if (scene.box) {
        SceneBox turned{glm::dvec3(INFINITY), glm::dvec3(-INFINITY)};
        for (int i = 0; i < 8; ++i) {
            const glm::dvec3 corner = glm::mix(scene.box->low, scene.box->high, glm::dvec3(i & 1, i >> 1 & 1, i >> 2));
            const glm::dvec3 place(turn * glm::dvec4(corner, 1));
            turned = {glm::min(turned.low, place), glm::max(turned.high, place)};
        }
        scene.box = turned;
    }
    scene.up = {0, 1, 0};
    return scene;
}

} // namespace bozzetto
