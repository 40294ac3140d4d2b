#include "core/eval/cloud_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/data/random.h"
#include "core/eval/nearest_points.h"

namespace bozzetto {

namespace {

constexpr double kUnitsPerEdge = 10;
constexpr double kColourReach = 0.01; ///< of the edge
constexpr std::int64_t kGrain = 2048;

/// `count` of the points, each at most once; all of them where there are no more.
PointCloud drawn(const PointCloud& cloud, int count, std::uint64_t seed, const char* salt)
{
    if (cloud.positions.size() <= std::size_t(count))
        return cloud;
    std::vector<std::uint32_t> order(cloud.positions.size());
    std::iota(order.begin(), order.end(), 0u);
    Random random(seed, salt);
    PointCloud out;
    for (std::size_t i = 0; i < std::size_t(count); ++i) {
        std::swap(order[i], order[i + std::size_t(random.next() % (order.size() - i))]);
        out.positions.push_back(cloud.positions[order[i]]);
        if (!cloud.normals.empty())
            out.normals.push_back(cloud.normals[order[i]]);
        if (!cloud.colours.empty())
            out.colours.push_back(cloud.colours[order[i]]);
    }
    return out;
}

std::vector<NearestPoints::Found> nearestOf(const PointCloud& from, const NearestPoints& to)
{
    std::vector<NearestPoints::Found> found(from.positions.size());
    at::parallel_for(0, std::int64_t(found.size()), kGrain, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = std::size_t(begin); i < std::size_t(end); ++i)
            found[i] = to.nearest(from.positions[i]);
    });
    return found;
}

struct OneWay
{
    double mean = 0, meanSquare = 0; ///< world units
    std::array<double, kCloudFDistances.size()> within{};
};

OneWay oneWay(const std::vector<NearestPoints::Found>& found, double edge)
{
    OneWay way;
    const double share = 1 / double(found.size());
    for (const auto& f : found) {
        way.mean += share * f.distance;
        way.meanSquare += share * double(f.distance) * f.distance;
        for (std::size_t i = 0; i < way.within.size(); ++i)
            way.within[i] += f.distance <= kCloudFDistances[i] * edge ? share : 0;
    }
    return way;
}

double meanCosine(const PointCloud& from, const PointCloud& to,
                  const std::vector<NearestPoints::Found>& found)
{
    double sum = 0;
    for (std::size_t i = 0; i < found.size(); ++i)
        sum += std::abs(double(glm::dot(from.normals[i], to.normals[found[i].index])));
    return sum / double(found.size());
}

std::optional<double> colourErrorOf(const PointCloud& predicted, const PointCloud& reference,
                                    const std::vector<NearestPoints::Found>& there,
                                    const std::vector<NearestPoints::Found>& back, double reach)
{
    double sum = 0;
    std::int64_t pairs = 0;
    for (std::size_t i = 0; i < there.size(); ++i) {
        if (back[there[i].index].index != i || there[i].distance > reach)
            continue;
        const glm::vec3 change =
            glm::abs(glm::vec3(predicted.colours[i]) - glm::vec3(reference.colours[there[i].index]));
        sum += double(change.r) + change.g + change.b;
        ++pairs;
    }
    return pairs > 0 ? std::optional(sum / double(pairs)) : std::nullopt;
}

void requireArrays(const PointCloud& cloud, const char* which)
{
    const std::size_t count = cloud.positions.size();
    if (count == 0)
        throw Error(ErrorCode::badInput, "comparing clouds: expected points in the {} cloud, found none",
                    which);
    if ((!cloud.normals.empty() && cloud.normals.size() != count) ||
        (!cloud.colours.empty() && cloud.colours.size() != count))
        throw Error(
            ErrorCode::badInput,
            "comparing clouds: expected {} normals and colours in the {} cloud, or none, found {} and {}",
            count, which, cloud.normals.size(), cloud.colours.size());
}

} // namespace

void CloudEvalOptions::check() const
{
    if (points < 100 || points > 10'000'000)
        throw Error(ErrorCode::badInput, "points: expected 100 to 10,000,000, found {}", points);
}

CloudScores compareClouds(const PointCloud& predicted, const PointCloud& reference,
                          const CloudEvalOptions& options)
{
    options.check();
    requireArrays(predicted, "predicted");
    requireArrays(reference, "reference");
    const glm::vec3 size = boundsOf(reference).size();
    const double edge = std::max({size.x, size.y, size.z});
    if (!(edge > 0))
        throw Error(ErrorCode::badInput,
                    "comparing clouds: expected a reference with an extent, found it in one place");
    const PointCloud ours = drawn(predicted, options.points, options.seed, "predicted");
    const PointCloud truth = drawn(reference, options.points, options.seed, "reference");
    const auto there = nearestOf(ours, NearestPoints(truth.positions)),
               back = nearestOf(truth, NearestPoints(ours.positions));
    const OneWay precision = oneWay(there, edge), recall = oneWay(back, edge);
    const double unit = kUnitsPerEdge / edge;
    CloudScores scores;
    scores.accuracy = unit * precision.mean;
    scores.completeness = unit * recall.mean;
    scores.chamferL1 = 0.5 * (scores.accuracy + scores.completeness);
    scores.chamferL2 = 0.5 * unit * unit * (precision.meanSquare + recall.meanSquare);
    for (std::size_t i = 0; i < scores.fScore.size(); ++i) {
        const double p = precision.within[i], r = recall.within[i];
        scores.fScore[i] = p + r > 0 ? 2 * p * r / (p + r) : 0;
    }
    if (!ours.normals.empty() && !truth.normals.empty())
        scores.normalConsistency = 0.5 * (meanCosine(ours, truth, there) + meanCosine(truth, ours, back));
    if (!ours.colours.empty() && !truth.colours.empty())
        scores.colourError = colourErrorOf(ours, truth, there, back, kColourReach * edge);
    return scores;
}

} // namespace bozzetto
