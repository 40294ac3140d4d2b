#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include <QObject>
#include <QString>

#include "core/base/error.h"
#include "core/base/job_context.h"

namespace bozzetto {

/// Runs one core job at a time and reports on the thread that the runner lives on. Every start() ends in exactly one
/// of finished(), failed() or cancelled(); progress comes at most 20 times a second and never after the end.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    /// threaded: on a worker of its own. inlined: inside start(), for tests; signals are delivered alike.
    enum class Mode { threaded, inlined };

    explicit JobRunner(Mode mode = Mode::threaded, QObject* parent = nullptr);
    ~JobRunner() override; ///< cancels, waits for the job to notice, delivers nothing

    /// `run` is called on the worker; `deliver` gets its value on the runner's thread, just before finished().
    /// Only while !isRunning().
    template <typename Output>
    void start(std::function<Output(JobContext&)> run, std::function<void(Output)> deliver, std::uint64_t seed = 0)
    {
        startWork(
            [run = std::move(run), deliver = std::move(deliver)](JobContext& context) -> std::function<void()> {
                auto output = std::make_shared<Output>(run(context));
                return [deliver, output] { deliver(std::move(*output)); };
            },
            seed);
    }

    /// Returns at once; cancelled() follows when the job has noticed, even if it had just finished.
    void cancel();

    bool isRunning() const { return m_running; }
    bool isCancelling() const { return m_running && m_cancelFlag->load(); }

Q_SIGNALS:
    void started();
    void progress(const bozzetto::Progress& progress);
    void finished();
    void failed(const bozzetto::Error& error);
    void cancelled();

private:
    using Work = std::function<std::function<void()>(JobContext&)>;

    void startWork(Work work, std::uint64_t seed);
    void runWork(const Work& work, JobContext& context, int run);
    void end(int run, const std::function<void()>& deliver, const std::shared_ptr<const Error>& error);

    Mode m_mode;
    std::thread m_worker;
    std::shared_ptr<std::atomic<bool>> m_cancelFlag;
    int m_run = 0; ///< counts starts: a report of an older run is dropped
    bool m_running = false;
};

} // namespace bozzetto
