#include "core/io/cameras/scene_extent.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/scene/projection.h"

namespace bozzetto {

namespace {

constexpr double kLeastSpread =
    0.005;                         ///< 1 - |mean direction|: axes within about 6 degrees do not meet anywhere
constexpr double kNearShare = 0.9; ///< of the gaze's distance: a box stays before its cameras
constexpr double kMaskRim = 0.03, kPointRim = 0.05, kStrayShare = 0.02;
constexpr std::size_t kLeastPoints = 50;
constexpr double kOnItsSide = 3;

glm::dvec3 originOf(const PosedPicture& p)
{
    return glm::dvec3(p.worldFromCamera[3]);
}
glm::dvec3 axisOf(const PosedPicture& p)
{
    return -glm::dvec3(p.worldFromCamera[2]);
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

SceneBox padded(const SceneBox& box, double rim)
{
    const glm::dvec3 size = box.high - box.low;
    const double longest = std::max({size.x, size.y, size.z});
    return {box.low - rim * longest, box.high + rim * longest};
}

/// How many mask pixels are set in a rectangle, in constant time.
class MaskCounts
{
public:
    explicit MaskCounts(const PosedPicture& view)
        : m_view(view), m_width(std::size_t(view.mask.width) + 1),
          m_sums(m_width * (std::size_t(view.mask.height) + 1), 0)
    {
        for (int y = 0; y < view.mask.height; ++y)
            for (int x = 0; x < view.mask.width; ++x)
                sum(x + 1, y + 1) = sum(x, y + 1) + sum(x + 1, y) - sum(x, y) + (view.mask.at(x, y) >= 0.5f);
    }

    enum class Verdict { outside, unseen, inside };

    /// Whether a ball of `radius` touches the mask.
    Verdict verdict(const glm::dvec3& centre, double radius) const
    {
        const Projection found = projectInto(m_view, centre);
        if (!found.visible)
            return Verdict::unseen;
        const glm::dvec2 reach = radius * m_view.focal / found.depth;
        const auto clamped = [](double v, int limit) { return int(std::clamp(v, 0.0, double(limit))); };
        const int left = clamped(std::floor(found.pixel.x + 0.5 - reach.x), m_view.mask.width);
        const int right = clamped(std::ceil(found.pixel.x + 0.5 + reach.x), m_view.mask.width);
        const int top = clamped(std::floor(found.pixel.y + 0.5 - reach.y), m_view.mask.height);
        const int bottom = clamped(std::ceil(found.pixel.y + 0.5 + reach.y), m_view.mask.height);
        const int count = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
        return count > 0 ? Verdict::inside : Verdict::outside;
    }

private:
    int& sum(int x, int y) { return m_sums[std::size_t(y) * m_width + std::size_t(x)]; }
    int sum(int x, int y) const { return m_sums[std::size_t(y) * m_width + std::size_t(x)]; }

    const PosedPicture& m_view;
    std::size_t m_width;
    std::vector<int> m_sums;
};

/// The hull's bounds: cells that nearly all masks that see them touch, and that half of the masks see.
std::optional<SceneBox> carve(const std::vector<MaskCounts>& masks, const SceneBox& box, int side,
                              JobContext& context)
{
    constexpr double kMissShare = 0.04; ///< masks that may be wrong about a cell
    const glm::dvec3 cell = (box.high - box.low) / double(side);
    const double radius = 0.5 * glm::length(cell);
    SceneBox kept{glm::dvec3(INFINITY), glm::dvec3(-INFINITY)};
    for (int z = 0; z < side; ++z) {
        context.check();
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const glm::dvec3 centre = box.low + cell * (glm::dvec3(x, y, z) + 0.5);
                std::size_t seen = 0, missed = 0;
                const auto most = std::size_t(kMissShare * double(masks.size()));
                for (std::size_t i = 0; i < masks.size() && missed <= most; ++i) {
                    const auto verdict = masks[i].verdict(centre, radius);
                    seen += verdict != MaskCounts::Verdict::unseen;
                    missed += verdict == MaskCounts::Verdict::outside;
                }
                if (missed > most || 2 * seen < masks.size())
                    continue;
                kept.low = glm::min(kept.low, centre - 0.5 * cell);
                kept.high = glm::max(kept.high, centre + 0.5 * cell);
            }
    }
    return kept.low.x < kept.high.x ? std::optional(kept) : std::nullopt;
}

} // namespace

Gaze gazeOf(const std::vector<PosedPicture>& pictures, const std::string& shown)
{
    Gaze gaze;
    if (pictures.size() < 2) {
        if (!pictures.empty())
            gaze.centre = originOf(pictures[0]) + axisOf(pictures[0]);
        return gaze;
    }
    // The point nearest to all axes, in least squares.
    glm::dmat3 normal(0);
    glm::dvec3 right(0), mean(0), middle(0);
    double apart = 0;
    for (const auto& picture : pictures) {
        const glm::dvec3 axis = axisOf(picture), origin = originOf(picture);
        const glm::dmat3 across = glm::dmat3(1) - glm::outerProduct(axis, axis);
        normal += across;
        right += across * origin;
        mean += axis / double(pictures.size());
        middle += origin / double(pictures.size());
        apart = std::max(apart, glm::length(origin - originOf(pictures[0])));
    }
    if (!(apart > 1e-9 * (1 + glm::length(middle))))
        throw Error(ErrorCode::badInput,
                    "{}: expected pictures from different places, found all {} cameras in one; turn the "
                    "camera about the "
                    "thing, not about itself",
                    shown, pictures.size());
    const double spread = 1 - glm::length(mean);
    gaze.centre = middle + (glm::length(mean) > 1e-6 ? glm::normalize(mean) : glm::dvec3(0)) * 2.0 * apart;
    if (spread > kLeastSpread) {
        const glm::dvec3 meeting = glm::inverse(normal) * right;
        const auto before = std::count_if(pictures.begin(), pictures.end(), [&](const PosedPicture& p) {
            return glm::dot(meeting - originOf(p), axisOf(p)) > 0;
        });
        gaze.meets = before * 10 >= std::ptrdiff_t(pictures.size()) * 9;
        gaze.centre = gaze.meets ? meeting : gaze.centre;
    }
    std::vector<double> distances;
    for (const auto& picture : pictures)
        distances.push_back(glm::length(gaze.centre - originOf(picture)));
    gaze.distance = std::max(median(std::move(distances)), 1e-9);
    return gaze;
}

glm::dvec3 meanUp(const std::vector<PosedPicture>& pictures)
{
    glm::dvec3 up(0), right(0), ahead(0);
    for (const auto& picture : pictures) {
        right += glm::dvec3(picture.worldFromCamera[0]);
        up += glm::dvec3(picture.worldFromCamera[1]);
        ahead += axisOf(picture);
    }
    if (glm::length(right) > kOnItsSide * glm::length(up)) // then right says which way is up, or which is down
        up = glm::dot(right, ahead) > 0 ? -right : right;
    return glm::length(up) > 1e-6 * double(pictures.size()) ? glm::normalize(up) : glm::dvec3(0, 1, 0);
}

std::optional<SceneBox> boxOfMasks(const std::vector<PosedPicture>& pictures, const Gaze& gaze,
                                   JobContext& context)
{
    constexpr int kCoarse = 40, kFine = 56;
    std::vector<MaskCounts> masks;
    for (const auto& picture : pictures)
        if (!picture.mask.empty() && !picture.heldOut)
            masks.emplace_back(picture);
    if (masks.empty())
        return std::nullopt;
    const double half = kNearShare * gaze.distance;
    auto box = carve(masks, {gaze.centre - half, gaze.centre + half}, kCoarse, context);
    if (box)
        box = carve(masks, *box, kFine, context);
    return box ? std::optional(padded(*box, kMaskRim)) : std::nullopt;
}

std::optional<SceneBox> boxOfPoints(const std::vector<glm::dvec3>& points, const Gaze& gaze)
{
    const double reach = gaze.meets ? kNearShare * gaze.distance : INFINITY;
    std::vector<double> along[3];
    for (const auto& point : points)
        for (int axis = 0; axis < 3 && glm::length(point - gaze.centre) <= reach; ++axis)
            along[axis].push_back(point[axis]);
    if (along[0].size() < kLeastPoints)
        return std::nullopt;
    SceneBox box;
    for (int axis = 0; axis < 3; ++axis) {
        std::sort(along[axis].begin(), along[axis].end());
        const auto stray = std::size_t(kStrayShare * double(along[axis].size()));
        box.low[axis] = along[axis][stray];
        box.high[axis] = along[axis][along[axis].size() - 1 - stray];
    }
    return padded(box, kPointRim);
}

SceneBox boxOfGaze(const std::vector<PosedPicture>& pictures, const Gaze& gaze)
{
    std::vector<double> radii;
    for (const auto& picture : pictures) {
        const glm::dvec2 half =
            0.5 * glm::dvec2(picture.picture.width, picture.picture.height) / picture.focal;
        const double tangent = std::min(half.x, half.y);
        radii.push_back(gaze.distance * tangent / std::sqrt(1 + tangent * tangent));
    }
    const double radius = std::min(median(std::move(radii)), kNearShare * gaze.distance);
    return {gaze.centre - radius, gaze.centre + radius};
}

void setDistancesFromBox(PosedScene& scene)
{
    constexpr double kNearest = 0.02; ///< of the farthest: for cameras inside the box
    double nearest = INFINITY, farthest = 0;
    for (const auto& picture : scene.pictures) {
        const glm::dvec3 at = originOf(picture), inside = glm::clamp(at, scene.box->low, scene.box->high);
        nearest = std::min(nearest, glm::length(inside - at));
        const glm::dvec3 corner = glm::max(glm::abs(scene.box->low - at), glm::abs(scene.box->high - at));
        farthest = std::max(farthest, glm::length(corner));
    }
    scene.nearDistance = std::max(nearest, kNearest * farthest);
    scene.farDistance = farthest;
}

} // namespace bozzetto
