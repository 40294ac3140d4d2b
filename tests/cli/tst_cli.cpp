#include <csignal>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include "core/image/codec.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;
};

QString program() { return QStringLiteral(BOZZETTO_BINARY_DIR "/bin/bozzetto"); }

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

void writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A clay disc on nothing: alpha says what the object is. `alpha` of the disc.
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

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    QStringList quickly(const char* photo, const char* output) const
    {
        return {QStringLiteral("generate"), at(photo),  QStringLiteral("--steps"), QStringLiteral("60"),
                QStringLiteral("--resolution"), QStringLiteral("48"), QStringLiteral("--json"), QStringLiteral("-o"),
                at(output)};
    }

    /// Must fail with exit code 1, say every word of `words`, and leave the older output as it was.
    void refused(const char* photo, const QList<QByteArray>& words)
    {
        writeText(at("old.glb"), "older file");
        const auto outcome = run(quickly(photo, "old.glb"));
        QCOMPARE(outcome.code, 1);
        for (const auto& word : words)
            QVERIFY2(outcome.err.contains(word), outcome.err.constData());
        QCOMPARE(readAll(at("old.glb")), QByteArray("older file"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        encodePicture(disc(96, 1), at("disc.png").toStdString());
        encodePicture(disc(96, 0), at("nothing.png").toStdString());
        encodePicture(Image(1, 1, 3, 0.5f), at("dot.png").toStdString());
        writeText(at("text.png"), "I am not a picture.\n");
    }

    void photographBecomesAMesh()
    {
        const auto outcome = run(quickly("disc.png", "disc.glb"));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto answer = QJsonDocument::fromJson(outcome.out).object();
        QVERIFY2(answer[QStringLiteral("triangles")].toInt() > 500, outcome.out.constData());
        QCOMPARE(answer[QStringLiteral("mode")].toString(), QStringLiteral("object"));
        QVERIFY(readAll(at("disc.glb")).startsWith("glTF"));
        QVERIFY(outcome.err.contains("Field"));

        const auto info = run({QStringLiteral("info"), at("disc.glb"), QStringLiteral("--json")});
        QVERIFY2(info.code == 0, info.err.constData());
        const auto found = QJsonDocument::fromJson(info.out).object();
        QCOMPARE(found[QStringLiteral("triangles")].toInt(), answer[QStringLiteral("triangles")].toInt());
        QVERIFY(found[QStringLiteral("colours")].toBool());

        const auto converted = run({QStringLiteral("convert"), at("disc.glb"), QStringLiteral("-o"), at("disc.ply")});
        QVERIFY2(converted.code == 0, converted.err.constData());
        QVERIFY(readAll(at("disc.ply")).startsWith("ply\nformat binary_little_endian"));

        const auto rendered = run({QStringLiteral("render"), at("disc.glb"), QStringLiteral("-o"), at("views"),
                                   QStringLiteral("--views"), QStringLiteral("0:0,90:-10"), QStringLiteral("--size"),
                                   QStringLiteral("64"), QStringLiteral("--channels"), QStringLiteral("colour,depth")});
        QVERIFY2(rendered.code == 0, rendered.err.constData());
        QCOMPARE(QDir(at("views")).entryList({QStringLiteral("*.png")}).size(), 4);
    }

    void textIsNoPicture() { refused("text.png", {"text.png"}); }
    void onePixelIsTooSmall() { refused("dot.png", {"1 x 1"}); }
    void fullyTransparentIsNothing() { refused("nothing.png", {"transparent"}); }
    void missingFileIsNamed() { refused("absent.png", {"absent.png"}); }

    void unknownEndingIsRefusedBeforeTheWork()
    {
        const auto outcome = run(quickly("disc.png", "disc.xyz"));
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains(".glb"), outcome.err.constData());
        QVERIFY(!outcome.err.contains("Field"));
    }

    void missingFolderIsNamed()
    {
        const auto outcome = run(quickly("disc.png", "no/such/folder/disc.glb"));
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("does not exist"), outcome.err.constData());
    }

    void modelsAreAddedListedAndRemoved()
    {
        qputenv("XDG_DATA_HOME", m_folder.path().toLocal8Bit());
        const QByteArray header = R"({"__metadata__":{"role":"depth","licence":"CC0-1.0"},)"
                                  R"("weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
        writeText(at("mine.safetensors"),
                  QByteArray(1, char(header.size())) + QByteArray(7, '\0') + header + QByteArray(8, '\0'));
        const auto models = [](const QStringList& arguments) { return run(QStringList{QStringLiteral("models")} + arguments); };
        const auto added = models({QStringLiteral("add"), at("mine.safetensors")});
        QVERIFY2(added.code == 0 && added.out.contains("mine.safetensors"), added.err.constData());
        const auto listed = models({QStringLiteral("list"), QStringLiteral("--json")});
        const auto entries = QJsonDocument::fromJson(listed.out).array();
        const auto mine = std::find_if(entries.begin(), entries.end(), [](const QJsonValue& entry) {
            return entry[QStringLiteral("origin")].toString() == QStringLiteral("own");
        });
        QVERIFY2(mine != entries.end(), listed.out.constData());
        QCOMPARE((*mine)[QStringLiteral("role")].toString(), QStringLiteral("depth"));
        QCOMPARE((*mine)[QStringLiteral("licence")].toString(), QStringLiteral("CC0-1.0"));
        QCOMPARE((*mine)[QStringLiteral("sha256")].toString().size(), 64);
        QCOMPARE(models({QStringLiteral("use"), QStringLiteral("mine.safetensors")}).code, 0);
        QCOMPARE(models({QStringLiteral("remove"), QStringLiteral("mine.safetensors")}).code, 0);
        QCOMPARE(models({QStringLiteral("remove"), QStringLiteral("mine.safetensors")}).code, 1);
        QCOMPARE(models({QStringLiteral("add"), at("text.png")}).code, 1);
        qunsetenv("XDG_DATA_HOME");
    }

    void wrongUsageIsTwo()
    {
        QCOMPARE(run({QStringLiteral("generate")}).code, 2);
        QCOMPARE(run({QStringLiteral("sculpt")}).code, 2);
        QCOMPARE(run({}).code, 2);
        QCOMPARE(run({QStringLiteral("--help")}).code, 0);
    }

    void optionOutOfRangeSaysItsRange()
    {
        auto arguments = quickly("disc.png", "disc.glb");
        arguments << QStringLiteral("--level") << QStringLiteral("9000");
        const auto outcome = run(arguments);
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("200") && outcome.err.contains("9000"), outcome.err.constData());
    }

    void damagedCheckpointIsRefused()
    {
        writeText(at("bad.pt"), QByteArray("PK\3\4") + QByteArray(200, 'x'));
        auto arguments = quickly("disc.png", "disc2.glb");
        arguments << QStringLiteral("--weights") << at("bad.pt");
        const auto outcome = run(arguments);
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("bad.pt"), outcome.err.constData());
        QVERIFY(!QFile::exists(at("disc2.glb")));
    }

    void absentGpuIsThree()
    {
        auto arguments = quickly("disc.png", "disc.glb");
        arguments << QStringLiteral("--device") << QStringLiteral("cuda");
        const auto outcome = run(arguments);
        if (outcome.code == 0)
            QSKIP("a GPU is there");
        QCOMPARE(outcome.code, 3);
    }

    void interruptIsOneHundredAndThirty()
    {
        writeText(at("kept.glb"), "older file");
        auto arguments = quickly("disc.png", "kept.glb");
        arguments[3] = QStringLiteral("5000");
        QProcess process;
        process.start(program(), arguments);
        QByteArray seen;
        process.setReadChannel(QProcess::StandardError);
        while (!seen.contains("Field") && process.waitForReadyRead(60'000))
            seen += process.readAllStandardError();
        QVERIFY2(seen.contains("Field"), seen.constData());
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(readAll(at("kept.glb")), QByteArray("older file"));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
