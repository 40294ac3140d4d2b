#include "core/uner3d/scene_views.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

constexpr int kHullCells = 64;
constexpr int kMostPixels = 1024; ///< of a picture's longer side: larger ones are shrunk
constexpr double kSameBackground = 0.02; ///< mean difference from the background below which a picture lies over it
constexpr float kBoxMargin = 1.04f;
constexpr double kGuessDissent = 0.5; ///< where guesses do not fit together most of them decide
constexpr double kFitShare = 0.9; ///< of guesses that their hull covers again: then they are as good as known ones
constexpr double kFitDissent = 0.25; ///< but one alone rules nothing out
constexpr double kSeenShare = 0.25; ///< of the masks must see a place for it to widen the box

void requirePicture(const PosedScene& scene, const PosedPicture& picture)
{
    const auto fail = [&](const std::string& expected, const std::string& found) {
        throw Error(ErrorCode::badInput, "{}, picture {}: expected {}, found {}", scene.name, picture.name, expected, found);
    };
    const auto& image = picture.picture;
    if (image.empty() || image.channels != 3)
        fail("a picture of 3 channels", image.empty() ? "none" : fmt::format("{} channels", image.channels));
    if (!picture.mask.empty() && (picture.mask.width != image.width || picture.mask.height != image.height))
        fail(fmt::format("a mask of {} x {} pixels", image.width, image.height),
             fmt::format("one of {} x {}", picture.mask.width, picture.mask.height));
    for (int i = 0; i < 2; ++i)
        if (!(picture.focal[i] > 0) || !std::isfinite(picture.focal[i]) || !std::isfinite(picture.principal[i]))
            fail("a finite focal length above 0 and a finite principal point",
                 fmt::format("{} and {}", picture.focal[i], picture.principal[i]));
    const glm::dmat3 turn(picture.worldFromCamera);
    double worst = 0;
    for (int a = 0; a < 3; ++a)
        for (int b = 0; b < 3; ++b)
            worst = std::max(worst, std::abs(glm::dot(turn[a], turn[b]) - (a == b ? 1 : 0)));
    const glm::dvec3 place(picture.worldFromCamera[3]);
    if (!(worst < 1e-3) || !(glm::determinant(turn) > 0) || !std::isfinite(place.x + place.y + place.z))
        fail("a pose of a rotation and a finite position", "another matrix");
}

/// The point closest to all optical axes, and the radius of the ball around it that every camera sees whole.
SceneBox boxFromCameras(const std::vector<const PosedPicture*>& pictures, double nearDistance, double farDistance)
{
    glm::dmat3 matrix(0);
    glm::dvec3 sum(0), middle(0);
    for (const auto* picture : pictures) {
        const glm::dvec3 axis = -glm::dvec3(picture->worldFromCamera[2]), place(picture->worldFromCamera[3]);
        const glm::dmat3 across = glm::dmat3(1) - glm::outerProduct(axis, axis);
        matrix += across;
        sum += across * place;
        middle += (place + axis * 0.5 * (nearDistance + farDistance)) / double(pictures.size());
    }
    const bool parallel = std::abs(glm::determinant(matrix / double(pictures.size()))) < 1e-4;
    const glm::dvec3 centre = parallel ? middle : glm::inverse(matrix) * sum;
    double radius = 1e30;
    for (const auto* picture : pictures) {
        const glm::dvec3 place(picture->worldFromCamera[3]);
        const glm::dvec2 half(picture->picture.width / 2.0, picture->picture.height / 2.0);
        const double slope = std::min(half.x / picture->focal.x, half.y / picture->focal.y);
        radius = std::min(radius, glm::length(centre - place) * slope / std::sqrt(1 + slope * slope));
    }
    radius = std::max(radius, 1e-9);
    return {centre - radius, centre + radius};
}

std::uint8_t toByte(float value) { return std::uint8_t(std::lround(std::clamp(value, 0.0f, 1.0f) * 255)); }

/// Mean difference from the background where the mask says that nothing is.
bool liesOverBackground(const PosedPicture& picture, const glm::vec3& background)
{
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < picture.mask.pixels.size(); ++i)
        if (picture.mask.pixels[i] < 0.004f) {
            for (std::size_t c = 0; c < 3; ++c)
                sum += std::abs(picture.picture.pixels[i * 3 + c] - background[int(c)]);
            count += 3;
        }
    return count == 0 || sum / count < kSameBackground;
}

/// Pictures whose longer side exceeds kMostPixels, at that size.
PosedPicture shrunk(const PosedPicture& picture)
{
    const auto& image = picture.picture;
    const double factor = double(kMostPixels) / std::max(image.width, image.height);
    const int width = int(std::lround(image.width * factor)), height = int(std::lround(image.height * factor));
    PosedPicture small = picture;
    const glm::dvec2 scale(double(width) / image.width, double(height) / image.height);
    small.picture = resizeLanczos(image, width, height);
    if (!picture.mask.empty())
        small.mask = resizeLanczos(picture.mask, width, height);
    small.focal = picture.focal * scale;
    small.principal = picture.principal * scale;
    return small;
}

ScenePhoto viewOf(const PosedPicture& given, const glm::vec3& background, bool useMask, bool guess)
{
    const bool large = std::max(given.picture.width, given.picture.height) > kMostPixels;
    const PosedPicture reduced = large ? shrunk(given) : PosedPicture();
    const auto& picture = large ? reduced : given;
    ScenePhoto view;
    view.name = picture.name;
    view.width = picture.picture.width;
    view.height = picture.picture.height;
    view.focal = glm::vec2(picture.focal);
    view.principal = glm::vec2(picture.principal);
    view.fieldFromCamera = glm::mat3(picture.worldFromCamera);
    const bool masked = useMask && !picture.mask.empty();
    view.maskIsGuess = masked && guess;
    const bool laid = masked && !guess && !liesOverBackground(picture, background);
    view.rgb.resize(picture.picture.pixels.size());
    if (masked)
        view.mask.resize(picture.mask.pixels.size());
    for (std::size_t i = 0; i < view.rgb.size() / 3; ++i) {
        const float share = masked ? picture.mask.pixels[i] : 1;
        if (masked)
            view.mask[i] = toByte(share);
        for (std::size_t c = 0; c < 3; ++c) {
            const float value = picture.picture.pixels[i * 3 + c];
            view.rgb[i * 3 + c] = toByte(laid ? share * value + (1 - share) * background[int(c)] : value);
        }
    }
    return view;
}

/// How much of the object's mask lies left of and above each pixel.
std::vector<std::uint32_t> summedMask(const ScenePhoto& view)
{
    const auto width = std::size_t(view.width) + 1;
    const std::uint8_t least = view.maskIsGuess ? 128 : 1;
    std::vector<std::uint32_t> sums(width * (std::size_t(view.height) + 1), 0);
    for (std::size_t y = 0; y < std::size_t(view.height); ++y) {
        std::uint32_t row = 0;
        for (std::size_t x = 0; x < std::size_t(view.width); ++x) {
            row += view.mask[y * std::size_t(view.width) + x] >= least;
            sums[(y + 1) * width + x + 1] = sums[y * width + x + 1] + row;
        }
    }
    return sums;
}

/// Whether the object lies wholly in the picture: its mask, as summed, keeps off the rim.
bool showsAll(const ScenePhoto& view, const std::vector<std::uint32_t>& sums)
{
    const auto width = std::size_t(view.width), height = std::size_t(view.height), row = width + 1;
    const auto inner = sums[(height - 1) * row + width - 1] + sums[row + 1] - sums[row + width - 1] - sums[(height - 1) * row + 1];
    return inner > 0 && inner == sums[height * row + width];
}

/// 1: the view sees the object around the point; -1: it sees that nothing is there; 0: it does not see the place.
int maskVote(const ScenePhoto& view, const std::vector<std::uint32_t>& sums, bool whole, const glm::vec3& point, float radius)
{
    glm::vec2 pixel;
    if (!view.project(point, pixel))
        return 0;
    if (pixel.x < 0 || pixel.y < 0 || pixel.x >= float(view.width) || pixel.y >= float(view.height))
        return whole ? -1 : 0;
    const float reach = radius * view.focal.x / glm::length(point - view.position) + 1;
    const auto width = std::size_t(view.width) + 1;
    const auto clampTo = [](float value, int most) { return std::size_t(std::clamp(int(value), 0, most)); };
    const auto left = clampTo(std::floor(pixel.x - reach), view.width), right = clampTo(std::ceil(pixel.x + reach), view.width);
    const auto top = clampTo(std::floor(pixel.y - reach), view.height), bottom = clampTo(std::ceil(pixel.y + reach), view.height);
    const auto inside = sums[bottom * width + right] + sums[top * width + left] - sums[top * width + right] - sums[bottom * width + left];
    return inside > 0 ? 1 : -1;
}

void placeViews(SceneViews& scene, const std::vector<const PosedPicture*>& pictures, std::vector<ScenePhoto>& views)
{
    for (std::size_t i = 0; i < pictures.size(); ++i)
        views[i].position = scene.frame.toField(glm::dvec3(pictures[i]->worldFromCamera[3]));
}

void setBox(SceneViews& scene, const SceneBox& box)
{
    const glm::dvec3 side = box.high - box.low;
    scene.frame.centre = 0.5 * (box.low + box.high);
    scene.frame.scale = 0.5 * std::max({side.x, side.y, side.z});
    for (int axis = 0; axis < 3; ++axis) {
        scene.box.high[std::size_t(axis)] = float(0.5 * side[axis] / scene.frame.scale);
        scene.box.low[std::size_t(axis)] = -scene.box.high[std::size_t(axis)];
    }
}

/// The box of the cells that the masks leave, in world units.
SceneBox hullBox(const SceneViews& scene, const std::string& name)
{
    const auto grid = CellGrid::over(scene.box, kHullCells);
    const auto hull = visualHull(grid, scene.training, scene.dissent, kSeenShare);
    glm::vec3 low(1e30f), high(-1e30f);
    for (std::int64_t c = 0; c < grid.cells(); ++c)
        if (hull[std::size_t(c)]) {
            const glm::vec3 corner = glm::vec3(grid.low[0], grid.low[1], grid.low[2]) +
                                     grid.cell * glm::vec3(float(c % grid.count[0]), float(c / grid.count[0] % grid.count[1]),
                                                           float(c / (grid.count[0] * grid.count[1])));
            low = glm::min(low, corner);
            high = glm::max(high, corner + grid.cell);
        }
    if (low.x > high.x)
        throw Error(ErrorCode::badInput,
                    "{}: expected masks of one thing seen by all cameras, found masks that leave no common room", name);
    const glm::vec3 middle = 0.5f * (low + high), half = 0.5f * kBoxMargin * (high - low);
    SceneBox box;
    box.low = glm::dvec3(middle - half) * scene.frame.scale + scene.frame.centre;
    box.high = glm::dvec3(middle + half) * scene.frame.scale + scene.frame.centre;
    return box;
}

/// How much of the masks a hull of them covers again, the middle one's share: 1 where they all fit together.
double agreementOf(const SceneViews& scene)
{
    const auto grid = CellGrid::over(scene.box, kHullCells);
    const auto hull = visualHull(grid, scene.training);
    std::vector<double> shares;
    for (const auto& view : scene.training) {
        const auto tiles = tilesShowing(grid, hull, view);
        const int across = (view.width + kPhotoTile - 1) / kPhotoTile;
        double covered = 0, all = 0;
        for (int y = 0; y < view.height && !view.mask.empty(); ++y)
            for (int x = 0; x < view.width; ++x)
                if (view.mask[std::size_t(y) * std::size_t(view.width) + std::size_t(x)] >= 128) {
                    ++all;
                    covered += tiles[std::size_t(y / kPhotoTile * across + x / kPhotoTile)];
                }
        if (all > 0)
            shares.push_back(covered / all);
    }
    if (shares.empty())
        return 0;
    std::nth_element(shares.begin(), shares.begin() + std::ptrdiff_t(shares.size() / 2), shares.end());
    return shares[shares.size() / 2];
}

} // namespace

VoxelRay ScenePhoto::ray(int column, int row) const
{
    VoxelRay ray;
    ray.origin = position;
    ray.direction = glm::normalize(fieldFromCamera * glm::vec3((float(column) + 0.5f - principal.x) / focal.x,
                                                               -(float(row) + 0.5f - principal.y) / focal.y, -1));
    return ray;
}

VoxelRay ScenePhoto::knownRay(int column, int row) const
{
    auto known = ray(column, row);
    const auto pixel = std::size_t(row) * std::size_t(width) + std::size_t(column);
    known.truth = glm::vec3(rgb[pixel * 3], rgb[pixel * 3 + 1], rgb[pixel * 3 + 2]) / 255.0f;
    if (!mask.empty() && !maskIsGuess)
        known.coverage = float(mask[pixel]) / 255;
    return known;
}

bool ScenePhoto::project(const glm::vec3& point, glm::vec2& pixel) const
{
    const glm::vec3 seen = glm::transpose(fieldFromCamera) * (point - position);
    if (seen.z > -1e-4f)
        return false;
    pixel = principal + glm::vec2(focal.x * seen.x, -focal.y * seen.y) / -seen.z;
    return true;
}

ViewCameras SceneViews::cameras() const
{
    std::vector<PosedPicture> pictures(training.size());
    std::vector<const PosedPicture*> list;
    for (std::size_t i = 0; i < training.size(); ++i) {
        const auto& view = training[i];
        pictures[i].picture.width = view.width;
        pictures[i].picture.height = view.height;
        pictures[i].focal = view.focal;
        pictures[i].principal = view.principal;
        pictures[i].worldFromCamera = glm::dmat4(glm::dmat3(view.fieldFromCamera));
        pictures[i].worldFromCamera[3] = glm::dvec4(glm::dvec3(view.position), 1);
        list.push_back(&pictures[i]);
    }
    return camerasOf(list);
}

SceneViews prepareSceneViews(const PosedScene& scene, bool useMasks, std::size_t least)
{
    std::vector<const PosedPicture*> training;
    for (const auto& picture : scene.pictures)
        if (!picture.heldOut) {
            requirePicture(scene, picture);
            training.push_back(&picture);
        }
    if (training.size() < least)
        throw Error(ErrorCode::badInput, "{}: expected at least {} pictures to train on, found {}", scene.name, least,
                    training.size());
    SceneViews views;
    views.background = scene.background;
    const auto load = [&](bool guess) {
        views.training.clear();
        for (const auto* picture : training)
            views.training.push_back(viewOf(*picture, scene.background, useMasks, guess));
        placeViews(views, training, views.training);
    };
    views.guessed = useMasks && scene.masksAreGuesses;
    load(views.guessed);
    setBox(views, scene.box ? *scene.box : boxFromCameras(training, scene.nearDistance, scene.farDistance));
    if (!(views.frame.scale > 0) || !std::isfinite(views.frame.scale))
        throw Error(ErrorCode::badInput, "{}: expected cameras that look at a common place or a box of some size, found none",
                    scene.name);
    placeViews(views, training, views.training);
    if (views.guessed && agreementOf(views) >= kFitShare) {
        std::erase_if(training, [](const auto* picture) { return picture->mask.empty(); });
        views.guessed = false;
        views.dissent = kFitDissent;
        load(false);
    } else if (views.guessed) {
        views.dissent = kGuessDissent;
    }
    views.masked = useMasks && !views.guessed;
    for (const auto* picture : training)
        views.masked = views.masked && !picture->mask.empty();
    if (views.masked || views.guessed) {
        setBox(views, hullBox(views, scene.name));
        placeViews(views, training, views.training);
    }
    return views;
}

std::vector<std::uint8_t> tilesShowing(const CellGrid& grid, const std::vector<std::uint8_t>& cells, const ScenePhoto& view)
{
    const int across = (view.width + kPhotoTile - 1) / kPhotoTile, down = (view.height + kPhotoTile - 1) / kPhotoTile;
    std::vector<std::uint8_t> seen(std::size_t(across) * std::size_t(down), 0);
    const auto& n = grid.count;
    const float radius = 0.87f * grid.cell;
    const auto tile = [](float pixel, int most) { return std::clamp(int(std::floor(pixel / kPhotoTile)), 0, most - 1); };
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (!cells[c])
            continue;
        const auto number = std::int64_t(c);
        const glm::vec3 centre = glm::vec3(grid.low[0], grid.low[1], grid.low[2]) +
                                 grid.cell * (glm::vec3(float(number % n[0]), float(number / n[0] % n[1]),
                                                              float(number / (n[0] * n[1]))) + 0.5f);
        glm::vec2 pixel;
        if (!view.project(centre, pixel))
            continue;
        const float reach = radius * view.focal.x / std::max(glm::length(centre - view.position) - radius, 1e-3f) + 1;
        if (pixel.x + reach < 0 || pixel.y + reach < 0 || pixel.x - reach > float(view.width) ||
            pixel.y - reach > float(view.height))
            continue;
        const int left = tile(pixel.x - reach, across), right = tile(pixel.x + reach, across);
        for (int y = tile(pixel.y - reach, down); y <= tile(pixel.y + reach, down); ++y)
            std::fill_n(seen.begin() + y * across + left, right - left + 1, std::uint8_t(1));
    }
    return seen;
}

float maskShare(const std::vector<ScenePhoto>& views, const glm::vec3& point)
{
    float sum = 0;
    int masks = 0, seen = 0;
    for (const auto& view : views) {
        glm::vec2 pixel;
        if (view.mask.empty())
            continue;
        ++masks;
        if (!view.project(point, pixel) || pixel.x < 0 || pixel.y < 0 || pixel.x >= float(view.width) ||
            pixel.y >= float(view.height))
            continue;
        ++seen;
        sum += float(view.mask[std::size_t(pixel.y) * std::size_t(view.width) + std::size_t(pixel.x)]) / 255;
    }
    return seen > 0 && seen >= kSeenShare * masks ? sum / float(seen) : -1;
}

std::vector<std::uint8_t> visualHull(const CellGrid& grid, const std::vector<ScenePhoto>& views, double dissent, double seenBy)
{
    const auto cells = std::size_t(grid.cells());
    std::vector<std::uint16_t> against(cells, 0), seen(cells, 0);
    int masks = 0;
    for (const auto& view : views) {
        if (view.mask.empty())
            continue;
        ++masks;
        const auto sums = summedMask(view);
        const bool whole = showsAll(view, sums);
        at::parallel_for(0, std::int64_t(cells), 4096, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t c = begin; c < end; ++c) {
                const glm::vec3 centre =
                    glm::vec3(grid.low[0], grid.low[1], grid.low[2]) +
                    grid.cell * (glm::vec3(float(c % grid.count[0]), float(c / grid.count[0] % grid.count[1]),
                                           float(c / (grid.count[0] * grid.count[1]))) + 0.5f);
                const int vote = maskVote(view, sums, whole, centre, 0.87f * grid.cell);
                seen[std::size_t(c)] = std::uint16_t(seen[std::size_t(c)] + (vote != 0));
                against[std::size_t(c)] = std::uint16_t(against[std::size_t(c)] + (vote < 0));
            }
        });
    }
    const double least = std::max(1.0, seenBy * masks);
    std::vector<std::uint8_t> hull(cells);
    for (std::size_t c = 0; c < cells; ++c)
        hull[c] = seen[c] >= least && against[c] <= std::uint16_t(dissent * seen[c]);
    return hull;
}

} // namespace bozzetto
