#include "core/uner3d/scene_rays.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>

namespace bozzetto {

namespace {

constexpr float kUnknownError = 0.02f; ///< of pixels that were never drawn: worth a look
constexpr int kTile = 4;

/// Pixels of a view, in tiles of kTile, that some active cell may cover: its ball is drawn as a square.
std::vector<std::uint8_t> tilesSeen(const VoxelGrid& grid, const ScenePhoto& view)
{
    const int across = (view.width + kTile - 1) / kTile, down = (view.height + kTile - 1) / kTile;
    std::vector<std::uint8_t> seen(std::size_t(across) * std::size_t(down), 0);
    const auto& n = grid.cells.count;
    const float radius = 0.87f * grid.cells.cell;
    const auto tile = [](float pixel, int most) { return std::clamp(int(std::floor(pixel / kTile)), 0, most - 1); };
    for (std::size_t c = 0; c < grid.active.size(); ++c) {
        if (!grid.active[c])
            continue;
        const auto number = std::int64_t(c);
        const glm::vec3 centre = glm::vec3(grid.cells.low[0], grid.cells.low[1], grid.cells.low[2]) +
                                 grid.cells.cell * (glm::vec3(float(number % n[0]), float(number / n[0] % n[1]),
                                                              float(number / (n[0] * n[1]))) + 0.5f);
        glm::vec2 pixel;
        if (!view.project(centre, pixel))
            continue;
        const float reach = radius * view.focal.x / std::max(glm::length(centre - view.position) - radius, 1e-3f) + 1;
        if (pixel.x + reach < 0 || pixel.y + reach < 0 || pixel.x - reach > float(view.width) ||
            pixel.y - reach > float(view.height))
            continue;
        const int left = tile(pixel.x - reach, across), right = tile(pixel.x + reach, across);
        for (int y = tile(pixel.y - reach, down); y <= tile(pixel.y + reach, down); ++y)
            std::fill_n(seen.begin() + y * across + left, right - left + 1, std::uint8_t(1));
    }
    return seen;
}

} // namespace

void SceneRays::choose(const VoxelGrid& object, bool surroundings)
{
    std::vector<std::vector<std::uint8_t>> seen(m_scene.training.size());
    if (!surroundings)
        at::parallel_for(0, std::int64_t(seen.size()), 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t v = begin; v < end; ++v)
                seen[std::size_t(v)] = tilesSeen(object, m_scene.training[std::size_t(v)]);
        });
    m_pixels.clear();
    for (std::size_t v = 0; v < seen.size(); ++v) {
        const auto& view = m_scene.training[v];
        const int across = (view.width + kTile - 1) / kTile;
        for (int y = 0; y < view.height; ++y)
            for (int x = 0; x < view.width; ++x)
                if (surroundings || seen[v][std::size_t(y / kTile * across + x / kTile)])
                    m_pixels.push_back({std::uint16_t(v), std::uint16_t(y), std::uint16_t(x)});
    }
    m_error.assign(m_pixels.size(), kUnknownError);
}

void SceneRays::draw(double errorShare, Random& random, std::vector<std::uint32_t>& chosen, std::vector<VoxelRay>& rays) const
{
    const auto any = [&] { return std::uint32_t(random.next() % m_pixels.size()); };
    for (std::size_t i = 0; i < rays.size(); ++i) {
        std::uint32_t pixel = any();
        if (double(i) < errorShare * double(rays.size()))
            if (const auto other = any(); m_error[other] > m_error[pixel])
                pixel = other;
        chosen[i] = pixel;
        const auto& where = m_pixels[pixel];
        auto& ray = rays[i];
        ray = m_scene.training[where.view].knownRay(where.column, where.row);
        ray.background = m_scene.background;
        if (ray.coverage >= 0) {
            const glm::vec3 other(random.uniform(), random.uniform(), random.uniform());
            ray.truth += (1 - ray.coverage) * (other - ray.background);
            ray.background = other;
        }
    }
}

void SceneRays::remember(const std::vector<std::uint32_t>& chosen, const std::vector<VoxelHit>& hits)
{
    for (std::size_t i = 0; i < chosen.size(); ++i)
        m_error[chosen[i]] = hits[i].error;
}

} // namespace bozzetto
