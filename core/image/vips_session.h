#pragma once

#include <memory>
#include <string>

#include <vips/vips.h>

#include "core/base/job_context.h"

namespace bozzetto {

struct VipsUnref
{
    void operator()(gpointer object) const { g_object_unref(object); }
};
using VipsImagePtr = std::unique_ptr<VipsImage, VipsUnref>;
using VipsSourcePtr = std::unique_ptr<VipsSource, VipsUnref>;

/// Starts libvips once per process: only the loaders of the formats that are promised, no operation cache (a file may
/// change on disk between two reads), nothing printed. Throws Error(internal) when libvips does not start.
void startVips();

/// libvips' own last words, in one line without its full stop, and forgets them.
std::string takeVipsError();

/// Takes ownership of what an operation wrote to `out` (a reference: the operation, an argument too, may run after the
/// other arguments are read); throws Error(badInput) naming `name` when `status` is not 0.
VipsImagePtr takeVipsImage(int status, VipsImage* const& out, const std::string& name);

/// While it lives, evaluating `image` tells a job's progress, and fails soon after the job was cancelled. Check the
/// context afterwards.
class VipsWatch
{
public:
    VipsWatch(VipsImage* image, JobContext& context);
    ~VipsWatch();
    VipsWatch(const VipsWatch&) = delete;
    VipsWatch& operator=(const VipsWatch&) = delete;

private:
    static void onEval(VipsImage* image, VipsProgress* progress, VipsWatch* watch);

    VipsImage* m_image;
    JobContext& m_context;
    gulong m_connection;
};

} // namespace bozzetto
