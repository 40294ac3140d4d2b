#include <csignal>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <sys/resource.h>

#include "core/train/lesson_run.h"
#include "tests/cli/program.h"
#include "tests/core/train/lesson_folders.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// `dataset inspect` and `teach`: the training room by hand.
class TestCliTeach : public QObject
{
    Q_OBJECT

    QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QStringList teaching(const QString& run, const QStringList& more = {}) const
    {
        return QStringList{QStringLiteral("--json"), QStringLiteral("--quiet"), QStringLiteral("teach"), QStringLiteral("-o"), run} + more;
    }

    /// A lesson of seconds on the boxes.
    QStringList beginning(const QString& run, int steps) const
    {
        QStringList small{at("boxes"), QStringLiteral("--start"), QStringLiteral("none"), QStringLiteral("--steps"),
                          QString::number(steps), QStringLiteral("--batch"), QStringLiteral("2"), QStringLiteral("--threads"),
                          QStringLiteral("1")};
        for (const auto* option : {"width=8", "blocks=1", "validation-objects=1"})
            small << QStringLiteral("--option") << QLatin1String(option);
        return teaching(run, small);
    }

    static QJsonObject answer(const Outcome& outcome) { return QJsonDocument::fromJson(outcome.out).object(); }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", at("data").toLocal8Bit());
        boxFolder(at("boxes").toStdString());
        QDir().mkpath(at("pictures"));
        encodePicture(gradient(100, 80, 3), at("pictures/a.png").toStdString());
    }

    void foldersAreInspected()
    {
        const QStringList inspect{QStringLiteral("--json"), QStringLiteral("--quiet"), QStringLiteral("dataset"), QStringLiteral("inspect")};
        const auto models = answer(run(inspect + QStringList{at("boxes")}));
        QCOMPARE(models.value(QStringLiteral("kind")).toString(), QStringLiteral("models"));
        QCOMPARE(models.value(QStringLiteral("usable")).toInt(), 6);
        const auto whyNot = models.value(QStringLiteral("whyNot")).toObject();
        QVERIFY(whyNot.value(QStringLiteral("object")).toString().isEmpty());
        QVERIFY(!whyNot.value(QStringLiteral("scene")).toString().isEmpty());
        const auto absent = run(inspect + QStringList{at("absent")});
        QCOMPARE(absent.code, 1);
        QVERIFY(absent.err.contains("absent"));
    }

    void itIsTriedBefore()
    {
        auto arguments = beginning(m_folder.path(), 4);
        arguments << QStringLiteral("--forecast");
        const auto outcome = run(arguments);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(answer(outcome).value(QStringLiteral("stepSeconds")).toDouble() > 0);
        QVERIFY(answer(outcome).value(QStringLiteral("memoryBytes")).toDouble() > 2e7);
    }

    void aSignalPausesAndTheRunGoesOn()
    {
        auto arguments = beginning(at("paused"), 100'000);
        arguments.removeOne(QStringLiteral("--quiet"));
        qint64 milliseconds = 0;
        const auto stopped = interruptAt("Train", arguments, milliseconds);
        QVERIFY2(stopped.code == 130, stopped.err.constData());
        const auto path = at("paused").toStdString();
        QCOMPARE(readLesson(path).state, LessonState::paused);
        auto lesson = Lesson::read(path);
        const auto twice = run(beginning(at("paused"), 4)); // a run is begun once
        QCOMPARE(twice.code, 1);
        lesson.steps = 3;
        lesson.write(path);
        const auto outcome = run(teaching(at("paused")));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(answer(outcome).value(QStringLiteral("weights")).toString().endsWith(QStringLiteral("best.safetensors")));
        QCOMPARE(readLesson(path).state, LessonState::finished);
    }

    void aFullDiskIsSaidAndNothingIsLost()
    {
        const auto full = run(beginning(at("full"), 4), [] {
            ::signal(SIGXFSZ, SIG_IGN); // kept across exec: the write fails instead
            const rlimit limit{11'000'000, 11'000'000}; // the copied weights fit, the rendered set does not
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        QCOMPARE(full.code, 1);
        const auto path = at("full").toStdString();
        const auto snapshot = readLesson(path);
        QCOMPARE(snapshot.state, LessonState::failed);
        QVERIFY2(snapshot.message.find("could not be written") != std::string::npos, snapshot.message.c_str());
        const auto outcome = run(teaching(at("full"))); // there is room again
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(readLesson(path).state, LessonState::finished);
    }

    void whatCannotBeLearnedIsSaid()
    {
        const auto outcome = run(teaching(at("wrong"), {at("pictures")}));
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.err.contains("models"));
        QVERIFY(!QDir(at("wrong")).exists());
        QCOMPARE(run(teaching(at("nothing-there"))).code, 1);
        QCOMPARE(run(teaching(at("x"), {at("boxes"), QStringLiteral("--learn"), QStringLiteral("cooking")})).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliTeach)
#include "tst_cli_teach.moc"
