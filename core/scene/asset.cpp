#include "core/scene/asset.h"

namespace bozzetto {

namespace {

Bounds boundsOfPoints(const std::vector<glm::vec3>& points)
{
    Bounds bounds;
    for (const auto& point : points)
        bounds.add(point);
    return bounds;
}

void join(Bounds& bounds, const Bounds& other)
{
    if (other.empty())
        return;
    bounds.add(other.minimum);
    bounds.add(other.maximum);
}

} // namespace

Bounds boundsOf(const Mesh& mesh) { return boundsOfPoints(mesh.positions); }

Bounds boundsOf(const PointCloud& cloud) { return boundsOfPoints(cloud.positions); }

Bounds boundsOf(const Asset& asset)
{
    Bounds bounds;
    for (const auto& mesh : asset.meshes)
        join(bounds, boundsOf(mesh));
    for (const auto& cloud : asset.clouds)
        join(bounds, boundsOf(cloud));
    return bounds;
}

} // namespace bozzetto
