#pragma once

#include <algorithm>
#include <cmath>

namespace bozzetto {

/// Chooses the field's quality while the view moves so that a frame takes about 45 ms: under the 66 ms of the promised
/// 15 frames a second. Cost grows about with the square of the quality.
class QualityGovernor
{
public:
    static constexpr float kLowest = 0.2f;
    static constexpr float kWantedMs = 45.0f;

    float quality() const { return m_quality; }

    /// After a frame drawn at quality().
    void drew(float milliseconds)
    {
        const float wanted = m_quality * std::sqrt(kWantedMs / std::max(milliseconds, 1.0f));
        // Down at once, up slowly: a stutter shows, a slightly soft picture in motion does not.
        const float next = wanted < m_quality ? wanted : m_quality + 0.25f * (wanted - m_quality);
        m_quality = std::clamp(next, kLowest, 1.0f);
    }

private:
    float m_quality = 0.5f;
};

} // namespace bozzetto
