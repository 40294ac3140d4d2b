#include "core/vision/matte_net.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/vision/guided_filter.h"
#include "core/vision/matte_parts.h"
#include "core/vision/object_frame.h"

namespace bozzetto {

namespace {

constexpr int kWorkingSide = 640;
constexpr double kTrustedKey = 0.75; ///< confidence of the colour key from which it may be the answer
constexpr float kCertainKey = 0.95f; ///< from which the network is not asked
constexpr float kCertainNetwork =
    0.92f;                         ///< confidence of the network from which it overrules a less certain key
constexpr double kAgreement = 0.9; ///< overlap from which the key, whose edges are finer, stays
constexpr double kCloserShare = 0.72;     ///< of the second look's side that the object's longer side fills
constexpr double kSmallestObject = 0.004; ///< of the picture's pixels
constexpr float kSure = 0.05f;            ///< a window whose alphas are all this near 0 or 1 has no edge

cv::Mat3f matOf(const Image& rgb)
{
    return {rgb.height, rgb.width, reinterpret_cast<cv::Vec3f*>(const_cast<float*>(rgb.pixels.data()))};
}

/// The network's alpha of a part of the picture, at that part's size.
cv::Mat1f lookAt(const MatteNet& net, const cv::Mat3f& rgb, const cv::Rect& part)
{
    cv::Mat3f square;
    const bool shrinks = part.width > kMatteSide || part.height > kMatteSide;
    cv::resize(rgb(part), square, {kMatteSide, kMatteSide}, 0, 0,
               shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    const auto planes =
        at::from_blob(square.data, {kMatteSide, kMatteSide, 3}, at::kFloat).permute({2, 0, 1});
    const auto alpha = net.estimate(planes).contiguous();
    const cv::Mat1f found(kMatteSide, kMatteSide, const_cast<float*>(alpha.const_data_ptr<float>()));
    cv::Mat1f out;
    cv::resize(found, out, part.size(), 0, 0, cv::INTER_LINEAR);
    return out;
}

/// The square part that holds the object as large as it was in training, cut off at the picture's rim.
cv::Rect closerPart(const cv::Mat1f& alpha)
{
    Image image(alpha.cols, alpha.rows, 1);
    for (int y = 0; y < alpha.rows; ++y)
        std::copy_n(alpha[y], alpha.cols, image.pixels.begin() + std::ptrdiff_t(image.index(0, y)));
    const auto frame = frameObject(image, kCloserShare);
    if (!frame)
        return {};
    const cv::Rect wanted(int(std::lround(frame->left)), int(std::lround(frame->top)),
                          int(std::lround(frame->side)), int(std::lround(frame->side)));
    return wanted & cv::Rect({}, alpha.size());
}

/// First the whole, then the part with the object; what lies outside that part is background.
cv::Mat1f lookTwice(const MatteNet& net, const cv::Mat3f& rgb, const cv::Rect& within)
{
    cv::Mat1f alpha(rgb.size(), 0.0f);
    lookAt(net, rgb, within).copyTo(alpha(within));
    const auto part = closerPart(alpha) & within;
    if (part.width < 16 || part.height < 16 || part.area() > 0.8 * within.area())
        return alpha;
    cv::Mat1f closer(rgb.size(), 0.0f);
    lookAt(net, rgb, part).copyTo(closer(part));
    return closer;
}

/// GrabCut between what the network is sure of, the strokes deciding.
cv::Mat1f corrected(const cv::Mat3f& rgb, const cv::Mat1f& alpha, const cv::Mat1b& seeds)
{
    cv::Mat1b labels(alpha.size(), uchar(cv::GC_PR_BGD));
    labels.setTo(cv::GC_PR_FGD, alpha >= 0.5f);
    labels.setTo(cv::GC_FGD, seeds == kSeedObject);
    labels.setTo(cv::GC_BGD, seeds == kSeedBackground);
    const int objects = cv::countNonZero(labels & 1);
    if (objects == 0 || objects == int(labels.total()))
        return alpha;
    cv::Mat3b bytes;
    rgb.convertTo(bytes, CV_8U, 255.0);
    cv::Mat1d background, object;
    cv::theRNG().state = 1;
    cv::grabCut(bytes, labels, {}, background, object, 2, cv::GC_INIT_WITH_MASK);
    const cv::Mat1b inside = (labels & 1) != 0;
    cv::Mat1f out;
    inside.convertTo(out, CV_32F, 1 / 255.0);
    return out;
}

/// Alpha at the photograph's size, its edges following the photograph's.
Image sharpened(const Image& rgb, const cv::Mat3f& smaller, const cv::Mat1f& alpha)
{
    const double side = std::max(alpha.cols, alpha.rows);
    const int radius = std::max(2, int(std::lround(side / 110)));
    const auto coefficients = guidedCoefficients(smaller, alpha, {radius, 2e-4});
    const cv::Mat1f fine = applyGuided(coefficients, matOf(rgb));
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {2 * radius + 1, 2 * radius + 1});
    cv::Mat1f low, high, lowFull, highFull;
    cv::erode(alpha, low, kernel);
    cv::dilate(alpha, high, kernel);
    cv::resize(low, lowFull, fine.size(), 0, 0, cv::INTER_LINEAR);
    cv::resize(high, highFull, fine.size(), 0, 0, cv::INTER_LINEAR);
    Image out(rgb.width, rgb.height, 1);
    for (int y = 0; y < rgb.height; ++y)
        for (int x = 0; x < rgb.width; ++x) {
            const float value =
                std::clamp((fine(y, x) - 0.5f) * 1.15f + 0.5f, 0.0f, 1.0f); // both ends are reached
            out.at(x, y) = highFull(y, x) < kSure ? 0.0f : lowFull(y, x) > 1 - kSure ? 1.0f : value;
        }
    return out;
}

cv::Rect boxWithin(const MatteHints& hints, const WorkingPicture& picture)
{
    const cv::Rect all({}, picture.rgb.size());
    if (!hints.box)
        return all;
    const auto scaled = [&](int value) { return int(std::lround(value * picture.scale)); };
    const cv::Rect box(scaled(hints.box->x), scaled(hints.box->y), std::max(1, scaled(hints.box->z)),
                       std::max(1, scaled(hints.box->w)));
    const cv::Rect part = box & all;
    return part.empty() ? all : part;
}

MatteResult estimateByNetwork(const MatteNet& net, const Image& photo, const MatteHints& hints,
                              JobContext& context)
{
    const Image rgb = compositeOver(photo, 1, 1, 1);
    const auto picture = makeWorkingPicture(rgb, kWorkingSide);
    context.report("Matte", 0.2);
    auto alpha = lookTwice(net, picture.rgb, boxWithin(hints, picture));
    context.report("Matte", 0.6);
    const auto planes = at::from_blob(alpha.data, {alpha.rows, alpha.cols}, at::kFloat);
    MatteResult out;
    out.confidence = float(matteConfidence(planes));
    if (!hints.strokes.empty())
        alpha = corrected(picture.rgb, alpha, makeSeeds(hints, picture));
    if (double(cv::countNonZero(alpha >= 0.5f)) < kSmallestObject * double(alpha.total()))
        return {Image(photo.width, photo.height, 1, 1.0f), MatteSource::wholePicture, 0.1f,
                "No object could be told from its background; mark it with the brush, or the whole picture "
                "is used."};
    out.alpha = sharpened(rgb, picture.rgb, alpha);
    out.source = MatteSource::network;
    out.note = "The object was found by the matte network; check its outline.";
    return out;
}

double overlap(const Image& a, const Image& b)
{
    double smaller = 0, larger = 1e-6;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        smaller += double(std::min(a.pixels[i], b.pixels[i]));
        larger += double(std::max(a.pixels[i], b.pixels[i]));
    }
    return smaller / larger;
}

bool overrules(const MatteResult& network, const MatteResult& key)
{
    return network.source == MatteSource::network && network.confidence >= kCertainNetwork &&
           overlap(network.alpha, key.alpha) < kAgreement;
}

/// Keyed colours take distant hills and shadows along, which the network tells from the object.
bool isCertain(const MatteResult& sure)
{
    return sure.source != MatteSource::plainBackground || sure.confidence >= kCertainKey;
}

} // namespace

MatteResult LearnedMatteEstimator::estimate(const Image& photo, const MatteHints& hints,
                                            JobContext& context) const
{
    requireMatteInputs(photo, hints);
    context.report("Matte", 0);
    try {
        auto sure = matteWithoutGuessing(photo, hints, kTrustedKey, context);
        MatteResult out;
        if (!sure || !isCertain(*sure))
            out = estimateByNetwork(*m_net, photo, hints, context);
        if (sure && (isCertain(*sure) || !overrules(out, *sure)))
            out = std::move(*sure);
        paintStrokes(hints.strokes, out.alpha);
        context.report("Matte", 1);
        return out;
    } catch (...) {
        throw currentError("looking for the object");
    }
}

} // namespace bozzetto
