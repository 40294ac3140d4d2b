#include "core/g3dr/object_batch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/g3dr/object_faults.h"

namespace bozzetto {

namespace {

/// What is done to one sample. The camera is turned so that (shiftU, shiftV) of the view becomes the
/// picture's centre, then zoomed; the object is scaled with its camera distance, so that the picture stays;
/// then all is mirrored.
struct Change
{
    bool mirror = false;
    double scale = 1;
    double zoom = 1, shiftU = 0, shiftV = 0;
    std::vector<int64_t> channels{0, 1, 2};
};

/// Middle and half extent of the silhouette, in [-1, 1] picture coordinates.
struct Silhouette
{
    double u = 0, v = 0, half = 1;
};

Silhouette silhouetteOf(const at::Tensor& alpha) // [S, S] uint8
{
    const auto rows = at::nonzero(at::amax(alpha, 1)).flatten(),
               columns = at::nonzero(at::amax(alpha, 0)).flatten();
    if (rows.numel() == 0)
        return {};
    const double side = double(alpha.size(0));
    const double top = rows[0].item<double>(), bottom = rows[-1].item<double>() + 1;
    const double left = columns[0].item<double>(), right = columns[-1].item<double>() + 1;
    return {(left + right) / side - 1, 1 - (top + bottom) / side,
            std::max({right - left, bottom - top, 8.0}) / side};
}

void frame(Change& change, const Silhouette& silhouette, double fill)
{
    change.zoom = silhouette.half / fill;
    change.shiftU = silhouette.u;
    change.shiftV = silhouette.v;
}

Change drawChange(const Silhouette& silhouette, Draws& draws)
{
    Change change;
    change.mirror = draws.chance(0.5);
    if (draws.chance(0.5))
        change.scale = draws.uniform(0.88, 1.12);
    if (draws.chance(0.85)) {
        frame(change, silhouette, draws.uniform(0.72, 0.96));
        change.shiftU += draws.uniform(-0.06, 0.06) * change.zoom;
        change.shiftV += draws.uniform(-0.06, 0.06) * change.zoom;
    }
    if (draws.chance(0.5))
        for (std::int64_t i = 2; i > 0; --i)
            std::swap(change.channels[std::size_t(i)], change.channels[std::size_t(draws.index(i + 1))]);
    return change;
}

/// Rotation about the camera that brings the direction (a, b, -1) onto the axis.
at::Tensor turnToCentre(double a, double b)
{
    const auto forward = at::tensor({a, b, -1.0}, at::kDouble);
    const auto back = -forward / forward.norm();
    auto right = at::cross(at::tensor({0.0, 1.0, 0.0}, at::kDouble), back, 0);
    right = right / right.norm();
    return at::stack({right, at::cross(back, right, 0), back});
}

ObjectPlacement placementOf(const TrainingObject& object, std::int64_t view, const Change& change)
{
    const double distance = object.distance[view].item<double>(),
                 tangent = object.tangent[view].item<double>();
    const auto turn = turnToCentre(change.shiftU * tangent, change.shiftV * tangent);
    const auto behind = at::tensor({0.0, 0.0, distance}, at::kDouble);
    const auto mirror = at::diag(at::tensor({change.mirror ? -1.0 : 1.0, 1.0, 1.0}, at::kDouble));
    return {change.scale *
                at::matmul(mirror, at::matmul(turn, object.cameraFromObject[view].to(at::kDouble))),
            change.scale * at::matmul(mirror, behind - at::matmul(turn, behind))};
}

/// Colour [1, 3, S, S] times alpha, alpha, height times alpha.
struct ViewMaps
{
    at::Tensor colour, alpha, height;
};

/// The view as the turned and zoomed camera sees it: a homography of the picture, and z along the new axis.
ViewMaps turnedMaps(const at::Tensor& maps, double distance, double tangent, const Change& change)
{
    const int64_t side = maps.size(3);
    const auto turn = turnToCentre(change.shiftU * tangent, change.shiftV * tangent).to(at::kFloat);
    const auto axis = ((at::arange(side, at::kFloat) * 2 + 1) / double(side) - 1) * (tangent * change.zoom);
    const auto grid = at::meshgrid({-axis, axis}, "ij");
    const auto ray =
        at::matmul(at::stack({grid[1], grid[0], at::full_like(axis, -1).expand({side, side})}, 2), turn);
    const auto depth = -ray.select(2, 2); // along the old axis, per unit along the new one
    const auto where = at::stack({ray.select(2, 0), -ray.select(2, 1)}, 2) / (depth * tangent).unsqueeze(2);
    const auto found = at::grid_sampler_2d(maps, where.unsqueeze(0), 0, 0, false);
    const auto alpha = found.narrow(1, 3, 1);
    const auto old = found.narrow(1, 4, 1) / alpha.clamp_min(1e-3);
    const auto height = (distance - (distance - old) / depth) * alpha;
    return {found.narrow(1, 0, 3), alpha, height};
}

ViewMaps changedMaps(const TrainingObject& object, std::int64_t view, const Change& change)
{
    const auto rgba = object.colour[view].permute({2, 0, 1}).unsqueeze(0).to(at::kFloat) / 255;
    const auto alpha = rgba.narrow(1, 3, 1);
    const auto height = object.height[view].to(at::kFloat).view_as(alpha) * alpha;
    ViewMaps maps = turnedMaps(at::cat({rgba, height}, 1), object.distance[view].item<double>(),
                               object.tangent[view].item<double>(), change);
    auto all = at::cat(
        {maps.colour.index_select(1, at::tensor(change.channels)), maps.alpha, maps.height * change.scale},
        1);
    if (change.mirror)
        all = all.flip({3});
    return {all.narrow(1, 0, 3).contiguous(), all.narrow(1, 3, 1).contiguous(),
            all.narrow(1, 4, 1).contiguous()};
}

ObjectViews viewsOf(const TrainingObject& object, std::int64_t view, const Change& change)
{
    const ViewMaps maps = changedMaps(object, view, change);
    return {maps.colour,
            maps.alpha,
            maps.height,
            at::ones({1}),
            at::full({1}, object.distance[view].item<double>() * change.scale),
            at::full({1}, object.tangent[view].item<double>() * change.zoom)};
}

at::Tensor pick(const at::Tensor& rows, int64_t first, int64_t end, int count, Draws& draws)
{
    return rows.index_select(0, at::randint(first, end, {count}, draws.generator(), at::kLong));
}

/// Where rays (object frame) pass the object's box, a little enlarged: near and far in units of `direction`.
std::pair<at::Tensor, at::Tensor> boxPassage(const at::Tensor& origin, const at::Tensor& direction,
                                             const at::Tensor& half)
{
    const auto safe = at::where(direction.abs() < 1e-7, at::full_like(direction, 1e-7), direction);
    const auto low = (-half - origin) / safe, high = (half - origin) / safe;
    const auto near = at::amax(at::minimum(low, high), 1);
    return {near, at::maximum(at::amin(at::maximum(low, high), 1), near + 1e-3)};
}

/// Two thirds of the pixels from the silhouette's box, the rest anywhere.
at::Tensor drawPixels(const at::Tensor& alpha, int count, Draws& draws)
{
    const int64_t side = alpha.size(0);
    const auto rows = at::nonzero(at::amax(alpha, 1)).flatten(),
               columns = at::nonzero(at::amax(alpha, 0)).flatten();
    const int inBox = rows.numel() == 0 ? 0 : count * 2 / 3;
    auto pixels = at::randint(0, side * side, {count}, draws.generator(), at::kLong);
    if (inBox > 0) {
        const auto row =
            at::randint(rows[0].item<int64_t>(), rows[-1].item<int64_t>() + 1, {inBox}, draws.generator());
        const auto column = at::randint(columns[0].item<int64_t>(), columns[-1].item<int64_t>() + 1, {inBox},
                                        draws.generator());
        pixels.narrow(0, 0, inBox).copy_(row * side + column);
    }
    return pixels;
}

void addRays(ObjectBatch& sample, const TrainingObject& object, std::int64_t view,
             const ObjectPlacement& placement, const Change& change, int count, Draws& draws)
{
    const auto pixels = drawPixels(object.colour[view].select(2, 3), count, draws);
    const int64_t side = object.colour.size(1);
    const double distance = object.distance[view].item<double>(),
                 tangent = object.tangent[view].item<double>();
    const auto u = (at::remainder(pixels, side) * 2 + 1).to(at::kFloat) / double(side) - 1;
    const auto v = 1 - (at::div(pixels, side, "floor") * 2 + 1).to(at::kFloat) / double(side);
    const auto seen = at::stack({u * tangent, v * tangent, at::full_like(u, -1)}, 1);
    const auto rotation = object.cameraFromObject[view]; // rows: the camera's axes in the object's frame
    const auto direction = at::matmul(seen, rotation);
    const auto origin = (rotation[2] * distance).unsqueeze(0);
    const auto [near, far] = boxPassage(origin, direction, object.boxHalf + 0.02);
    const auto rgba = object.colour[view].reshape({-1, 4}).index_select(0, pixels).to(at::kFloat) / 255;
    const auto height = object.height[view].reshape({-1}).index_select(0, pixels).to(at::kFloat);
    sample.rayOrigin = placement(origin);
    sample.rayDirection = placement.turned(direction);
    sample.rayNear = near;
    sample.rayFar = far;
    sample.rayColour = rgba.narrow(1, 0, 3).index_select(1, at::tensor(change.channels));
    sample.rayAlpha = rgba.select(1, 3);
    sample.rayDepth = (distance - height) * (sample.rayAlpha > 0).to(at::kFloat);
}

/// Those of the points that lie outside the object's box, repeated to `count`; none when there is none.
at::Tensor freePoints(const at::Tensor& points, const TrainingObject& object,
                      const ObjectPlacement& placement, int count)
{
    const auto inObject =
        at::matmul(points.to(at::kDouble) - placement.offset, at::linalg_inv(placement.matrix).t())
            .to(at::kFloat);
    const auto free = at::nonzero((inObject.abs() > object.boxHalf + 0.01).any(1)).flatten();
    if (free.numel() == 0)
        return at::empty({0, 3});
    return points.index_select(0, free.index_select(0, at::remainder(at::arange(count), free.numel())));
}

/// Points of the cube that lie outside the object's box: half anywhere, half before or behind what the
/// picture shows, where a network that extrudes the silhouette would put fog.
at::Tensor drawOutside(const TrainingObject& object, const ObjectPlacement& placement, double distance,
                       int count, Draws& draws)
{
    const auto cube = (at::rand({3 * count, 3}, draws.generator()) * 2 - 1) * double(kObjectCube);
    const auto anywhere = freePoints(cube, object, placement, count);
    const auto seen = placement(pick(object.surface, 0, object.surface.size(0), 3 * count, draws));
    const auto share = (distance - cube.narrow(1, 2, 1)) / (distance - seen.narrow(1, 2, 1));
    const auto eye = at::tensor({0.0f, 0.0f, float(distance)});
    const auto inLine = freePoints(eye + (seen - eye) * share, object, placement, count);
    if (anywhere.size(0) == 0) // a box that fills the cube: far away is free
        return at::full({count, 3}, 2.0);
    if (inLine.size(0) == 0)
        return anywhere;
    return at::cat({anywhere.narrow(0, 0, count - count / 2), inLine.narrow(0, 0, count / 2)});
}

void addLabels(ObjectBatch& sample, const TrainingObject& object, const ObjectPlacement& placement,
               const Change& change, const ObjectBatchOptions& options, Draws& draws)
{
    const int64_t all = object.points.size(0), near = all * 14 / 24;
    const auto labelled = at::cat({object.points, object.occupied.unsqueeze(1).to(at::kHalf)}, 1);
    const auto chosen = at::cat({pick(labelled, 0, near, options.nearPoints, draws),
                                 pick(labelled, near, all, options.boxPoints, draws)});
    sample.points = placement(chosen.narrow(1, 0, 3));
    sample.occupied = chosen.select(1, 3).to(at::kFloat);
    sample.outside =
        drawOutside(object, placement, sample.views.distance.item<double>(), options.outsidePoints, draws);
    const auto where =
        at::randint(0, object.surface.size(0), {options.surfacePoints}, draws.generator(), at::kLong);
    sample.surface = placement(object.surface.index_select(0, where));
    sample.surfaceColour = object.surfaceColour.index_select(0, where)
                               .to(at::kFloat)
                               .index_select(1, at::tensor(change.channels)) /
                           255;
}

ObjectBatch drawSample(const SetSampler& sets, const ObjectBatchOptions& options, bool exactHeight, Draws& draws)
{
    const TrainingObject object = sets.draw(draws);
    const int64_t count = object.colour.size(0), view = draws.index(count);
    const Silhouette silhouette = silhouetteOf(object.colour[view].select(2, 3));
    Change change;
    if (options.augment)
        change = drawChange(silhouette, draws);
    else
        frame(change, silhouette, kObjectFill);
    const ObjectPlacement placement = placementOf(object, view, change);
    ObjectBatch sample;
    sample.views = viewsOf(object, view, change);
    if (options.augment) {
        if (draws.chance(0.3))
            spoilMatte(sample.views, sets.background(draws), draws);
        if (!exactHeight && draws.chance(0.6))
            spoilHeight(sample.views, draws);
    }
    if (options.labels)
        addLabels(sample, object, placement, change, options, draws);
    if (options.rays)
        addRays(sample, object, count > 1 ? (view + 1 + draws.index(count - 1)) % count : view, placement,
                change, options.rayCount, draws);
    return sample;
}

struct AffineMap
{
    double scale = 1, offset = 0;
};

/// scale * from + offset nearest to `to` where `weight` is set; strays count less. A map that all but flattens the object,
/// or carries it far away, is no fault of the unit.
AffineMap closestMap(const at::Tensor& from, const at::Tensor& to, const at::Tensor& weight)
{
    constexpr double kLeast = 0.6, kMost = 1.6, kFarthest = 0.3, kStray = 0.05;
    AffineMap map;
    auto share = weight.to(at::kDouble);
    const auto x = from.to(at::kDouble), y = to.to(at::kDouble);
    for (int pass = 0; pass < 3; ++pass) {
        const double sum = share.sum().item<double>();
        if (sum < 1)
            return {};
        const double meanX = (x * share).sum().item<double>() / sum, meanY = (y * share).sum().item<double>() / sum;
        const double spread = ((x - meanX).square() * share).sum().item<double>() / sum;
        const double both = ((x - meanX) * (y - meanY) * share).sum().item<double>() / sum;
        map.scale = std::clamp((both + 1e-5) / (spread + 1e-5), kLeast, kMost);
        map.offset = std::clamp(meanY - map.scale * meanX, -kFarthest, kFarthest);
        share = weight.to(at::kDouble) / (1 + ((y - map.offset - map.scale * x) / kStray).square());
    }
    return map;
}

/// Points [N, 3] at other distances from the camera on +z, each on the ray on which it was.
at::Tensor movedAlongRays(const at::Tensor& points, const AffineMap& map, double distance)
{
    const auto z = points.narrow(1, 2, 1);
    const auto moved = (map.scale * z + map.offset).clamp_max(distance - 0.05);
    const auto stretch = (distance - moved) / (distance - z).clamp_min(0.05);
    return at::cat({points.narrow(1, 0, 2) * stretch, moved}, 1);
}

/// Every tensor of a batch, in a fixed order; `stacked` ones lack the batch axis in a sample.
template <typename Visit> void visitBatch(ObjectBatch& batch, Visit&& visit)
{
    auto& views = batch.views;
    for (auto* tensor :
         {&views.colour, &views.alpha, &views.height, &views.hasHeight, &views.distance, &views.tangent})
        visit(*tensor, false);
    for (auto* tensor : {&batch.points, &batch.occupied, &batch.outside, &batch.surface, &batch.surfaceColour,
                         &batch.rayOrigin, &batch.rayDirection, &batch.rayNear, &batch.rayFar,
                         &batch.rayColour, &batch.rayAlpha, &batch.rayDepth})
        visit(*tensor, true);
}

} // namespace

at::Tensor ObjectPlacement::operator()(const at::Tensor& points) const
{
    return at::matmul(points.to(at::kDouble), matrix.t()).add(offset).to(at::kFloat);
}

at::Tensor ObjectPlacement::turned(const at::Tensor& directions) const
{
    return at::matmul(directions.to(at::kDouble), matrix.t()).to(at::kFloat);
}

PlacedView tightView(const TrainingObject& object, std::int64_t view)
{
    Change change;
    frame(change, silhouetteOf(object.colour[view].select(2, 3)), kObjectFill);
    return {viewsOf(object, view, change), placementOf(object, view, change)};
}

ObjectBatch drawObjectBatch(const SetSampler& sets, int count, const ObjectBatchOptions& options,
                            Draws& draws)
{
    const at::NoGradGuard noGradient;
    std::vector<std::vector<at::Tensor>> columns;
    for (int i = 0; i < count; ++i) {
        ObjectBatch sample = drawSample(sets, options, i < options.exactHeights, draws);
        std::size_t column = 0;
        visitBatch(sample, [&](at::Tensor& tensor, bool) {
            if (columns.size() <= column)
                columns.emplace_back();
            columns[column++].push_back(tensor);
        });
    }
    ObjectBatch batch;
    std::size_t column = 0;
    visitBatch(batch, [&](at::Tensor& tensor, bool stacked) {
        const auto& parts = columns[column++];
        if (parts[0].defined())
            tensor = stacked ? at::stack(parts) : at::cat(parts);
    });
    return batch;
}

void estimateHeights(ObjectViews& views, const at::Tensor& factors, const HeightSource& source)
{
    const int64_t count = factors.size(0);
    if (count == 0)
        return;
    const at::NoGradGuard noGradient;
    const ObjectViews chosen{views.colour.narrow(0, 0, count),   views.alpha.narrow(0, 0, count),
                             views.height.narrow(0, 0, count),   views.hasHeight.narrow(0, 0, count),
                             views.distance.narrow(0, 0, count), views.tangent.narrow(0, 0, count)};
    const auto error = source(chosen).unsqueeze(1) * chosen.alpha - chosen.height;
    chosen.height.add_(error * factors.view({count, 1, 1, 1}));
    chosen.hasHeight.fill_(1);
}

void followEstimates(ObjectBatch& batch, const at::Tensor& factors, const HeightSource& source)
{
    const at::NoGradGuard noGradient;
    const int64_t count = factors.size(0);
    const auto exact = batch.views.height.narrow(0, 0, count).clone();
    estimateHeights(batch.views, factors, source);
    for (int64_t i = 0; i < count; ++i) {
        const auto alpha = batch.views.alpha[i];
        const auto share = alpha.clamp_min(1e-3);
        const auto map = closestMap(exact[i] / share, batch.views.height[i] / share, (alpha > 0.9).to(at::kFloat));
        const double distance = batch.views.distance[i].item<double>();
        for (auto* points : {&batch.points, &batch.outside, &batch.surface})
            if (points->defined())
                (*points)[i].copy_(movedAlongRays((*points)[i], map, distance));
    }
    if (!batch.rayNear.defined())
        return;
    batch.firstRays = count;
    const int64_t left = batch.rayNear.size(0) - count;
    for (auto* tensor : {&batch.rayOrigin, &batch.rayDirection, &batch.rayNear, &batch.rayFar, &batch.rayColour,
                         &batch.rayAlpha, &batch.rayDepth})
        *tensor = tensor->narrow(0, count, left);
}

void moveBatch(ObjectBatch& batch, c10::Device device)
{
    visitBatch(batch, [&](at::Tensor& tensor, bool) {
        if (tensor.defined())
            tensor = tensor.to(device);
    });
}

} // namespace bozzetto
