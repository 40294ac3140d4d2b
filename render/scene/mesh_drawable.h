#pragma once

#include <array>
#include <memory>

#include "core/scene/asset.h"
#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/scene/cached.h"
#include "render/scene/layer.h"
#include "render/scene/renderer.h"
#include "render/scene/view.h"

namespace bozzetto {

/// Rasterises a mesh, seen from both sides, into a multisampled layer.
class MeshDrawable
{
public:
    MeshDrawable();

    /// Uploads `mesh` unless it is the one that is there. Missing normals are made from the triangles.
    /// Throws Error(badInput) for a triangle that names a vertex that is not there.
    void prepare(const std::shared_ptr<const Mesh>& mesh);
    /// `pixelScale` as in DrawOptions.
    void draw(const View& view, const glm::mat4& worldFromScene, MeshShading shading, float pixelScale, int samples,
              Layer& layer);
    const Bounds& bounds() const { return m_bounds; } ///< scene coordinates

private:
    CacheKey<Mesh> m_key;
    std::array<Program, 4> m_programs; ///< by shading
    Buffer m_vertices;
    Buffer m_indices;
    VertexArray m_array;
    int m_indexCount = 0;
    Bounds m_bounds;
    float m_meanEdge = 1; ///< scene units: of the equilateral triangle with the mean area
};

} // namespace bozzetto
