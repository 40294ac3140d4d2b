#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/base/job_context.h"
#include "core/g3dr/object_generator.h"
#include "core/image/image.h"
#include "core/scene/camera.h"
#include "core/vision/depth.h"
#include "core/vision/object_depth.h"
#include "core/vision/object_frame.h"

namespace bozzetto {

struct ObjectMakerOptions
{
    double fovDegrees = 32;  ///< of the photograph's square around the object; a telephoto picture has less
    float depthScale = 1.0f; ///< stretches the relief about its middle, 0.1 to 4
};

/// What the networks made of one photograph.
struct MadeObject
{
    std::shared_ptr<const ObjectField> field; ///< unlevelled: the input camera looks along its -z
    Camera camera;                            ///< the input camera, scene frame
    ObjectFrame frame;                        ///< the square of the photograph that the camera sees
    at::Tensor rgb;                           ///< [3, S, S] what the generator saw, not premultiplied
    at::Tensor alpha;                         ///< [S, S]
    at::Tensor height;                        ///< [S, S] object units, 0 outside
    float elevation = 0;                      ///< estimated, of the camera over the object's horizon, radians
};

/// photograph + matte -> frame -> height -> field, by trained networks. Immutable; safe from several threads.
class ObjectMaker
{
public:
    /// The depth network works on the processor, the generator on `device`. Throws Error(io) or Error(badInput) naming
    /// the file.
    ObjectMaker(const std::filesystem::path& depthNetwork, const std::filesystem::path& generator,
                c10::Device device = c10::kCPU);

    /// `matte` one channel of the photograph's size. `given`: a depth picture of the user's; its shape is kept and its
    /// scale and place are the network's. Throws Error(badInput) when the matte is empty, Error(cancelled).
    MadeObject make(const Image& photo, const Image& matte, const std::optional<DepthMap>& given,
                    const ObjectMakerOptions& options, JobContext& context) const;

private:
    std::shared_ptr<const ObjectDepthNet> m_depth;
    ObjectGenerator m_generator;
};

/// The camera that the generator's picture was seen by, scene frame.
Camera inputCameraOf(const ObjectField& field);

/// PSNR in dB of the exact renderer's picture from the input camera against what the generator saw, over black, 64 x 64.
double inputViewPsnr(const ObjectField& field, JobContext& context);

/// Heights [s, s] known where `inside` [s, s] is set, at another size: neighbours outside do not bleed in.
at::Tensor resizeHeight(const at::Tensor& height, const at::Tensor& inside, int64_t size);

/// The affine map of `relative` (0 near .. 1 far) that lies closest to `height` where `inside` is set, never turned
/// inside out. All [s, s]. Returns heights of the same shape.
at::Tensor matchHeight(const at::Tensor& relative, const at::Tensor& height, const at::Tensor& inside);

} // namespace bozzetto
