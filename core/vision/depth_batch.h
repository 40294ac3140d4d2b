#pragma once

#include "core/train/set_sampler.h"
#include "core/vision/object_depth.h"

namespace bozzetto {

/// Pictures of objects as a user's are, and the truth about them. B pictures of S pixels a side.
struct DepthBatch
{
    ObjectView view;
    at::Tensor height;    ///< [B, S, S]
    at::Tensor inside;    ///< [B, S, S] 1 where the object covers the pixel and the matte says so, else 0
    at::Tensor elevation; ///< [B]
    at::Tensor extent;    ///< [B]
};

/// Where a picture is cut from a rendered view: its middle and half its width, in units of half the view's width.
struct ViewWindow
{
    double right = 0, up = 0, half = 1;
};

/// The window that shows the covered pixels of coverage [S, S] centred, their longer side `share` of the picture.
ViewWindow framedWindow(const at::Tensor& coverage, double share);

/// One view of an object seen through a window, B = 1, nothing spoilt. Heights are those of the nearest pixel.
DepthBatch exactDepthBatch(const TrainingObject& object, int64_t view, const ViewWindow& window);

/// `count` training pictures: window, mirror, matte faults, background, colours, blur and noise drawn.
DepthBatch drawDepthBatch(const SetSampler& sets, int count, Draws& draws);

/// Several batches as one.
DepthBatch joined(const std::vector<DepthBatch>& batches);

} // namespace bozzetto
