#include "ui/jobs/job_runner.h"

#include <sys/resource.h>
#include <unistd.h>

namespace bozzetto {

namespace {

/// On Linux a niceness is a thread's own and goes on to those that it starts (OpenMP's): the window draws first, the job
/// has what is left, which is all while nobody moves anything.
void yieldToTheWindow()
{
    constexpr int kNiceness = 5;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), kNiceness);
}

} // namespace

JobRunner::JobRunner(Mode mode, QObject* parent)
    : QObject(parent), m_mode(mode), m_cancelFlag(std::make_shared<std::atomic<bool>>(false))
{
}

JobRunner::~JobRunner()
{
    m_cancelFlag->store(true);
    if (m_worker.joinable())
        m_worker.join();
}

void JobRunner::cancel()
{
    if (m_running)
        m_cancelFlag->store(true);
}

void JobRunner::startWork(Work work, std::uint64_t seed)
{
    if (m_running)
        throw Error(ErrorCode::internal, "JobRunner::start: expected an idle runner, found one that is running");
    m_running = true;
    const int run = ++m_run;
    m_cancelFlag = std::make_shared<std::atomic<bool>>(false);
    JobContext context(
        m_cancelFlag,
        [this, run](const Progress& now) {
            QMetaObject::invokeMethod(
                this,
                [this, run, now] {
                    if (m_running && run == m_run)
                        Q_EMIT progress(now);
                },
                Qt::QueuedConnection);
        },
        seed);
    Q_EMIT started();
    if (m_mode == Mode::inlined)
        runWork(work, context, run);
    else
        m_worker = std::thread([this, work = std::move(work), context, run]() mutable {
            yieldToTheWindow();
            runWork(work, context, run);
        });
}

void JobRunner::runWork(const Work& work, JobContext& context, int run)
{
    std::function<void()> deliver;
    std::shared_ptr<const Error> error;
    try {
        deliver = work(context);
    } catch (...) {
        error = std::make_shared<Error>(currentError("running the job"));
    }
    QMetaObject::invokeMethod(this, [this, run, deliver, error] { end(run, deliver, error); }, Qt::QueuedConnection);
}

void JobRunner::end(int run, const std::function<void()>& deliver, const std::shared_ptr<const Error>& error)
{
    if (run != m_run)
        return;
    if (m_worker.joinable())
        m_worker.join();
    const bool wasCancelled = m_cancelFlag->load();
    // Idle before the terminal signal, so that its receivers may start the next job.
    m_running = false;
    if (wasCancelled || (error && error->code() == ErrorCode::cancelled)) {
        Q_EMIT cancelled();
    } else if (error) {
        Q_EMIT failed(*error);
    } else {
        deliver();
        Q_EMIT finished();
    }
}

} // namespace bozzetto
