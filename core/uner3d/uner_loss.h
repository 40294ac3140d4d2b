#pragma once

#include <functional>

#include <ATen/core/Tensor.h>

#include "core/uner3d/ray_march.h"

namespace bozzetto {

/// Weights of the losses; 0 switches one off and saves its work. Source: uner3d specification, section 9.
struct UnerWeights
{
    double points = 0.1;      ///< point colours against all pictures that see the point
    double silhouette = 0.1;
    double depth = 0.05;      ///< what one view meets lies where another one meets it
    double consistency = 0.1; ///< some views alone against all
    double entropy = 0.001;   ///< thin surfaces; second half of the run only
    double geometryFirst = 1, geometrySecond = 0.1; ///< what the last four are multiplied by in either stage
};

/// Mean squared difference over rays and channels.
at::Tensor pixelLoss(const at::Tensor& rgb, const at::Tensor& truth);

/// Binary cross entropy of opacity [R], kept off 0 and 1, against the mask [R].
at::Tensor silhouetteLoss(const at::Tensor& opacity, const at::Tensor& mask);

/// Mean entropy of the weights along rays of opacity above one half; 0 without any.
at::Tensor entropyLoss(const at::Tensor& weights, const at::Tensor& opacity);

/// Points X that view a meets, as view b sees them: `distance` and opacity of b's rays through X, `expected` = |X - o_b|.
/// A ray of b that stops clearly in front of X (by more than 0.02 box sides) is hidden and not counted.
/// mean of A_a A_b huber((distance - expected) / side; 0.01).
at::Tensor depthLoss(const at::Tensor& opacityA, const at::Tensor& opacityB, const at::Tensor& distance,
                     const at::Tensor& expected, double boxSide);

/// Renders rays with gradients.
using RayRenderer = std::function<RayHits(const Rays&)>;

/// depthLoss between the rays of one set and rays from `others` [R, 3] through what they meet; pairs whose directions
/// enclose 75 degrees or more do not count.
at::Tensor crossViewDepthLoss(const RayRenderer& render, const Rays& rays, const at::Tensor& others, double boxSide);

/// Opacities and colours of cloud points by a part of the views against all of them, the latter without gradient.
at::Tensor consistencyLoss(const PointSamples& part, const PointSamples& all, double cell);

/// Colours of points against the pictures [V, 3, H, W] that see them; visibility [V, N] without gradient. huber > 0: Huber's
/// function of that width in place of the absolute difference.
at::Tensor pointColourLoss(const at::Tensor& rgb, const at::Tensor& pictures, const ViewProjection& projection,
                           const at::Tensor& visibility, double huber = 0);

/// How much of the way from the cameras [V] to points [N, 3] is free, by 24 samples each. Returns [V, N], no gradient.
at::Tensor transmittanceTo(const std::function<at::Tensor(const at::Tensor&)>& density, const at::Tensor& cameras,
                           const at::Tensor& points, const FieldBox& box, double gap);

} // namespace bozzetto
