#pragma once

#include <glm/glm.hpp>

#include "render/gl/framebuffer.h"

namespace bozzetto {

/// Where a drawable draws: colour, premultiplied and sRGB-encoded, and window depth in [0, 1], 1 where nothing is.
/// The layers of two representations are mixed and laid over the background afterwards.
class Layer
{
public:
    enum class Kind {
        depthBuffer, ///< depth tested; `samples` a pixel
        depthColour  ///< no depth test: the fragment shader writes depth to output 1
    };

    /// Makes room for width x height pixels, binds, sets the viewport and clears to `background`.
    void begin(Kind kind, int width, int height, int samples = 1, const glm::vec4& background = glm::vec4(0.0f));
    /// Resolves the samples; colour and depth are readable from here on.
    void end();

    const Texture& colour() const { return m_colour; }
    const Texture& depth() const { return m_depth; }

private:
    Kind m_kind = Kind::depthBuffer;
    int m_width = 0;
    int m_height = 0;
    int m_samples = 1;
    Texture m_colour;
    Texture m_depth;
    Framebuffer m_target;
    Framebuffer m_multisampled;
};

} // namespace bozzetto
