#include "core/base/job_context.h"

#include "core/base/error.h"

namespace bozzetto {

JobContext::JobContext(CancelFlag cancelFlag, ProgressSink sink, std::uint64_t seed)
    : m_cancelFlag(std::move(cancelFlag)), m_sink(std::move(sink)), m_seed(seed)
{
}

void JobContext::check() const
{
    if (cancelled())
        throw Error(ErrorCode::cancelled, "Cancelled.");
}

void JobContext::report(const std::string& stage, double share)
{
    check();
    if (!m_sink)
        return;
    constexpr auto kShortestPause = std::chrono::milliseconds(50);
    const auto now = std::chrono::steady_clock::now();
    const bool mustPass = stage != m_lastStage || share >= 1;
    if (!mustPass && now - m_lastTime < kShortestPause)
        return;
    m_lastStage = stage;
    m_lastTime = now;
    m_sink({stage, share});
}

} // namespace bozzetto
