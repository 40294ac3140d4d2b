#include "core/uner3d/voxel_optimizer.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>

namespace bozzetto {

namespace {

constexpr float kBeta1 = 0.9f, kBeta2 = 0.99f, kEpsilon = 1e-12f;
constexpr float kHuberDensity = 1.0f, kHuberColour = 0.5f; ///< raw differences from here on pull no harder

} // namespace

void VoxelOptimizer::reset(std::int64_t corners, int threads)
{
    const auto size = std::size_t(corners) * 4;
    m_gradients.assign(std::size_t(threads), std::vector<float>(size, 0.0f));
    m_first.assign(size, 0.0f);
    m_second.assign(size, 0.0f);
    m_steps = 0;
}

bool VoxelOptimizer::reached(std::int64_t corner) const
{
    for (const auto& buffer : m_gradients)
        for (int c = 0; c < 4; ++c)
            if (buffer[std::size_t(corner * 4 + c)] != 0)
                return true;
    return false;
}

void VoxelOptimizer::addSmoothness(const VoxelGrid& grid, float weight)
{
    const auto counts = grid.cornerCounts();
    const std::int64_t steps[3] = {1, counts[0], counts[0] * counts[1]};
    at::parallel_for(0, grid.corners(), 8192, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            if (!reached(i))
                continue;
            const std::int64_t place = grid.home[std::size_t(i)];
            const std::int64_t row = place / counts[0], at[3] = {place - row * counts[0], row % counts[1], row / counts[1]};
            for (int side = 0; side < 6; ++side) {
                const int axis = side / 2;
                if (side % 2 ? at[axis] + 1 >= counts[std::size_t(axis)] : at[axis] == 0)
                    continue;
                const std::int64_t other = grid.corner[std::size_t(place + (side % 2 ? steps[axis] : -steps[axis]))];
                for (int c = 0; other >= 0 && c < 4; ++c) {
                    const float limit = c == 0 ? kHuberDensity : kHuberColour;
                    const float difference = grid.values[std::size_t(other * 4 + c)] - grid.values[std::size_t(i * 4 + c)];
                    m_gradients[0][std::size_t(i * 4 + c)] -= weight * std::clamp(difference, -limit, limit);
                }
            }
        }
    });
}

void VoxelOptimizer::step(VoxelGrid& grid, float densityRate, float colourRate)
{
    ++m_steps;
    const float correct1 = 1 / (1 - std::pow(kBeta1, float(m_steps))), correct2 = 1 / (1 - std::pow(kBeta2, float(m_steps)));
    const float rates[4] = {densityRate * correct1, colourRate * correct1, colourRate * correct1, colourRate * correct1};
    at::parallel_for(0, grid.corners(), 8192, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin * 4; i < end * 4; i += 4) {
            float sum[4] = {0, 0, 0, 0};
            for (auto& buffer : m_gradients)
                for (int c = 0; c < 4; ++c) {
                    sum[c] += buffer[std::size_t(i + c)];
                    buffer[std::size_t(i + c)] = 0;
                }
            if (sum[0] == 0 && sum[1] == 0 && sum[2] == 0 && sum[3] == 0)
                continue;
            for (int c = 0; c < 4; ++c) {
                float& first = m_first[std::size_t(i + c)];
                float& second = m_second[std::size_t(i + c)];
                first += (1 - kBeta1) * (sum[c] - first);
                second += (1 - kBeta2) * (sum[c] * sum[c] - second);
                grid.values[std::size_t(i + c)] -= rates[c] * first / (std::sqrt(second * correct2) + kEpsilon);
            }
        }
    });
}

} // namespace bozzetto
