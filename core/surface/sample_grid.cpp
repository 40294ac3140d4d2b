#include "core/surface/sample_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto {

namespace {

constexpr std::size_t kBatch = 32768;
constexpr float kLargest = 1e30f;
constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

} // namespace

float saneDensity(float value) { return std::isnan(value) ? -kLargest : std::clamp(value, -kLargest, kLargest); }

SampleGrid::SampleGrid(const SurfaceOptions& options) : minimum(options.box.minimum)
{
    const glm::dvec3 size = glm::dvec3(options.box.maximum) - minimum;
    const double longest = std::max({size.x, size.y, size.z});
    for (int a = 0; a < 3; ++a) {
        const int inner = std::max(1, int(std::lround(size[a] / longest * options.resolution)));
        cell[a] = size[a] / inner;
        cells[a] = inner + 2;
    }
}

bool SampleGrid::inRing(const glm::ivec3& sample) const
{
    return glm::any(glm::equal(sample, glm::ivec3(0))) || glm::any(glm::equal(sample, cells));
}

glm::vec3 SampleGrid::position(const glm::ivec3& sample) const
{
    return glm::vec3(minimum + cell * glm::dvec3(sample - 1));
}

BlockSampler::BlockSampler(const SampleGrid& grid, const DensityFunction& density, const SurfaceOptions& options)
    : m_grid(grid), m_density(density), m_level(options.level), m_blockSize(options.blockSize)
{
    const auto samples = glm::tvec3<std::size_t>(grid.samples());
    const std::size_t edge = std::size_t(options.blockSize) + 1;
    for (int side = 0; side < 2; ++side) {
        m_xPlane[side].assign(edge * edge, kUnknown);
        m_yPlane[side].assign(samples.x * edge, kUnknown);
        m_zPlane[side].assign(samples.x * samples.y, kUnknown);
    }
}

void BlockSampler::beginLayer()
{
    std::swap(m_zPlane[0], m_zPlane[1]);
    std::fill(m_zPlane[1].begin(), m_zPlane[1].end(), kUnknown);
    std::fill(m_yPlane[1].begin(), m_yPlane[1].end(), kUnknown);
    beginRow();
}

void BlockSampler::beginRow()
{
    std::swap(m_yPlane[0], m_yPlane[1]);
    std::fill(m_yPlane[1].begin(), m_yPlane[1].end(), kUnknown);
    std::fill(m_xPlane[1].begin(), m_xPlane[1].end(), kUnknown);
}

void BlockSampler::beginBlock(const Block& block)
{
    m_block = block;
    std::swap(m_xPlane[0], m_xPlane[1]);
    std::fill(m_xPlane[1].begin(), m_xPlane[1].end(), kUnknown);
}

bool BlockSampler::needsVisit(const std::function<bool(const Bounds&)>& mayContainSurface)
{
    if (!mayContainSurface)
        return true;
    const glm::ivec3 low = glm::max(m_block.first, glm::ivec3(1));
    const glm::ivec3 high = glm::min(m_block.last, m_grid.cells - 1);
    if (glm::any(glm::lessThan(high, low)))
        return true; // ring cells only: their box-side samples belong to the neighbour
    Bounds bounds{m_grid.position(low), m_grid.position(high)};
    if (mayContainSurface(bounds))
        return true;
    const bool atBoxSide = low != m_block.first || high != m_block.last;
    if (!atBoxSide)
        return false;
    // No surface within, so one sample tells whether the block is solid and wants its outside closed.
    float value = 0;
    m_density(std::span(&bounds.minimum, 1), std::span(&value, 1));
    return saneDensity(value) - m_level > 0;
}

/// Visits every place where the value of a sample on the block's surface is kept.
template <typename Visit> void BlockSampler::forSlots(const glm::ivec3& sample, Visit visit)
{
    const glm::ivec3 local = sample - m_block.first;
    const std::size_t edge = std::size_t(m_blockSize) + 1;
    const std::size_t width = std::size_t(m_grid.samples().x);
    for (std::size_t side = 0; side < 2; ++side) {
        const glm::ivec3 plane = side == 0 ? m_block.first : m_block.last;
        if (sample.x == plane.x)
            visit(m_xPlane[side][std::size_t(local.z) * edge + std::size_t(local.y)]);
        if (sample.y == plane.y)
            visit(m_yPlane[side][std::size_t(local.z) * width + std::size_t(sample.x)]);
        if (sample.z == plane.z)
            visit(m_zPlane[side][std::size_t(sample.y) * width + std::size_t(sample.x)]);
    }
}

template <typename Visit> void BlockSampler::forFaceSamples(Visit visit)
{
    const glm::ivec3 first = m_block.first;
    const glm::ivec3 last = m_block.last;
    glm::ivec3 s;
    for (s.z = first.z; s.z <= last.z; ++s.z)
        for (s.y = first.y; s.y <= last.y; ++s.y) {
            const bool wholeRow = s.z == first.z || s.z == last.z || s.y == first.y || s.y == last.y;
            const int step = wholeRow ? 1 : last.x - first.x;
            for (s.x = first.x; s.x <= last.x; s.x += step)
                visit(s);
        }
}

void BlockSampler::recall()
{
    forFaceSamples([this](const glm::ivec3& sample) {
        forSlots(sample, [&](float kept) {
            if (!std::isnan(kept))
                m_excess[m_block.index(sample)] = kept;
        });
    });
}

void BlockSampler::remember()
{
    forFaceSamples([this](const glm::ivec3& sample) {
        forSlots(sample, [&](float& kept) { kept = m_excess[m_block.index(sample)]; });
    });
}

bool BlockSampler::evaluate(JobContext& context)
{
    const auto size = glm::tvec3<std::size_t>(m_block.samples());
    m_excess.assign(size.x * size.y * size.z, kUnknown);
    recall();
    m_points.clear();
    m_targets.clear();
    glm::ivec3 s;
    for (s.z = m_block.first.z; s.z <= m_block.last.z; ++s.z)
        for (s.y = m_block.first.y; s.y <= m_block.last.y; ++s.y)
            for (s.x = m_block.first.x; s.x <= m_block.last.x; ++s.x) {
                const std::size_t target = m_block.index(s);
                if (m_grid.inRing(s)) {
                    m_excess[target] = -kLargest;
                } else if (std::isnan(m_excess[target])) {
                    m_points.push_back(m_grid.position(s));
                    m_targets.push_back(target);
                }
            }
    m_values.resize(m_points.size());
    for (std::size_t i = 0; i < m_points.size(); i += kBatch) {
        context.check();
        const std::size_t count = std::min(kBatch, m_points.size() - i);
        m_density(std::span(m_points).subspan(i, count), std::span(m_values).subspan(i, count));
    }
    for (std::size_t i = 0; i < m_points.size(); ++i)
        m_excess[m_targets[i]] = saneDensity(m_values[i]) - m_level;
    remember();
    const auto inside = [](float value) { return value > 0; };
    const auto count = std::count_if(m_excess.begin(), m_excess.end(), inside);
    return count > 0 && std::size_t(count) < m_excess.size();
}

} // namespace bozzetto
