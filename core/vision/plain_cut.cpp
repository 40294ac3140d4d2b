#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr double kPlainBorderShare = 0.6;  ///< of the frame must fit before a background is called plain
constexpr double kSmoothness = 2.0;        ///< price of an edge without contrast against one tolerance of distance
constexpr double kEdgeContrast = 6.0;      ///< CIELAB step at which an edge costs 1/e of that
constexpr double kHard = 1e4;
constexpr double kFarthest = 3.0;
constexpr double kShadowRatio = 0.5;     ///< distance that a shaded pixel counts with
constexpr double kUnreachedRatio = 1.15; ///< distance that an unconnected pixel counts with at least
constexpr double kHoleDistance = 0.7;    ///< mean CIELAB distance below which an enclosed part shows the background
constexpr double kHoleShare = 0.0002;    ///< of the picture: smaller holes are not believed

struct Terms
{
    double object = 0;     ///< cost of calling the pixel object
    double background = 0; ///< cost of calling it background
};

/// Enclosed parts that fit the background far better than chance: the gap in a handle, not a grey stripe.
cv::Mat1b holes(const BackgroundModel& model)
{
    const double furthest = std::max(kHoleDistance, 2 * model.noise) / model.tolerance;
    const cv::Mat1b candidates = (model.distance < 2.5 * furthest) & ~model.reached;
    cv::Mat1i labels;
    cv::Mat1i stats;
    cv::Mat1d centres;
    const int count = cv::connectedComponentsWithStats(candidates, labels, stats, centres, 4);
    std::vector<double> sum(std::size_t(count), 0.0);
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x)
            sum[std::size_t(labels(y, x))] += double(model.distance(y, x));
    cv::Mat1b out(labels.size(), uchar(0));
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x) {
            const int label = labels(y, x);
            const double area = stats(label, cv::CC_STAT_AREA);
            if (label > 0 && area > kHoleShare * double(labels.total()) && sum[std::size_t(label)] < furthest * area)
                out(y, x) = 255;
        }
    return out;
}

/// `background`: reached from the frame, or seen through a hole.
Terms termsAt(const BackgroundModel& model, const cv::Mat1b& background, const cv::Mat1b& seeds, int y, int x)
{
    if (seeds(y, x) == kSeedObject)
        return {0, kHard};
    if (seeds(y, x) == kSeedBackground)
        return {kHard, 0};
    // What fits the background but is not connected with it belongs to the object, unless it is a hole.
    double ratio = double(model.distance(y, x));
    if (model.shadow(y, x))
        ratio = std::min(ratio, kShadowRatio);
    else if (!background(y, x))
        ratio = std::max(ratio, kUnreachedRatio);
    return {std::max(0.0, 2.0 - ratio), std::min(ratio, kFarthest)};
}

/// The cheapest boundary between what fits the background and what does not: unary costs from the distance to the
/// model, edges cheap where the colour steps.
cv::Mat1b cheapestCut(const cv::Mat3f& lab, const BackgroundModel& model, const cv::Mat1b& seeds)
{
    const cv::Mat1b background = model.reached | holes(model);
    const int width = lab.cols;
    cv::detail::GCGraph<double> graph(unsigned(lab.total()), unsigned(lab.total() * 8));
    const auto connect = [&](int y, int x, int otherY, int otherX, double length) {
        const double step = cv::norm(lab(y, x) - lab(otherY, otherX)) / kEdgeContrast;
        const double price = kSmoothness * (std::exp(-step * step) + 0.02) / length;
        graph.addEdges(y * width + x, otherY * width + otherX, price, price);
    };
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < width; ++x) {
            const int vertex = graph.addVtx();
            const Terms terms = termsAt(model, background, seeds, y, x);
            graph.addTermWeights(vertex, terms.background, terms.object);
            if (x > 0)
                connect(y, x, y, x - 1, 1);
            if (y > 0)
                connect(y, x, y - 1, x, 1);
            if (x > 0 && y > 0)
                connect(y, x, y - 1, x - 1, std::sqrt(2.0));
            if (x + 1 < width && y > 0)
                connect(y, x, y - 1, x + 1, std::sqrt(2.0));
        }
    graph.maxFlow();
    cv::Mat1b object(lab.size());
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < width; ++x)
            object(y, x) = graph.inSourceSegment(y * width + x) ? 255 : 0;
    return object;
}

} // namespace

Cut cutPlainBackground(const WorkingPicture& picture, const cv::Mat1b& seeds, const JobContext& context)
{
    const BackgroundModel model = modelBackground(picture, seeds, context);
    if (model.borderShare < kPlainBorderShare)
        return {};
    Cut cut;
    cut.object = cheapestCut(picture.lab, model, seeds);
    cut.confidence = model.borderShare;
    return cut;
}

} // namespace bozzetto
