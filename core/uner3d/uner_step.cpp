#include "core/uner3d/uner_step.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace bozzetto {

namespace {

constexpr double kMaskBoxFirst = 0.7, kMaskBoxSecond = 0.5; ///< share of the rays inside the mask's bounding box

at::Tensor toTensor(const std::vector<int64_t>& values) { return at::tensor(values, at::TensorOptions().dtype(at::kLong)); }

/// Pixels that a step looks at.
struct Target
{
    Rays rays;
    at::Tensor view; ///< [R]
    at::Tensor rgb;  ///< [R, 3]
    at::Tensor mask; ///< [R] or undefined
};

struct PixelBox
{
    int64_t left = 0, top = 0, right = 0, bottom = 0; ///< right and bottom excluded
};

PixelBox maskBox(const at::Tensor& mask)
{
    const auto covered = mask > 0.5;
    const auto columns = covered.any(0).nonzero(), rows = covered.any(1).nonzero();
    if (columns.numel() == 0)
        return {0, 0, mask.size(1), mask.size(0)};
    return {columns.min().item<int64_t>(), rows.min().item<int64_t>(), columns.max().item<int64_t>() + 1,
            rows.max().item<int64_t>() + 1};
}

Target drawTarget(const UnerObject& object, int64_t count, double maskShare, Draws& draws)
{
    const int64_t views = object.pictures.size(0), height = object.pictures.size(2), width = object.pictures.size(3);
    std::vector<PixelBox> boxes;
    for (int64_t v = 0; object.masks.defined() && v < views; ++v)
        boxes.push_back(maskBox(object.masks[v]));
    std::vector<int64_t> view, row, column;
    for (int64_t i = 0; i < count; ++i) {
        view.push_back(draws.index(views));
        PixelBox box{0, 0, width, height};
        if (!boxes.empty() && draws.chance(maskShare))
            box = boxes[std::size_t(view.back())];
        column.push_back(box.left + draws.index(box.right - box.left));
        row.push_back(box.top + draws.index(box.bottom - box.top));
    }
    Target target;
    const auto device = object.pictures.device();
    target.view = toTensor(view).to(device);
    const auto x = toTensor(column).to(device), y = toTensor(row).to(device);
    target.rays = pixelRays(object.cameras, target.view, x, y);
    target.rgb = object.pictures.permute({0, 2, 3, 1}).index({target.view, y, x});
    if (object.masks.defined())
        target.mask = object.masks.index({target.view, y, x});
    return target;
}

/// Cells of the coarse cloud that hold matter, and some empty ones at random.
CellOccupancy occupancyOf(const ValuedCloud& coarse, double aliveShare, Draws* draws)
{
    const auto& grid = coarse.cloud.grid;
    const auto inCells = at::zeros_like(coarse.values.density).index_copy(0, coarse.cloud.order, coarse.values.density.detach());
    auto occupied = occupiedCells(grid, inCells.cpu());
    if (draws && aliveShare > 0)
        occupied = occupied | (at::rand({grid.cells()}, draws->generator()) < aliveShare);
    return {grid, occupied.to(coarse.values.density.device())};
}

/// The cloud of the occupied cells, split.
ValuedCloud splitCloud(const ImageField& field, const CellOccupancy& occupancy, int parts, std::optional<at::Generator> jitter)
{
    const auto finer = occupancy.grid.split(parts);
    const auto cells = subCells(occupancy.grid, occupancy.occupied, parts);
    ValuedCloud cloud;
    cloud.cloud = sortIntoCells(finer, pointsInCells(finer, cells, std::move(jitter)));
    cloud.values = field.query(cloud.cloud.points);
    return cloud;
}

/// The fused view and a part of the views on the same points.
at::Tensor partAgainstAll(const ImageField& field, const at::Tensor& points, double cell, Draws& draws)
{
    const auto opinions = field.opinions(points);
    const auto all = field.fuse(opinions, points);
    const auto views = opinions.hidden.size(0);
    std::vector<int64_t> part;
    const auto chosen = 1 + draws.index((int64_t(1) << views) - 2); // neither none nor all
    for (int64_t v = 0; v < views; ++v)
        if (chosen >> v & 1)
            part.push_back(v);
    return consistencyLoss(field.fuse(opinions, points, toTensor(part).to(points.device())), all, cell);
}

at::Tensor pointTerm(const ImageField& field, const ValuedCloud& cloud, const UnerObject& object, int64_t count, Draws& draws)
{
    const auto total = cloud.cloud.count();
    const auto index = at::randint(total, {std::min(count, total)}, draws.generator(), at::TensorOptions().dtype(at::kLong))
                           .to(cloud.cloud.points.device());
    const auto points = cloud.cloud.points.index_select(0, index);
    const int64_t views = object.pictures.size(0);
    const auto chosen = toTensor({draws.index(views), draws.index(views)}).to(points.device());
    const auto cameras = object.cameras.select(chosen);
    const auto passing = transmittanceTo([&](const at::Tensor& x) { return field.query(x).density; }, cameras.position, points,
                                         field.box(), 2 * cloud.cloud.grid.cell);
    const auto opacity = 1 - at::exp(-cloud.values.density.detach().index_select(0, index) * cloud.cloud.grid.cell);
    return pointColourLoss(cloud.values.rgb.index_select(0, index), object.pictures.index_select(0, chosen),
                           project(cameras, points), passing * opacity.unsqueeze(0));
}

RayMarchOptions marchOptions(const UnerStepOptions& options, const UnerOptions& model)
{
    RayMarchOptions march;
    march.mode = options.mode;
    march.idw = options.idw;
    march.coarseSamples = options.coarseSamples;
    march.fineSamples = options.fineSamples;
    march.depthSamples = options.depthSamples;
    march.nearDistance = 0;
    march.background = model.background;
    return march;
}

void add(std::vector<LossTerm>& terms, const char* name, double weight, const std::function<at::Tensor()>& value)
{
    if (weight > 0)
        terms.push_back({name, weight * value()});
}

} // namespace

UnerObject unerObjectOf(const TrainingObject& object, double background)
{
    const auto rgba = object.colour.to(at::kFloat) / 255;
    const auto coverage = rgba.select(3, 3);
    const auto rgb = rgba.narrow(3, 0, 3) + background * (1 - coverage).unsqueeze(3);
    return {camerasOf(object), rgb.permute({0, 3, 1, 2}).contiguous(), coverage.contiguous()};
}

UnerSchedule unerSchedule(const UnerStepOptions& options, double share)
{
    UnerSchedule schedule;
    schedule.entropy = share >= 0.5;
    if (options.secondStage && share >= 0.5) {
        schedule.stage = 2;
        schedule.parts = share >= 0.8 ? 4 : 2;
    }
    return schedule;
}

ValuedCloud boxCloud(const PointField& field, int cells, const std::optional<at::Generator>& jitter)
{
    const auto grid = CellGrid::over(field.box(), cells);
    const auto all = at::arange(grid.cells(), at::TensorOptions(field.device()).dtype(at::kLong));
    ValuedCloud cloud;
    cloud.cloud = sortIntoCells(grid, pointsInCells(grid, all, jitter));
    cloud.values = field.query(cloud.cloud.points);
    return cloud;
}

std::vector<LossTerm> unerLoss(const std::shared_ptr<const UnerModel>& model, const UnerObject& object,
                               const std::vector<int64_t>& sources, const UnerStepOptions& options, double share, Draws& draws)
{
    const auto schedule = unerSchedule(options, share);
    const bool second = schedule.stage == 2;
    const auto& weights = options.weights;
    const auto chosen = toTensor(sources).to(object.pictures.device());
    const auto features = model->encode(object.pictures.index_select(0, chosen), object.cameras.select(chosen), true);
    const ImageField coarse(model, features, UnerStage::coarse), fine(model, features, UnerStage::fine);
    const auto coarseCloud = boxCloud(coarse, options.coarseCells, draws.generator());
    std::optional<CellOccupancy> occupancy;
    std::optional<ValuedCloud> fineCloud;
    if (second) {
        occupancy = occupancyOf(coarseCloud, options.aliveShare, &draws);
        fineCloud = splitCloud(fine, *occupancy, schedule.parts, draws.generator());
    }
    const MarchSource coarseSource{&coarse, &coarseCloud, nullptr};
    const MarchSource fineSource{&fine, second ? &*fineCloud : nullptr, second ? &*occupancy : nullptr};
    auto march = marchOptions(options, model->options());
    march.jitter = draws.generator();
    const auto target = drawTarget(object, options.rays, second ? kMaskBoxSecond : kMaskBoxFirst, draws);
    const auto passes = renderPasses(coarseSource, second ? &fineSource : nullptr, coarse.box(), target.rays, march);
    const auto& met = passes.fine ? *passes.fine : passes.coarse;

    std::vector<LossTerm> terms = {{"pixels", pixelLoss(passes.coarse.rgb, target.rgb)}};
    if (passes.fine)
        terms.push_back({"finePixels", pixelLoss(passes.fine->rgb, target.rgb)});
    const auto& field = second ? fine : coarse;
    const auto& cloud = second ? *fineCloud : coarseCloud;
    const double geometry = second ? weights.geometrySecond : weights.geometryFirst;
    if (target.mask.defined())
        add(terms, "silhouette", geometry * weights.silhouette, [&] { return silhouetteLoss(met.opacity, target.mask); });
    add(terms, "depth", geometry * weights.depth, [&] {
        const auto count = std::min<int64_t>(options.depthRays, options.rays);
        const Rays some{target.rays.origins.narrow(0, 0, count), target.rays.directions.narrow(0, 0, count)};
        const auto others = at::randint(object.pictures.size(0), {count}, draws.generator(), at::TensorOptions().dtype(at::kLong));
        const RayRenderer render = [&](const Rays& rays) {
            auto pass = renderPasses(coarseSource, second ? &fineSource : nullptr, coarse.box(), rays, march);
            return pass.fine ? *pass.fine : pass.coarse;
        };
        return crossViewDepthLoss(render, some, object.cameras.position.index_select(0, others.to(chosen.device())),
                                  coarse.box().longest());
    });
    if (sources.size() > 1)
        add(terms, "consistency", geometry * weights.consistency,
            [&] { return partAgainstAll(field, cloud.cloud.points.narrow(0, 0, std::min<int64_t>(cloud.cloud.count(), 8192)),
                                        cloud.cloud.grid.cell, draws); });
    if (schedule.entropy)
        add(terms, "entropy", geometry * weights.entropy, [&] { return entropyLoss(met.weights, met.opacity); });
    if (second)
        add(terms, "points", weights.points, [&] { return pointTerm(field, cloud, object, options.pointColours, draws); });
    return terms;
}

UnerRendering renderObject(const std::shared_ptr<const UnerModel>& model, const UnerObject& object,
                           const std::vector<int64_t>& sources, const std::vector<int64_t>& views,
                           const UnerStepOptions& options, bool fine, int64_t stride, JobContext& context)
{
    const at::NoGradGuard noGradient;
    const auto chosen = toTensor(sources).to(object.pictures.device());
    const auto features = model->encode(object.pictures.index_select(0, chosen), object.cameras.select(chosen));
    const ImageField coarseField(model, features, UnerStage::coarse), fineField(model, features, UnerStage::fine);
    const auto coarseCloud = boxCloud(coarseField, options.coarseCells, std::nullopt);
    const auto occupancy = occupancyOf(coarseCloud, 0, nullptr);
    std::optional<ValuedCloud> fineCloud;
    if (fine)
        fineCloud = splitCloud(fineField, occupancy, 2, std::nullopt);
    const MarchSource coarseSource{&coarseField, &coarseCloud, nullptr};
    const MarchSource fineSource{&fineField, fine ? &*fineCloud : nullptr, &occupancy};
    const auto march = marchOptions(options, model->options());
    auto small = object.cameras;
    small.focal = small.focal / double(stride);
    small.principal = small.principal / double(stride);
    small.size = at::floor(small.size / double(stride));
    std::vector<at::Tensor> rgb, truth;
    auto silent = context.silenced();
    for (const auto view : views) {
        rgb.push_back(renderView(coarseSource, fine ? &fineSource : nullptr, coarseField.box(), small, view, march, silent).rgb);
        truth.push_back(at::avg_pool2d(object.pictures[view].unsqueeze(0), stride).squeeze(0));
    }
    return {at::stack(rgb), at::stack(truth)};
}

} // namespace bozzetto
