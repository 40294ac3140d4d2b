#pragma once

#include <filesystem>
#include <memory>

#include <ATen/core/Tensor.h>

#include "core/vision/depth.h"
#include "core/vision/object_frame.h"
#include "core/vision/picture_net.h"

namespace bozzetto {

/// What the depth network sees in a picture of one object. S pixels a side, B pictures.
struct ObjectView
{
    at::Tensor colour;  ///< [B, 3, S, S] sRGB in [0, 1] times alpha
    at::Tensor alpha;   ///< [B, 1, S, S]
    at::Tensor slopes;  ///< [B, 2, S, S] of the pixels' rays: to the right and upwards, per unit along the camera's axis
    at::Tensor tangent; ///< [B] of half the angle of view
};

/// Slopes of a camera that looks at the picture's middle.
at::Tensor raySlopes(int64_t side, const at::Tensor& tangent);

struct ObjectDepth
{
    at::Tensor height;      ///< [B, S, S] z in object units (longest side 1), towards the camera, from the object's centre
    at::Tensor uncertainty; ///< [B, S, S] expected size of its error, object units
    at::Tensor elevation;   ///< [B] of the camera over the object's horizon, radians
    at::Tensor extent;      ///< [B] half the picture's width at the object's centre plane, object units: distance * tangent
};

inline constexpr PictureNetOptions kObjectDepthOptions = {4, 2, 2}; ///< guides: alpha, slopes, tangent

/// One pass, with gradients. The logarithm of the uncertainty and of the extent are what the network predicts.
ObjectDepth predictObjectDepth(const PictureNet& net, const ObjectView& view, c10::ScalarType type);

/// The trained network. Thread: const members from any thread.
class ObjectDepthNet
{
public:
    /// Throws Error(io) or Error(badInput) naming the file.
    static std::shared_ptr<const ObjectDepthNet> load(const std::filesystem::path& path);
    explicit ObjectDepthNet(PictureNet net) : m_net(std::move(net)) {}

    /// colour [3, S, S] sRGB in [0, 1] times alpha [S, S]; S a multiple of 32, best 128. The object is best framed as it
    /// was in training: centred, its longer side 0.7 to 0.95 of the picture. `tangent` of half the angle of view. The
    /// answer is the mean of the picture's and its mirror image's; fields without the leading axis; height is defined
    /// inside the matte only. No gradients.
    ObjectDepth estimate(const at::Tensor& colour, const at::Tensor& alpha, double tangent) const;

    /// The same for several pictures [B, ...].
    ObjectDepth estimate(const ObjectView& view) const;

private:
    PictureNet m_net;
};

/// What the network told of a photograph's object, seen in the square around it.
struct FramedDepth
{
    ObjectFrame frame;
    FramedView view;   ///< what the network saw, 128 pixels a side
    float tangent = 0; ///< of half the frame's angle of view, as it was told
    ObjectDepth depth; ///< fields without the leading axis
};

/// Nothing when the matte is empty. Throws Error(badInput) unless `matte` is one channel of the photograph's size.
std::optional<FramedDepth> estimateFramedDepth(const ObjectDepthNet& net, const Image& photo, const Image& matte,
                                               float tangent);

/// The same as a picture of the photograph's size: 0 nearest .. 1 farthest inside the matte, 1 outside.
DepthMap depthMapOf(const FramedDepth& depth, const Image& matte);

/// Depth of a photograph's object by the network; flat where the matte is empty.
class LearnedDepthEstimator : public DepthEstimator
{
public:
    explicit LearnedDepthEstimator(std::shared_ptr<const ObjectDepthNet> net) : m_net(std::move(net)) {}
    DepthMap estimate(const Image& photo, const Image& matte, JobContext& context) const override;

private:
    std::shared_ptr<const ObjectDepthNet> m_net;
};

} // namespace bozzetto
