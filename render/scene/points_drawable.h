#pragma once

#include <memory>

#include "core/scene/asset.h"
#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/scene/cached.h"
#include "render/scene/layer.h"
#include "render/scene/renderer.h"
#include "render/scene/view.h"

namespace bozzetto {

/// Draws a cloud as round points; a second pass darkens what lies behind its neighbours (eye-dome lighting:
/// C. Boucheny, Visualisation scientifique de grands volumes de donnees, 2009).
class PointsDrawable
{
public:
    PointsDrawable();

    /// Uploads `points` unless they are those that are there. Throws Error(badInput) for too few colours.
    void prepare(const std::shared_ptr<const PointCloud>& points);
    /// size: diameter in pixels or world units. eyeDome = false leaves the colours as they are.
    void draw(const View& view, const glm::mat4& worldFromScene, PointSizing sizing, float size, bool eyeDome,
              int samples, Layer& layer);
    const Bounds& bounds() const { return m_bounds; } ///< scene coordinates

private:
    void drawPoints(const View& view, const glm::mat4& worldFromScene, PointSizing sizing, float size, int samples);

    CacheKey<PointCloud> m_key;
    Program m_points;
    Program m_eyeDome;
    Buffer m_vertices;
    VertexArray m_array;
    VertexArray m_empty;
    Layer m_raw;
    int m_count = 0;
    Bounds m_bounds;
};

} // namespace bozzetto
