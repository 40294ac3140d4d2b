#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr double kPlainBorderShare = 0.7;  ///< of the frame must fit before a background is called plain
constexpr double kRoughest = 1.4;          ///< median CIELAB distance from the model: more is texture, not grain
constexpr double kSmoothness = 2.0;        ///< price of an edge without contrast against one tolerance of distance
constexpr double kEdgeContrast = 6.0;      ///< CIELAB step at which an edge costs 1/e of that
constexpr double kHard = 1e4;
constexpr double kFarthest = 3.0;
constexpr double kShadowRatio = 0.5;     ///< distance that a shaded pixel counts with
constexpr double kUnreachedRatio = 1.15; ///< distance that an unconnected pixel counts with at least
constexpr double kHoleDistance = 1.2;    ///< mean CIELAB distance below which an enclosed part shows the background
constexpr double kCornerReach = 0.012;   ///< of the longer side
constexpr double kVisibleEdge = 1.5;     ///< steepness that an edge of the object has at least
constexpr double kStrokeWeight = 2.5;    ///< distance that a stroke adds or takes, where it is strongest
constexpr double kStrokeReach = 0.05;    ///< of the longer side
constexpr double kStrokeColour = 8.0;    ///< CIELAB units
constexpr double kSharpRim = 6.0;        ///< CIELAB units per pixel around such a part
constexpr double kHoleShare = 0.0002;    ///< of the picture: smaller holes are not believed

struct Terms
{
    double object = 0;     ///< cost of calling the pixel object
    double background = 0; ///< cost of calling it background
};

/// Mean steepness along the rim of one part.
double rimSteepness(const cv::Mat1b& part, const cv::Mat1f& steepness)
{
    cv::Mat1b wider;
    cv::dilate(part, wider, cv::Mat(), cv::Point(-1, -1), 2);
    return cv::mean(steepness, wider & ~part)[0];
}

bool touchesFrame(const cv::Rect& box, const cv::Size& size)
{
    return box.x == 0 || box.y == 0 || box.br().x == size.width || box.br().y == size.height;
}

/// Parts that the flood did not reach and that still are background: at the frame, or enclosed, fitting far better than
/// chance and ending sharply (the gap in a handle, not a grey stripe or a highlight).
cv::Mat1b holes(const BackgroundModel& model)
{
    const double furthest = std::max(kHoleDistance, 2 * model.noise) / model.tolerance;
    const cv::Mat1b candidates = (model.distance < 2.5 * furthest) & ~model.reached;
    cv::Mat1i labels;
    cv::Mat1i stats;
    cv::Mat1d centres;
    const int count = cv::connectedComponentsWithStats(candidates, labels, stats, centres, 4);
    cv::Mat1b out(labels.size(), uchar(0));
    for (int label = 1; label < count; ++label) {
        cv::Rect box(stats(label, cv::CC_STAT_LEFT), stats(label, cv::CC_STAT_TOP), stats(label, cv::CC_STAT_WIDTH),
                     stats(label, cv::CC_STAT_HEIGHT));
        const bool outer = touchesFrame(box, labels.size());
        if (!outer && stats(label, cv::CC_STAT_AREA) < kHoleShare * double(labels.total()))
            continue;
        constexpr int kMargin = 3;
        box = (box - cv::Point(kMargin, kMargin) + cv::Size(2 * kMargin, 2 * kMargin)) & cv::Rect({}, labels.size());
        const cv::Mat1b part = labels(box) == label;
        const bool fits = cv::mean(model.distance(box), part)[0] < furthest;
        if (outer || (fits && rimSteepness(part, model.steepness(box)) > kSharpRim))
            out(box).setTo(255, part);
    }
    return out;
}

/// What strokes say about the pixels around them: 1 at an object stroke and -1 at a background stroke, fading with
/// distance and with the difference from the nearest stroke's colour.
cv::Mat1f strokeInfluence(const cv::Mat3f& lab, const cv::Mat1b& seeds)
{
    cv::Mat1f influence(seeds.size(), 0.0f);
    const float reach = float(kStrokeReach * std::max(seeds.cols, seeds.rows));
    for (const auto& [kind, sign] : {std::pair{kSeedObject, 1.0f}, {kSeedBackground, -1.0f}}) {
        const cv::Mat1b elsewhere = seeds != kind;
        if (cv::countNonZero(elsewhere) == int(seeds.total()))
            continue;
        cv::Mat1f distance;
        cv::Mat1i nearest;
        cv::distanceTransform(elsewhere, distance, nearest, cv::DIST_L2, 5, cv::DIST_LABEL_PIXEL);
        std::vector<cv::Vec3f> colours(std::size_t(cv::countNonZero(~elsewhere)) + 1);
        for (int y = 0; y < seeds.rows; ++y)
            for (int x = 0; x < seeds.cols; ++x)
                if (!elsewhere(y, x))
                    colours[std::size_t(nearest(y, x))] = lab(y, x);
        for (int y = 0; y < seeds.rows; ++y)
            for (int x = 0; x < seeds.cols; ++x) {
                const float far = distance(y, x) / reach;
                const float other = float(cv::norm(lab(y, x) - colours[std::size_t(nearest(y, x))]) / kStrokeColour);
                influence(y, x) += sign * std::exp(-far * far - other * other);
            }
    }
    return influence;
}

/// The share of the mask's contour that runs along edges of the picture: near 1 when object and background differ.
double contourOnEdges(const cv::Mat1b& object, const BackgroundModel& model)
{
    cv::Mat1b wider;
    cv::Mat1b narrower;
    cv::dilate(object, wider, cv::Mat());
    cv::erode(object, narrower, cv::Mat());
    cv::Mat1f steepest;
    cv::dilate(model.steepness, steepest, cv::Mat());
    const cv::Mat1b contour = wider & ~narrower;
    const cv::Mat1b onEdge = contour & (steepest > std::max(kVisibleEdge, model.edge));
    return double(cv::countNonZero(onEdge)) / std::max(1, cv::countNonZero(contour));
}

/// `nearBackground`: reached from the frame or seen through a hole, or close to that: compression leaves false edges in
/// the corners of an outline.
Terms termsAt(const BackgroundModel& model, const cv::Mat1b& nearBackground, const cv::Mat1b& seeds, double influence, int y, int x)
{
    if (seeds(y, x) == kSeedObject)
        return {0, kHard};
    if (seeds(y, x) == kSeedBackground)
        return {kHard, 0};
    // What fits the background but is not connected with it belongs to the object, unless it is a hole.
    double ratio = double(model.distance(y, x));
    if (model.shadow(y, x))
        ratio = std::min(ratio, kShadowRatio);
    else if (!nearBackground(y, x))
        ratio = std::max(ratio, kUnreachedRatio);
    ratio = std::max(0.0, ratio + kStrokeWeight * influence);
    return {std::max(0.0, 2.0 - ratio), std::min(ratio, kFarthest)};
}

/// The cheapest boundary between what fits the background and what does not: unary costs from the distance to the
/// model, edges cheap where the colour steps.
cv::Mat1b cheapestCut(const cv::Mat3f& lab, const BackgroundModel& model, const cv::Mat1b& seeds)
{
    const int reach = std::max(1, int(kCornerReach * std::max(lab.cols, lab.rows)));
    cv::Mat1b nearBackground;
    cv::dilate(model.reached | holes(model), nearBackground,
               cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1}));
    const cv::Mat1f influence = strokeInfluence(lab, seeds);
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
            const Terms terms = termsAt(model, nearBackground, seeds, double(influence(y, x)), y, x);
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
    if (model.borderShare < kPlainBorderShare || model.noise > kRoughest)
        return {};
    Cut cut;
    cut.object = cheapestCut(picture.lab, model, seeds);
    cut.confidence = model.borderShare * contourOnEdges(cut.object, model);
    return cut;
}

} // namespace bozzetto
