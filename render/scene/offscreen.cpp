#include "render/scene/offscreen.h"

#include <QOffscreenSurface>
#include <QOpenGLContext>

#include "core/base/error.h"
#include "render/gl/framebuffer.h"

namespace bozzetto {

namespace {

QSurfaceFormat coreFormat()
{
    QSurfaceFormat format;
    format.setVersion(4, 1);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setOption(QSurfaceFormat::DebugContext);
    return format;
}

/// Makes a context current and, at the end, the one again that was.
class CurrentContext
{
public:
    CurrentContext(QOpenGLContext& context, QSurface& surface)
        : m_before(QOpenGLContext::currentContext()), m_surfaceBefore(m_before ? m_before->surface() : nullptr)
    {
        if (!context.makeCurrent(&surface))
            throw Error(ErrorCode::unsupported, "Drawing expected an OpenGL context that can be used, found none.");
    }
    ~CurrentContext()
    {
        if (m_before)
            m_before->makeCurrent(m_surfaceBefore);
        else if (auto* current = QOpenGLContext::currentContext())
            current->doneCurrent();
    }
    CurrentContext(const CurrentContext&) = delete;
    CurrentContext& operator=(const CurrentContext&) = delete;

private:
    QOpenGLContext* m_before;
    QSurface* m_surfaceBefore;
};

/// Bottom-up premultiplied bytes into a top-down straight picture.
Image straightImage(const std::vector<std::uint8_t>& bytes, int width, int height)
{
    Image image(width, height, 4);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* row = &bytes[std::size_t(height - 1 - y) * std::size_t(width) * 4];
        for (int x = 0; x < width; ++x) {
            const std::uint8_t* pixel = row + 4 * x;
            const float alpha = float(pixel[3]) / 255.0f;
            for (int c = 0; c < 3; ++c)
                image.at(x, y, c) = pixel[3] == 0 ? 0.0f : std::min(float(pixel[c]) / float(pixel[3]), 1.0f);
            image.at(x, y, 3) = alpha;
        }
    }
    return image;
}

} // namespace

struct OffscreenRenderer::Private
{
    QOffscreenSurface surface;
    QOpenGLContext context;
    std::unique_ptr<Renderer> renderer;
};

OffscreenRenderer::OffscreenRenderer() : m_private(std::make_unique<Private>())
{
    Private& d = *m_private;
    d.context.setFormat(coreFormat());
    if (!d.context.create())
        throw Error(ErrorCode::unsupported, "Drawing expected an OpenGL 4.1 core context, found none.");
    d.surface.setFormat(d.context.format());
    d.surface.create();
    const CurrentContext current(d.context, d.surface);
    d.renderer = std::make_unique<Renderer>();
}

OffscreenRenderer::~OffscreenRenderer()
{
    try {
        const CurrentContext current(m_private->context, m_private->surface);
        m_private->renderer.reset();
    } catch (const Error&) {
        // The context is lost and its objects with it.
    }
}

Image OffscreenRenderer::render(const SceneSnapshot& scene, const Camera& camera, const DrawOptions& options,
                                int width, int height)
{
    Private& d = *m_private;
    const CurrentContext current(d.context, d.surface);
    Gl& f = gl();
    const Texture colour = Texture::make2d(width, height, TextureFormat::rgba8(), TextureFilter::nearest);
    const Texture depth = Texture::make2d(width, height, TextureFormat::depth(), TextureFilter::nearest);
    const Framebuffer target({&colour}, &depth);
    d.renderer->draw(scene, camera, options, target.id(), width, height);
    std::vector<std::uint8_t> bytes(std::size_t(width) * std::size_t(height) * 4);
    target.bind();
    f.glPixelStorei(GL_PACK_ALIGNMENT, 1);
    f.glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data());
    checkGl("reading the picture back");
    return straightImage(bytes, width, height);
}

} // namespace bozzetto
