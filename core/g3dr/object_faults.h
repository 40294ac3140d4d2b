#pragma once

#include "core/g3dr/object_network.h"
#include "core/train/set_sampler.h"

namespace bozzetto {

/// Makes the matte of one view (B = 1) as soft and wrong as an estimated one: blurred, grown or shrunk by up
/// to two pixels; where it grew, `background` [3, S, S] uint8 (or grey, when undefined) shows through and the
/// height is continued from the nearest object pixels.
void spoilMatte(ObjectViews& views, const at::Tensor& background, Draws& draws);

/// Gives the height of one view (B = 1) an estimator's faults: scale and offset, smooth noise, blurring;
/// rarely none is given at all.
void spoilHeight(ObjectViews& views, Draws& draws);

} // namespace bozzetto
