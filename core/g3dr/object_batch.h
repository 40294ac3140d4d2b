#pragma once

#include <functional>

#include "core/g3dr/object_network.h"
#include "core/train/set_sampler.h"

namespace bozzetto {

/// A height estimator: gets inputs as a user has them (their own height is not to be looked at), returns [B,
/// S, S] in object units.
using HeightSource = std::function<at::Tensor(const ObjectViews& views)>;

struct ObjectBatchOptions
{
    bool labels = true;  ///< labelled points and surface colours
    bool rays = false;   ///< a second view's rays
    bool augment = true; ///< mirror, colours, scale, crop, matte and height faults
    int exactHeights = 0; ///< so many samples, the first ones, are spared the height faults: an estimator answers for them
    int nearPoints = 1000, boxPoints = 600, outsidePoints = 300, surfacePoints = 500;
    int rayCount = 96;
};

/// What one step learns from, B objects; the input view's camera frame throughout.
struct ObjectBatch
{
    ObjectViews views;
    at::Tensor points;          ///< [B, N, 3] labelled, near the surface and in the box
    at::Tensor occupied;        ///< [B, N] 0 or 1
    at::Tensor outside;         ///< [B, M, 3] in the cube, outside the object's box: free
    at::Tensor surface;         ///< [B, Q, 3] seen from outside
    at::Tensor surfaceColour;   ///< [B, Q, 3] in [0, 1]
    int64_t firstRays = 0;      ///< objects before this one have no rays: the ray tensors begin with it
    at::Tensor rayOrigin;       ///< [B - firstRays, 1, 3] of the second view
    at::Tensor rayDirection;    ///< [B, R, 3] one unit of it is one unit along that view's axis, times the
                                ///< sample's scale
    at::Tensor rayNear, rayFar; ///< [B, R] where the ray may meet the object
    at::Tensor rayColour;       ///< [B, R, 3] premultiplied
    at::Tensor rayAlpha;        ///< [B, R]
    at::Tensor rayDepth; ///< [B, R] of the visible point, in units of rayDirection; 0 where rayAlpha is 0
};

/// Draws `count` objects. Tensors on the processor. Everything follows from `draws`.
ObjectBatch drawObjectBatch(const SetSampler& sets, int count, const ObjectBatchOptions& options,
                            Draws& draws);

/// The map from an object's frame to the camera frame of a generator's input: similarity, perhaps mirrored.
struct ObjectPlacement
{
    at::Tensor matrix; ///< [3, 3] float64
    at::Tensor offset; ///< [3] float64

    at::Tensor operator()(const at::Tensor& points) const; ///< [N, 3] any type to float32
    at::Tensor turned(const at::Tensor& directions) const; ///< without the offset
};

/// A view as a user would crop it: the camera turned to the silhouette's middle and zoomed until the
/// silhouette's longer side fills kObjectFill of the picture; exact height. B = 1.
struct PlacedView
{
    ObjectViews views;
    ObjectPlacement placement;
};
inline constexpr double kObjectFill = 0.86;
PlacedView tightView(const TrainingObject& object, std::int64_t view);

/// Replaces the exact height of the first inputs by the estimator's, whose error is taken as many times as `factors` [B']
/// says (1 as it is): an estimator is better on the objects that it learned from than on a user's. It answers in the
/// object's own unit; inputs whose object was scaled keep that fault, as large as its own error of the size.
void estimateHeights(ObjectViews& views, const at::Tensor& factors, const HeightSource& source);

/// estimateHeights for the first objects of a batch, whose points then follow the estimate: moved along the input
/// camera's rays by the affine map of z that lies closest to it. An estimate is right only up to such a map; a generator
/// that were told to undo it would hedge between the places where a thin part may be, and lose it. Their rays are dropped,
/// since no camera sees the object so.
void followEstimates(ObjectBatch& batch, const at::Tensor& factors, const HeightSource& source);

void moveBatch(ObjectBatch& batch, c10::Device device);

} // namespace bozzetto
