#include "core/g3dr/object_validation.h"

#include <array>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "core/g3dr/object_batch.h"
#include "core/g3dr/object_loss.h"

namespace bozzetto {

namespace {

constexpr int kGridSide = 56, kSurfaceSample = 3000, kPictureSide = 32, kMarchSamples = 56;
constexpr std::array<double, 7> kLevels = {-2, -1, -0.5, 0, 0.5, 1, 2};
constexpr std::array<float, 4> kSharpness = {1, 2, 4, 8};
// What the eye gives for a surface instead of fog, dB: blur is the safer bet for PSNR alone.
constexpr double kWorthOfCrispness = 0.3;

at::Tensor axisOf(int side, const at::TensorOptions& options)
{
    return ((at::arange(side, options) + 0.5) / double(side) * 2 - 1) * double(kObjectCube);
}

/// Evenly spread rows, at most `count`.
at::Tensor thinned(const at::Tensor& rows, int64_t count)
{
    if (rows.size(0) <= count)
        return rows;
    const auto index =
        (at::arange(count, at::kDouble) * (double(rows.size(0)) / double(count))).to(at::kLong);
    return rows.index_select(0, index.to(rows.device()));
}

at::Tensor rotationAboutY(double degrees)
{
    const double a = degrees * M_PI / 180;
    return at::tensor({std::cos(a), 0.0, std::sin(a), 0.0, 1.0, 0.0, -std::sin(a), 0.0, std::cos(a)},
                      at::kFloat)
        .view({3, 3});
}

struct Picture
{
    at::Tensor colour;  ///< [S, S, 3] premultiplied
    at::Tensor opacity; ///< [S, S]
};

/// A camera in the frame of the generator's input.
struct Eye
{
    at::Tensor axes;     ///< [3, 3] rows: right, up, backward
    at::Tensor position; ///< [3]
    double distance = 0; ///< to the middle of what is to be seen
    double tangent = 0;
};

Eye eyeOf(const TrainingObject& object, int64_t view, const ObjectPlacement& placement)
{
    const auto axes = object.cameraFromObject[view];
    const double distance = object.distance[view].item<double>();
    return {placement.turned(axes), placement((axes[2] * distance).unsqueeze(0))[0], distance,
            object.tangent[view].item<double>()};
}

Eye turnedEye(const ObjectViews& views, double yaw)
{
    const auto axes = rotationAboutY(-yaw);
    const double distance = views.distance.item<double>();
    return {axes, axes[2] * distance, distance,
            0.6 / distance}; // a long object seen end on turns its length to us
}

Picture drawField(const ObjectNetwork& network, const at::Tensor& planes, const ObjectViews& views,
                  const Eye& eye, const ObjectSurface& surface, int side)
{
    const auto axis = (at::arange(side, at::kFloat) * 2 + 1) / double(side) - 1;
    const auto grid = at::meshgrid({-axis, axis}, "ij");
    const auto seen = at::stack({grid[1] * eye.tangent, grid[0] * eye.tangent, at::full_like(grid[0], -1)}, 2)
                          .view({-1, 3});
    const auto device = planes.device();
    ObjectBatch batch;
    batch.views = views;
    batch.rayDirection = at::matmul(seen, eye.axes).unsqueeze(0).to(device);
    batch.rayOrigin = eye.position.view({1, 1, 3}).to(device);
    batch.rayNear = at::full({1, side * side}, std::max(eye.distance - 0.9, 0.05), batch.rayOrigin.options());
    batch.rayFar = at::full({1, side * side}, eye.distance + 0.9, batch.rayOrigin.options());
    const auto jitter = at::full({1, side * side, kMarchSamples}, 0.5, batch.rayOrigin.options());
    const auto marched = marchObject(network, planes, batch, jitter, {false, false, surface});
    return {marched.colour.view({side, side, 3}).cpu(), marched.opacity.view({side, side}).cpu()};
}

Picture shrunk(const at::Tensor& colour, const at::Tensor& alpha, int side)
{
    const auto small =
        at::adaptive_avg_pool2d(at::cat({colour, alpha}, 1), {side, side})[0].permute({1, 2, 0});
    return {small.narrow(2, 0, 3), small.select(2, 3)};
}

Picture truth(const TrainingObject& object, int64_t view, int side)
{
    const auto rgba = object.colour[view].permute({2, 0, 1}).unsqueeze(0).to(at::kFloat) / 255;
    return shrunk(rgba.narrow(1, 0, 3), rgba.narrow(1, 3, 1), side);
}

void place(Image& sheet, const at::Tensor& tile, int row, int column)
{
    const auto values = tile.clamp(0, 1).to(at::kFloat).contiguous();
    const auto* from = values.const_data_ptr<float>();
    const int side = int(values.size(0));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < 3; ++c)
                sheet.at(column * side + x, row * side + y, c) = *from++;
}

at::Tensor overGrey(const Picture& picture)
{
    return picture.colour + (1 - picture.opacity).unsqueeze(2) * 0.25;
}

ObjectViews onDevice(ObjectViews views, c10::Device device)
{
    ObjectBatch batch;
    batch.views = std::move(views);
    moveBatch(batch, device);
    return batch.views;
}

/// An object and what the network made of its first view.
struct Made
{
    const TrainingObject* object = nullptr;
    ObjectPlacement placement;
    ObjectViews views;
    at::Tensor planes;
};

Made makeOne(const ObjectNetwork& network, const TrainingObject& object, const HeightSource& heights, c10::Device device)
{
    PlacedView input = tightView(object, 0);
    if (heights)
        estimateHeights(input.views, at::ones({1}), heights);
    Made made{&object, input.placement, onDevice(input.views, device), {}};
    made.planes = network.planes(made.views);
    return made;
}

void addChamfers(const ObjectNetwork& network, const Made& made, std::array<double, kLevels.size()>& sums)
{
    const auto surface = thinned(made.placement(made.object->surface), kSurfaceSample);
    const auto logits = logitGrid(network, made.planes, made.views, kGridSide).cpu();
    for (std::size_t i = 0; i < kLevels.size(); ++i)
        sums[i] += chamferDistance(thinned(levelSetPoints(logits, kLevels[i]), kSurfaceSample), surface);
}

double overlapOf(const ObjectNetwork& network, const Made& made)
{
    const auto& object = *made.object;
    const int64_t all = object.points.size(0), near = all * 14 / 24;
    const auto points = made.placement(object.points.narrow(0, near, all - near)).unsqueeze(0);
    const auto solid =
        network.decode(made.planes, made.views, points.to(made.planes.device())).logit[0].cpu() > 0;
    const auto occupied = object.occupied.narrow(0, near, all - near) > 0;
    const auto both = (solid & occupied).sum().item<double>(),
               either = (solid | occupied).sum().item<double>();
    return either > 0 ? both / either : 1;
}

double otherViewPsnr(const ObjectNetwork& network, const Made& made, const ObjectSurface& surface)
{
    const auto& object = *made.object;
    const int64_t other = object.colour.size(0) / 2;
    const auto drawn = drawField(network, made.planes, made.views, eyeOf(object, other, made.placement), surface,
                                 kPictureSide);
    const auto error =
        (drawn.colour - truth(object, other, kPictureSide).colour).square().mean().item<double>();
    return -10 * std::log10(std::max(error, 1e-10));
}

} // namespace

double chamferDistance(const at::Tensor& a, const at::Tensor& b)
{
    if (a.size(0) == 0 || b.size(0) == 0)
        return 2 * double(kObjectCube); // nothing there: as far off as the cube is wide
    const auto distances = at::cdist(a.unsqueeze(0), b.unsqueeze(0))[0];
    return (at::amin(distances, 1).mean() + at::amin(distances, 0).mean()).item<double>();
}

at::Tensor levelSetPoints(const at::Tensor& logits, double level)
{
    const int side = int(logits.size(0));
    const auto values = logits - level;
    const auto axis = axisOf(side, logits.options());
    const double step = 2 * double(kObjectCube) / side;
    std::vector<at::Tensor> found;
    for (int64_t along = 0; along < 3; ++along) {
        const auto low = values.narrow(along, 0, side - 1), high = values.narrow(along, 1, side - 1);
        const auto crossing = at::nonzero((low > 0) != (high > 0)); // [N, 3] indices
        if (crossing.size(0) == 0)
            continue;
        const auto a = low.index({crossing.select(1, 0), crossing.select(1, 1), crossing.select(1, 2)});
        const auto b = high.index({crossing.select(1, 0), crossing.select(1, 1), crossing.select(1, 2)});
        auto points = axis.index_select(0, crossing.flatten()).view({-1, 3});
        points.select(1, along).add_(a / (a - b) * step);
        found.push_back(points);
    }
    return found.empty() ? at::empty({0, 3}, logits.options()) : at::cat(found);
}

at::Tensor logitGrid(const ObjectNetwork& network, const at::Tensor& planes, const ObjectViews& views,
                     int side)
{
    const at::NoGradGuard noGradient;
    const auto axis = axisOf(side, planes.options());
    const auto points = at::stack(at::meshgrid({axis, axis, axis}, "ij"), 3).view({1, -1, 3});
    return network.decode(planes, views, points).logit.view({side, side, side});
}

ObjectScores scoreObjects(const ObjectNetwork& network, const std::vector<TrainingObject>& objects,
                          const HeightSource& heights, JobContext& context)
{
    const at::NoGradGuard noGradient;
    const auto device = network.parameters()[0].second.device();
    const double count = std::max<double>(double(objects.size()), 1);
    ObjectScores scores;
    std::vector<Made> made;
    std::array<double, kLevels.size()> chamfer{};
    for (const auto& object : objects) {
        context.check();
        made.push_back(makeOne(network, object, heights, device));
        addChamfers(network, made.back(), chamfer);
        scores.overlap += overlapOf(network, made.back()) / count;
    }
    const auto best = std::size_t(std::min_element(chamfer.begin(), chamfer.end()) - chamfer.begin());
    scores.chamfer = chamfer[best] / count;
    scores.chamferAtZero = chamfer[kLevels.size() / 2] / count;
    scores.level = kLevels[best];
    std::array<double, kSharpness.size()> psnr{};
    for (std::size_t i = 0; i < kSharpness.size(); ++i)
        for (const auto& one : made) {
            context.check();
            psnr[i] += otherViewPsnr(network, one, {float(scores.level), kSharpness[i]}) / count;
        }
    const double highest = *std::max_element(psnr.begin(), psnr.end());
    for (std::size_t i = 0; i < kSharpness.size(); ++i)
        if (psnr[i] >= highest - kWorthOfCrispness) {
            scores.psnr = psnr[i];
            scores.sharpness = double(kSharpness[i]);
        }
    return scores;
}

Image objectSheet(const ObjectNetwork& network, const std::vector<TrainingObject>& objects,
                  const ObjectSurface& surface, int tile, JobContext& context)
{
    const at::NoGradGuard noGradient;
    const auto device = network.parameters()[0].second.device();
    Image sheet(8 * tile, int(objects.size()) * tile, 3);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        context.check();
        const auto& object = objects[i];
        const int row = int(i);
        const PlacedView input = tightView(object, 0);
        const auto views = onDevice(input.views, device);
        const auto planes = network.planes(views);
        place(sheet, overGrey(shrunk(input.views.colour, input.views.alpha, tile)), row, 0);
        const auto height =
            at::adaptive_avg_pool2d((input.views.height + 0.6 * input.views.alpha) / 1.2, {tile, tile})[0];
        place(sheet, height.permute({1, 2, 0}).expand({tile, tile, 3}), row, 1);
        int column = 2;
        for (double yaw : {0.0, 60.0, 120.0, 180.0})
            place(sheet, overGrey(drawField(network, planes, views, turnedEye(input.views, yaw), surface, tile)), row,
                  column++);
        const int64_t other = object.colour.size(0) / 2;
        place(sheet, overGrey(drawField(network, planes, views, eyeOf(object, other, input.placement), surface, tile)),
              row, column++);
        place(sheet, overGrey(truth(object, other, tile)), row, column);
    }
    return sheet;
}

} // namespace bozzetto
