#pragma once

#include <cstdint>
#include <vector>

#include "core/data/random.h"
#include "core/uner3d/scene_views.h"

namespace bozzetto {

/// The pixels that training draws from, and how wrong each was when it was drawn last.
class SceneRays
{
public:
    explicit SceneRays(const SceneViews& scene) : m_scene(scene) {}

    /// Keeps the pixels whose rays meet the object's grid; with surroundings all.
    void choose(const VoxelGrid& object, bool surroundings);

    std::int64_t count() const { return std::int64_t(m_pixels.size()); }

    /// `rays` and which pixels they are. Of a share of them the worse of two random ones is taken. Where a mask is known
    /// the background behind it is a random colour, in truth and ray alike, so that nothing may hide as background.
    void draw(double errorShare, Random& random, std::vector<std::uint32_t>& chosen, std::vector<VoxelRay>& rays) const;

    void remember(const std::vector<std::uint32_t>& chosen, const std::vector<VoxelHit>& hits);

private:
    struct Pixel
    {
        std::uint16_t view, row, column;
    };
    const SceneViews& m_scene;
    std::vector<Pixel> m_pixels;
    std::vector<float> m_error;
};

} // namespace bozzetto
