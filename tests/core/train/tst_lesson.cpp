#include <atomic>

#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include "core/train/lesson_forecast.h"
#include "core/train/lesson_run.h"
#include "core/train/lesson_status.h"
#include "core/train/run_lock.h"
#include "core/weights/describe.h"
#include "tests/core/train/lesson_folders.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

class TestLesson : public QObject
{
    Q_OBJECT

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    Lesson boxLesson() const
    {
        auto lesson = lessonOn(glanceAtFolder(boxFolder(path("boxes"))), Learned::object, ModelRegistry(ModelFolders{}));
        makeSmall(lesson);
        return lesson;
    }

    /// A begun run in a folder of its own.
    fs::path begun(const std::string& name, const Lesson& lesson) const
    {
        beginRun(lesson, path(name));
        return path(name);
    }

    static TrainResult finish(const fs::path& run)
    {
        JobContext context;
        return runLesson(run, context);
    }

    static int checkpoints(const fs::path& run)
    {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(run))
            count += entry.path().filename().string().rfind("checkpoint-", 0) == 0;
        return count;
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void isKeptWithItsRun()
    {
        auto lesson = boxLesson();
        std::ofstream(path("weights.safetensors")) << "some bytes";
        lesson.start = path("weights.safetensors");
        lesson.minutes = 42;
        lesson.own["width"] = "16";
        const auto run = begun("kept", lesson);
        fs::remove(path("weights.safetensors")); // the run has its own copy
        const auto read = Lesson::read(run);
        QCOMPARE(read.folder, path("boxes"));
        QCOMPARE(read.kind, FolderKind::models);
        QCOMPARE(read.learned, Learned::object);
        QCOMPARE(read.minutes, 42.0);
        QCOMPARE(read.steps, std::int64_t(4));
        QCOMPARE(read.own.at("width"), std::string("16"));
        QCOMPARE(read.title, std::string("Object generator taught with boxes"));
        QCOMPARE(read.start, run / "start.safetensors");
        QVERIFY(fs::exists(read.start));
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { beginRun(lesson, run); }).empty());
        std::ofstream(run / "lesson.json") << R"({"format": "bozzetto lesson", "version": 1})";
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { Lesson::read(run); }).empty());
        QVERIFY(!errorMessage(ErrorCode::io, [&] { Lesson::read(path("nowhere")); }).empty());
        std::ofstream(path("a-file")) << "x";
        QVERIFY(errorMessage(ErrorCode::io, [&] { beginRun(boxLesson(), path("a-file") / "run"); }).find("a-file") !=
                std::string::npos);
        lesson.minutes = 0;
        lesson.steps = 0;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { lesson.check(); }).empty());
    }

    void oneProcessAtATime()
    {
        const auto run = path("locked");
        fs::create_directories(run);
        QVERIFY(!workingProcess(run));
        {
            const RunLock lock(run);
            QCOMPARE(workingProcess(run).value_or(0), int(::getpid()));
            QVERIFY(!errorMessage(ErrorCode::badInput, [&] { RunLock second(run); }).empty());
        }
        QVERIFY(!workingProcess(run));
        const RunLock again(run);
        QVERIFY(workingProcess(run));
    }

    void theLastWordGetsThrough()
    {
        const auto run = path("full");
        fs::create_directories(run);
        QVERIFY(!LessonStatus::read(run));
        StatusKeeper keeper(run);
        keeper.begin(LessonState::training);
        // A folder where the new file would be written stands for a disk without room for one.
        fs::create_directories(run / fmt::format(".status.{}.part.json", ::getpid()) / "inside");
        keeper.end(LessonState::failed, "curves.csv: could not be written");
        const auto status = LessonStatus::read(run);
        QVERIFY(status && status->state == LessonState::failed);
        QCOMPARE(status->message, std::string("curves.csv: could not be written"));
        std::ofstream(run / "status.json") << "{\"state\": 7";
        QVERIFY(!LessonStatus::read(run));
    }

    void curvesAreReadWhileTheyGrow()
    {
        const auto run = path("curves");
        fs::create_directories(run);
        QVERIFY(readRunCurves(run).loss.empty() && !readRunCurves(run).improved());
        std::ofstream(run / "curves.csv") << "step,seconds,rate,fit,loss,late\n9,5,0.1,1,2\n19,10,0.1,1,1.5\nrubbish\n29,15,0.1,1,2.25,1\n39,2";
        std::ofstream(run / "scores.csv") << "step,seconds,chamfer,other\n-1,2,0.5,7\n19,11,0.6,7\n29,16,0.25,7\n";
        const auto curves = readRunCurves(run);
        QCOMPARE(curves.loss.size(), std::size_t(3));
        QCOMPARE(curves.loss.back().step, std::int64_t(30));
        QCOMPARE(curves.loss.back().value, 1.25);
        QCOMPARE(curves.stepSeconds, 0.5);
        QCOMPARE(curves.scoreName, std::string("chamfer"));
        QCOMPARE(curves.score.front().step, std::int64_t(0));
        QCOMPARE(curves.startScore(), 0.5);
        QCOMPARE(curves.bestScore(), 0.25);
        QVERIFY(curves.improved());
    }

    void modelsAreRenderedAndLearnedFrom()
    {
        const auto run = begun("whole", boxLesson());
        QCOMPARE(readLesson(run).state, LessonState::fresh);
        const auto result = finish(run);
        QCOMPARE(result.steps, std::int64_t(4));
        const auto snapshot = readLesson(run);
        QCOMPARE(snapshot.state, LessonState::finished);
        QCOMPARE(snapshot.steps, std::int64_t(4));
        QCOMPARE(snapshot.curves.score.front().step, std::int64_t(0));
        QVERIFY(snapshot.curves.score.size() >= 2);
        QVERIFY(snapshot.before.filename() == "validation-0.png" && snapshot.now.filename() == "validation-4.png");
        QCOMPARE(snapshot.weights, run / "best.safetensors");
        QCOMPARE(describeWeights(snapshot.weights).metadata.at("name"), std::string("Object generator taught with boxes"));
        QCOMPARE(listLessons(m_folder.path().toStdString()).front().run, run);
        discardLesson(run);
        QVERIFY(!fs::exists(run));
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { discardLesson(path("boxes")); }).empty()); // no run: untouched
        QVERIFY(fs::exists(path("boxes/crate.obj")));
    }

    void aPausedRunGoesOn()
    {
        auto lesson = boxLesson();
        lesson.steps = 6;
        const auto run = begun("paused", lesson);
        auto stopping = cancelledAt("Train", 0.3);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { runLesson(run, stopping); }).empty());
        auto snapshot = readLesson(run);
        QCOMPARE(snapshot.state, LessonState::paused);
        QCOMPARE(checkpoints(run), 1);
        QVERIFY(!snapshot.weights.empty()); // the start was scored
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     const RunLock other(run);
                     restartLesson(run);
                 }).empty());
        QCOMPARE(finish(run).steps, std::int64_t(6));
        QCOMPARE(readLesson(run).state, LessonState::finished);

        // Killed: no word was written, the lock is gone.
        StatusKeeper(run).begin(LessonState::training);
        QCOMPARE(readLesson(run).state, LessonState::interrupted);
        {
            const RunLock lock(run);
            QCOMPARE(readLesson(run).state, LessonState::training);
        }
    }

    void aDamagedCheckpointIsSaidAndBegunAgain()
    {
        const auto run = begun("damaged", boxLesson());
        finish(run);
        for (const auto& entry : fs::directory_iterator(run))
            if (entry.path().filename().string().rfind("checkpoint-", 0) == 0)
                fs::resize_file(entry.path(), 100);
        auto longer = Lesson::read(run);
        longer.steps = 5;
        longer.write(run);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { finish(run); }).empty());
        const auto snapshot = readLesson(run);
        QCOMPARE(snapshot.state, LessonState::failed);
        QVERIFY2(snapshot.message.find("checkpoint-4") != std::string::npos, snapshot.message.c_str());
        QVERIFY(!snapshot.weights.empty()); // what was learned is still there
        restartLesson(run);
        QVERIFY(fs::exists(run / "set/set.json") && !fs::exists(run / "best.safetensors"));
        QCOMPARE(finish(run).steps, std::int64_t(5));
    }

    void unusableFoldersAreSaid()
    {
        fs::create_directories(path("junk"));
        std::ofstream(path("junk/a.obj")) << "v 0 0 0\n";
        auto lesson = boxLesson();
        lesson.folder = path("junk");
        const auto run = begun("of-junk", lesson);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { finish(run); }).empty());
        QVERIFY(readLesson(run).message.find("junk") != std::string::npos);
        lesson.folder = path("gone");
        const auto other = begun("of-nothing", lesson);
        QVERIFY(!errorMessage(ErrorCode::io, [&] { finish(other); }).empty());
        QCOMPARE(readLesson(other).state, LessonState::failed);
    }

    void photographsGetTheirDepthAndAreLearnedFrom()
    {
        const auto folder = path("photographs");
        fs::create_directories(folder);
        for (int i = 0; i < 3; ++i) {
            encodePicture(gradient(96 + i, 96, 3), folder / fmt::format("{}.png", i));
            encodePicture(gradient(96 + i, 96, 1), folder / fmt::format("{}_depth.png", i), 16);
        }
        encodePicture(gradient(96, 96, 3), folder / "without.png");
        auto lesson = lessonOn(glanceAtFolder(folder), Learned::scene, ModelRegistry(ModelFolders{}));
        makeSmall(lesson);
        lesson.steps = 2;
        lesson.own = {{"width", "8"}, {"render-side", "16"}, {"samples", "4"}};
        const auto run = begun("scene", lesson);
        QCOMPARE(finish(run).steps, std::int64_t(2));
        QVERIFY(fs::exists(run / "pictures/00002_depth.png"));
        QVERIFY(!fs::exists(run / "pictures/00003.png")); // no depth and no network that gives it one
        QVERIFY(!readLesson(run).now.empty());
    }

    void theForecastIsMeasured()
    {
        JobContext context;
        auto lesson = boxLesson();
        lesson.steps = 0;
        lesson.minutes = 10;
        const auto scratch = path("scratch");
        fs::create_directories(scratch);
        const auto forecast = forecastLesson(lesson, 6, scratch, context);
        QVERIFY(forecast.prepareSeconds > 0 && forecast.stepSeconds > 0);
        QVERIFY(forecast.steps > 0 && double(forecast.steps) * forecast.stepSeconds < 610);
        QVERIFY(forecast.memoryBytes > 20'000'000 && forecast.memoryFree > 0);
        QVERIFY(forecast.diskBytes > 100'000 && forecast.diskFree > 0);
        QVERIFY(fs::is_empty(scratch)); // nothing is left
        auto stopping = cancelledAt("Forecast", 0.3);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { forecastLesson(lesson, 6, scratch, stopping); }).empty());
        QVERIFY(fs::is_empty(scratch));
    }
};

QTEST_GUILESS_MAIN(TestLesson)
#include "tst_lesson.moc"
