#include <array>

#include <opencv2/imgproc.hpp>

#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr int kTerms = 6;
using Basis = cv::Vec<double, kTerms>;

constexpr std::array kScales{24.0, 16.0, 10.0, 6.0, 4.0, 3.0, 3.0}; ///< of the robust fit, CIELAB units, shrinking
constexpr double kSmallestTolerance = 4.5;
constexpr double kLargestTolerance = 12.0;
constexpr int kGrowingRounds = 8;

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

/// The parts of `candidates` that touch the frame where the frame is background.
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

double medianOf(std::vector<double>& values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

cv::Mat1f distanceTo(const cv::Mat3f& lab, const cv::Mat3f& colour, double tolerance)
{
    cv::Mat1f distance(lab.size());
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            distance(y, x) = float(cv::norm(lab(y, x) - colour(y, x)) / tolerance);
    return distance;
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
    const double tolerance = std::clamp(3.5 * model.noise, kSmallestTolerance, kLargestTolerance);
    model.borderShare = double(std::count_if(fitting.begin(), fitting.end(), [&](double v) { return v < tolerance; })) / all;

    cv::Mat3f smooth(lab.size());
    for (int y = 0; y < lab.rows; ++y)
        for (int x = 0; x < lab.cols; ++x)
            smooth(y, x) = cv::Vec3f(surface.at(basisAt(x, y, lab.size())));
    model.colour = smooth;
    for (int round = 0; round < kGrowingRounds; ++round) {
        context.check();
        model.distance = distanceTo(lab, model.colour, tolerance);
        cv::Mat1b candidates = (model.distance < 1.0f) & (seeds != kSeedObject);
        model.reached = connectedWithFrame(candidates);
        model.colour = localColour(lab, smooth, model.reached);
    }
    model.distance = distanceTo(lab, model.colour, tolerance);
    return model;
}

} // namespace bozzetto
