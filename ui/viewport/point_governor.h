#pragma once

#include <algorithm>
#include <cstdint>

namespace bozzetto {

/// Chooses how many points a frame has by what earlier frames took: in motion what fits into the 66 ms of the promised 15
/// frames a second, at rest what the window may wait for.
class PointGovernor
{
public:
    static constexpr float kMovingMs = 45.0f, kRestingMs = 400.0f;
    static constexpr std::int64_t kFewest = 50'000, kFewestAtRest = 500'000;

    std::int64_t movingBudget() const { return std::max(kFewest, std::int64_t(kMovingMs * m_pointsPerMs)); }
    std::int64_t restingBudget() const { return std::max(kFewestAtRest, std::int64_t(kRestingMs * m_pointsPerMs)); }

    /// After a frame of so many points. Frames of few points tell of their other costs only.
    void drew(std::int64_t points, float milliseconds)
    {
        if (points < kFewest)
            return;
        const float rate = float(points) / std::max(milliseconds, 0.1f);
        // Down at once, up by no more than double: one lucky frame promises nothing.
        m_pointsPerMs = std::min(rate, 2.0f * m_pointsPerMs);
    }

private:
    float m_pointsPerMs = 5'000.0f; ///< until a frame has told: a modest processor's
};

} // namespace bozzetto
