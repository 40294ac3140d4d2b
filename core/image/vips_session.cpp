#include "core/image/vips_session.h"

#include <algorithm>
#include <mutex>

#include "core/base/error.h"

namespace bozzetto {
namespace {

void swallow(const gchar*, GLogLevelFlags, const gchar*, gpointer) {}

bool startOnce()
{
    // libvips reports every failure through its error buffer as well; its log would only reach the terminal.
    g_log_set_handler("VIPS", GLogLevelFlags(G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION), swallow,
                      nullptr);
    if (VIPS_INIT("bozzetto") != 0)
        return false;
    vips_cache_set_max(0);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* loader : {"VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp",
                               "VipsForeignLoadTiff", "VipsForeignLoadHeif"})
        vips_operation_block_set(loader, FALSE);
    return true;
}

} // namespace

void startVips()
{
    static const bool started = startOnce();
    if (!started)
        throw Error(ErrorCode::internal, "The picture library libvips did not start: {}.", takeVipsError());
}

std::string takeVipsError()
{
    const std::unique_ptr<char, decltype(&g_free)> buffer(vips_error_buffer_copy(), &g_free);
    std::string text = buffer ? buffer.get() : "";
    while (!text.empty() && (text.back() == '\n' || text.back() == '.' || text.back() == ' '))
        text.pop_back();
    std::replace(text.begin(), text.end(), '\n', ';');
    return text.empty() ? "no reason given" : text;
}

VipsImagePtr takeVipsImage(int status, VipsImage* const& out, const std::string& name)
{
    if (status != 0)
        throw Error(ErrorCode::badInput, "{}: expected a complete, undamaged picture, found damaged data ({}).", name,
                    takeVipsError());
    return VipsImagePtr(out);
}

VipsWatch::VipsWatch(VipsImage* image, JobContext& context) : m_image(image), m_context(context)
{
    vips_image_set_progress(image, TRUE);
    m_connection = g_signal_connect(image, "eval", G_CALLBACK(&VipsWatch::onEval), this);
}

VipsWatch::~VipsWatch()
{
    g_signal_handler_disconnect(m_image, m_connection);
    vips_image_set_progress(m_image, FALSE);
}

void VipsWatch::onEval(VipsImage* image, VipsProgress* progress, VipsWatch* watch)
{
    try {
        watch->m_context.report("Read", progress->percent / 100.0);
    } catch (...) { // nothing may be thrown through libvips
        vips_image_set_kill(image, TRUE);
    }
}

} // namespace bozzetto
