#include "ui/document/object_state.h"

#include <glm/gtc/matrix_transform.hpp>

namespace bozzetto {

namespace {

Bounds transformed(const Bounds& bounds, const glm::mat4& transform)
{
    Bounds result;
    if (bounds.empty())
        return result;
    for (int corner = 0; corner < 8; ++corner) {
        const glm::vec3 point((corner & 1) ? bounds.maximum.x : bounds.minimum.x,
                              (corner & 2) ? bounds.maximum.y : bounds.minimum.y,
                              (corner & 4) ? bounds.maximum.z : bounds.minimum.z);
        result.add(glm::vec3(transform * glm::vec4(point, 1.0f)));
    }
    return result;
}

Bounds sceneBounds(const BakedField* baked, const Mesh* mesh, const PointCloud* points)
{
    if (mesh && !mesh->positions.empty())
        return boundsOf(*mesh);
    if (points && !points->positions.empty())
        return boundsOf(*points);
    return baked ? transformed(baked->box, baked->sceneFromField) : Bounds();
}

/// An object photographed from `degrees` above has its own up leaning towards the camera by that angle.
glm::mat4 levelling(const glm::vec3& centre, float degrees)
{
    const auto back = glm::translate(glm::mat4(1.0f), -centre);
    const auto turn = glm::rotate(glm::mat4(1.0f), glm::radians(-degrees), glm::vec3(1, 0, 0));
    return glm::translate(glm::mat4(1.0f), centre) * turn * back;
}

} // namespace

SceneSnapshot snapshotOf(const ObjectResult& result, float tiltDegrees)
{
    SceneSnapshot scene;
    scene.field = result.baked;
    scene.mesh = result.mesh;
    scene.points = result.points;
    // The baked box alone, so that the pivot does not jump when the surface follows the level slider.
    const auto bounds = result.baked ? sceneBounds(result.baked.get(), nullptr, nullptr)
                                     : sceneBounds(nullptr, result.mesh.get(), result.points.get());
    if (tiltDegrees != 0.0f)
        scene.worldFromScene = levelling(bounds.centre(), tiltDegrees);
    return scene;
}

Bounds worldBounds(const SceneSnapshot& scene)
{
    return transformed(sceneBounds(scene.field.get(), scene.mesh.get(), scene.points.get()), scene.worldFromScene);
}

Asset assetOf(const ObjectResult& result, float tiltDegrees, const QString& name)
{
    Asset asset;
    const auto worldFromScene = snapshotOf(result, tiltDegrees).worldFromScene;
    const glm::mat3 turn(worldFromScene);
    const auto level = [&](auto part) {
        for (auto& position : part.positions)
            position = glm::vec3(worldFromScene * glm::vec4(position, 1.0f));
        for (auto& normal : part.normals)
            normal = turn * normal;
        part.name = name.toStdString();
        return part;
    };
    if (result.mesh && !result.mesh->positions.empty())
        asset.meshes.push_back(level(*result.mesh));
    else if (result.points)
        asset.clouds.push_back(level(*result.points));
    return asset;
}

} // namespace bozzetto
