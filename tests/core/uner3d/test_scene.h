#pragma once

#include <cmath>

#include <glm/glm.hpp>

#include "core/scene/posed_picture.h"

namespace bozzetto::test {

/// A camera at `place` that looks at the origin.
inline glm::dmat4 lookingAtOrigin(const glm::dvec3& place)
{
    const glm::dvec3 back = glm::normalize(place);
    const glm::dvec3 right = glm::normalize(glm::cross(glm::dvec3(0, 1, 0), back));
    return {glm::dvec4(right, 0), glm::dvec4(glm::cross(back, right), 0), glm::dvec4(back, 0), glm::dvec4(place, 1)};
}

/// Places on a spiral around the origin, none above a pole.
inline glm::dvec3 spiralPlace(int i, int count, double distance)
{
    const double y = -0.6 + 1.3 * (i + 0.5) / count, angle = 2.399963 * i, r = std::sqrt(1 - y * y);
    return distance * glm::dvec3(r * std::cos(angle), y, r * std::sin(angle));
}

inline glm::vec3 ballColour(const glm::dvec3& normal)
{
    return glm::vec3(0.5 + 0.4 * normal.x, 0.5 + 0.4 * std::sin(3 * normal.y), normal.z > 0 ? 0.8 : 0.2);
}

/// A ball of radius 0.5 around the origin, ray-cast; the last `held` views are held out. Masks where `masked`.
inline PosedScene ballScene(int views, int held, int side, bool masked)
{
    PosedScene scene;
    scene.name = "ball";
    scene.box = SceneBox{glm::dvec3(-0.7), glm::dvec3(0.7)};
    const double distance = 3, focal = 0.5 * side / std::tan(0.22);
    for (int v = 0; v < views; ++v) {
        PosedPicture picture;
        picture.name = "view " + std::to_string(v);
        picture.picture = Image(side, side, 3, 1.0f);
        if (masked)
            picture.mask = Image(side, side, 1, 0.0f);
        picture.focal = glm::dvec2(focal);
        picture.principal = glm::dvec2(side / 2.0);
        const auto place = spiralPlace(v, views, distance);
        picture.worldFromCamera = lookingAtOrigin(place);
        picture.heldOut = v >= views - held;
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const glm::dvec3 seen((x + 0.5 - side / 2.0) / focal, -(y + 0.5 - side / 2.0) / focal, -1);
                const glm::dvec3 direction = glm::normalize(glm::dmat3(picture.worldFromCamera) * seen);
                const double b = glm::dot(place, direction), root = b * b - glm::dot(place, place) + 0.25;
                if (root < 0)
                    continue;
                const auto colour = ballColour((place + direction * (-b - std::sqrt(root))) / 0.5);
                for (int c = 0; c < 3; ++c)
                    picture.picture.at(x, y, c) = colour[c];
                if (masked)
                    picture.mask.at(x, y) = 1;
            }
        scene.pictures.push_back(std::move(picture));
    }
    return scene;
}

} // namespace bozzetto::test
