#pragma once

#include <memory>

#include "core/scene/asset.h"
#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/scene/cached.h"
#include "render/scene/layer.h"
#include "render/scene/point_blocks.h"
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
    struct Style
    {
        PointSizing sizing = PointSizing::pixels;
        float size = 3.0f; ///< diameter in pixels or world units
        bool eyeDome = true; ///< false leaves the colours as they are
        std::int64_t budget = 0; ///< points drawn at most, chosen by what the view sees; 0 = no limit
    };
    void draw(const View& view, const glm::mat4& worldFromScene, const Style& style, int samples, Layer& layer);
    const Bounds& bounds() const { return m_bounds; } ///< scene coordinates
    std::int64_t drawnPoints() const { return m_drawn; } ///< by the last draw()

private:
    void drawPoints(const View& view, const glm::mat4& worldFromScene, const Style& style, int samples);

    CacheKey<PointCloud> m_key;
    Program m_points;
    Program m_eyeDome;
    Buffer m_vertices;
    VertexArray m_array;
    VertexArray m_empty;
    Layer m_raw;
    std::vector<PointBlock> m_blocks;
    std::int64_t m_drawn = 0;
    Bounds m_bounds;
};

} // namespace bozzetto
