#include "core/eval/alignment.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <glm/gtc/constants.hpp>
#include <glm/gtc/quaternion.hpp>

#include "core/base/error.h"
#include "core/eval/nearest_points.h"

namespace bozzetto {

namespace {

using Points = std::vector<glm::vec3>;

constexpr std::size_t kMostPoints = 1'000;
constexpr int kMostIterations = 50;
constexpr double kNoSpread = 1e-9; ///< points that are one point
constexpr double kEnough = 1e-5;   ///< improvement of the distance below which iterating stops

glm::dvec3 centroid(const Points& points)
{
    glm::dvec3 sum(0);
    for (const auto& p : points)
        sum += glm::dvec3(p);
    return sum / double(points.size());
}

double spread(const Points& points, const glm::dvec3& centre)
{
    double sum = 0;
    for (const auto& p : points)
        sum += glm::dot(glm::dvec3(p) - centre, glm::dvec3(p) - centre);
    return std::sqrt(sum / double(points.size()));
}

Points thinned(const Points& points)
{
    if (points.size() <= kMostPoints)
        return points;
    Points kept;
    for (std::size_t i = 0; i < kMostPoints; ++i)
        kept.push_back(points[i * points.size() / kMostPoints]);
    return kept;
}

/// The unit quaternion's matrix of Horn's equation 25 from M = sum of source * target^T; m[i][j] = M_ij.
at::Tensor hornMatrix(const glm::dmat3& m)
{
    const double xx = m[0][0], xy = m[0][1], xz = m[0][2], yx = m[1][0], yy = m[1][1], yz = m[1][2],
                 zx = m[2][0], zy = m[2][1], zz = m[2][2];
    const double values[16] = {xx + yy + zz, yz - zy,      zx - xz,      xy - yx, //
                               yz - zy,      xx - yy - zz, xy + yx,      zx + xz, //
                               zx - xz,      xy + yx,      yy - xx - zz, yz + zy, //
                               xy - yx,      zx + xz,      yz + zy,      zz - xx - yy};
    return at::from_blob(const_cast<double*>(values), {4, 4}, at::kDouble).clone();
}

glm::mat3 bestRotation(const glm::dmat3& m)
{
    const auto [values, vectors] = at::linalg_eigh(hornMatrix(m)); // ascending: the last is the largest
    const at::Tensor q = vectors.select(1, 3).contiguous();
    const double* v = q.const_data_ptr<double>();
    return glm::mat3(glm::mat3_cast(glm::dquat(v[0], v[1], v[2], v[3])));
}

Similarity withCentres(float scale, const glm::mat3& rotation, const glm::dvec3& from, const glm::dvec3& to)
{
    return {scale, rotation, glm::vec3(to) - scale * (rotation * glm::vec3(from))};
}

/// Both clouds with their trees: a similarity keeps what is nearest, so neither tree is ever made again.
struct Clouds
{
    Points source, target;
    NearestPoints sourceTree, targetTree;

    /// The pairs of both directions and the sum of both mean distances, in the target's frame.
    double match(const Similarity& at, Points& from, Points& to) const
    {
        from.clear();
        to.clear();
        double forwards = 0, backwards = 0;
        for (const auto& p : source) {
            const auto found = targetTree.nearest(at.apply(p));
            from.push_back(p);
            to.push_back(found.point);
            forwards += found.distance;
        }
        for (const auto& p : target) {
            const auto found = sourceTree.nearest(at.applyInverse(p));
            from.push_back(found.point);
            to.push_back(p);
            backwards += double(at.scale) * found.distance;
        }
        return forwards / double(source.size()) + backwards / double(target.size());
    }
};

struct Aligned
{
    Similarity similarity;
    double distance = INFINITY;
};

Aligned iterate(const Clouds& clouds, Similarity at)
{
    Aligned best;
    Points from, to;
    double last = INFINITY;
    for (int i = 0; i < kMostIterations; ++i) {
        const double distance = clouds.match(at, from, to);
        if (distance < best.distance)
            best = {at, distance};
        if (last - distance < kEnough)
            break;
        last = distance;
        at = fitSimilarity(from, to);
    }
    return best;
}

} // namespace

Similarity fitSimilarity(const Points& source, const Points& target)
{
    if (source.size() != target.size() || source.empty())
        throw Error(ErrorCode::internal, "fitting a similarity: expected pairs of points, found {} and {}",
                    source.size(), target.size());
    const glm::dvec3 from = centroid(source), to = centroid(target);
    glm::dmat3 products(0);
    for (std::size_t i = 0; i < source.size(); ++i) {
        const glm::dvec3 s = glm::dvec3(source[i]) - from, t = glm::dvec3(target[i]) - to;
        for (int k = 0; k < 3; ++k)
            products[k] += s[k] * t;
    }
    const double sourceSpread = spread(source, from), targetSpread = spread(target, to);
    if (sourceSpread < kNoSpread || targetSpread < kNoSpread)
        return withCentres(1, glm::mat3(1), from, to);
    const auto scale = float(targetSpread / sourceSpread);
    return withCentres(scale, bestRotation(products), from, to);
}

Similarity alignSurfaces(const Points& source, const Points& target)
{
    const Points s = thinned(source), t = thinned(target);
    const Clouds clouds{s, t, NearestPoints(s), NearestPoints(t)};
    const glm::dvec3 from = centroid(s), to = centroid(t);
    const double size = spread(s, from);
    const float scale = size > kNoSpread ? float(std::max(spread(t, to), kNoSpread) / size) : 1.0f;
    Aligned best = iterate(clouds, {});
    for (int turn = 0; turn < 4; ++turn) {
        const auto rotation =
            glm::mat3_cast(glm::angleAxis(float(turn) * glm::half_pi<float>(), glm::vec3(0, 1, 0)));
        const Aligned found = iterate(clouds, withCentres(scale, rotation, from, to));
        if (found.distance < best.distance)
            best = found;
    }
    return best.similarity;
}

} // namespace bozzetto
