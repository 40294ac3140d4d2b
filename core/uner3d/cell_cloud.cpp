#include "core/uner3d/cell_cloud.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

at::Tensor rowOf(const std::array<float, 3>& values, const at::TensorOptions& options)
{
    return at::tensor({double(values[0]), double(values[1]), double(values[2])}, options);
}

at::Tensor asVolume(const CellGrid& grid, const at::Tensor& cells)
{
    return cells.view({1, 1, grid.count[2], grid.count[1], grid.count[0]});
}

} // namespace

CellGrid CellGrid::over(const FieldBox& box, int64_t along)
{
    CellGrid grid;
    grid.low = box.low;
    grid.cell = box.longest() / float(along);
    for (std::size_t axis = 0; axis < 3; ++axis)
        grid.count[axis] = std::max<int64_t>(1, int64_t(std::ceil(box.side(axis) / grid.cell - 1e-4f)));
    return grid;
}

CellGrid CellGrid::split(int parts) const
{
    CellGrid finer = *this;
    finer.cell = cell / float(parts);
    for (auto& n : finer.count)
        n *= parts;
    return finer;
}

at::Tensor CellGrid::centres(const at::Tensor& cells) const
{
    const auto x = cells.remainder(count[0]), rest = cells.div(count[0], "floor");
    const auto y = rest.remainder(count[1]), z = rest.div(count[1], "floor");
    const auto options = cells.options().dtype(at::kFloat);
    return (at::stack({x, y, z}, 1).to(at::kFloat) + 0.5) * cell + rowOf(low, options);
}

at::Tensor CellGrid::cellsOf(const at::Tensor& points) const
{
    requireShape(points, "points", {-1, 3});
    const auto place = ((points - rowOf(low, points.options())) / cell).floor();
    const auto most = at::tensor({double(count[0]), double(count[1]), double(count[2])}, place.options());
    const auto inside = ((place >= 0) & (place < most)).all(1);
    const auto index = at::minimum(place.nan_to_num(0).clamp_min(0), most - 1).to(at::kLong);
    const auto cells = (index.select(1, 2) * count[1] + index.select(1, 1)) * count[0] + index.select(1, 0);
    return at::where(inside, cells, at::full_like(cells, -1));
}

CellCloud sortIntoCells(const CellGrid& grid, const at::Tensor& points)
{
    if (grid.cells() >= (int64_t(1) << 31))
        throw Error(ErrorCode::internal, "Cells: expected fewer than 2^31, found {}", grid.cells());
    const auto cells = grid.cellsOf(points.detach());
    const auto inside = (cells >= 0).nonzero().squeeze(1);
    const auto own = cells.index_select(0, inside);
    const auto [sorted, order] = at::sort(own, true, 0, false);
    CellCloud cloud;
    cloud.grid = grid;
    cloud.order = inside.index_select(0, order);
    cloud.points = points.index_select(0, cloud.order).contiguous();
    const auto all = at::arange(grid.cells() + 1, sorted.options());
    cloud.start = at::searchsorted(sorted.contiguous(), all, true);
    return cloud;
}

CellGrid gridForPoints(const at::Tensor& points)
{
    requireShape(points, "points", {-1, 3});
    FieldBox box;
    const auto count = points.size(0);
    if (count == 0)
        return CellGrid::over(box, 1);
    constexpr int64_t kSample = 256, kNeighbour = 8, kMostCells = 512;
    const auto all = points.detach().cpu().to(at::kFloat);
    const auto low = all.amin(0), high = all.amax(0);
    const auto chosen = all.index_select(0, at::arange(0, count, std::max<int64_t>(1, count / kSample)));
    const auto sizes = at::cdist(chosen, all);
    const auto rank = std::min<int64_t>(kNeighbour, count - 1);
    const float spacing = std::get<0>(sizes.topk(rank + 1, 1, false)).select(1, rank).median().item<float>();
    const float longest = std::max((high - low).max().item<float>(), 1e-6f);
    const float cell = std::max(spacing, longest / float(kMostCells));
    for (std::size_t axis = 0; axis < 3; ++axis) { // half a cell of air, so that the outermost points lie inside
        box.low[axis] = low[int64_t(axis)].item<float>() - cell / 2;
        box.high[axis] = high[int64_t(axis)].item<float>() + cell / 2;
    }
    return CellGrid::over(box, std::max<int64_t>(1, int64_t(std::ceil(box.longest() / cell))));
}

at::Tensor pointsInCells(const CellGrid& grid, const at::Tensor& cells, std::optional<at::Generator> generator)
{
    const auto centres = grid.centres(cells);
    if (!generator)
        return centres;
    const auto jitter = at::rand(centres.sizes(), generator, at::TensorOptions().dtype(at::kFloat)).to(centres.device());
    return centres + (jitter - 0.5) * grid.cell;
}

at::Tensor dilateCells(const CellGrid& grid, const at::Tensor& occupied)
{
    requireShape(occupied, "occupied", {grid.cells()});
    return at::max_pool3d(asVolume(grid, occupied.to(at::kFloat)), 3, 1, 1).view({-1}) > 0.5;
}

at::Tensor occupiedCells(const CellGrid& grid, const at::Tensor& density, const OccupancyOptions& options)
{
    requireShape(density, "density", {grid.cells()});
    const at::NoGradGuard noGradient;
    const auto opacity = 1 - at::exp(-density.detach() * grid.cell);
    auto occupied = opacity > options.opacity;
    const auto least = std::max<int64_t>(1, int64_t(std::ceil(options.leastShare * double(grid.cells()))));
    if (occupied.sum().item<int64_t>() < least)
        occupied = opacity >= std::get<0>(opacity.topk(least)).min();
    return options.dilate ? dilateCells(grid, occupied) : occupied;
}

at::Tensor subCells(const CellGrid& grid, const at::Tensor& occupied, int parts)
{
    requireShape(occupied, "occupied", {grid.cells()});
    const auto cells = occupied.nonzero().squeeze(1);
    const auto x = cells.remainder(grid.count[0]), rest = cells.div(grid.count[0], "floor");
    const auto y = rest.remainder(grid.count[1]), z = rest.div(grid.count[1], "floor");
    const auto step = at::arange(parts, cells.options());
    const auto finer = grid.split(parts);
    const auto inX = x.view({-1, 1, 1, 1}) * parts + step.view({1, 1, 1, -1});
    const auto inY = y.view({-1, 1, 1, 1}) * parts + step.view({1, 1, -1, 1});
    const auto inZ = z.view({-1, 1, 1, 1}) * parts + step.view({1, -1, 1, 1});
    const auto all = (inZ * finer.count[1] + inY) * finer.count[0] + inX;
    return std::get<0>(all.reshape({-1}).sort());
}

at::Tensor inOccupied(const CellGrid& grid, const at::Tensor& occupied, const at::Tensor& points)
{
    const auto cells = grid.cellsOf(points.detach());
    return (cells >= 0) & occupied.index_select(0, cells.clamp_min(0));
}

} // namespace bozzetto
