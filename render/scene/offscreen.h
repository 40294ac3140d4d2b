#pragma once

#include <memory>

#include "core/image/image.h"
#include "render/scene/renderer.h"

namespace bozzetto {

/// Draws without a window: thumbnails, turntables, tests. Has its own context and frees it; make and use it on the
/// GUI thread of a running QGuiApplication. The context that was current before stays current.
class OffscreenRenderer
{
public:
    /// Throws Error(unsupported) where OpenGL 4.1 core is not to be had.
    OffscreenRenderer();
    ~OffscreenRenderer();
    OffscreenRenderer(const OffscreenRenderer&) = delete;
    OffscreenRenderer& operator=(const OffscreenRenderer&) = delete;

    /// rgba, straight alpha, rows from the top. Throws what Renderer::draw throws.
    Image render(const SceneSnapshot& scene, const Camera& camera, const DrawOptions& options, int width, int height);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace bozzetto
