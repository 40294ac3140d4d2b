#pragma once

#include <ATen/core/Tensor.h>

#include "core/field/volume_renderer.h"

namespace bozzetto {

/// Where rays enter and leave the cube [-1, 1]^3.
struct RayLimits
{
    at::Tensor start; ///< [R]
    at::Tensor end;   ///< [R]
    at::Tensor hits;  ///< [R] bool
};
RayLimits boxLimits(const Rays& rays);

/// t_k = t0 + k D + U_k D with D = (t1 - t0) / (count - 1); U = 0.5 when deterministic. Returns [R, count].
/// Source: g3dr specification, section 7, step 1.
at::Tensor stratifiedSamples(const RayLimits& limits, int count, bool deterministic);

/// Importance samples from the coarse weights [R, count - 1] at coarse distances [R, count], with EG3D's pairing of
/// weights and edges. Source: g3dr specification, section 7, step 3a. Returns [R, fineCount], no gradient.
at::Tensor importanceSamples(const at::Tensor& coarseDistances, const at::Tensor& weights, int fineCount,
                             bool deterministic);

/// depth [R] + linspace(-0.05, 0.05, count). Returns [R, count].
at::Tensor depthPriorSamples(const at::Tensor& depth, int count);

} // namespace bozzetto
