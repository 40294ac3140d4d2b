#pragma once

#include <functional>
#include <span>

#include "core/base/job_context.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// Fills values[i] for points[i]. Called with batches of any size, from one thread. Field coordinates.
using DensityFunction = std::function<void(std::span<const glm::vec3> points, std::span<float> values)>;
using ColourFunction = std::function<void(std::span<const glm::vec3> points, std::span<glm::vec3> colours)>;

struct SurfaceOptions
{
    int resolution = 256;   ///< cells along the longest side of `box`, 32 to 1024
    float level = 10.0f;    ///< iso-level of the density, per unit of field length
    int blockSize = 64;     ///< cells along a block's edge: bounds the memory
    bool keepLargest = true; ///< drop components under `smallestComponent` of the largest one's triangles
    float smallestComponent = 0.02f;
    Bounds box{glm::vec3(-1.0f), glm::vec3(1.0f)}; ///< field coordinates

    void check() const; ///< throws Error(badInput) naming the field
};

/// The iso-surface density = level, in field coordinates: welded, consistently outward (towards lower density)
/// wound, its vertices on the level of the density itself (found by halving, not by the samples' straight line), closed where
/// the surface leaves the box. Blocks are evaluated one at a time and joined exactly: the result
/// does not depend on blockSize. Blocks that `mayContainSurface` denies are skipped (null = all are visited).
/// Normals are the normalised negative gradient of the density (central differences). No colours.
Mesh extractSurface(const DensityFunction& density, const SurfaceOptions& options, JobContext& context,
                    const std::function<bool(const Bounds& block)>& mayContainSurface = nullptr);

/// Fills mesh.colours with the colour `inwards` below its vertices, against their normals: on the very surface a field may
/// already say what lies beside it.
void colourVertices(Mesh& mesh, const ColourFunction& colour, JobContext& context, float inwards = 0);

/// Moves positions and normals; `transform` is a rigid motion with uniform scale.
void transformMesh(Mesh& mesh, const glm::mat4& transform);

} // namespace bozzetto
