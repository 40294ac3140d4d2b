#include "tests/cli/program.h"

#include <csignal>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

namespace bozzetto::test {

namespace {

Outcome outcomeOf(QProcess& process)
{
    Outcome outcome;
    if (process.exitStatus() == QProcess::NormalExit)
        outcome.code = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

} // namespace

QString program() { return QStringLiteral(BOZZETTO_BINARY_DIR "/bin/bozzetto"); }

Outcome run(const QStringList& arguments, const std::function<void()>& inChild)
{
    QProcess process;
    process.setChildProcessModifier(inChild);
    process.start(program(), arguments);
    return process.waitForFinished(240'000) ? outcomeOf(process) : Outcome();
}

Outcome interruptAt(const QByteArray& stage, const QStringList& arguments, qint64& milliseconds)
{
    QProcess process;
    process.start(program(), arguments);
    process.setReadChannel(QProcess::StandardError);
    QByteArray seen;
    while (!seen.contains(stage) && process.waitForReadyRead(120'000))
        seen += process.readAllStandardError();
    if (!seen.contains(stage))
        return {-1, {}, seen};
    ::kill(pid_t(process.processId()), SIGINT);
    QElapsedTimer clock;
    clock.start();
    if (!process.waitForFinished(60'000))
        return {-1, {}, seen};
    milliseconds = clock.elapsed();
    return outcomeOf(process);
}

void writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray readBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Image disc(int size, float alpha)
{
    Image image(size, size, 4);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float u = (float(x) + 0.5f) / float(size) * 2 - 1, v = 1 - (float(y) + 0.5f) / float(size) * 2;
            image.at(x, y, 0) = 0.8f;
            image.at(x, y, 1) = 0.4f + 0.3f * v;
            image.at(x, y, 2) = 0.3f + 0.2f * u;
            image.at(x, y, 3) = u * u + v * v < 0.5f ? alpha : 0.0f;
        }
    return image;
}

} // namespace bozzetto::test
