#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr double kBand = 2.0; ///< half width of the zone where alpha is estimated, in working pixels

float smoothStep(float from, float to, float value)
{
    const float t = std::clamp((value - from) / (to - from), 0.0f, 1.0f);
    return t * t * (3 - 2 * t);
}

/// Distance from the mask's edge in photograph pixels, positive inside.
cv::Mat1f signedDistance(const cv::Mat1b& object, const cv::Size& size, double scale)
{
    cv::Mat1f inside;
    cv::Mat1f outside;
    cv::distanceTransform(object, inside, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    cv::distanceTransform(~object, outside, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    cv::Mat1f working(object.size());
    for (int y = 0; y < object.rows; ++y)
        for (int x = 0; x < object.cols; ++x)
            working(y, x) = object(y, x) ? inside(y, x) - 0.5f : 0.5f - outside(y, x);
    cv::Mat1f full;
    cv::resize(working, full, size, 0, 0, cv::INTER_LINEAR);
    return full / scale;
}

/// Mean colour nearby of the pixels that `weight` counts.
cv::Mat3f nearbyColour(const cv::Mat3f& rgb, const cv::Mat1f& weight, int radius)
{
    cv::Mat3f weight3;
    cv::merge(std::vector<cv::Mat>{weight, weight, weight}, weight3);
    cv::Mat3f sum = rgb.mul(weight3);
    cv::Mat1f total = weight.clone();
    const cv::Size window(2 * radius + 1, 2 * radius + 1);
    for (int pass = 0; pass < 2; ++pass) {
        cv::blur(sum, sum, window, cv::Point(-1, -1), cv::BORDER_REPLICATE);
        cv::blur(total, total, window, cv::Point(-1, -1), cv::BORDER_REPLICATE);
    }
    constexpr float kNone = 1e-7f;
    for (int y = 0; y < sum.rows; ++y)
        for (int x = 0; x < sum.cols; ++x)
            sum(y, x) *= 1.0f / std::max(total(y, x), kNone);
    return sum;
}

/// 1 beyond the band on the side that `sign` names, little inside the band: a fallback for parts thinner than it.
cv::Mat1f sideWeight(const cv::Mat1f& distance, float sign, float band)
{
    cv::Mat1f weight(distance.size());
    for (int y = 0; y < distance.rows; ++y)
        for (int x = 0; x < distance.cols; ++x) {
            const float depth = sign * distance(y, x) / band;
            weight(y, x) = depth >= 1 ? 1.0f : depth > 0 ? 0.05f * depth * depth : 0.0f;
        }
    return weight;
}

} // namespace

Image softenEdges(const Image& rgb, const WorkingPicture& picture, const cv::Mat1b& object)
{
    const cv::Mat3f colour(rgb.height, rgb.width,
                           reinterpret_cast<cv::Vec3f*>(const_cast<float*>(rgb.pixels.data())));
    const float band = float(kBand / picture.scale);
    const int radius = int(std::ceil(double(band)));
    const cv::Mat1f distance = signedDistance(object, colour.size(), picture.scale);
    const cv::Mat3f front = nearbyColour(colour, sideWeight(distance, 1, band), radius);
    const cv::Mat3f back = nearbyColour(colour, sideWeight(distance, -1, band), radius);
    Image alpha(rgb.width, rgb.height, 1);
    for (int y = 0; y < rgb.height; ++y)
        for (int x = 0; x < rgb.width; ++x) {
            const float depth = distance(y, x) / band;
            const float hard = depth > 0 ? 1.0f : 0.0f;
            if (std::abs(depth) >= 1) {
                alpha.at(x, y) = hard;
                continue;
            }
            const cv::Vec3f across = front(y, x) - back(y, x);
            const float contrast = float(cv::norm(across));
            const float along = (colour(y, x) - back(y, x)).dot(across) / std::max(contrast * contrast, 1e-6f);
            const float plain = smoothStep(-0.5f, 0.5f, depth);
            const float trust = smoothStep(0.04f, 0.15f, contrast);
            const float soft = plain + trust * (std::clamp(along, 0.0f, 1.0f) - plain);
            alpha.at(x, y) = soft + smoothStep(0.5f, 1.0f, std::abs(depth)) * (hard - soft);
        }
    return alpha;
}

} // namespace bozzetto
