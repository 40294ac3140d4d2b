#pragma once

#include <functional>

#include <QImage>

#include "core/image/image.h"
#include "render/scene/renderer.h"

namespace bozzetto::test {

/// A field over [-1, 1]^3 of n^3 voxels; sample(p) gives sRGB colour and density, per unit of length, at p.
BakedField bakeField(int n, const std::function<glm::vec4(const glm::vec3& p)>& sample);

/// A camera at `distance` from the origin, turned by yaw to its right and pitch upwards (degrees), looking at it.
Camera cameraAt(float yaw, float pitch, float distance = 5.0f, float fovDegrees = 30.0f);

/// An orthographic camera on +z that looks at the origin; `height` world units fill the picture's height.
Camera frontCamera(float height);

/// A sphere of `radius` in latitude and longitude; colour(p) per vertex, none when empty.
Mesh sphereMesh(float radius, int rings, const std::function<glm::vec4(const glm::vec3& p)>& colour = {});

/// Coloured analytic object: a body, a head and a foot blended smoothly. Negative inside, in [-1, 1]^3.
float blobDistance(const glm::vec3& p);
glm::vec3 blobColour(const glm::vec3& p);
BakedField blobField(int n);
Mesh blobMesh(int rings);
PointCloud blobPoints(int count);

/// Everything hidden but the object; transparent background.
bozzetto::DrawOptions bareOptions(Representation representation);

QImage toQImage(const Image& image);
Image fromQImage(const QImage& image);

} // namespace bozzetto::test
