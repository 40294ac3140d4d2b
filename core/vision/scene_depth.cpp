#include "core/vision/scene_depth.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <opencv2/imgproc.hpp>

#include "core/image/resize.h"
#include "core/vision/guided_filter.h"
#include "core/vision/picture_sheet.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

constexpr int kGuideSide = 512;       ///< longer side at which depth is fitted to the photograph's colours
constexpr GuidedFilterOptions kEdges = {6, 4e-3};
constexpr float kStray = 0.002f;      ///< of the pixels at either end that are not believed
constexpr float kAssumedRelief = 1.0f; ///< relative depth does not say how deep its range is

cv::Mat3f shrunk(const Image& rgb)
{
    const cv::Mat3f full(rgb.height, rgb.width, reinterpret_cast<cv::Vec3f*>(const_cast<float*>(rgb.pixels.data())));
    const double scale = std::min(1.0, double(kGuideSide) / std::max(rgb.width, rgb.height));
    cv::Mat3f out;
    cv::resize(full, out, {std::max(1, int(std::lround(rgb.width * scale))), std::max(1, int(std::lround(rgb.height * scale)))},
               0, 0, cv::INTER_AREA);
    return out;
}

/// The range of the depths becomes [0, 1], a few strays cut off.
Image normalised(const cv::Mat1f& depth)
{
    std::vector<float> sorted(depth.begin(), depth.end());
    const auto nth = [&](float share) {
        const auto place = sorted.begin() + std::ptrdiff_t(share * float(sorted.size() - 1));
        std::nth_element(sorted.begin(), place, sorted.end());
        return *place;
    };
    const float low = nth(kStray), span = std::max(nth(1 - kStray) - low, 1e-6f);
    Image out(depth.cols, depth.rows, 1);
    std::transform(depth.begin(), depth.end(), out.pixels.begin(),
                   [&](float value) { return std::clamp((value - low) / span, 0.0f, 1.0f); });
    return out;
}

} // namespace

std::shared_ptr<const SceneDepthNet> SceneDepthNet::load(const std::filesystem::path& path)
{
    PictureNet net(kSceneDepthOptions);
    net.load(readWeights(path), path.string());
    return std::make_shared<const SceneDepthNet>(std::move(net));
}

at::Tensor SceneDepthNet::estimate(const at::Tensor& rgb) const
{
    return predictPlaneBothWays(m_net, rgb).mean(0);
}

DepthMap SceneDepthEstimator::estimate(const Image& photo, const Image& matte, JobContext& context) const
{
    requireMatteOf(photo, matte);
    context.report("Depth", 0);
    const Image rgb = compositeOver(photo, 1, 1, 1);
    const auto seen = tensorFromImage(resizeLanczos(rgb, kSceneDepthSide, kSceneDepthSide)).clamp(0, 1);
    const auto found = m_net->estimate(seen).contiguous();
    context.check();
    const auto smaller = shrunk(rgb);
    cv::Mat1f coarse, fine;
    cv::resize(cv::Mat1f(kSceneDepthSide, kSceneDepthSide, const_cast<float*>(found.const_data_ptr<float>())), coarse,
               smaller.size(), 0, 0, cv::INTER_LINEAR);
    cv::resize(applyGuided(guidedCoefficients(smaller, coarse, kEdges), smaller), fine, {rgb.width, rgb.height}, 0, 0,
               cv::INTER_LINEAR);
    DepthMap out;
    out.relative = normalised(fine);
    out.relief = kAssumedRelief;
    out.source = DepthSource::network;
    out.note = "Depth of the whole picture was estimated by the scene's depth network.";
    context.report("Depth", 1);
    return out;
}

} // namespace bozzetto
