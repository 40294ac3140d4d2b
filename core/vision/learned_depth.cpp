#include "core/vision/object_depth.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr int kNetSide = 128;
constexpr float kUsualTangent = 0.29f; ///< of half the angle of view, 32 degrees in all, when nobody knows it
constexpr double kFramedShare = 0.85;
constexpr float kStray = 0.005f;       ///< of the inside at either end: pixels whose height is not believed

cv::Mat1f matOf(const at::Tensor& plane) // [h, w] float32, contiguous; the tensor must outlive it
{
    return {int(plane.size(0)), int(plane.size(1)), const_cast<float*>(plane.const_data_ptr<float>())};
}

/// Heights [S, S] of the frame at the photograph's size; NaN nowhere: outside the frame the nearest is continued.
cv::Mat1f spreadOverPhoto(const at::Tensor& height, const at::Tensor& inside, const ObjectFrame& frame, cv::Size size)
{
    cv::Mat1f weight = matOf(inside).clone(), value = matOf(height).mul(weight), smoothWeight, smoothValue;
    for (int radius : {1, 3, 9}) { // fills a rim around the inside, so that the outline's pixels have neighbours' heights
        cv::blur(weight, smoothWeight, {2 * radius + 1, 2 * radius + 1});
        cv::blur(value, smoothValue, {2 * radius + 1, 2 * radius + 1});
        cv::Mat empty = weight < 1e-3f, reached;
        cv::bitwise_and(empty, smoothWeight > 1e-3f, reached);
        cv::Mat1f filled = smoothValue / cv::max(smoothWeight, 1e-6f);
        filled.copyTo(value, reached);
        weight.setTo(1.0f, reached);
    }
    value /= cv::max(weight, 1e-6f);
    cv::Mat1f out;
    const double scale = double(frame.side) / double(height.size(0));
    const cv::Matx23d photoFromFrame(scale, 0, frame.left + 0.5 * scale - 0.5, 0, scale, frame.top + 0.5 * scale - 0.5);
    cv::warpAffine(value, out, photoFromFrame, size, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return out;
}

/// Low and high end of the inside's heights, a few strays left out.
std::pair<float, float> range(const cv::Mat1f& height, const Image& matte)
{
    std::vector<float> values;
    for (int y = 0; y < height.rows; ++y)
        for (int x = 0; x < height.cols; ++x)
            if (matte.at(x, y) >= 0.5f)
                values.push_back(height(y, x));
    const auto nth = [&](float share) {
        const auto place = values.begin() + std::ptrdiff_t(share * float(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return *place;
    };
    const float low = nth(kStray);
    return {low, nth(1 - kStray)};
}

} // namespace

std::optional<FramedDepth> estimateFramedDepth(const ObjectDepthNet& net, const Image& photo, const Image& matte,
                                               float tangent)
{
    requireMatteOf(photo, matte);
    const auto frame = frameObject(matte, kFramedShare);
    if (!frame)
        return std::nullopt;
    const auto view = viewInFrame(photo, matte, *frame, kNetSide);
    return FramedDepth{*frame, view, tangent, net.estimate(view.colour, view.alpha, tangent)};
}

DepthMap depthMapOf(const FramedDepth& framed, const Image& matte)
{
    const auto inside = (framed.view.alpha > 0.3).to(at::kFloat).contiguous();
    const auto height =
        spreadOverPhoto(framed.depth.height.contiguous(), inside, framed.frame, {matte.width, matte.height});
    const auto [low, high] = range(height, matte);
    const float span = std::max(high - low, 1e-3f);
    DepthMap out;
    out.relative = Image(matte.width, matte.height, 1, 1.0f);
    for (int y = 0; y < matte.height; ++y)
        for (int x = 0; x < matte.width; ++x)
            if (matte.at(x, y) > 0)
                out.relative.at(x, y) = std::clamp((high - height(y, x)) / span, 0.0f, 1.0f);
    const double longerSide = 2 * kFramedShare * framed.depth.extent.item<double>(); // object units
    out.relief = float(std::clamp(span / longerSide, 0.02, 3.0));
    out.source = DepthSource::network;
    out.note = "Depth was estimated by the depth network.";
    return out;
}

DepthMap LearnedDepthEstimator::estimate(const Image& photo, const Image& matte, JobContext& context) const
{
    context.report("Depth", 0);
    const auto framed = estimateFramedDepth(*m_net, photo, matte, kUsualTangent);
    context.check();
    DepthMap out;
    if (framed) {
        out = depthMapOf(*framed, matte);
    } else {
        out.relative = Image(photo.width, photo.height, 1, 1.0f);
        out.note = "The matte holds no object, so its depth is flat.";
    }
    context.report("Depth", 1);
    return out;
}

} // namespace bozzetto
