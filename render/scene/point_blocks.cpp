#include "render/scene/point_blocks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/scene/asset.h"

namespace bozzetto {

namespace {

constexpr int kBits = 6; ///< of a grid coordinate: 64 cells a side
constexpr std::uint32_t kCells = 1u << (3 * kBits);
constexpr std::uint32_t kBlockPoints = 8'192;
constexpr double kPointsPerPixel = 3.0; ///< of a block's outline; more are not seen
constexpr std::uint32_t kLeastPoints = 512; ///< of a block that is seen
constexpr float kMostGrowth = 3.0f;
constexpr std::size_t kSamples = 4'096;

/// Splitmix64: the order is random to the eye and the same everywhere.
struct Shuffler
{
    std::uint64_t state = 0x9e3779b97f4a7c15ull;

    std::uint64_t next()
    {
        std::uint64_t z = (state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
};

/// The box of all points but strays, which would squeeze the rest into one cell of the grid.
Bounds boxWithoutStrays(const std::vector<glm::vec3>& positions)
{
    Bounds box;
    const std::size_t step = std::max<std::size_t>(1, positions.size() / kSamples);
    std::vector<float> along;
    for (int axis = 0; axis < 3; ++axis) {
        along.clear();
        for (std::size_t i = 0; i < positions.size(); i += step)
            if (std::isfinite(positions[i][axis]))
                along.push_back(positions[i][axis]);
        std::sort(along.begin(), along.end());
        const std::size_t stray = along.size() / 100;
        box.minimum[axis] = along.empty() ? 0.0f : along[stray];
        box.maximum[axis] = along.empty() ? 0.0f : along[along.size() - 1 - stray];
    }
    return box;
}

std::uint32_t spread(std::uint32_t v)
{
    std::uint32_t out = 0;
    for (int bit = 0; bit < kBits; ++bit)
        out |= (v >> bit & 1u) << (3 * bit);
    return out;
}

/// Along the Morton curve; what lies outside of the box counts to its rim.
class Grid
{
public:
    explicit Grid(const Bounds& box) : m_origin(box.minimum)
    {
        const glm::vec3 size = glm::max(box.size(), glm::vec3(1e-20f));
        m_scale = float(1 << kBits) / glm::vec3(std::max({size.x, size.y, size.z}));
        for (std::uint32_t i = 0; i < m_spread.size(); ++i)
            m_spread[i] = spread(i);
    }

    std::uint32_t cell(const glm::vec3& p) const
    {
        constexpr float kLast = float((1 << kBits) - 1);
        std::uint32_t found = 0;
        for (int axis = 0; axis < 3; ++axis) // in this order of arguments, what is no number becomes 0
            found |= m_spread[std::size_t(
                         std::min(kLast, std::max(0.0f, (p[axis] - m_origin[axis]) * m_scale[axis])))]
                     << axis;
        return found;
    }

private:
    glm::vec3 m_origin, m_scale;
    std::array<std::uint32_t, 1 << kBits> m_spread{};
};

PointBlock blockOf(const std::vector<glm::vec3>& positions, const std::vector<std::uint32_t>& order,
                   std::uint32_t first, std::uint32_t count)
{
    Bounds bounds;
    for (std::uint32_t i = first; i < first + count; ++i)
        bounds.add(positions[order[i]]);
    const glm::vec3 size = bounds.size();
    const glm::vec3 faces(size.x * size.y, size.y * size.z, size.z * size.x);
    return {first, count, bounds.centre(), 0.5f * glm::length(size), glm::length(faces)};
}

/// Whether the ball lies outside of one of the clip volume's planes (G. Gribb, K. Hartmann 2001).
bool isOutside(const std::array<glm::vec4, 6>& planes, const PointBlock& block)
{
    return std::any_of(planes.begin(), planes.end(), [&](const glm::vec4& plane) {
        return glm::dot(glm::vec3(plane), block.centre) + plane.w <
               -block.radius * glm::length(glm::vec3(plane));
    });
}

std::array<glm::vec4, 6> planesOf(const glm::mat4& clipFromScene)
{
    const glm::mat4 rows = glm::transpose(clipFromScene);
    return {rows[3] + rows[0], rows[3] - rows[0], rows[3] + rows[1],
            rows[3] - rows[1], rows[3] + rows[2], rows[3] - rows[2]};
}

/// Points that the block's outline has pixels for.
std::uint32_t wantedOf(const PointBlock& block, const View& view, const glm::mat4& worldFromScene)
{
    const float scale = glm::length(glm::vec3(worldFromScene[0]));
    const glm::vec3 centre(worldFromScene * glm::vec4(block.centre, 1.0f));
    const float distance =
        view.orthographic ? 1.0f
                          : std::max(glm::length(centre - view.eye) - scale * block.radius, view.nearPlane);
    const double pixels = double(scale * view.pixelsPerUnit) / double(distance);
    const double wanted = kPointsPerPixel * pixels * pixels * double(block.area);
    return wanted >= block.count ? block.count
                                 : std::max(std::uint32_t(wanted), std::min(kLeastPoints, block.count));
}

} // namespace

PointOrder arrangePoints(const std::vector<glm::vec3>& positions)
{
    PointOrder out;
    if (positions.empty())
        return out;
    const Grid grid(boxWithoutStrays(positions));
    std::vector<std::uint32_t> cells(positions.size()), starts(kCells + 1, 0);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        cells[i] = grid.cell(positions[i]);
        ++starts[cells[i] + 1];
    }
    for (std::uint32_t c = 0; c < kCells; ++c)
        starts[c + 1] += starts[c];
    out.order.resize(positions.size());
    std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
    for (std::size_t i = 0; i < positions.size(); ++i)
        out.order[next[cells[i]]++] = std::uint32_t(i);
    Shuffler shuffler;
    for (std::uint32_t c = 0, first = 0; c < kCells; ++c) {
        const std::uint32_t count = starts[c + 1] - first;
        if (count == 0 || (count < kBlockPoints && c + 1 < kCells && starts[c + 1] < positions.size()))
            continue;
        for (std::uint32_t i = 0; i + 1 < count; ++i)
            std::swap(out.order[first + i],
                      out.order[first + i + std::uint32_t(shuffler.next() % (count - i))]);
        out.blocks.push_back(blockOf(positions, out.order, first, count));
        first += count;
    }
    return out;
}

PointSelection selectPoints(const std::vector<PointBlock>& blocks, const View& view,
                            const glm::mat4& worldFromScene, std::int64_t budget)
{
    PointSelection out;
    const auto planes = planesOf(view.clipFromWorld * worldFromScene);
    for (const auto& block : blocks)
        if (!isOutside(planes, block)) {
            out.firsts.push_back(std::int32_t(block.first));
            out.counts.push_back(std::int32_t(wantedOf(block, view, worldFromScene)));
            out.points += out.counts.back();
        }
    if (budget <= 0 || out.points <= budget)
        return out;
    const double share = double(budget) / double(out.points);
    out.points = 0;
    for (auto& count : out.counts) {
        count = std::max(1, int(share * count));
        out.points += count;
    }
    out.growth = std::min(kMostGrowth, float(1 / std::sqrt(share)));
    return out;
}

} // namespace bozzetto
