#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/vision/depth.h"

namespace bozzetto {
namespace {

// Laplace(u) = -4 with u = 0 on the contour: for a disc u = R^2 - r^2, whose root is the sphere. Solved from coarse to
// fine: conjugate gradients while the grid is small, then relaxation, which only has to mend what is local.
constexpr double kSource = 4.0;
constexpr int kCoarsestSide = 24;
constexpr std::size_t kLargestForGradients = 512 * 512;
constexpr int kMostIterations = 400;
constexpr double kTolerance = 1e-4;
constexpr int kSweeps = 24;
constexpr double kOverRelaxation = 1.5;

/// The inside of the silhouette on one grid. Cells carry a frame of outside cells, so that neighbours always exist.
struct Grid
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> inside; ///< (height + 2) * (width + 2)
    std::vector<double> value;

    std::size_t stride() const { return std::size_t(width) + 2; }
    std::size_t cell(int x, int y) const { return std::size_t(y + 1) * stride() + std::size_t(x + 1); }
};

Grid makeGrid(int width, int height)
{
    Grid grid{width, height, {}, {}};
    grid.inside.assign(grid.stride() * (std::size_t(height) + 2), 0);
    grid.value.assign(grid.inside.size(), 0.0);
    return grid;
}

Grid halved(const Grid& fine)
{
    Grid coarse = makeGrid((fine.width + 1) / 2, (fine.height + 1) / 2);
    for (int y = 0; y < coarse.height; ++y)
        for (int x = 0; x < coarse.width; ++x) {
            int count = 0;
            for (int k = 0; k < 4; ++k) {
                const int fx = 2 * x + k % 2;
                const int fy = 2 * y + k / 2;
                count += fx < fine.width && fy < fine.height && fine.inside[fine.cell(fx, fy)];
            }
            coarse.inside[coarse.cell(x, y)] = count >= 2;
        }
    return coarse;
}

/// The contour runs along cell edges, half a cell beyond the centre: an outside neighbour counts as -u.
double diagonal(const Grid& grid, std::size_t i)
{
    const std::size_t row = grid.stride();
    return 8.0 - grid.inside[i - 1] - grid.inside[i + 1] - grid.inside[i - row] - grid.inside[i + row];
}

double neighbourSum(const Grid& grid, const std::vector<double>& u, std::size_t i)
{
    const std::size_t row = grid.stride();
    return u[i - 1] + u[i + 1] + u[i - row] + u[i + row];
}

std::vector<std::size_t> insideCells(const Grid& grid)
{
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i < grid.inside.size(); ++i)
        if (grid.inside[i])
            cells.push_back(i);
    return cells;
}

/// Conjugate gradients with the diagonal as preconditioner, from the values that are there.
void solveByGradients(Grid& grid, const JobContext& context)
{
    const std::vector<std::size_t> cells = insideCells(grid);
    std::vector<double> inverse(cells.size());
    std::vector<double> residual(cells.size());
    std::vector<double> product(cells.size());
    std::vector<double> direction(grid.value.size(), 0.0);
    double energy = 0;
    for (std::size_t k = 0; k < cells.size(); ++k) {
        const std::size_t i = cells[k];
        inverse[k] = 1.0 / diagonal(grid, i);
        residual[k] = kSource + neighbourSum(grid, grid.value, i) - grid.value[i] / inverse[k];
        direction[i] = residual[k] * inverse[k];
        energy += residual[k] * direction[i];
    }
    const double enough = kTolerance * kTolerance * kSource * kSource * double(cells.size()) / 8.0;
    for (int iteration = 0; iteration < kMostIterations && energy > enough; ++iteration) {
        context.check();
        double curvature = 0;
        for (std::size_t k = 0; k < cells.size(); ++k) {
            const std::size_t i = cells[k];
            product[k] = direction[i] / inverse[k] - neighbourSum(grid, direction, i);
            curvature += direction[i] * product[k];
        }
        const double step = energy / curvature;
        double next = 0;
        for (std::size_t k = 0; k < cells.size(); ++k) {
            grid.value[cells[k]] += step * direction[cells[k]];
            residual[k] -= step * product[k];
            next += residual[k] * residual[k] * inverse[k];
        }
        for (std::size_t k = 0; k < cells.size(); ++k)
            direction[cells[k]] = residual[k] * inverse[k] + next / energy * direction[cells[k]];
        energy = next;
    }
}

void relax(Grid& grid, const JobContext& context)
{
    for (int sweep = 0; sweep < kSweeps; ++sweep)
        for (int y = 0; y < grid.height; ++y) {
            if (y % 256 == 0)
                context.check();
            for (std::size_t i = grid.cell(0, y); i < grid.cell(grid.width, y); ++i)
                if (grid.inside[i]) {
                    const double aim = (kSource + neighbourSum(grid, grid.value, i)) / diagonal(grid, i);
                    grid.value[i] += kOverRelaxation * (aim - grid.value[i]);
                }
        }
}

/// The coarse solution as a first guess; a cell twice as wide counts four times.
void guessFrom(const Grid& coarse, Grid& fine)
{
    for (int y = 0; y < fine.height; ++y)
        for (int x = 0; x < fine.width; ++x) {
            if (!fine.inside[fine.cell(x, y)])
                continue;
            const std::size_t near = coarse.cell(x / 2, y / 2);
            const auto side = std::ptrdiff_t(x % 2 ? 1 : -1);
            const auto across = std::ptrdiff_t(y % 2 ? 1 : -1) * std::ptrdiff_t(coarse.stride());
            const auto at = [&](std::ptrdiff_t offset) { return coarse.value[std::size_t(std::ptrdiff_t(near) + offset)]; };
            fine.value[fine.cell(x, y)] = 4.0 * (9.0 * at(0) + 3.0 * at(side) + 3.0 * at(across) + at(side + across)) / 16.0;
        }
}

void solve(Grid& grid, const JobContext& context)
{
    if (std::min(grid.width, grid.height) > kCoarsestSide) {
        Grid coarse = halved(grid);
        solve(coarse, context);
        guessFrom(coarse, grid);
    }
    if (grid.value.size() <= kLargestForGradients)
        solveByGradients(grid, context);
    else
        relax(grid, context);
}

} // namespace

Image inflateSilhouette(const Image& matte, JobContext& context)
{
    if (matte.channels != 1 || matte.empty())
        throw Error(ErrorCode::badInput, "matte: expected a picture of one channel, found {} x {} x {}.", matte.width,
                    matte.height, matte.channels);
    Grid grid = makeGrid(matte.width, matte.height);
    for (int y = 0; y < matte.height; ++y)
        for (int x = 0; x < matte.width; ++x)
            grid.inside[grid.cell(x, y)] = matte.at(x, y) >= 0.5f;
    solve(grid, context);
    Image out(matte.width, matte.height, 1);
    for (int y = 0; y < matte.height; ++y)
        for (int x = 0; x < matte.width; ++x)
            out.at(x, y) = float(std::sqrt(std::max(0.0, grid.value[grid.cell(x, y)])));
    return out;
}

} // namespace bozzetto
