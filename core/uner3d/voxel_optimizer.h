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

    /// Pulls every corner that a ray reached towards its six neighbours, with weight * huber(difference) each: small
    /// differences are evened out, edges stay. Corners that no ray reached are left alone: there the pull, however weak,
    /// would be all that moves them, and would fill empty space with what lies beside it.
    void addSmoothness(const VoxelGrid& grid, float weight);

    /// Takes and clears the gradients.
    void step(VoxelGrid& grid, float densityRate, float colourRate);

private:
    bool reached(std::int64_t corner) const; ///< by a ray of this step

    std::vector<std::vector<float>> m_gradients; ///< [threads][n, 4]
    std::vector<float> m_first, m_second;        ///< [n, 4]
    std::int64_t m_steps = 0;
};

} // namespace bozzetto
