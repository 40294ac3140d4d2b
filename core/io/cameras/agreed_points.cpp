#include "core/io/cameras/agreed_points.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/scene/projection.h"

namespace bozzetto {

namespace {

constexpr int kSide = 320;      ///< pixels of the longest side that patches are compared at
constexpr int kReferences = 24; ///< pictures whose corners are followed, at most
constexpr int kNeighbours = 4;  ///< pictures that each is compared with
constexpr int kCorners = 160;   ///< of a picture, at most
constexpr int kReach = 3;       ///< pixels to each side of a patch's middle
constexpr int kPatch = (2 * kReach + 1) * (2 * kReach + 1);
constexpr double kAlike = 0.85;                  ///< correlation at which two patches show the same
constexpr double kDistinct = 0.1;                ///< by which the best depth beats every other
constexpr double kNearest = 0.1, kFarthest = 12; ///< of the distance to the gaze: depths that are tried
constexpr double kBestAngle = 0.2;               ///< radians between two neighbours' rays to the gaze
constexpr double kMostAngle = 0.7;
constexpr double kLeastContrast = 0.01; ///< deviation of a patch's greys

/// A picture made small and grey; its camera for that size.
struct GreyView
{
    PosedPicture camera; ///< without pixels but of the right size
    cv::Mat1f grey;
    cv::Mat3f colour;
};

GreyView greyView(const PosedPicture& picture)
{
    GreyView view;
    const Image& image = picture.picture;
    const double scale = std::min(1.0, double(kSide) / std::max(image.width, image.height));
    const cv::Mat3f rgb(image.height, image.width,
                        const_cast<cv::Vec3f*>(reinterpret_cast<const cv::Vec3f*>(image.pixels.data())));
    cv::Mat1f grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    const cv::Size size(std::max(1, int(std::lround(scale * image.width))),
                        std::max(1, int(std::lround(scale * image.height))));
    cv::resize(grey, view.grey, size, 0, 0, cv::INTER_AREA);
    cv::resize(rgb, view.colour, size, 0, 0, cv::INTER_AREA);
    view.camera.picture.width = size.width;
    view.camera.picture.height = size.height;
    const glm::dvec2 change(double(size.width) / image.width, double(size.height) / image.height);
    view.camera.focal = picture.focal * change;
    view.camera.principal = picture.principal * change;
    view.camera.worldFromCamera = picture.worldFromCamera;
    return view;
}

glm::dvec3 originOf(const GreyView& view)
{
    return glm::dvec3(view.camera.worldFromCamera[3]);
}

using Patch = std::array<float, kPatch>;

/// The patch about `centre` whose sides are `right` and `down` per pixel; zero mean, unit length. False where
/// it leaves the picture or is plain.
bool takePatch(const cv::Mat1f& grey, const glm::dvec2& centre, const glm::dvec2& right,
               const glm::dvec2& down, Patch& patch)
{
    const glm::dvec2 reach = double(kReach) * (glm::abs(right) + glm::abs(down)) + 1.0;
    if (centre.x < reach.x || centre.y < reach.y || centre.x > grey.cols - 1 - reach.x ||
        centre.y > grey.rows - 1 - reach.y)
        return false;
    double sum = 0, squares = 0;
    std::size_t i = 0;
    for (int v = -kReach; v <= kReach; ++v)
        for (int u = -kReach; u <= kReach; ++u, ++i) {
            const glm::dvec2 at = centre + double(u) * right + double(v) * down;
            const int x = int(at.x), y = int(at.y);
            const float fx = float(at.x - x), fy = float(at.y - y);
            const float *upper = grey[y] + x, *lower = grey[y + 1] + x;
            patch[i] =
                (1 - fy) * ((1 - fx) * upper[0] + fx * upper[1]) + fy * ((1 - fx) * lower[0] + fx * lower[1]);
            sum += patch[i];
            squares += double(patch[i]) * patch[i];
        }
    const double mean = sum / kPatch, deviation = squares / kPatch - mean * mean;
    if (!(deviation > kLeastContrast * kLeastContrast))
        return false;
    const float scale = float(1 / std::sqrt(deviation * kPatch));
    for (auto& value : patch)
        value = (value - float(mean)) * scale;
    return true;
}

double correlation(const Patch& a, const Patch& b)
{
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

/// A corner of the reference and the rays through it and the pixels right of and below it.
struct Corner
{
    ViewRay middle, right, down;
    Patch patch{};
    glm::vec3 colour{0};

    static glm::dvec3 at(const ViewRay& ray, double along) { return ray.origin + ray.direction * along; }
};

/// How alike the corner and the neighbour are if it lies at `distance`; -1 where the neighbour does not see
/// it.
double alikeness(const Corner& corner, const GreyView& neighbour, double distance)
{
    const auto middle = projectInto(neighbour.camera, Corner::at(corner.middle, distance));
    const auto right = projectInto(neighbour.camera, Corner::at(corner.right, distance));
    const auto down = projectInto(neighbour.camera, Corner::at(corner.down, distance));
    Patch patch;
    if (!middle.visible || !right.inFront || !down.inFront ||
        !takePatch(neighbour.grey, middle.pixel, right.pixel - middle.pixel, down.pixel - middle.pixel,
                   patch))
        return -1;
    return correlation(corner.patch, patch);
}

/// Steps of inverse distance that move the projection by about a pixel.
int stepsFor(const Corner& corner, const std::vector<const GreyView*>& neighbours, double nearest,
             double farthest)
{
    constexpr int kLeast = 24, kMost = 200;
    double longest = 0;
    for (const auto* neighbour : neighbours) {
        const auto a = projectInto(neighbour->camera, Corner::at(corner.middle, nearest));
        const auto b = projectInto(neighbour->camera, Corner::at(corner.middle, farthest));
        longest = std::max(longest, a.inFront && b.inFront ? glm::length(a.pixel - b.pixel) : double(kMost));
    }
    return std::clamp(int(longest), kLeast, kMost);
}

/// The distance along the corner's ray at which two neighbours agree with it; 0 where there is none, or
/// several.
double agreedDistance(const Corner& corner, const std::vector<const GreyView*>& neighbours,
                      double gazeDistance)
{
    const double nearest = kNearest * gazeDistance, farthest = kFarthest * gazeDistance;
    const int steps = stepsFor(corner, neighbours, nearest, farthest);
    std::vector<double> scores(std::size_t(steps), -1.0);
    const auto distanceAt = [&](int i) {
        const double t = double(i) / (steps - 1);
        return 1 / ((1 - t) / nearest + t / farthest);
    };
    for (int i = 0; i < steps; ++i) {
        double best = -1, second = -1; // the second best: two must agree
        for (const auto* neighbour : neighbours) {
            const double score = alikeness(corner, *neighbour, distanceAt(i));
            second = std::max(second, std::min(best, score));
            best = std::max(best, score);
        }
        scores[std::size_t(i)] = second;
    }
    const auto peak = std::max_element(scores.begin(), scores.end());
    if (*peak < kAlike)
        return 0;
    constexpr std::ptrdiff_t kSame = 3;
    for (auto other = scores.begin(); other != scores.end(); ++other)
        if (std::abs(other - peak) > kSame && *other > *peak - kDistinct)
            return 0;
    return distanceAt(int(peak - scores.begin()));
}

std::vector<Corner> cornersOf(const GreyView& view)
{
    constexpr double kQuality = 0.02, kApart = 6;
    std::vector<cv::Point2f> found;
    cv::goodFeaturesToTrack(view.grey, found, kCorners, kQuality, kApart);
    std::vector<Corner> corners;
    for (const auto& point : found) {
        const glm::dvec2 at(point.x, point.y);
        Corner corner;
        if (!takePatch(view.grey, at, {1, 0}, {0, 1}, corner.patch))
            continue;
        const cv::Vec3f& seen = view.colour(int(std::lround(at.y)), int(std::lround(at.x)));
        corner.colour = {seen[0], seen[1], seen[2]};
        corner.middle = rayThrough(view.camera, at);
        corner.right = rayThrough(view.camera, at + glm::dvec2(1, 0));
        corner.down = rayThrough(view.camera, at + glm::dvec2(0, 1));
        corners.push_back(corner);
    }
    return corners;
}

/// The pictures that look at the gaze from an angle near kBestAngle to this one.
std::vector<const GreyView*> neighboursOf(const GreyView& view, const std::vector<GreyView>& all,
                                          const glm::dvec3& centre)
{
    std::vector<std::pair<double, const GreyView*>> ranked;
    const glm::dvec3 own = glm::normalize(originOf(view) - centre);
    for (const auto& other : all) {
        const double angle =
            std::acos(std::clamp(glm::dot(own, glm::normalize(originOf(other) - centre)), -1.0, 1.0));
        if (&other != &view && angle > 0.01 && angle < kMostAngle)
            ranked.emplace_back(std::abs(std::log(angle / kBestAngle)), &other);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<const GreyView*> chosen;
    for (std::size_t i = 0; i < ranked.size() && i < kNeighbours; ++i)
        chosen.push_back(ranked[i].second);
    return chosen;
}

} // namespace

std::vector<AgreedPoint> agreedPoints(const std::vector<PosedPicture>& pictures, const Gaze& gaze,
                                     JobContext& context)
{
    std::vector<GreyView> views;
    for (const auto& picture : pictures)
        if (!picture.heldOut)
            views.push_back(greyView(picture));
    std::vector<AgreedPoint> points;
    const std::size_t references = std::min<std::size_t>(kReferences, views.size());
    for (std::size_t r = 0; r < references; ++r) {
        context.report("Finding the scene", double(r) / double(references));
        const GreyView& view = views[r * views.size() / references];
        const auto neighbours = neighboursOf(view, views, gaze.centre);
        if (neighbours.size() < 2)
            continue;
        const double distance = glm::length(gaze.centre - originOf(view));
        for (const auto& corner : cornersOf(view)) {
            context.check();
            if (const double along = agreedDistance(corner, neighbours, distance); along > 0)
                points.push_back({Corner::at(corner.middle, along), corner.colour});
        }
    }
    return points;
}

} // namespace bozzetto
