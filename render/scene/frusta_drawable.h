#pragma once

#include <memory>

#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/gl/texture.h"
#include "render/scene/cached.h"
#include "render/scene/camera_frusta.h"
#include "render/scene/layer.h"
#include "render/scene/view.h"

namespace bozzetto {

/// Draws cameras as pyramids of lines with their pictures, all pictures in one texture.
class FrustaDrawable
{
public:
    FrustaDrawable();

    /// Uploads `frusta` unless they are those that are there; the pictures only when they are others. Throws
    /// Error(badInput) for a number of pictures that is not that of the cameras.
    void prepare(const std::shared_ptr<const CameraFrusta>& frusta);
    /// lineWidth: device pixels.
    void draw(const View& view, const glm::mat4& worldFromScene, float lineWidth, int samples, Layer& layer);

private:
    void uploadPictures(const std::vector<Image>& pictures);
    void uploadLines(const CameraFrusta& frusta);
    void uploadBases(const CameraFrusta& frusta);

    CacheKey<CameraFrusta> m_key;
    CacheKey<std::vector<Image>> m_pictureKey;
    Program m_lines;
    Program m_bases;
    Buffer m_lineVertices;
    Buffer m_baseVertices;
    VertexArray m_lineArray;
    VertexArray m_baseArray;
    Texture m_atlas;
    int m_cellSide = 0; ///< pixels of a picture's place in the atlas
    int m_columns = 0;
    int m_rows = 0;
    int m_lineCount = 0; ///< vertices
    int m_baseCount = 0;
};

} // namespace bozzetto
