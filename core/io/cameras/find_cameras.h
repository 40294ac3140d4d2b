#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/io/cameras/posed_scene_io.h"

namespace bozzetto {

/// Photographs of one thing that a structure-from-motion program has found the cameras of.
struct FoundCameras
{
    PosedScene scene;                  ///< names are those of the files; no picture is held out
    std::vector<std::string> unplaced; ///< names of pictures that fitted to no other
};

/// Whether the program that findCameras() needs is on PATH.
bool canFindCameras();

/// Finds the cameras of photographs (PNG, JPEG, TIFF as they are, others through a copy) with COLMAP:
/// features, matches, bundle adjustment, on the CPU; stages "Finding features", "Matching pictures", "Placing
/// cameras". The world is COLMAP's: its scale and turn are arbitrary. Where COLMAP splits them, the part with
/// the most pictures is kept. Cancelling ends its processes. Throws Error(unsupported), with what to install,
/// when COLMAP is not there, Error(badInput) for fewer than two pictures, two of one name or when no two
/// pictures fit together, Error(internal) with COLMAP's last words when it fails.
FoundCameras findCameras(const std::vector<std::filesystem::path>& pictures, const PosedSceneOptions& options,
                         JobContext& context);

/// The same for the pictures of a folder.
FoundCameras findCameras(const std::filesystem::path& folder, const PosedSceneOptions& options,
                         JobContext& context);

} // namespace bozzetto
