#include "ui/document/object_state.h"

#include <algorithm>

#include <glm/gtc/matrix_transform.hpp>

#include "core/scene/levelling.h"

namespace bozzetto {

namespace {

constexpr int kSolidOpacity = 100; ///< of 255, per voxel: fog counts for nothing

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

/// Adds the solid voxels of one brick, whose first voxel is `start`.
void addSolidVoxels(const BakedField& baked, const glm::ivec3& start, Bounds& solid)
{
    const glm::ivec3 end = glm::min(start + baked.brickSize, baked.size);
    for (int k = start.z; k < end.z; ++k)
        for (int j = start.y; j < end.y; ++j)
            for (int i = start.x; i < end.x; ++i) {
                const auto index = (std::size_t(k) * std::size_t(baked.size.y) + std::size_t(j)) *
                                       std::size_t(baked.size.x) + std::size_t(i);
                if (baked.rgba[4 * index + 3] >= kSolidOpacity)
                    solid.add(baked.box.minimum + (glm::vec3(i, j, k) + 0.5f) * baked.voxelSize());
            }
}

/// The box of what is solid, field coordinates; the whole box where nothing is.
Bounds solidBox(const BakedField& baked)
{
    const auto counts = baked.brickCounts();
    Bounds solid;
    std::size_t index = 0;
    for (int k = 0; k < counts.z; ++k)
        for (int j = 0; j < counts.y; ++j)
            for (int i = 0; i < counts.x; ++i, ++index)
                if (index < baked.bricks.size() && baked.bricks[index] >= kSolidOpacity)
                    addSolidVoxels(baked, glm::ivec3(i, j, k) * baked.brickSize, solid);
    return solid.empty() ? baked.box : solid;
}

Bounds sceneBounds(const BakedField* baked, const Mesh* mesh, const PointCloud* points)
{
    if (mesh && !mesh->positions.empty())
        return boundsOf(*mesh);
    if (points && !points->positions.empty())
        return boundsOf(*points);
    return baked ? transformed(solidBox(*baked), baked->sceneFromField) : Bounds();
}

/// Levels about the object's own centre, so that it stays where it is looked at.
glm::mat4 levelling(const glm::vec3& centre, float degrees)
{
    const auto back = glm::translate(glm::mat4(1.0f), -centre);
    return glm::translate(glm::mat4(1.0f), centre) * levellingTurn(degrees) * back;
}

} // namespace

SceneSnapshot snapshotOf(const ObjectResult& result, float tiltDegrees)
{
    SceneSnapshot scene;
    scene.field = result.baked;
    scene.mesh = result.mesh;
    scene.points = result.points;
    scene.frusta = result.frusta;
    // The baked box alone, so that the pivot does not jump when the surface follows the level slider.
    const auto bounds = result.baked ? sceneBounds(result.baked.get(), nullptr, nullptr)
                                     : sceneBounds(nullptr, result.mesh.get(), result.points.get());
    if (tiltDegrees != 0.0f)
        scene.worldFromScene = levelling(bounds.centre(), tiltDegrees);
    return scene;
}

std::shared_ptr<const CameraFrusta> markedFrusta(const std::shared_ptr<const CameraFrusta>& frusta,
                                                 const std::vector<bool>& viewsOn, int chosenView, bool quiet)
{
    constexpr float kQuietDepth = 0.4f;
    if (!frusta || viewsOn.size() != frusta->cameras.size())
        return frusta;
    auto marked = std::make_shared<CameraFrusta>(*frusta);
    for (std::size_t i = 0; i < viewsOn.size(); ++i) {
        marked->cameras[i].dimmed = !viewsOn[i];
        marked->cameras[i].marked = int(i) == chosenView;
    }
    if (quiet) {
        marked->pictures = nullptr;
        marked->depth *= kQuietDepth;
    }
    return marked;
}

glm::vec3 sideOf(const CameraFrusta& frusta)
{
    constexpr float kTogether = 0.4f, kAbove = 0.35f;
    glm::vec3 sum(0);
    for (const auto& camera : frusta.cameras)
        sum += glm::normalize(glm::vec3(camera.sceneFromCamera[2]));
    const bool around = frusta.cameras.empty() || glm::length(sum) < kTogether * float(frusta.cameras.size());
    const glm::vec3 side = around ? glm::vec3(0.5f, 0, 1) : sum;
    const glm::vec3 flat(side.x, 0, side.z);
    return glm::normalize((glm::length(flat) > 1e-3f ? glm::normalize(flat) : glm::vec3(0, 0, 1)) + glm::vec3(0, kAbove, 0));
}

Bounds bulkOf(const PointCloud& cloud)
{
    constexpr std::size_t kSample = 20'000;
    constexpr double kOutlying = 0.01;
    Bounds bounds;
    if (cloud.positions.empty())
        return bounds;
    const std::size_t every = cloud.positions.size() / kSample + 1;
    for (int axis = 0; axis < 3; ++axis) {
        std::vector<float> places;
        for (std::size_t i = 0; i < cloud.positions.size(); i += every)
            places.push_back(cloud.positions[i][axis]);
        std::sort(places.begin(), places.end());
        const auto out = std::size_t(kOutlying * double(places.size()));
        bounds.minimum[axis] = places[out];
        bounds.maximum[axis] = places[places.size() - 1 - out];
    }
    return bounds;
}

Bounds worldBounds(const SceneSnapshot& scene)
{
    Bounds cameras;
    if (!scene.field && !scene.mesh && scene.frusta)
        for (const auto& camera : scene.frusta->cameras)
            cameras.add(glm::vec3(scene.worldFromScene * camera.sceneFromCamera[3]));
    // A few points before many cameras: all of it is what one came to see.
    if (!cameras.empty() && scene.points)
        for (const auto& point : scene.points->positions)
            cameras.add(glm::vec3(scene.worldFromScene * glm::vec4(point, 1.0f)));
    if (!cameras.empty())
        return cameras;
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
