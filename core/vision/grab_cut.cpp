#include <opencv2/imgproc.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr int kIterations = 5;
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

} // namespace

Cut cutByGrabCut(const WorkingPicture& picture, const cv::Mat1b& seeds, JobContext& context)
{
    cv::Mat3b rgb;
    picture.rgb.convertTo(rgb, CV_8U, 255.0);
    cv::Mat1b labels = startingLabels(seeds);
    if (!hasBothSides(labels))
        return {};
    // GrabCut's clustering draws from the thread's generator: the same picture must give the same matte.
    cv::theRNG().state = context.seed() * 2 + 1;
    cv::Mat1d backgroundModel;
    cv::Mat1d objectModel;
    for (int i = 0; i < kIterations && hasBothSides(labels); ++i) {
        context.report("Matte", 0.2 + 0.6 * i / kIterations);
        cv::grabCut(rgb, labels, {}, backgroundModel, objectModel, 1, i == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
    }
    Cut cut;
    cut.object = (labels & 1) != 0;
    cut.confidence = cv::countNonZero(seeds) > 0 ? 0.6 : 0.4;
    return cut;
}

} // namespace bozzetto
