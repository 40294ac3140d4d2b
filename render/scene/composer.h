#pragma once

#include "core/scene/asset.h"
#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/scene/layer.h"
#include "render/scene/renderer.h"
#include "render/scene/view.h"

namespace bozzetto {

/// The floor: its height and what the grid fades around.
struct Floor
{
    float height = 0.0f;      ///< world y
    glm::vec3 centre{0.0f};   ///< of the object, world
    float radius = 1.0f;      ///< of the object, world
    const Texture* shadow = nullptr;
    glm::vec4 shadowRectangle{0.0f}; ///< x, z minimum and size, world
};

inline constexpr int kComposedTextures = 7; ///< units that the composer binds

/// A layer's pictures, as the composer reads them.
struct LayerPictures
{
    const Texture* colour = nullptr;
    const Texture* depth = nullptr;
    bool topDown = false; ///< the colour's first row is the picture's top
};

/// Lays everything together in one pass: gradient, floor (grid, axes, shadow), one object or a blend of two, cameras.
/// Colour comes out premultiplied; the target's depth buffer, if it has one, gets the object's depth.
class Composer
{
public:
    Composer();

    /// pictures[1] and cameras may be empty; share = the part of pictures[1].
    void draw(const View& view, const DrawOptions& options, const Floor& floor, const LayerPictures (&pictures)[2],
              float share, const LayerPictures& cameras);

private:
    Program m_program;
    VertexArray m_empty;
    Texture m_nothing;   ///< transparent
    Texture m_farthest;  ///< depth 1
};

} // namespace bozzetto
