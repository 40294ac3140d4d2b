#pragma once

#include <filesystem>
#include <memory>

#include <ATen/core/Tensor.h>

#include "core/vision/matte.h"
#include "core/vision/picture_net.h"

namespace bozzetto {

/// Guides: the pixels' coordinates; its plane holds the log-odds of belonging to the foreground.
inline constexpr PictureNetOptions kMatteOptions = {2, 1, 0};
inline constexpr int kMatteSide = 192;                        ///< pixels a side that the network is trained at

/// How sure a matte is of itself, [0, 1]: its soft intersection over union with its own thresholded self. 0 when it
/// holds no object. alpha [S, S].
double matteConfidence(const at::Tensor& alpha);

/// The trained network. Thread: const members from any thread.
class MatteNet
{
public:
    /// Throws Error(io) or Error(badInput) naming the file.
    static std::shared_ptr<const MatteNet> load(const std::filesystem::path& path);
    explicit MatteNet(PictureNet net) : m_net(std::move(net)) {}

    /// rgb [3, S, S], S a multiple of 32 (best kMatteSide), to alpha [S, S] in [0, 1]: the mean of the picture's and its
    /// mirror image's. No gradients.
    at::Tensor estimate(const at::Tensor& rgb) const;

private:
    PictureNet m_net;
};

/// The object by the rules of ClassicMatteEstimator as long as they are sure (a given matte, an alpha channel, a plain
/// background), else by the network: first the whole picture, then the part that holds the object, then edges that
/// follow the photograph. A box cuts off what lies outside; strokes correct the rest through GrabCut.
class LearnedMatteEstimator : public MatteEstimator
{
public:
    explicit LearnedMatteEstimator(std::shared_ptr<const MatteNet> net) : m_net(std::move(net)) {}
    MatteResult estimate(const Image& photo, const MatteHints& hints, JobContext& context) const override;

private:
    std::shared_ptr<const MatteNet> m_net;
};

} // namespace bozzetto
