#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/image/image.h"

namespace bozzetto {

enum class FolderKind { nothing, models, photographs, set };

/// A file that cannot be learned from, by its path in the folder, and why not: one sentence.
struct UnusableFile
{
    std::string name, reason;
};

/// What a folder offers to learn from. Where there are models, pictures are their textures and not counted.
struct FolderReport
{
    std::filesystem::path folder;
    FolderKind kind = FolderKind::nothing;
    std::int64_t usable = 0;    ///< models, photographs, or objects of a rendered set
    std::int64_t textured = 0;  ///< of models: those with a picture on them
    std::int64_t coloured = 0;  ///< of models: those without one but with colours
    std::int64_t withDepth = 0; ///< of photographs: those with NAME_depth.png beside them
    std::int64_t held = 0;      ///< of models and sets: those that are judged by and not learned from
    std::vector<UnusableFile> unusable;
    std::vector<Image> previews; ///< of some of the usable ones, kPreviewSide pixels square, rgba
};

inline constexpr int kPreviewSide = 112;

/// A photograph below a folder, and the depth beside it where there is one.
struct FoundPhoto
{
    std::filesystem::path picture, depth;
};

/// Every picture below `folder` that is not another's depth, by name. Throws Error(io) when a folder cannot be read.
std::vector<FoundPhoto> photosBelow(const std::filesystem::path& folder);

/// Throws Error(badInput) or Error(io) when the photograph, or the depth beside it, cannot be learned from.
void checkPhoto(const FoundPhoto& photo, JobContext& context);

/// What a folder seems to hold, by the names of its files: kind and number, none opened. Throws as inspectFolder() does.
FolderReport glanceAtFolder(const std::filesystem::path& folder);

/// Opens every file of a folder: a rendered set (set.json), models, else photographs. Throws Error(io) when it is no
/// folder or cannot be read, Error(badInput) for a damaged set, Error(cancelled).
FolderReport inspectFolder(const std::filesystem::path& folder, JobContext& context);

} // namespace bozzetto
