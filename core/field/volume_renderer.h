#pragma once

#include <optional>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/field/radiance_field.h"
#include "core/scene/camera.h"

namespace bozzetto {

struct Rays
{
    at::Tensor origins;    ///< [R, 3] field coordinates
    at::Tensor directions; ///< [R, 3] unit length
};

struct RenderSettings
{
    int coarseSamples = 32;
    int fineSamples = 32;
    bool deterministic = false; ///< stratified jitter 0.5 and importance u_k = (k + 0.5) / N
    at::Tensor depth;           ///< [R] ray distance; undefined = unknown. Needed by the two below
    bool fineFromDepth = false; ///< fine samples at depth +- 0.05 instead of importance sampling
    bool gate = false;          ///< G3DR's depth gate on the gradients of the final march
};

/// Result of marching R rays. rgb is in [-1, 1] over black, as G3DR defines it.
struct RenderedRays
{
    at::Tensor rgb;     ///< [R, 3], 2 sum(w c) - 1
    at::Tensor depth;   ///< [R], sum(w t) / (W + 0.001), ray distance
    at::Tensor opacity; ///< [R], W
};

/// G3DR's two-pass volume renderer: stratified coarse pass, importance (or depth-prior) fine pass, joint march.
/// Source: g3dr specification, section 7. Rays that miss the cube come out empty (black, depth 0, opacity 0).
RenderedRays renderRays(const RadianceField& field, const Rays& rays, const RenderSettings& settings);

/// G3DR's own camera: yaw and pitch (radians, canonical pi/2), radius 5, fov 18 degrees, looking at the
/// origin; pixel grid with inclusive end points. worldFromCamera columns as in section 2.1.
Camera g3drCamera(float yaw, float pitch);
Rays g3drRays(const Camera& fieldCamera, int width, int height);

/// Rays through pixel centres.
Rays pixelCentreRays(const Camera& fieldCamera, int width, int height);

/// A picture of the field from a scene camera: chunks of rays, no gradient, cancellable.
struct FieldPicture
{
    at::Tensor rgb;     ///< [H, W, 3] in [0, 1], premultiplied by opacity
    at::Tensor depth;   ///< [H, W] distance along the ray, scene units; 0 where opacity is 0
    at::Tensor opacity; ///< [H, W]
    at::Tensor normal;  ///< [H, W, 3] scene frame, from the depth; undefined unless asked for
};
FieldPicture renderField(const RadianceField& field, const Camera& sceneCamera, int width, int height,
                         const RenderSettings& settings, JobContext& context);

} // namespace bozzetto
