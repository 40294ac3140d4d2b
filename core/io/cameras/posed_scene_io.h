#pragma once

#include <filesystem>
#include <string>

#include "core/base/job_context.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

struct PosedSceneOptions
{
    int longestSide =
        0; ///< pixels, 16 or more: larger pictures are shrunk, their cameras with them; 0 = as they are

    void check() const; ///< throws Error(badInput) naming the field
};

/// Reads photographs with their cameras. `path` is a file or the folder around it:
/// - `cameras.json`: { scene, w, h, bbox, frames: [{ file, K, R, t, split, mask }] }, x = K [R | t] X
/// - `transforms.json` of nerfstudio or instant-ngp; `transforms_train.json` with `_test` or `_val` beside it
/// - a COLMAP model, binary or text: `sparse/0`, `sparse`, `colmap/sparse/0` or the folder itself
/// - Polycam's raw export: `keyframes/corrected_images` and `corrected_cameras`, else `images` and `cameras`
/// - NMR's ShapeNet renders and DTU scans: `image`, `mask`, cameras.npz; SRN's: `rgb`, `pose`, intrinsics.txt
/// Lenses are straightened. A box that the source does not know is found from masks, else from its points,
/// else from corners that the pictures agree on, else from where the cameras look; near and far, unless the
/// data set has its own, from the box. Throws Error(io) or Error(badInput) naming the file and the picture;
/// Error(unsupported) for a lens that is not known; Error(cancelled).
PosedScene readPosedScene(const std::filesystem::path& path, const PosedSceneOptions& options,
                          JobContext& context);
PosedScene readPosedScene(const std::filesystem::path& path, const PosedSceneOptions& options = {});

/// The words for the layout that readPosedScene() would read ("COLMAP model"); empty when it would recognise
/// none. Looks at names only.
std::string posedSceneLayout(const std::filesystem::path& path);

} // namespace bozzetto
