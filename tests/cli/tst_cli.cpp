#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include "core/image/codec.h"
#include "tests/cli/program.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

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

private Q_SLOTS:
    void initTestCase()
    {
        encodePicture(disc(96, 1), at("disc.png").toStdString());
    }

    void itsThreadsDoNotSpin_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("nobody asked") << QByteArray() << QByteArray("GOMP_SPINCOUNT=2000");
        QTest::newRow("the user's choice stays") << QByteArray("7") << QByteArray("GOMP_SPINCOUNT=7");
    }

    void itsThreadsDoNotSpin()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, found);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("OMP_WAIT_POLICY"));
        environment.remove(QStringLiteral("GOMP_SPINCOUNT"));
        if (!asked.isEmpty())
            environment.insert(QStringLiteral("GOMP_SPINCOUNT"), QString::fromLatin1(asked));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setReadChannel(QProcess::StandardError);
        process.start(program(), quickly("disc.png", "threads.glb"));
        QVERIFY(process.waitForReadyRead());
        const auto seen = readBytes(QStringLiteral("/proc/%1/environ").arg(process.processId()));
        process.kill();
        process.waitForFinished();
        QVERIFY2(seen.split('\0').contains(found), seen.constData());
    }

    void photographBecomesAMesh()
    {
        const auto outcome = run(quickly("disc.png", "disc.glb"));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto answer = QJsonDocument::fromJson(outcome.out).object();
        QVERIFY2(answer[QStringLiteral("triangles")].toInt() > 500, outcome.out.constData());
        QCOMPARE(answer[QStringLiteral("mode")].toString(), QStringLiteral("object"));
        QVERIFY(readBytes(at("disc.glb")).startsWith("glTF"));
        QVERIFY(outcome.err.contains("Field"));

        const auto info = run({QStringLiteral("info"), at("disc.glb"), QStringLiteral("--json")});
        QVERIFY2(info.code == 0, info.err.constData());
        const auto found = QJsonDocument::fromJson(info.out).object();
        QCOMPARE(found[QStringLiteral("triangles")].toInt(), answer[QStringLiteral("triangles")].toInt());
        QVERIFY(found[QStringLiteral("colours")].toBool());

        const auto converted = run({QStringLiteral("convert"), at("disc.glb"), QStringLiteral("-o"), at("disc.ply")});
        QVERIFY2(converted.code == 0, converted.err.constData());
        QVERIFY(readBytes(at("disc.ply")).startsWith("ply\nformat binary_little_endian"));

        const auto rendered = run({QStringLiteral("render"), at("disc.glb"), QStringLiteral("-o"), at("views"),
                                   QStringLiteral("--views"), QStringLiteral("0:0,90:-10"), QStringLiteral("--size"),
                                   QStringLiteral("64"), QStringLiteral("--channels"), QStringLiteral("colour,depth")});
        QVERIFY2(rendered.code == 0, rendered.err.constData());
        QCOMPARE(QDir(at("views")).entryList({QStringLiteral("*.png")}).size(), 4);
    }

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
        QVERIFY(QFile::copy(QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/models/depth.safetensors"),
                            at("mine.safetensors")));
        const QByteArray header = R"({"__metadata__":{"role":"depth","licence":"CC0-1.0"},)"
                                  R"("weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
        writeBytes(at("other.safetensors"),
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
        QVERIFY((*mine)[QStringLiteral("licence")].toString().contains(QStringLiteral("CC-BY-SA 3.0")));
        QCOMPARE((*mine)[QStringLiteral("sha256")].toString().size(), 64);
        QCOMPARE(models({QStringLiteral("use"), QStringLiteral("mine.safetensors")}).code, 0);
        QCOMPARE(models({QStringLiteral("remove"), QStringLiteral("mine.safetensors")}).code, 0);
        QCOMPARE(models({QStringLiteral("remove"), QStringLiteral("mine.safetensors")}).code, 1);
        QCOMPARE(models({QStringLiteral("add"), at("text.png")}).code, 1);
        const auto refused = models({QStringLiteral("add"), at("other.safetensors")});
        QVERIFY(refused.code == 1 && refused.err.contains("stem.weight"));
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

    void absentGpuIsThree()
    {
        auto arguments = quickly("disc.png", "disc.glb");
        arguments << QStringLiteral("--device") << QStringLiteral("cuda");
        for (const char* method : {"fit", "network"}) {
            const auto outcome = run(arguments + QStringList{QStringLiteral("--method"), QString::fromLatin1(method)});
            if (outcome.code == 0)
                QSKIP("a GPU is there");
            QCOMPARE(outcome.code, 3);
        }
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
