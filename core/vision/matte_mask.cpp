#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr double kSpeckShare = 0.004;    ///< of the largest part: smaller parts are specks
constexpr double kPinHoleShare = 0.0004; ///< of the object: smaller holes are closed

/// Turns connected parts of `mask` smaller than `smallest` pixels off.
void dropSmallParts(cv::Mat1b& mask, double smallest, int connectivity)
{
    cv::Mat1i labels;
    cv::Mat1i stats;
    cv::Mat1d centres;
    cv::connectedComponentsWithStats(mask, labels, stats, centres, connectivity);
    for (int y = 0; y < mask.rows; ++y)
        for (int x = 0; x < mask.cols; ++x)
            if (labels(y, x) > 0 && stats(labels(y, x), cv::CC_STAT_AREA) < smallest)
                mask(y, x) = 0;
}

double largestPart(const cv::Mat1b& mask)
{
    cv::Mat1i labels;
    cv::Mat1i stats;
    cv::Mat1d centres;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8);
    int largest = 0;
    for (int i = 1; i < count; ++i)
        largest = std::max(largest, stats(i, cv::CC_STAT_AREA));
    return largest;
}

cv::Point toPixel(const glm::vec2& point, double scale)
{
    constexpr int kFraction = 16; // OpenCV draws with 4 fraction bits
    return {int(std::lround((double(point.x) * scale) * kFraction)), int(std::lround(double(point.y) * scale * kFraction))};
}

void drawStroke(cv::Mat1b& target, const MatteStroke& stroke, double scale, uchar value, int lineType)
{
    constexpr int kShift = 4;
    const int thickness = std::max(1, int(std::lround(2.0 * double(stroke.radius) * scale)));
    for (std::size_t i = 0; i < stroke.points.size(); ++i) {
        const cv::Point from = toPixel(stroke.points[i > 0 ? i - 1 : 0], scale);
        const cv::Point to = toPixel(stroke.points[i], scale);
        cv::line(target, from, to, cv::Scalar(value), thickness, lineType, kShift);
    }
}

} // namespace

WorkingPicture makeWorkingPicture(const Image& rgb, int longestSide)
{
    WorkingPicture out;
    const cv::Mat3f full(rgb.height, rgb.width, reinterpret_cast<cv::Vec3f*>(const_cast<float*>(rgb.pixels.data())));
    out.scale = std::min(1.0, double(longestSide) / std::max(rgb.width, rgb.height));
    if (out.scale < 1)
        cv::resize(full, out.rgb, {std::max(1, int(std::lround(rgb.width * out.scale))),
                                   std::max(1, int(std::lround(rgb.height * out.scale)))}, 0, 0, cv::INTER_AREA);
    else
        out.rgb = full.clone();
    cv::Mat3f calm;
    cv::GaussianBlur(out.rgb, calm, {3, 3}, 0.6);
    cv::cvtColor(calm, out.lab, cv::COLOR_RGB2Lab);
    return out;
}

cv::Mat1b makeSeeds(const MatteHints& hints, const WorkingPicture& picture)
{
    cv::Mat1b seeds(picture.lab.size(), uchar(kSeedNone));
    if (hints.box) {
        const cv::Rect2d box(double(hints.box->x), double(hints.box->y), double(hints.box->z), double(hints.box->w));
        const cv::Point topLeft(int(std::floor(box.x * picture.scale)), int(std::floor(box.y * picture.scale)));
        const cv::Point bottomRight(int(std::ceil(box.br().x * picture.scale)), int(std::ceil(box.br().y * picture.scale)));
        const cv::Rect inside = cv::Rect(topLeft, bottomRight) & cv::Rect({}, seeds.size());
        seeds.setTo(uchar(kSeedBackground));
        seeds(inside).setTo(uchar(kSeedNone));
    }
    for (const MatteStroke& stroke : hints.strokes)
        drawStroke(seeds, stroke, picture.scale, stroke.foreground ? kSeedObject : kSeedBackground, cv::LINE_8);
    return seeds;
}

void tidyMask(cv::Mat1b& object)
{
    dropSmallParts(object, kSpeckShare * largestPart(object), 8);
    cv::Mat1b rest = ~object;
    dropSmallParts(rest, std::max(4.0, kPinHoleShare * cv::countNonZero(object)), 4);
    object = ~rest;
}

void paintStrokes(const std::vector<MatteStroke>& strokes, Image& alpha)
{
    for (const MatteStroke& stroke : strokes) {
        cv::Mat1b cover(alpha.height, alpha.width, uchar(0));
        drawStroke(cover, stroke, 1.0, 255, cv::LINE_AA);
        const float goal = stroke.foreground ? 1.0f : 0.0f;
        for (int y = 0; y < alpha.height; ++y)
            for (int x = 0; x < alpha.width; ++x)
                alpha.at(x, y) += (goal - alpha.at(x, y)) * float(cover(y, x)) / 255.0f;
    }
}

} // namespace bozzetto
