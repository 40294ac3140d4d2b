#include <QCoreApplication>
#include <QSemaphore>
#include <QThread>

#include "tests/support/test_support.h"
#include "ui/jobs/latest_job.h"

using namespace bozzetto;

Q_DECLARE_METATYPE(JobRunner::Mode)

namespace {

/// What a runner said, in order.
struct Listener
{
    explicit Listener(JobRunner& runner)
    {
        QObject::connect(&runner, &JobRunner::progress, &runner, [this](const Progress& p) {
            ++progressed;
            lastShare = p.share;
            afterEnd = afterEnd || ended() > 0;
        });
        QObject::connect(&runner, &JobRunner::finished, &runner, [this] { ++finished; });
        QObject::connect(&runner, &JobRunner::cancelled, &runner, [this] { ++cancelled; });
        QObject::connect(&runner, &JobRunner::failed, &runner, [this](const Error& error) {
            ++failed;
            code = error.code();
            what = error.what();
        });
    }
    int ended() const { return finished + failed + cancelled; }

    int progressed = 0;
    double lastShare = -1;
    bool afterEnd = false;
    int finished = 0;
    int failed = 0;
    int cancelled = 0;
    ErrorCode code = ErrorCode::internal;
    std::string what;
};

} // namespace

class TestJobRunner : public QObject
{
    Q_OBJECT

    static void modes()
    {
        QTest::addColumn<JobRunner::Mode>("mode");
        QTest::newRow("threaded") << JobRunner::Mode::threaded;
        QTest::newRow("inlined") << JobRunner::Mode::inlined;
    }

private Q_SLOTS:
    void deliversTheValueOnTheCallersThreadThenFinishes_data() { modes(); }
    void deliversTheValueOnTheCallersThreadThenFinishes()
    {
        QFETCH(JobRunner::Mode, mode);
        JobRunner runner(mode);
        Listener heard(runner);
        int value = 0;
        bool onThisThread = false;
        runner.start<int>([](JobContext&) { return 42; },
                          [&](int result) {
                              value = result;
                              onThisThread = QThread::currentThread() == qApp->thread();
                              QCOMPARE(heard.ended(), 0);
                          });
        QVERIFY(runner.isRunning());
        QTRY_COMPARE(heard.ended(), 1);
        QCOMPARE(value, 42);
        QVERIFY(onThisThread);
        QCOMPARE(heard.finished, 1);
        QVERIFY(!runner.isRunning());
    }

    void tellsProgressBeforeTheEndOnly_data() { modes(); }
    void tellsProgressBeforeTheEndOnly()
    {
        QFETCH(JobRunner::Mode, mode);
        JobRunner runner(mode);
        Listener heard(runner);
        runner.start<int>(
            [](JobContext& context) {
                for (int i = 0; i <= 1000; ++i)
                    context.report("Field", i / 1000.0);
                return 0;
            },
            [](int) {});
        QTRY_COMPARE(heard.ended(), 1);
        QVERIFY(heard.progressed >= 2 && heard.progressed < 100);
        QCOMPARE(heard.lastShare, 1.0);
        QCoreApplication::processEvents();
        QVERIFY(!heard.afterEnd);
    }

    void passesAnErrorOn_data() { modes(); }
    void passesAnErrorOn()
    {
        QFETCH(JobRunner::Mode, mode);
        JobRunner runner(mode);
        Listener heard(runner);
        bool delivered = false;
        runner.start<int>([](JobContext&) -> int { throw Error(ErrorCode::io, "a.png: expected a picture"); },
                          [&](int) { delivered = true; });
        QTRY_COMPARE(heard.ended(), 1);
        QCOMPARE(heard.failed, 1);
        QCOMPARE(heard.code, ErrorCode::io);
        QCOMPARE(heard.what, std::string("a.png: expected a picture"));
        QVERIFY(!delivered);
    }

    void translatesForeignExceptions_data() { modes(); }
    void translatesForeignExceptions()
    {
        QFETCH(JobRunner::Mode, mode);
        JobRunner runner(mode);
        Listener heard(runner);
        runner.start<int>([](JobContext&) -> int { throw std::bad_alloc(); }, [](int) {});
        QTRY_COMPARE(heard.ended(), 1);
        QCOMPARE(heard.code, ErrorCode::outOfMemory);
    }

    void cancelOfAFinishedJobStillCancels_data() { modes(); }
    void cancelOfAFinishedJobStillCancels()
    {
        // The work is over, its end not yet delivered: who pressed Cancel must not see a result.
        QFETCH(JobRunner::Mode, mode);
        JobRunner runner(mode);
        Listener heard(runner);
        bool delivered = false;
        runner.start<int>([](JobContext&) { return 1; }, [&](int) { delivered = true; });
        runner.cancel();
        QTRY_COMPARE(heard.ended(), 1);
        QCOMPARE(heard.cancelled, 1);
        QVERIFY(!delivered);
    }

    void startsAgainAfterEachEnd_data() { modes(); }
    void startsAgainAfterEachEnd()
    {
        QFETCH(JobRunner::Mode, mode);
        JobRunner runner(mode);
        Listener heard(runner);
        std::vector<int> values;
        for (int i = 0; i < 20; ++i) {
            runner.start<int>([i](JobContext&) { return i; }, [&](int value) { values.push_back(value); });
            QTRY_COMPARE(heard.ended(), i + 1);
        }
        QCOMPARE(heard.finished, 20);
        QCOMPARE(values.back(), 19);
        QVERIFY(!test::errorMessage(ErrorCode::internal, [&] {
                     runner.start<int>([](JobContext&) { return 0; }, [](int) {});
                     runner.start<int>([](JobContext&) { return 0; }, [](int) {});
                 }).empty());
    }

    void cancelReturnsAtOnceWhileTheJobRuns()
    {
        JobRunner runner;
        Listener heard(runner);
        QSemaphore mayNotice;
        runner.start<int>(
            [&](JobContext& context) {
                mayNotice.acquire();
                context.check();
                return 0;
            },
            [](int) {});
        runner.cancel();
        QVERIFY(runner.isRunning() && runner.isCancelling());
        QCOMPARE(heard.ended(), 0);
        mayNotice.release();
        QTRY_COMPARE(heard.cancelled, 1);
        QCOMPARE(heard.ended(), 1);
    }

    void destructionCancelsAndJoins()
    {
        std::atomic<bool> noticed = false;
        bool delivered = false;
        {
            JobRunner runner;
            runner.start<int>(
                [&](JobContext& context) {
                    while (!context.cancelled())
                        QThread::yieldCurrentThread();
                    noticed = true;
                    return 0;
                },
                [&](int) { delivered = true; });
        }
        QVERIFY(noticed);
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void latestWins_data() { modes(); }
    void latestWins()
    {
        QFETCH(JobRunner::Mode, mode);
        LatestJob job(mode);
        std::vector<int> values;
        int idle = 0;
        connect(&job, &LatestJob::idle, this, [&] { ++idle; });
        for (int i = 0; i < 10; ++i)
            job.request<int>([i](JobContext&) { return i; }, [&](int value) { values.push_back(value); }, false);
        QTRY_VERIFY(idle > 0);
        QCOMPARE(values, (std::vector<int>{0, 9}));
    }

    void interruptedRequestsDeliverTheLastOnly_data() { modes(); }
    void interruptedRequestsDeliverTheLastOnly()
    {
        QFETCH(JobRunner::Mode, mode);
        LatestJob job(mode);
        std::vector<int> values;
        for (int i = 0; i < 10; ++i)
            job.request<int>([i](JobContext&) { return i; }, [&](int value) { values.push_back(value); }, true);
        QTRY_VERIFY(!job.isBusy());
        QCOMPARE(values, (std::vector<int>{9}));
    }

    void droppedRequestsDeliverNothing_data() { modes(); }
    void droppedRequestsDeliverNothing()
    {
        QFETCH(JobRunner::Mode, mode);
        LatestJob job(mode);
        int delivered = 0;
        for (int i = 0; i < 3; ++i)
            job.request<int>([i](JobContext&) { return i; }, [&](int) { ++delivered; }, false);
        job.drop();
        QTRY_VERIFY(!job.isBusy());
        QCOMPARE(delivered, 0);
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
