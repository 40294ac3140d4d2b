#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
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
        const auto outcome = run(arguments);
        if (outcome.code == 0)
            QSKIP("a GPU is there");
        QCOMPARE(outcome.code, 3);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
