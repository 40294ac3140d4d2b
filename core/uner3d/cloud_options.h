#pragma once

#include <cstdint>
#include <string>

namespace bozzetto {

/// surface: a thin shell where rays from outside are half absorbed. volume: everywhere that a cell is opaque.
enum class CloudMode { surface, volume };

CloudMode parseCloudMode(const std::string& text); ///< "surface" or "volume"; throws Error(badInput)

struct CloudOptions
{
    std::int64_t count = 200'000; ///< of points, exactly; 1 to 20,000,000
    CloudMode mode = CloudMode::surface;
    float opacity = 0.5f;         ///< of a cell that counts as matter, (0, 1)
    bool solid = false;           ///< volume mode: keep what no viewpoint sees
    double leastPart = 0.001;     ///< smaller unconnected parts are dropped, as a share of all cells
    int cells = 0;                ///< along the longest side, 16 to 512; 0: as many as the count asks for
    std::uint64_t seed = 0;

    void check() const; ///< throws Error(badInput) naming the option, its range and what was found
};

} // namespace bozzetto
