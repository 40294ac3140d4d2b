#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr int kIterations = 5;
constexpr int kCoarseSide = 320; ///< an iteration here is short (below 150 ms on photographs), so cancelling is quick
constexpr int kFineIterations = 2;
constexpr int kBand = 10; ///< pixels at each side of the coarse outline that the fine iterations may change
constexpr double kFrameShare = 0.04; ///< of the shorter side: the frame that is taken for background without a hint

/// GrabCut's own labels. Without any hint the frame is background, but for its bottom: things stand on something or are
/// cut off there.
cv::Mat1b startingLabels(const cv::Mat1b& seeds)
{
    const bool anyObject = cv::countNonZero(seeds == kSeedObject) > 0;
    const bool anyBackground = cv::countNonZero(seeds == kSeedBackground) > 0;
    const uchar unknown = anyObject && !anyBackground ? cv::GC_PR_BGD : cv::GC_PR_FGD;
    cv::Mat1b labels(seeds.size(), unknown);
    if (!anyBackground) {
        const int frame = std::max(2, int(kFrameShare * std::min(seeds.cols, seeds.rows)));
        labels.colRange(0, frame).setTo(cv::GC_PR_BGD);
        labels.colRange(seeds.cols - frame, seeds.cols).setTo(cv::GC_PR_BGD);
        labels.rowRange(0, frame).setTo(cv::GC_BGD);
    }
    labels.setTo(cv::GC_FGD, seeds == kSeedObject);
    labels.setTo(cv::GC_BGD, seeds == kSeedBackground);
    return labels;
}

bool hasBothSides(const cv::Mat1b& labels)
{
    const cv::Mat1b objects = (labels & 1) != 0;
    const int count = cv::countNonZero(objects);
    return count > 0 && count < int(labels.total());
}

/// The colours of both sides as GrabCut keeps them between iterations.
struct Models
{
    cv::Mat1d background, object;
};

void iterate(const cv::Mat3b& rgb, cv::Mat1b& labels, Models& models, bool first)
{
    cv::grabCut(rgb, labels, {}, models.background, models.object, 1,
                first ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
}

/// `object` at the full size, changed near its outline only: what lies further off is settled.
cv::Mat1b refineOutline(const cv::Mat3b& rgb, const cv::Mat1b& seeds, const cv::Mat1b& object, Models& models,
                        JobContext& context)
{
    cv::Mat1b large, inner, outer;
    cv::resize(object, large, rgb.size(), 0, 0, cv::INTER_LINEAR);
    large = large > 127;
    const auto disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * kBand + 1, 2 * kBand + 1});
    cv::erode(large, inner, disc);
    cv::dilate(large, outer, disc);
    cv::Mat1b labels(rgb.size(), uchar(cv::GC_PR_BGD));
    labels.setTo(cv::GC_PR_FGD, large);
    labels.setTo(cv::GC_FGD, inner);
    labels.setTo(cv::GC_BGD, ~outer);
    labels.setTo(cv::GC_FGD, seeds == kSeedObject);
    labels.setTo(cv::GC_BGD, seeds == kSeedBackground);
    for (int i = 0; i < kFineIterations && hasBothSides(labels); ++i) {
        context.report("Matte", 0.7 + 0.1 * i / kFineIterations);
        iterate(rgb, labels, models, false);
    }
    return (labels & 1) != 0;
}

} // namespace

Cut cutByGrabCut(const WorkingPicture& picture, const cv::Mat1b& seeds, JobContext& context)
{
    cv::Mat3b rgb, smaller;
    picture.rgb.convertTo(rgb, CV_8U, 255.0);
    const double shrink = std::min(1.0, double(kCoarseSide) / std::max(rgb.cols, rgb.rows));
    cv::Mat1b smallerSeeds;
    cv::resize(rgb, smaller, {}, shrink, shrink, cv::INTER_AREA);
    cv::resize(seeds, smallerSeeds, smaller.size(), 0, 0, cv::INTER_NEAREST);
    cv::Mat1b labels = startingLabels(smallerSeeds);
    if (!hasBothSides(labels))
        return {};
    // GrabCut's clustering draws from the thread's generator: the same picture must give the same matte.
    cv::theRNG().state = context.seed() * 2 + 1;
    Models models;
    for (int i = 0; i < kIterations && hasBothSides(labels); ++i) {
        context.report("Matte", 0.2 + 0.5 * i / kIterations);
        iterate(smaller, labels, models, i == 0);
    }
    Cut cut;
    cut.object = (labels & 1) != 0;
    if (shrink < 1)
        cut.object = refineOutline(rgb, seeds, cut.object, models, context);
    cut.confidence = cv::countNonZero(seeds) > 0 ? 0.6 : 0.4;
    return cut;
}

} // namespace bozzetto
