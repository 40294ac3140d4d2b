#pragma once

#include <filesystem>
#include <memory>

#include <ATen/core/Tensor.h>

#include "core/vision/depth.h"
#include "core/vision/picture_net.h"

namespace bozzetto {

/// Guides: the pixels' coordinates; its plane holds the relative depth, larger = farther, up to an affine map.
inline constexpr PictureNetOptions kSceneDepthOptions = {2, 1, 0};
inline constexpr int kSceneDepthSide = 192; ///< pixels a side that the network is trained at

/// The trained network for whole photographs. Thread: const members from any thread.
class SceneDepthNet
{
public:
    /// Throws Error(io) or Error(badInput) naming the file.
    static std::shared_ptr<const SceneDepthNet> load(const std::filesystem::path& path);
    explicit SceneDepthNet(PictureNet net) : m_net(std::move(net)) {}

    /// rgb [3, S, S], S a multiple of 32 (best kSceneDepthSide), to relative depth [S, S]: the mean of the picture's and
    /// its mirror image's. No gradients.
    at::Tensor estimate(const at::Tensor& rgb) const;

private:
    PictureNet m_net;
};

/// Depth of a whole photograph by that network, its edges following the photograph's. The matte is not looked at.
class SceneDepthEstimator : public DepthEstimator
{
public:
    explicit SceneDepthEstimator(std::shared_ptr<const SceneDepthNet> net) : m_net(std::move(net)) {}
    DepthMap estimate(const Image& photo, const Image& matte, JobContext& context) const override;

private:
    std::shared_ptr<const SceneDepthNet> m_net;
};

} // namespace bozzetto
