#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>

#include "core/g3dr/model_check.h"
#include "core/train/lesson_status.h"
#include "core/train/run_lock.h"
#include "tests/core/train/lesson_folders.h"
#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/problem_bar.h"
#include "ui/language.h"
#include "ui/training/comparison_view.h"
#include "ui/training/training_desk.h"
#include "ui/training/training_room.h"
#include "ui/widgets/curve_plot.h"
#include "ui/widgets/option_card.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// The training room in each of its states; the lessons are real ones, taught by the real program, but small.
class TestTrainingRoom : public QObject
{
    Q_OBJECT

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    Operations operations() const
    {
        auto operations = analyticOperations();
        ModelFolders folders;
        folders.own = path("own models");
        folders.shipped = path("shipped");
        operations.models = ModelRegistry(folders);
        operations.checkModel = checkModelFile;
        operations.inspectFolder = inspectFolder;
        operations.runsFolder = path("runs");
        operations.teachProgram = fs::path(BOZZETTO_BINARY_DIR) / "bin/bozzetto";
        operations.adjustLesson = [](Lesson& lesson) { makeSmall(lesson); };
        return operations;
    }

    /// A window in the training room.
    std::unique_ptr<MainWindow> open(Operations operations, QSize size = {1280, 800})
    {
        auto window = std::make_unique<MainWindow>(std::move(operations));
        window->resize(size);
        window->show();
        window->showTrainingRoom();
        return QTest::qWaitForWindowExposed(window.get()) ? std::move(window) : nullptr;
    }

    std::unique_ptr<MainWindow> open() { return open(operations()); }

    static QPushButton* button(MainWindow& window, const QString& text)
    {
        for (auto* found : window.findChildren<QPushButton*>())
            if (found->text() == text && found->isVisible())
                return found;
        return nullptr;
    }

    static QString text(MainWindow& window, const char* label)
    {
        const auto* found = window.findChild<QLabel*>(QLatin1String(label));
        return found && found->isVisible() ? found->text() : QString();
    }

    static OptionCard* card(MainWindow& window, Learned learned)
    {
        return window.findChildren<OptionCard*>().value(int(learned));
    }

    static LessonState state(MainWindow& window)
    {
        return window.training().run() ? window.training().run()->state : LessonState::fresh;
    }

    void choose(MainWindow& window, const fs::path& folder)
    {
        window.training().chooseFolder(QString::fromStdString(folder.string()));
        QTRY_VERIFY_WITH_TIMEOUT(window.training().report(), 60'000);
    }

    static void allSaysWhy(MainWindow& window)
    {
        for (const auto* found : window.findChildren<QAbstractButton*>())
            if (!found->isEnabled() && found->isVisible())
                QVERIFY2(!found->toolTip().isEmpty(), qPrintable(found->text() + found->accessibleName()));
    }

    /// A run's folder as a process left it, without one.
    fs::path handMade(const std::string& name, LessonState state, const std::string& message = {}) const
    {
        auto lesson = lessonOn(glanceAtFolder(path("boxes")), Learned::object, ModelRegistry(ModelFolders{}));
        makeSmall(lesson);
        const auto run = path("runs") / name;
        beginRun(lesson, run);
        LessonStatus status;
        status.state = state;
        status.share = 0.62;
        status.message = message;
        status.write(run);
        std::ofstream(run / "curves.csv") << "step,seconds,loss\n9,60,0.9\n19,120,0.7\n29,180,0.65\n39,240,0.5\n";
        std::ofstream(run / "scores.csv") << "step,seconds,chamfer\n-1,20,0.21\n19,120,0.16\n39,240,0.12\n";
        return run;
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        applyLanguage(*qApp, QStringLiteral("en"));
        applyTheme(*qApp, true);
        boxFolder(path("boxes"));
        fs::create_directories(path("shipped"));
    }

    void cleanup()
    {
        applyLanguage(*qApp, QStringLiteral("en"));
        applyTheme(*qApp, true);
        std::error_code ignored;
        for (fs::directory_iterator entry(path("runs"), ignored), end; !ignored && entry != end; entry.increment(ignored))
            stopWorking(entry->path());
        for (int wait = 0; wait < 300; ++wait) { // until each has written its checkpoint
            bool works = false;
            std::error_code failed;
            for (fs::directory_iterator entry(path("runs"), failed), end; !failed && entry != end; entry.increment(failed))
                works = works || workingProcess(entry->path());
            if (!works)
                break;
            QTest::qWait(100);
        }
        fs::remove_all(path("runs"), ignored);
        fs::remove_all(path("own models"), ignored);
    }

    void empty()
    {
        auto window = open();
        QVERIFY(window);
        QVERIFY(button(*window, QStringLiteral("Choose a folder")));
        auto* start = window->findChild<QPushButton*>(QStringLiteral("startTraining"));
        QVERIFY(start && !start->isEnabled());
        allSaysWhy(*window);
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-empty")));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        window->findChild<QPushButton*>(QStringLiteral("leaveRoom"))->click();
        QVERIFY(!window->findChild<TrainingRoom*>()->isVisible());
    }

    void scanningCanBeCancelled()
    {
        auto with = operations();
        with.inspectFolder = [](const fs::path&, JobContext& context) -> FolderReport {
            for (;;)
                context.report("Look", 0.4);
        };
        auto window = open(with);
        QVERIFY(window);
        window->training().chooseFolder(QString::fromStdString(path("boxes").string()));
        QTRY_VERIFY(text(*window, "foundText").contains(QStringLiteral("40 %")));
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-scanning")));
        QVERIFY(!window->training().whyNotStart().isEmpty());
        button(*window, QStringLiteral("Cancel"))->click();
        QTRY_VERIFY(!window->training().isScanning());
        QVERIFY(window->training().folder().isEmpty());
        QVERIFY(button(*window, QStringLiteral("Choose a folder")));
    }

    void whatIsFoundAndWhatIsNot()
    {
        const auto folder = boxFolder(path("mixed"));
        std::ofstream(folder / "broken.glb") << "no model";
        auto window = open();
        QVERIFY(window);
        dropFile(*window, QString::fromStdString(folder.string()));
        QTRY_VERIFY_WITH_TIMEOUT(window->training().report(), 60'000);
        QVERIFY(text(*window, "foundText").startsWith(QStringLiteral("6 models")));
        QCOMPARE(text(*window, "unusableTitle"), QStringLiteral("1 file cannot be used"));
        QTRY_VERIFY(std::ranges::any_of(window->findChildren<QLabel*>(), [](const QLabel* label) {
            return label->isVisible() && label->text() == QStringLiteral("broken.glb");
        }));
        QVERIFY(card(*window, Learned::object)->isChecked());
        QVERIFY(card(*window, Learned::depth)->isEnabled());
        QVERIFY(!card(*window, Learned::scene)->isEnabled());
        QVERIFY(card(*window, Learned::scene)->toolTip().contains(QStringLiteral("photographs")));
        QTRY_VERIFY_WITH_TIMEOUT(window->training().forecast(), 120'000);
        QVERIFY(window->training().stepsForecast() > 0);
        QVERIFY(window->training().forecast()->memoryBytes > 0);
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-found")));
        allSaysWhy(*window);
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        card(*window, Learned::depth)->click();
        QCOMPARE(window->training().learned(), Learned::depth);
        QVERIFY(window->training().isForecasting()); // another network takes another time
    }

    void nothingUsable()
    {
        fs::create_directories(path("junk"));
        std::ofstream(path("junk/a.obj")) << "v 0 0 0\n";
        auto window = open();
        QVERIFY(window);
        choose(*window, path("junk"));
        for (const auto learned : kLearned)
            QVERIFY(!card(*window, learned)->isEnabled());
        QVERIFY(!window->findChild<QPushButton*>(QStringLiteral("startTraining"))->isEnabled());
        QTest::qWait(50);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-unusable")));
        window->training().chooseFolder(QString::fromStdString(path("absent").string()));
        QTRY_VERIFY(window->training().folderProblem().contains(QStringLiteral("absent")));
    }

    /// Chosen, begun, finished, used, undone, trained longer, discarded: by its buttons.
    void aLessonFromBeginningToEnd()
    {
        auto with = operations();
        with.adjustLesson = [](Lesson& lesson) {
            makeSmall(lesson);
            lesson.steps = 12;
        };
        auto window = open(with);
        QVERIFY(window);
        choose(*window, path("boxes"));
        window->findChild<QPushButton*>(QStringLiteral("startTraining"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->training().run() && window->training().run()->works(), 60'000);
        QVERIFY(!window->training().whyNotStart().isEmpty()); // one at a time
        for (const auto* word : {"Training", "CPU"}) // both chips are in sight, beside each other
            QVERIFY2(std::ranges::any_of(window->findChildren<QToolButton*>(), [&](const QToolButton* chip) {
                return chip->text().startsWith(QLatin1String(word)) && !chip->visibleRegion().isEmpty() &&
                       chip->width() >= chip->sizeHint().width();
            }), word);
        QTRY_COMPARE_WITH_TIMEOUT(state(*window), LessonState::finished, 240'000);
        QVERIFY(!window->findChild<ComparisonView*>()->isEmpty());
        QCOMPARE(window->findChild<ComparisonView*>()->rows(), 1);
        QCOMPARE(window->training().run()->steps, std::int64_t(12));
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-finished")));

        const auto run = window->training().run()->run;
        std::ofstream(run / "scores.csv") << "step,seconds,chamfer\n-1,1,0.5\n11,9,0.25\n"; // as if it had become better
        window->training().open(QString::fromStdString(run.string()));
        QTRY_VERIFY(window->training().whyNotUse().isEmpty());
        button(*window, QStringLiteral("Use these weights"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->training().isUsed(), 30'000);
        const auto used = window->studio().operations().models.modelFor(ModelRole::object);
        QVERIFY(used && used->parent_path() == path("own models"));
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-used")));
        QCOMPARE(text(*window, "runState"), QStringLiteral("In use"));
        button(*window, QStringLiteral("Put the former weights back"))->click();
        QTRY_VERIFY(!window->training().isUsed());
        QVERIFY(!window->studio().operations().models.modelFor(ModelRole::object)); // there were none
        QVERIFY(!fs::exists(*used));

        button(*window, QStringLiteral("Train 15 min longer"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->training().run() && window->training().run()->works(), 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(state(*window), LessonState::finished, 240'000);
        QCOMPARE(window->training().run()->steps, std::int64_t(24));
        button(*window, QStringLiteral("Discard"))->click();
        auto* question = window->findChild<QMessageBox*>();
        QVERIFY(question);
        for (auto* answer : question->buttons())
            if (answer->text() == QStringLiteral("Delete"))
                answer->click();
        QTRY_VERIFY(!fs::exists(run));
        QTRY_VERIFY(!window->training().run());
    }

    void theFormerWeightsComeBack()
    {
        auto window = open();
        QVERIFY(window);
        // A network of an earlier lesson is in use.
        auto with = window->studio().operations();
        const auto earlier = handMade("earlier", LessonState::finished), later = handMade("later", LessonState::finished);
        JobContext context;
        for (const auto& run : {earlier, later}) {
            fs::remove(run / "curves.csv");
            fs::remove(run / "scores.csv");
            runLesson(run, context);
            std::ofstream(run / "scores.csv") << "step,seconds,chamfer\n-1,1,0.5\n3,9,0.25\n";
        }
        for (const auto& run : {earlier, later}) {
            window->training().open(QString::fromStdString(run.string()));
            QTRY_VERIFY(window->training().run() && window->training().run()->run == run);
            QTRY_VERIFY(window->training().whyNotUse().isEmpty());
            window->training().useWeights();
            QTRY_VERIFY_WITH_TIMEOUT(window->training().isUsed(), 30'000);
        }
        QCOMPARE(with.models.modelFor(ModelRole::object)->filename().string().rfind("later", 0), std::size_t(0));
        QTRY_VERIFY(!window->studio().models().isBusy());
        window->training().undoUse();
        QTRY_VERIFY(!window->training().isUsed());
        QCOMPARE(with.models.modelFor(ModelRole::object)->filename().string().rfind("earlier", 0), std::size_t(0));
    }

    void closingTheWindowLosesNothing()
    {
        auto with = operations();
        with.adjustLesson = [](Lesson& lesson) {
            makeSmall(lesson);
            lesson.steps = 100'000;
        };
        auto window = open(with);
        QVERIFY(window);
        choose(*window, path("boxes"));
        window->findChild<QPushButton*>(QStringLiteral("startTraining"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->training().run() && window->training().run()->steps >= 20, 240'000);
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-training")));
        const auto run = window->training().run()->run;
        QVERIFY(window->findChild<CurvePlot*>()->accessibleDescription() != QString());
        window->close();
        window.reset();
        QVERIFY(workingProcess(run)); // it goes on by itself

        window = open(with);
        QVERIFY(window);
        QTRY_VERIFY(window->training().run() && window->training().run()->run == run);
        QCOMPARE(state(*window), LessonState::training);
        const auto before = window->training().run()->steps;
        QTRY_VERIFY_WITH_TIMEOUT(window->training().run()->steps > before, 60'000); // and is followed
        button(*window, QStringLiteral("Pause"))->click();
        QVERIFY(!button(*window, QStringLiteral("Pause"))->isEnabled());
        QTRY_COMPARE_WITH_TIMEOUT(state(*window), LessonState::paused, 60'000);
        QVERIFY(text(*window, "runState").startsWith(QStringLiteral("Paused")));
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-paused")));
        const auto reached = window->training().run()->steps;
        window.reset();

        window = open(with);
        QVERIFY(window);
        QTRY_COMPARE(state(*window), LessonState::paused); // found again
        button(*window, QStringLiteral("Go on"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(state(*window) == LessonState::training && window->training().run()->steps > reached + 10, 120'000);
        button(*window, QStringLiteral("Cancel"))->click();
        QTRY_COMPARE_WITH_TIMEOUT(text(*window, "runState").left(9), QStringLiteral("Cancelled"), 60'000);
        QVERIFY(fs::exists(run / "set/set.json") && !window->training().run()->weights.empty()); // until discarded
        QVERIFY(button(*window, QStringLiteral("Discard")));
        window.reset();
        window = open(with);
        QTRY_COMPARE(window->training().runs().size(), std::size_t(1));
        QVERIFY(!window->training().run()); // no longer pressed on the user, but in the list
    }

    void problemsAreSaid()
    {
        const auto failed = handMade("failed", LessonState::failed, "/runs/curves.csv: could not be written (no space left)");
        const auto killed = handMade("killed", LessonState::training);
        auto window = open();
        QVERIFY(window);
        window->training().open(QString::fromStdString(failed.string()));
        QTRY_VERIFY(text(*window, "runExplanation").contains(QStringLiteral("no space left")));
        QVERIFY(button(*window, QStringLiteral("Go on")) && button(*window, QStringLiteral("Begin again")));
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-failed")));
        QCOMPARE(clippedControls(*window).join(u'\n'), QString());
        allSaysWhy(*window);
        window->training().open(QString::fromStdString(killed.string()));
        QTRY_COMPARE(state(*window), LessonState::interrupted);
        QVERIFY(text(*window, "runState").startsWith(QStringLiteral("Interrupted")));
        {
            const RunLock lock(killed); // a process that works on it
            window->training().open(QString::fromStdString(killed.string()));
            QTRY_COMPARE(state(*window), LessonState::training);
            QVERIFY(button(*window, QStringLiteral("Pause")));
        }
    }

    void aTrainerThatCannotStartIsSaid()
    {
        auto with = operations();
        with.teachProgram = "/bin/false";
        auto window = open(with);
        QVERIFY(window);
        choose(*window, path("boxes"));
        QTRY_VERIFY(!window->training().forecastProblem().isEmpty());
        window->findChild<QPushButton*>(QStringLiteral("startTraining"))->click();
        QTRY_COMPARE(state(*window), LessonState::failed);
        QVERIFY(!text(*window, "runExplanation").isEmpty());
        window.reset();

        with.teachProgram.clear();
        window = open(with);
        choose(*window, path("boxes"));
        QVERIFY(window->training().whyNotStart().contains(QStringLiteral("bozzetto")));
        window.reset();

        with = operations();
        std::ofstream(path("a-file")) << "x";
        with.runsFolder = path("a-file"); // nothing can be made below a file
        window = open(with);
        choose(*window, path("boxes"));
        window->findChild<QPushButton*>(QStringLiteral("startTraining"))->click();
        auto* room = window->findChild<TrainingRoom*>();
        QTRY_VERIFY(room->findChild<ProblemBar*>() && room->findChild<ProblemBar*>()->isVisible());
        QVERIFY(!window->training().works());
        QVERIFY(window->training().report()); // and nothing is lost
    }

    void everyLanguageFitsTheSmallestWindow()
    {
        const auto run = handMade("worded", LessonState::finished);
        for (const auto* code : {"de", "it", "en"}) {
            applyLanguage(*qApp, QLatin1String(code));
            auto window = open(operations(), {1024, 640});
            QVERIFY(window);
            choose(*window, path("boxes"));
            QTRY_VERIFY_WITH_TIMEOUT(window->training().forecast(), 120'000);
            QTest::qWait(50);
            QVERIFY(saveScreenshot(*window, QStringLiteral("room-found-") + QLatin1String(code)));
            QCOMPARE(clippedControls(*window).join(u'\n'), QString());
            window->training().open(QString::fromStdString(run.string()));
            QTRY_COMPARE(state(*window), LessonState::finished);
            QTest::qWait(50);
            QVERIFY(saveScreenshot(*window, QStringLiteral("room-run-") + QLatin1String(code)));
            QCOMPARE(clippedControls(*window).join(u'\n'), QString());
            QCOMPARE(window->size(), QSize(1024, 640));
        }
    }

    void light()
    {
        applyTheme(*qApp, false);
        const auto run = handMade("light", LessonState::paused);
        auto window = open();
        QVERIFY(window);
        QTRY_COMPARE(state(*window), LessonState::paused);
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*window, QStringLiteral("room-light")));
        applyTheme(*qApp, true);
    }
};

QTEST_MAIN(TestTrainingRoom)
#include "tst_training_room.moc"
