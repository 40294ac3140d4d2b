#pragma once

#include <memory>

#include "core/base/job_context.h"
#include "core/g3dr/object_generator.h"
#include "core/image/image.h"
#include "core/scene/camera.h"
#include "core/vision/depth.h"
#include "core/vision/object_depth.h"

namespace bozzetto {

/// photograph + matte + height -> field, by the trained generator. The field is unlevelled: its input camera looks along
/// its -z and sees the square of the photograph that `told` was estimated in. `given`, or null: a depth picture of the
/// user's; its shape is kept and its scale and place are the network's. `depthScale` stretches the relief about its
/// middle, 0.1 to 4.
std::shared_ptr<const ObjectField> makeObject(const ObjectGenerator& generator, const Image& photo, const Image& matte,
                                              const FramedDepth& told, const DepthMap* given, float depthScale,
                                              JobContext& context);

/// The camera that the generator's picture was seen by, scene frame.
Camera inputCameraOf(const ObjectField& field);

/// PSNR in dB of the exact renderer's picture from the input camera against what the generator saw, over black, 64 x 64.
double inputViewPsnr(const ObjectField& field, JobContext& context);

/// Heights [s, s] known where `inside` [s, s] is set, at another size. What is unknown does not bleed in; the known is continued
/// by three pixels, so that a finer outline of the larger picture finds heights all along; 0 beyond.
at::Tensor resizeHeight(const at::Tensor& height, const at::Tensor& inside, int64_t size);

/// The affine map of `relative` (0 near .. 1 far) that lies closest to `height` where `inside` is set, never turned
/// inside out. All [s, s]. Returns heights of the same shape.
at::Tensor matchHeight(const at::Tensor& relative, const at::Tensor& height, const at::Tensor& inside);

} // namespace bozzetto
