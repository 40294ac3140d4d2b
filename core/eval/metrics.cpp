#include "core/eval/metrics.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/eval/nearest_points.h"

namespace bozzetto {

namespace {

constexpr float kBackground = 0.5f;
constexpr int kWindowReach = 5;
constexpr double kWindowSigma = 1.5;
constexpr double kC1 = 0.01 * 0.01, kC2 = 0.03 * 0.03; ///< SSIM's K1 = 0.01, K2 = 0.03, L = 1

struct OneSide
{
    double mean = 0;
    std::array<double, 3> within{};
};

OneSide oneSide(const std::vector<glm::vec3>& from, const NearestPoints& to)
{
    OneSide side;
    for (const auto& point : from) {
        const double distance = to.nearest(point).distance;
        side.mean += distance;
        for (std::size_t i = 0; i < kFScoreDistances.size(); ++i)
            side.within[i] += distance <= kFScoreDistances[i];
    }
    side.mean /= double(from.size());
    for (auto& share : side.within)
        share /= double(from.size());
    return side;
}

/// One channel over the background, in double for the variances.
std::vector<double> channelOf(const Image& picture, int channel)
{
    std::vector<double> values;
    values.reserve(picture.pixels.size() / 4);
    for (std::size_t i = 0; i < picture.pixels.size(); i += 4)
        values.push_back(picture.pixels[i + std::size_t(channel)] +
                         kBackground * (1 - picture.pixels[i + 3]));
    return values;
}

/// Weighted mean under the Gaussian window along one axis; at the border over what lies inside.
std::vector<double> blurAlong(const std::vector<double>& in, int width, int height, bool across)
{
    std::array<double, 2 * kWindowReach + 1> window;
    for (int k = -kWindowReach; k <= kWindowReach; ++k)
        window[std::size_t(k + kWindowReach)] = std::exp(-0.5 * k * k / (kWindowSigma * kWindowSigma));
    std::vector<double> out(in.size());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            double sum = 0, weights = 0;
            for (int k = -kWindowReach; k <= kWindowReach; ++k) {
                const int sx = across ? x + k : x, sy = across ? y : y + k;
                if (sx < 0 || sy < 0 || sx >= width || sy >= height)
                    continue;
                const double weight = window[std::size_t(k + kWindowReach)];
                sum += weight * in[std::size_t(sy) * std::size_t(width) + std::size_t(sx)];
                weights += weight;
            }
            out[std::size_t(y) * std::size_t(width) + std::size_t(x)] = sum / weights;
        }
    return out;
}

std::vector<double> windowed(const std::vector<double>& a, const std::vector<double>& b, int width,
                             int height)
{
    std::vector<double> product(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        product[i] = a[i] * b[i];
    return blurAlong(blurAlong(product, width, height, true), width, height, false);
}

/// Sum of SSIM over the pixels of `wanted`, one channel.
double ssimSum(const std::vector<double>& a, const std::vector<double>& b, const std::vector<char>& wanted,
               int width, int height)
{
    const std::vector<double> ones(a.size(), 1.0);
    const auto meanA = windowed(a, ones, width, height), meanB = windowed(b, ones, width, height);
    const auto squareA = windowed(a, a, width, height), squareB = windowed(b, b, width, height);
    const auto product = windowed(a, b, width, height);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!wanted[i])
            continue;
        const double ma = meanA[i], mb = meanB[i];
        const double va = squareA[i] - ma * ma, vb = squareB[i] - mb * mb, cov = product[i] - ma * mb;
        sum += (2 * ma * mb + kC1) * (2 * cov + kC2) / ((ma * ma + mb * mb + kC1) * (va + vb + kC2));
    }
    return sum;
}

void requireSame(const Image& a, const Image& b, int channels, const char* what)
{
    if (a.width != b.width || a.height != b.height || a.channels != channels || b.channels != channels)
        throw Error(
            ErrorCode::internal,
            "{}: expected two pictures of one size and {} channels, found {} x {} x {} and {} x {} x {}",
            what, channels, a.width, a.height, a.channels, b.width, b.height, b.channels);
}

double overlap(const Image& a, const Image& b)
{
    int both = 0, either = 0;
    for (std::size_t i = 3; i < a.pixels.size(); i += 4) {
        const bool inA = a.pixels[i] >= 0.5f, inB = b.pixels[i] >= 0.5f;
        both += inA && inB;
        either += inA || inB;
    }
    return either == 0 ? 1.0 : double(both) / double(either);
}

} // namespace

SurfaceScores compareSurfaces(const std::vector<glm::vec3>& predicted, const std::vector<glm::vec3>& truth)
{
    const NearestPoints predictedTree(predicted), truthTree(truth);
    const OneSide precision = oneSide(predicted, truthTree), recall = oneSide(truth, predictedTree);
    SurfaceScores scores;
    scores.chamfer = precision.mean + recall.mean;
    for (std::size_t i = 0; i < scores.fScore.size(); ++i) {
        const double p = precision.within[i], r = recall.within[i];
        scores.fScore[i] = p + r > 0 ? 2 * p * r / (p + r) : 0.0;
    }
    return scores;
}

std::vector<glm::vec3> sampleSurface(const Mesh& mesh, int count, Random& random)
{
    std::vector<double> areas; // running sums
    double total = 0;
    for (const auto& t : mesh.triangles) {
        const glm::vec3 a = mesh.positions[t.x];
        total += 0.5 * glm::length(glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a));
        areas.push_back(total);
    }
    std::vector<glm::vec3> points;
    if (!(total > 0))
        return points;
    for (int i = 0; i < count; ++i) {
        // Stratified along the area: the same share of every part, less noise than independent draws.
        const double at = total * (double(i) + random.uniform()) / double(count);
        const auto place = std::upper_bound(areas.begin(), areas.end(), at) - areas.begin();
        const auto& t = mesh.triangles[std::min(std::size_t(place), areas.size() - 1)];
        const float root = std::sqrt(random.uniform()), v = random.uniform();
        points.push_back((1 - root) * mesh.positions[t.x] + root * (1 - v) * mesh.positions[t.y] +
                         root * v * mesh.positions[t.z]);
    }
    return points;
}

PictureScores comparePictures(const Image& predicted, const Image& truth)
{
    requireSame(predicted, truth, 4, "comparing pictures");
    std::vector<char> own, either;
    for (std::size_t i = 3; i < truth.pixels.size(); i += 4) {
        own.push_back(truth.pixels[i] > 0);
        either.push_back(truth.pixels[i] > 0 || predicted.pixels[i] > 0);
    }
    if (std::count(either.begin(), either.end(), 1) == 0)
        return {100, 1, 1};
    const auto pixels = std::max(double(std::count(own.begin(), own.end(), 1)), 1.0);
    double squares = 0, similarity = 0;
    for (int c = 0; c < 3; ++c) {
        const auto a = channelOf(predicted, c), b = channelOf(truth, c);
        for (std::size_t i = 0; i < a.size(); ++i)
            squares += either[i] ? (a[i] - b[i]) * (a[i] - b[i]) : 0.0;
        similarity += ssimSum(a, b, own, truth.width, truth.height);
    }
    const double mse = std::max(squares / (3 * pixels), 1e-10);
    return {-10 * std::log10(mse), similarity / (3 * pixels), overlap(predicted, truth)};
}

double depthError(const Image& predicted, const Image& predictedMask, const Image& truth,
                  const Image& truthMask)
{
    requireSame(predicted, truth, 1, "comparing heights");
    requireSame(predictedMask, truthMask, 1, "comparing heights");
    requireSame(predicted, truthMask, 1, "comparing heights");
    double sum = 0, flat = 0;
    std::int64_t both = 0, own = 0;
    for (std::size_t i = 0; i < truth.pixels.size(); ++i) {
        if (truthMask.pixels[i] < 0.5f)
            continue;
        ++own;
        flat += std::abs(truth.pixels[i]);
        if (predictedMask.pixels[i] < 0.5f)
            continue;
        ++both;
        sum += std::abs(predicted.pixels[i] - truth.pixels[i]);
    }
    return both > 0 ? sum / double(both) : own > 0 ? flat / double(own) : 0.0;
}

} // namespace bozzetto
