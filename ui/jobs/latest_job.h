#pragma once

#include <functional>

#include "ui/jobs/job_runner.h"

namespace bozzetto {

/// A runner for requests of which only the latest counts: a newer one waits for the running job, replacing any that
/// waited before. `interrupt` also cancels the running job; without it that job's value is still delivered.
class LatestJob : public QObject
{
    Q_OBJECT

public:
    explicit LatestJob(JobRunner::Mode mode, QObject* parent = nullptr) : QObject(parent), m_runner(mode)
    {
        connect(&m_runner, &JobRunner::finished, this, &LatestJob::next);
        connect(&m_runner, &JobRunner::cancelled, this, &LatestJob::next);
        connect(&m_runner, &JobRunner::failed, this, [this](const Error& error) {
            Q_EMIT failed(error);
            next();
        });
    }

    template <typename Output>
    void request(std::function<Output(JobContext&)> run, std::function<void(Output)> deliver, bool interrupt)
    {
        m_pending = [this, run = std::move(run), deliver = std::move(deliver)] { m_runner.start(run, deliver); };
        if (!m_runner.isRunning())
            next();
        else if (interrupt)
            m_runner.cancel();
    }

    /// Forgets what waits and cancels what runs.
    void drop()
    {
        m_pending = nullptr;
        m_runner.cancel();
    }

    bool isBusy() const { return m_runner.isRunning() || m_pending; }

Q_SIGNALS:
    void failed(const bozzetto::Error& error);
    void idle();

private:
    void next()
    {
        if (m_runner.isRunning())
            return;
        if (!m_pending) {
            Q_EMIT idle();
            return;
        }
        std::exchange(m_pending, nullptr)();
    }

    std::function<void()> m_pending;
    JobRunner m_runner;
};

} // namespace bozzetto
