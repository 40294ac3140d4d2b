#include "core/weights/sha256.h"

#include <fstream>
#include <memory>
#include <vector>

#include <glib.h>

#include "core/base/error.h"

namespace bozzetto {

std::string sha256OfFile(const std::filesystem::path& path, JobContext& context)
{
    constexpr std::size_t kChunkBytes = 1 << 22;
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path))
        throw Error(ErrorCode::io, "{}: expected a file that can be read, found none", path.string());
    const std::unique_ptr<GChecksum, decltype(&g_checksum_free)> sum(g_checksum_new(G_CHECKSUM_SHA256),
                                                                     &g_checksum_free);
    std::vector<char> chunk(kChunkBytes);
    while (file) {
        context.check();
        file.read(chunk.data(), std::streamsize(chunk.size()));
        g_checksum_update(sum.get(), reinterpret_cast<const guchar*>(chunk.data()), gssize(file.gcount()));
    }
    if (file.bad())
        throw Error(ErrorCode::io, "{}: could not be read to its end", path.string());
    return g_checksum_get_string(sum.get());
}

} // namespace bozzetto
