#pragma once

#include <memory>

#include "core/base/job_context.h"
#include "core/scene/asset.h"
#include "core/scene/camera.h"

namespace bozzetto {

/// What a camera sees of an asset. Distances are along the ray, 0 where nothing is hit.
struct AssetPicture
{
    Image colour;  ///< [height, width, 4] sRGB, premultiplied by alpha = coverage
    Image depth;   ///< [height, width, 1] world units
    Image normals; ///< [height, width, 3] world frame, components in [-1, 1], facing the camera
};

struct AssetRenderOptions
{
    int samplesPerSide = 2; ///< supersampling of colour and coverage: n x n rays a pixel
    bool shaded = true;     ///< two soft lights and a sky; false = the surface's own colours
    float pointRadius = 0;  ///< radius of a cloud's points, world units; 0 = from their density
};

/// Traces rays against the triangles and points of an asset (Embree); needs neither a display nor a GPU.
/// Build once, draw many views. Thread: draw() may be called from several threads.
class AssetRenderer
{
public:
    /// Throws Error(badInput) when the asset holds neither triangles nor points.
    explicit AssetRenderer(const Asset& asset, const AssetRenderOptions& options = {});
    ~AssetRenderer();

    AssetPicture draw(const Camera& camera, int width, int height, JobContext& context) const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace bozzetto
