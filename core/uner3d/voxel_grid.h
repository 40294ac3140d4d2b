#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <glm/glm.hpp>

#include "core/uner3d/cell_cloud.h"
#include "core/uner3d/point_field.h"

namespace bozzetto {

/// Density and colour at the corners of cubic cells, only where matter may be: what a scene is trained with. A corner
/// holds raw numbers; they are interpolated first and made a density and a colour afterwards, so that a surface may cut
/// a cell. Plain data.
struct VoxelGrid
{
    CellGrid cells;
    float reference = 1;               ///< length that densities refer to: density = softplus(raw) / reference
    std::vector<std::int32_t> corner;  ///< [(Z + 1) (Y + 1) (X + 1)] number of the corner's values, -1 without
    std::vector<std::uint8_t> active;  ///< [Z Y X] 1 where all eight corners have values
    std::vector<std::uint8_t> blocks;  ///< one per 8^3 cells: 1 where one of them is active
    std::vector<float> values;         ///< [n, 4] raw density, raw red, green, blue
    std::vector<std::int32_t> home;    ///< [n] where each corner lies in `corner`

    std::int64_t corners() const { return std::int64_t(home.size()); }
    std::array<std::int64_t, 3> cornerCounts() const { return {cells.count[0] + 1, cells.count[1] + 1, cells.count[2] + 1}; }
    std::array<std::int64_t, 3> blockCounts() const;
    glm::vec3 cornerPosition(std::int32_t place) const; ///< place in `corner`

    /// The corners of the wanted cells [Z Y X] (non-zero), all with the same start.
    static VoxelGrid over(const CellGrid& cells, const std::vector<std::uint8_t>& wanted, float reference, float rawDensity);

    /// Twice as fine (or factor 1: as it is), only the cells around corners where a cell's opacity reaches `opacity`, and
    /// a ring of cells around those; values interpolated. seen: [n] or empty; corners where it is 0 do not count.
    VoxelGrid refined(int factor, float opacity, const std::vector<std::uint8_t>& seen = {}) const;
};

inline constexpr int kVoxelBlock = 8;

/// The inverse of softplus.
float rawOfDensity(float density);

/// A trained grid as a field. Immutable.
class VoxelField : public PointField
{
public:
    explicit VoxelField(std::shared_ptr<const VoxelGrid> grid) : m_grid(std::move(grid)) {}

    PointSamples query(const at::Tensor& points) const override;
    FieldBox box() const override;
    c10::Device device() const override { return c10::kCPU; }
    const VoxelGrid& grid() const { return *m_grid; }

private:
    std::shared_ptr<const VoxelGrid> m_grid;
};

} // namespace bozzetto
