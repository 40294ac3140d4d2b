#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace bozzetto {

/// How far a job is: the stage's word and its share in [0, 1].
struct Progress
{
    std::string stage;
    double share = 0;
};

/// What a running job may ask and tell: has the user cancelled, how far am I, which seed. A default-made
/// context is never cancelled and silent. Thread: check() and cancelled() from any thread, report() from one.
class JobContext
{
public:
    using CancelFlag = std::shared_ptr<const std::atomic<bool>>;
    using ProgressSink = std::function<void(const Progress&)>;

    JobContext() = default;
    JobContext(CancelFlag cancelFlag, ProgressSink sink, std::uint64_t seed = 0);

    bool cancelled() const { return m_cancelFlag && m_cancelFlag->load(std::memory_order_relaxed); }

    /// Throws Error(cancelled) when the user asked to stop. Jobs call it at least every 100 ms.
    void check() const;

    /// Tells the sink, at most 20 times a second; a stage's first report and share 1 always pass. Also check()s.
    void report(const std::string& stage, double share);

    std::uint64_t seed() const { return m_seed; }

    /// The same job for a part of it whose progress is nobody's business: cancelled alike, seeded alike, silent.
    JobContext silenced() const { return JobContext(m_cancelFlag, {}, m_seed); }

    /// The same job, its progress told to `sink` instead: cancelled alike, seeded alike.
    JobContext toldTo(ProgressSink sink) const { return JobContext(m_cancelFlag, std::move(sink), m_seed); }

private:
    CancelFlag m_cancelFlag;
    ProgressSink m_sink;
    std::uint64_t m_seed = 0;
    std::string m_lastStage;
    std::chrono::steady_clock::time_point m_lastTime{};
};

} // namespace bozzetto
