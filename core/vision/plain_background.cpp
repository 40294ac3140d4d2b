#include <array>

#include <opencv2/imgproc.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr int kTerms = 6;
using Basis = cv::Vec<double, kTerms>;

constexpr std::array kScales{24.0, 16.0, 10.0, 6.0, 4.0, 2.5, 1.5, 1.0, 1.0}; ///< of the robust fit, CIELAB units, shrinking
constexpr double kSmallestTolerance = 4.5;
constexpr double kLargestTolerance = 12.0;
constexpr double kFloodTolerance = 12.0;
constexpr int kGrowingRounds = 10;
constexpr int kNarrow = 1;               ///< half width, in pixels, of passages that the flood does not take
constexpr double kEdgeSteepness = 0.9;   ///< CIELAB units per pixel, at least
constexpr double kSteepestGrain = 4.0;   ///< and at most
constexpr double kGrainFactor = 5.0;     ///< an edge is that much steeper than the grain
constexpr double kShadowSteepness = 2.6; ///< shadows are softer than this
constexpr double kShadowHeight = 0.3;    ///< of the object, from its foot: shadows lie on the floor
constexpr int kNarrowShadow = 2;
constexpr double kShadowChroma = 3.0;    ///< colour that a shadow may gain, CIELAB units
constexpr float kDarkestShadow = 0.3f;   ///< of the background's lightness

int frameWidth(const cv::Size& size)
{
    return std::max(2, std::min(size.width, size.height) / 40);
}

bool inFrame(int x, int y, const cv::Size& size)
{
    const int width = frameWidth(size);
    return x < width || y < width || x >= size.width - width || y >= size.height - width;
}

Basis basisAt(int x, int y, const cv::Size& size)
{
    const double u = 2.0 * x / size.width - 1;
    const double v = 2.0 * y / size.height - 1;
    return {1, u, v, u * u, u * v, v * v};
}

struct Sample
{
    Basis basis;
    cv::Vec3d colour;
    double weight = 1;
};

std::vector<Sample> frameSamples(const cv::Mat3f& lab, const cv::Mat1b& seeds)
{
    std::vector<Sample> samples;
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x) {
            const bool told = seeds(y, x) == kSeedBackground;
            if (seeds(y, x) != kSeedObject && (told || inFrame(x, y, lab.size())))
                samples.push_back({basisAt(x, y, lab.size()), cv::Vec3d(lab(y, x)), 1});
        }
    return samples;
}

double medianOf(std::vector<double>& values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

cv::Vec3d medianColour(const std::vector<Sample>& samples)
{
    cv::Vec3d median;
    std::vector<double> values(samples.size());
    for (int c = 0; c < 3; ++c) {
        std::transform(samples.begin(), samples.end(), values.begin(), [&](const Sample& s) { return s.colour[c]; });
        const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        median[c] = *middle;
    }
    return median;
}

/// A quadratic surface per channel: plain walls with soft gradients and vignettes.
struct Surface
{
    std::array<Basis, 3> terms{};
    cv::Vec3d at(const Basis& basis) const
    {
        return {terms[0].dot(basis), terms[1].dot(basis), terms[2].dot(basis)};
    }
};

Surface weightedFit(const std::vector<Sample>& samples)
{
    cv::Matx<double, kTerms, kTerms> normal = cv::Matx<double, kTerms, kTerms>::eye() * 1e-6;
    std::array<Basis, 3> right{};
    for (const Sample& sample : samples) {
        const Basis weighted = sample.basis * sample.weight;
        for (int i = 0; i < kTerms; ++i)
            for (int j = 0; j < kTerms; ++j)
                normal(i, j) += weighted[i] * sample.basis[j];
        for (int c = 0; c < 3; ++c)
            right[std::size_t(c)] += weighted * sample.colour[c];
    }
    Surface surface;
    for (std::size_t c = 0; c < 3; ++c)
        surface.terms[c] = Basis(normal.solve(right[c], cv::DECOMP_CHOLESKY).val);
    return surface;
}

/// Iteratively reweighted (Geman-McClure weights), from the frame's median colour: an object that runs over the frame
/// does not bend the surface.
Surface robustFit(std::vector<Sample>& samples)
{
    Surface surface;
    const cv::Vec3d median = medianColour(samples);
    for (std::size_t c = 0; c < 3; ++c)
        surface.terms[c][0] = median[int(c)];
    for (double scale : kScales) {
        for (Sample& sample : samples) {
            const double ratio = cv::norm(sample.colour - surface.at(sample.basis)) / scale;
            sample.weight = 1 / ((1 + ratio * ratio) * (1 + ratio * ratio));
        }
        surface = weightedFit(samples);
    }
    return surface;
}

/// The parts of `candidates` that touch the frame.
cv::Mat1b connectedWithFrame(const cv::Mat1b& candidates)
{
    cv::Mat1i labels;
    const int count = cv::connectedComponents(candidates, labels, 4);
    std::vector<bool> touches(std::size_t(count), false);
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x)
            if (x == 0 || y == 0 || x == labels.cols - 1 || y == labels.rows - 1)
                touches[std::size_t(labels(y, x))] = true;
    touches[0] = false;
    cv::Mat1b out(labels.size(), uchar(0));
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x)
            out(y, x) = touches[std::size_t(labels(y, x))] ? 255 : 0;
    return out;
}

/// Colour steps per pixel, CIELAB units: large on edges, small in gradients and soft shadows.
cv::Mat1f steepness(const cv::Mat3f& lab)
{
    cv::Mat3f across;
    cv::Mat3f down;
    cv::Sobel(lab, across, CV_32F, 1, 0, 3, 1.0 / 8, 0, cv::BORDER_REPLICATE);
    cv::Sobel(lab, down, CV_32F, 0, 1, 3, 1.0 / 8, 0, cv::BORDER_REPLICATE);
    cv::Mat1f out(lab.size());
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            out(y, x) = float(std::sqrt(across(y, x).dot(across(y, x)) + down(y, x).dot(down(y, x))));
    return out;
}

/// What counts as an edge, given how steep the grain of the background is.
double edgeSteepness(const cv::Mat1f& steep, const cv::Mat1b& background)
{
    std::vector<double> values;
    for (int y = 0; y < steep.rows; y += 2)
        for (int x = 0; x < steep.cols; x += 2)
            if (background(y, x))
                values.push_back(double(steep(y, x)));
    return std::clamp(kGrainFactor * medianOf(values), kEdgeSteepness, kSteepestGrain);
}

/// What the flood may enter, without its narrow passages: a gap in a faint edge does not let it into the object.
cv::Mat1b floodFromFrame(const cv::Mat1b& candidates, int narrow)
{
    const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * narrow + 1, 2 * narrow + 1});
    cv::Mat1b wide;
    cv::erode(candidates, wide, disc, cv::Point(-1, -1), 1, cv::BORDER_CONSTANT, cv::Scalar(255));
    cv::Mat1b reached;
    cv::dilate(connectedWithFrame(wide), reached, disc);
    return reached & candidates;
}

/// Darker than the background by one factor in all channels, softly, and connected with it: a shadow on the floor.
bool looksShaded(const cv::Vec3f& seen, const cv::Vec3f& background, double noise)
{
    // Less light of the same colour scales a, b and L + 16 alike (the cube root law of CIELAB).
    constexpr float kBlack = 16.0f;
    const float share = (seen[0] + kBlack) / (background[0] + kBlack);
    if (share > 1.02f || share < kDarkestShadow)
        return false;
    const float saturation = std::hypot(background[1], background[2]);
    const float allowed = float(kShadowChroma + 2 * noise) + 0.1f * (background[0] - seen[0]) + 0.15f * saturation;
    const float a = seen[1] - share * background[1];
    const float b = seen[2] - share * background[2];
    return a * a + b * b < allowed * allowed;
}

cv::Mat1b floodShadows(const cv::Mat3f& lab, const BackgroundModel& model, const cv::Mat1f& steep, const cv::Mat1b& seeds)
{
    cv::Mat1b candidates = model.reached.clone();
    const float softest = float(std::max(kShadowSteepness, edgeSteepness(steep, model.reached)));
    const cv::Rect object = cv::boundingRect(~model.reached);
    const int highest = object.br().y - int(kShadowHeight * object.height);
    for (int y = std::max(0, highest); y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            if (steep(y, x) < softest && seeds(y, x) != kSeedObject
                && looksShaded(lab(y, x), model.colour(y, x), model.noise))
                candidates(y, x) = 255;
    return floodFromFrame(candidates, kNarrowShadow);
}

/// Averages of the reached background nearby, so that the model follows what a quadratic cannot; the surface where
/// nothing was reached.
cv::Mat3f localColour(const cv::Mat3f& lab, const cv::Mat3f& surface, const cv::Mat1b& reached)
{
    cv::Mat1b core;
    cv::erode(reached, core, cv::Mat(), cv::Point(-1, -1), 1, cv::BORDER_CONSTANT, cv::Scalar(255));
    cv::Mat1f weight;
    core.convertTo(weight, CV_32F, 1.0 / 255);
    cv::Mat3f offset = lab - surface;
    cv::Mat3f weight3;
    cv::merge(std::vector<cv::Mat>{weight, weight, weight}, weight3);
    offset = offset.mul(weight3);
    const int side = std::max(3, std::max(lab.cols, lab.rows) / 24) | 1;
    for (int pass = 0; pass < 3; ++pass) {
        cv::blur(offset, offset, {side, side}, cv::Point(-1, -1), cv::BORDER_REPLICATE);
        cv::blur(weight, weight, {side, side}, cv::Point(-1, -1), cv::BORDER_REPLICATE);
    }
    cv::Mat3f colour = surface.clone();
    constexpr float kTrust = 0.02f; // of the average against the surface, as a share of background in the window
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            colour(y, x) += offset(y, x) * (1.0f / (weight(y, x) + kTrust));
    return colour;
}

cv::Mat1f distanceTo(const cv::Mat3f& lab, const cv::Mat3f& colour, double tolerance)
{
    cv::Mat1f distance(lab.size());
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            distance(y, x) = float(cv::norm(lab(y, x) - colour(y, x)) / tolerance);
    return distance;
}

double toleranceFor(double noise)
{
    return std::clamp(3.5 * noise, kSmallestTolerance, kLargestTolerance);
}

/// What remains around the local average: grain, without what the surface could not follow.
double localNoise(const cv::Mat3f& lab, const BackgroundModel& model)
{
    std::vector<double> off;
    for (int y = 0; y < lab.rows; y += 2)
        for (int x = 0; x < lab.cols; x += 2)
            if (model.reached(y, x))
                off.push_back(cv::norm(lab(y, x) - model.colour(y, x)));
    return medianOf(off);
}

} // namespace

BackgroundModel modelBackground(const WorkingPicture& picture, const cv::Mat1b& seeds, const JobContext& context)
{
    const cv::Mat3f& lab = picture.lab;
    std::vector<Sample> samples = frameSamples(lab, seeds);
    const Surface surface = robustFit(samples);
    std::vector<double> fitting;
    for (const Sample& sample : samples)
        if (const double off = cv::norm(sample.colour - surface.at(sample.basis)); off < 2 * kLargestTolerance)
            fitting.push_back(off);
    BackgroundModel model;
    const double all = double(std::max<std::size_t>(1, samples.size()));
    model.noise = medianOf(fitting);
    const double tolerance = toleranceFor(model.noise);
    model.borderShare = double(std::count_if(fitting.begin(), fitting.end(), [&](double v) { return v < tolerance; })) / all;

    cv::Mat3f smooth(lab.size());
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            smooth(y, x) = cv::Vec3f(surface.at(basisAt(x, y, lab.size())));
    model.colour = smooth;
    const cv::Mat1f steep = steepness(lab);
    model.reached = cv::Mat1b(lab.size(), uchar(255));
    for (int round = 0; round < kGrowingRounds; ++round) {
        context.check();
        model.distance = distanceTo(lab, model.colour, toleranceFor(model.noise));
        const double edge = edgeSteepness(steep, model.reached);
        // Edges hold the flood back, so that elsewhere it may follow light that no smooth surface describes; the less so
        // the more grain hides faint edges.
        const double widest = std::max(1.0, kFloodTolerance * kEdgeSteepness / edge / toleranceFor(model.noise));
        const cv::Mat1b candidates = (model.distance < widest) & (seeds != kSeedObject) & (steep < edge);
        model.reached = floodFromFrame(candidates, kNarrow);
        model.colour = localColour(lab, smooth, model.reached);
        model.noise = localNoise(lab, model);
    }
    model.tolerance = toleranceFor(model.noise);
    model.distance = distanceTo(lab, model.colour, model.tolerance);
    model.edge = edgeSteepness(steep, model.reached);
    model.steepness = steep;
    model.shadow = floodShadows(lab, model, steep, seeds) & ~model.reached;
    return model;
}

} // namespace bozzetto
