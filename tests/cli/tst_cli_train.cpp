#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ATen/ATen.h>

#include "core/weights/tensor_file.h"
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

    void twoProcessesEqualOneWithTheJoinedBatch()
    {
        const QString together = m_folder.filePath(QStringLiteral("together"));
        const auto environment = [](int rank) {
            auto values = QProcessEnvironment::systemEnvironment();
            values.insert(QStringLiteral("RANK"), QString::number(rank));
            values.insert(QStringLiteral("LOCAL_RANK"), QString::number(rank));
            values.insert(QStringLiteral("WORLD_SIZE"), QStringLiteral("2"));
            values.insert(QStringLiteral("MASTER_ADDR"), QStringLiteral("127.0.0.1"));
            values.insert(QStringLiteral("MASTER_PORT"), QString::number(freePort()));
            values.insert(QStringLiteral("GLOO_SOCKET_IFNAME"), QStringLiteral("lo"));
            return values;
        };
        QProcess first, second;
        first.setProcessEnvironment(environment(0));
        second.setProcessEnvironment(environment(1));
        first.start(program(), training(together, 3));
        second.start(program(), training(m_folder.filePath(QStringLiteral("unused")), 3));
        QVERIFY(first.waitForFinished(240'000));
        QVERIFY(second.waitForFinished(60'000));
        QVERIFY2(first.exitCode() == 0, first.readAllStandardError().constData());
        QVERIFY2(second.exitCode() == 0, second.readAllStandardError().constData());
        QVERIFY(second.readAllStandardOutput().isEmpty());
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("unused"))));
        const auto answer = QJsonDocument::fromJson(first.readAllStandardOutput()).object();
        QCOMPARE(answer.value(QStringLiteral("examples")).toInt(), 12);

        const QString alone = m_folder.filePath(QStringLiteral("alone"));
        auto joined = training(alone, 3);
        joined << QStringLiteral("--accumulate") << QStringLiteral("2");
        const auto outcome = run(joined);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto tensors = [](const QString& folder) {
            return bozzetto::readSafetensors((folder + QStringLiteral("/checkpoint-3.safetensors")).toStdString()).tensors;
        };
        const auto expected = tensors(alone), found = tensors(together);
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(found[i].first, expected[i].first);
            QVERIFY2(at::equal(found[i].second, expected[i].second), found[i].first.c_str());
        }
    }

    void aGroupThatCannotMeetSaysSo()
    {
        QProcess process;
        auto values = QProcessEnvironment::systemEnvironment();
        values.insert(QStringLiteral("WORLD_SIZE"), QStringLiteral("2"));
        values.insert(QStringLiteral("RANK"), QStringLiteral("two"));
        process.setProcessEnvironment(values);
        process.start(program(), training(m_folder.filePath(QStringLiteral("nobody")), 1));
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 1);
        const auto message = process.readAllStandardError();
        QVERIFY2(message.contains("RANK") && message.contains("0 to 1") && message.contains("two"), message.constData());
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
    /// A port that nobody listens on, the same for both processes.
    static int freePort()
    {
        static const int port = [] {
            const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof(address);
            const bool bound = ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                               ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
            ::close(listener);
            return bound ? int(ntohs(address.sin_port)) : 0;
        }();
        return port;
    }

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
