#include "core/uner3d/scene_rays.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>

namespace bozzetto {

namespace {

constexpr float kUnknownError = 0.02f; ///< of pixels that were never drawn: worth a look

} // namespace

void SceneRays::choose(const VoxelGrid& object, bool surroundings)
{
    std::vector<std::vector<std::uint8_t>> seen(m_scene.training.size());
    if (!surroundings)
        at::parallel_for(0, std::int64_t(seen.size()), 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t v = begin; v < end; ++v)
                seen[std::size_t(v)] = tilesShowing(object.cells, object.active, m_scene.training[std::size_t(v)]);
        });
    m_pixels.clear();
    for (std::size_t v = 0; v < seen.size(); ++v) {
        const auto& view = m_scene.training[v];
        const int across = (view.width + kPhotoTile - 1) / kPhotoTile;
        for (int y = 0; y < view.height; ++y)
            for (int x = 0; x < view.width; ++x)
                if (surroundings || seen[v][std::size_t(y / kPhotoTile * across + x / kPhotoTile)])
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
