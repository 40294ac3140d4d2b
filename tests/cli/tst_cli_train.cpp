#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

#include "tests/support/test_support.h"

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;
};

QString program()
{
    return QStringLiteral(BOZZETTO_BINARY_DIR "/bin/bozzetto");
}

Outcome run(const QStringList& arguments)
{
    QProcess process;
    process.start(program(), arguments);
    Outcome outcome;
    if (!process.waitForFinished(240'000))
        return outcome;
    outcome.code = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

/// An axis-aligned box as OBJ text.
QByteArray box(double x, double y, double z)
{
    QByteArray text;
    for (int corner = 0; corner < 8; ++corner)
        text += "v " + QByteArray::number(corner & 1 ? x : -x) + " " +
                QByteArray::number(corner & 2 ? y : -y) + " " + QByteArray::number(corner & 4 ? z : -z) +
                "\n";
    for (const char* face : {"1 3 4 2", "5 6 8 7", "1 2 6 5", "3 7 8 4", "1 5 7 3", "2 4 8 6"})
        text += QByteArray("f ") + face + "\n";
    return text;
}

void write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestCliTrain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkdir(m_folder.filePath(QStringLiteral("meshes"))));
        int number = 0;
        for (const char* name : {"crate", "plank", "tower", "slab", "brick", "post"}) {
            ++number;
            write(m_folder.filePath(QStringLiteral("meshes/%1.obj").arg(QLatin1String(name))),
                  box(0.5, 0.1 * number, 0.6 - 0.08 * number));
        }
        const auto made = run({QStringLiteral("--quiet"), QStringLiteral("dataset"), QStringLiteral("render"),
                               m_folder.filePath(QStringLiteral("meshes")), QStringLiteral("-o"), set(),
                               QStringLiteral("--views"), QStringLiteral("3"), QStringLiteral("--threads"),
                               QStringLiteral("1"), QStringLiteral("--licence"), QStringLiteral("CC0")});
        QVERIFY2(made.code == 0, made.err.constData());
    }

    void fourStepsMakeAWeightsFile()
    {
        const QString folder = m_folder.filePath(QStringLiteral("run"));
        const auto outcome = run(training(folder, 4));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto answer = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(answer.value(QStringLiteral("steps")).toInt(), 4);
        QCOMPARE(answer.value(QStringLiteral("examples")).toInt(), 8);
        QVERIFY(
            answer.value(QStringLiteral("scores")).toObject().value(QStringLiteral("chamfer")).toDouble() >
            0);
        for (const char* name : {"last.safetensors", "best.safetensors", "curves.csv", "scores.csv",
                                 "validation-4.png", "checkpoint-4.safetensors"})
            QVERIFY2(QFile::exists(folder + QLatin1Char('/') + QLatin1String(name)), name);
        const auto info = run(
            {QStringLiteral("--json"), QStringLiteral("info"), folder + QStringLiteral("/last.safetensors")});
        const auto card =
            QJsonDocument::fromJson(info.out).object().value(QStringLiteral("metadata")).toObject();
        QCOMPARE(card.value(QStringLiteral("recipe")).toString(), QStringLiteral("g3dr-object"));
        QVERIFY(card.value(QStringLiteral("data")).toString().contains(QStringLiteral("CC0")));

        auto again = training(folder, 4); // already finished: nothing is left to do
        again << QStringLiteral("--resume");
        const auto resumed = run(again);
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        QCOMPARE(QJsonDocument::fromJson(resumed.out).object().value(QStringLiteral("steps")).toInt(), 4);
    }

    void aSignalStopsCleanlyAndResumeGoesOn()
    {
        const QString folder = m_folder.filePath(QStringLiteral("stopped"));
        QProcess process;
        process.start(program(), training(folder, 100000));
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder + QStringLiteral("/curves.csv")), 60'000);
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        const auto checkpoints = QDir(folder).entryList({QStringLiteral("checkpoint-*.safetensors")});
        QCOMPARE(checkpoints.size(), 1);
        const int reached =
            QString(checkpoints[0]).remove(QStringLiteral("checkpoint-")).split(QLatin1Char('.'))[0].toInt();
        QVERIFY(reached > 0);
        auto more = training(folder, reached + 2);
        more << QStringLiteral("--resume");
        const auto outcome = run(more);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(QJsonDocument::fromJson(outcome.out).object().value(QStringLiteral("steps")).toInt(),
                 reached + 2);
    }

    void mistakesGetTheirSentence()
    {
        const QString folder = m_folder.filePath(QStringLiteral("wrong"));
        auto absent = training(folder, 1);
        absent[absent.indexOf(set())] = m_folder.filePath(QStringLiteral("absent"));
        auto outcome = run(absent);
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.err.contains("absent"));
        outcome = run(training(folder, 0));
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.err.contains("--minutes"));
        auto unknown = training(folder, 1);
        unknown << QStringLiteral("--no-such-option");
        QCOMPARE(run(unknown).code, 2);
    }

private:
    QString set() const { return m_folder.filePath(QStringLiteral("set")); }

    QStringList training(const QString& folder, int steps) const
    {
        QStringList arguments = {QStringLiteral("--json"), QStringLiteral("--quiet"),
                                 QStringLiteral("train")};
        const auto add = [&](const char* option, const QString& value) {
            arguments << QLatin1String(option) << value;
        };
        add("--recipe", QStringLiteral("g3dr-object"));
        add("--set", set());
        add("-o", folder);
        add("--steps", QString::number(steps));
        add("--batch", QStringLiteral("2"));
        add("--width", QStringLiteral("8"));
        add("--blocks", QStringLiteral("1"));
        add("--threads", QStringLiteral("1"));
        add("--validations", QStringLiteral("1"));
        add("--validation-objects", QStringLiteral("1"));
        add("--device", QStringLiteral("cpu"));
        return arguments;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliTrain)
#include "tst_cli_train.moc"
