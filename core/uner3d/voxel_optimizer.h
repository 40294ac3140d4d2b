#pragma once

#include <cstdint>
#include <vector>

#include "core/uner3d/voxel_grid.h"

namespace bozzetto {

/// Adam over the values of a voxel grid, for corners that some ray reached. Gradients are gathered in one buffer per
/// thread. Thread: gradient() from the thread it is for.
class VoxelOptimizer
{
public:
    /// For a grid of `corners`; forgets everything before.
    void reset(std::int64_t corners, int threads);

    float* gradient(int thread) { return m_gradients[std::size_t(thread)].data(); }

    /// Gradient of weight * sum of huber(difference) to the next corners along x, y and z, for one part in `parts` of
    /// the corners, scaled up by parts: small differences are evened out, edges stay.
    void addSmoothness(const VoxelGrid& grid, float densityWeight, float colourWeight, int parts, int part);

    /// Takes and clears the gradients.
    void step(VoxelGrid& grid, float densityRate, float colourRate);

private:
    std::vector<std::vector<float>> m_gradients; ///< [threads][n, 4]
    std::vector<float> m_first, m_second;        ///< [n, 4]
    std::int64_t m_steps = 0;
};

} // namespace bozzetto
