#pragma once

#include <cstdint>
#include <vector>

#include "core/surface/extract.h"

namespace bozzetto {

/// A density that is not a number counts as empty space, one that is infinite as very large.
float saneDensity(float value);

/// The sample points of an extraction: an even grid over the box plus one ring of samples outside, which are below
/// the level by definition. Sample 0 and the last along an axis are of the ring.
struct SampleGrid
{
    glm::dvec3 minimum{0.0};
    glm::dvec3 cell{1.0}; ///< edge lengths of a cell
    glm::ivec3 cells{1};  ///< including the ring's

    explicit SampleGrid(const SurfaceOptions& options);

    glm::ivec3 samples() const { return cells + 1; }
    bool inRing(const glm::ivec3& sample) const;
    /// Field coordinates of a sample; the ring's lies one cell outside the box.
    glm::vec3 position(const glm::ivec3& sample) const;
};

/// Cells first..last-1 of the grid; its samples are first..last.
struct Block
{
    glm::ivec3 first{0};
    glm::ivec3 last{0};

    glm::ivec3 samples() const { return last - first + 1; }
    std::size_t index(const glm::ivec3& sample) const
    {
        const glm::ivec3 local = sample - first;
        const glm::ivec3 size = samples();
        return (std::size_t(local.z) * std::size_t(size.y) + std::size_t(local.y)) * std::size_t(size.x)
            + std::size_t(local.x);
    }
};

/// Evaluates the density block by block (x fastest, z slowest). Samples on the faces between blocks are remembered, so
/// each is evaluated once and neighbours always agree, whatever the rounding of a batch.
class BlockSampler
{
public:
    BlockSampler(const SampleGrid& grid, const DensityFunction& density, const SurfaceOptions& options);

    void beginLayer();
    void beginRow();
    void beginBlock(const Block& block);

    /// False where `mayContainSurface` vouches for the block and no side of the box has to be closed in it.
    bool needsVisit(const std::function<bool(const Bounds&)>& mayContainSurface);

    /// Sample minus level, in Block::index order; inside where > 0. False when all are on one side.
    bool evaluate(JobContext& context);
    const std::vector<float>& excess() const { return m_excess; }

private:
    void recall();
    void remember();
    template <typename Visit> void forFaceSamples(Visit visit);
    template <typename Visit> void forSlots(const glm::ivec3& sample, Visit visit);

    const SampleGrid& m_grid;
    const DensityFunction& m_density;
    const float m_level;
    const int m_blockSize;
    Block m_block;
    std::vector<float> m_excess;
    std::vector<float> m_xPlane[2], m_yPlane[2], m_zPlane[2]; ///< at the block's lower and upper side; NaN = unknown
    std::vector<glm::vec3> m_points;
    std::vector<std::size_t> m_targets;
    std::vector<float> m_values;
};

} // namespace bozzetto
