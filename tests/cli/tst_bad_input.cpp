#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include "core/image/codec.h"
#include "tests/cli/program.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

QByteArray bigEndian(quint32 value)
{
    const quint32 turned = qToBigEndian(value);
    return QByteArray(reinterpret_cast<const char*>(&turned), 4);
}

/// A chunk of the PNG format with its checksum (CRC-32, bit by bit).
QByteArray pngChunk(const QByteArray& typeAndData)
{
    quint32 checksum = 0xffffffff;
    for (const char byte : typeAndData) {
        checksum ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            checksum = (checksum >> 1) ^ ((checksum & 1) ? 0xedb88320u : 0u);
    }
    return bigEndian(quint32(typeAndData.size()) - 4) + typeAndData + bigEndian(~checksum);
}

/// A PNG that claims a size and has a thousand bytes of pixels.
QByteArray pngClaiming(quint32 width, quint32 height)
{
    const QByteArray form("\x08\x02\x00\x00\x00", 5), pixels = qCompress(QByteArray(1000, '\0')).mid(4);
    return QByteArray("\x89PNG\r\n\x1a\n") + pngChunk("IHDR" + bigEndian(width) + bigEndian(height) + form) +
           pngChunk("IDAT" + pixels) + pngChunk("IEND");
}

/// Stripes on stripes: no plain background, GrabCut has to work on it.
Image stripes(int size)
{
    Image image(size, size, 3);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const bool inside = std::hypot(x - size * 0.5, y - size * 0.5) < size * 0.3;
            for (int c = 0; c < 3; ++c)
                image.at(x, y, c) = 0.5f + 0.45f * std::sin(float(inside ? x + 2 * y : 3 * x - y) * 0.11f * float(c + 1));
        }
    return image;
}

/// No file may grow beyond `bytes`, as on a disk that is full there.
std::function<void()> fullDiskAfter(rlim_t bytes)
{
    return [bytes] {
        ::signal(SIGXFSZ, SIG_IGN); // kept across exec: the write fails instead
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    };
}

/// Root obeys no permissions; without this capability it does.
void obeyPermissions()
{
    constexpr int kDacOverride = 1;
    ::prctl(PR_CAPBSET_DROP, kDacOverride, 0, 0, 0);
}

} // namespace

/// Everything that can be wrong with what the program is given: one sentence, its exit code, the older file intact.
class TestBadInput : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }

    QStringList generating(const QString& photo, const QString& output, int steps = 50) const
    {
        return {QStringLiteral("generate"),     at(photo),           QStringLiteral("--steps"), QString::number(steps),
                QStringLiteral("--resolution"), QStringLiteral("32"), QStringLiteral("-o"),      output};
    }

    /// One line after the stages, "bozzetto: ...", that says every word.
    void hasSentence(const Outcome& outcome, int code, const QList<QByteArray>& words)
    {
        QVERIFY2(outcome.code == code, (QByteArray::number(outcome.code) + ": " + outcome.err).constData());
        const auto lines = outcome.err.trimmed().split('\n');
        const auto sentence = lines.last();
        QVERIFY2(sentence.startsWith("bozzetto: "), outcome.err.constData());
        for (const auto& word : words)
            QVERIFY2(sentence.contains(word), (sentence + " has no " + word).constData());
        QCOMPARE(outcome.err.count("bozzetto: "), 1);
    }

    /// Nothing but what was there: no temporary is left either.
    void isUntouched(const QString& folder, const QString& file)
    {
        QCOMPARE(readBytes(folder + QLatin1Char('/') + file), QByteArray("older file"));
        QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList(file));
    }

    QString olderFile(const QString& folder, const QString& file)
    {
        QDir().mkpath(at(folder));
        writeBytes(at(folder) + QLatin1Char('/') + file, "older file");
        return at(folder) + QLatin1Char('/') + file;
    }

private Q_SLOTS:
    void initTestCase()
    {
        encodePicture(disc(96, 1), at(QStringLiteral("disc.png")).toStdString());
        encodePicture(disc(96, 0), at(QStringLiteral("nothing.png")).toStdString());
        encodePicture(Image(1, 1, 3, 0.5f), at(QStringLiteral("dot.png")).toStdString());
        writeBytes(at(QStringLiteral("text.png")), "I am not a picture.\n");
        writeBytes(at(QStringLiteral("empty.png")), "");
        writeBytes(at(QStringLiteral("huge.png")), pngClaiming(300'000, 300'000));
        encodePicture(stripes(900), at(QStringLiteral("stripes.png")).toStdString());
        const auto whole = readBytes(at(QStringLiteral("disc.png")));
        writeBytes(at(QStringLiteral("torn.png")), whole.left(whole.size() / 2));
        const auto made = run(generating(QStringLiteral("disc.png"), at(QStringLiteral("disc.glb"))));
        QVERIFY2(made.code == 0, made.err.constData());
    }

    void picture_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QList<QByteArray>>("words");
        const auto row = [](const char* name, const QList<QByteArray>& words) {
            QTest::addRow("%s", name) << QString::fromUtf8(name) << words;
        };
        row("text.png", {"text.png", "expected a PNG", "found plain text"});
        row("empty.png", {"empty.png", "expected a picture", "found an empty file"});
        row("dot.png", {"dot.png", "expected a picture of at least 8 x 8", "found 1 x 1"});
        row("nothing.png", {"expected an object", "transparent everywhere"});
        row("huge.png", {"huge.png", "expected sides of at most 65500", "found 300000 x 300000"});
        row("torn.png", {"torn.png", "expected a complete, undamaged picture", "found damaged data"});
        row("absent.png", {"absent.png", "expected a picture", "no such file"});
    }

    void picture()
    {
        QFETCH(QString, name);
        QFETCH(QList<QByteArray>, words);
        const auto output = olderFile(QStringLiteral("picture"), QStringLiteral("old.glb"));
        hasSentence(run(generating(name, output)), 1, words);
        isUntouched(at(QStringLiteral("picture")), QStringLiteral("old.glb"));
    }

    void checkpoint_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QList<QByteArray>>("words");
        const QString fixtures = QStringLiteral(BOZZETTO_SOURCE_DIR "/tests/data/weights/");
        const auto nested = readBytes(fixtures + QStringLiteral("nested.pt"));
        const auto tensors = readBytes(fixtures + QStringLiteral("reference.safetensors"));
        writeBytes(at(QStringLiteral("torn.pt")), nested.left(nested.size() / 2));
        writeBytes(at(QStringLiteral("torn.safetensors")), tensors.left(tensors.size() / 2));
        writeBytes(at(QStringLiteral("noise.pt")), QByteArray("PK\3\4") + QByteArray(200, 'x'));
        writeBytes(at(QStringLiteral("evil.pt")), readBytes(fixtures + QStringLiteral("evil.pt")));
        for (const char* name : {"torn.pt", "torn.safetensors", "noise.pt", "evil.pt"})
            QTest::addRow("%s", name) << QString::fromUtf8(name) << QList<QByteArray>{name, "expected", "found"};
        QTest::addRow("absent.pt") << QStringLiteral("absent.pt") << QList<QByteArray>{"absent.pt"};
    }

    void checkpoint()
    {
        QFETCH(QString, name);
        QFETCH(QList<QByteArray>, words);
        const auto output = olderFile(QStringLiteral("checkpoint"), QStringLiteral("old.glb"));
        const auto arguments = generating(QStringLiteral("disc.png"), output)
                               << QStringLiteral("--weights") << at(name);
        hasSentence(run(arguments), 1, words);
        isUntouched(at(QStringLiteral("checkpoint")), QStringLiteral("old.glb"));
        QVERIFY2(!QFile::exists(QStringLiteral("bozzetto_was_here")), "the checkpoint's command was run");
        const auto info = run({QStringLiteral("info"), at(name)});
        QVERIFY2(info.code == 1 || name == QStringLiteral("evil.pt"), info.out.constData());
        QVERIFY2(!QFile::exists(QStringLiteral("bozzetto_was_here")), "the checkpoint's command was run");
    }

    void unwritableFolder()
    {
        const auto output = olderFile(QStringLiteral("locked"), QStringLiteral("old.glb"));
        QFile::setPermissions(at(QStringLiteral("locked")), QFile::ReadOwner | QFile::ExeOwner);
        const auto outcome = run(generating(QStringLiteral("disc.png"), output), obeyPermissions);
        const auto rendered = run({QStringLiteral("render"), at(QStringLiteral("disc.glb")), QStringLiteral("-o"),
                                   at(QStringLiteral("locked")) + QStringLiteral("/views")},
                                  obeyPermissions);
        QFile::setPermissions(at(QStringLiteral("locked")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        if (outcome.code == 0)
            QSKIP("this process may not give up its right to write everywhere");
        hasSentence(outcome, 1, {"old.glb", "locked cannot be written (Permission denied)"});
        QVERIFY2(!outcome.err.contains("Field"), "found out only after the work");
        hasSentence(rendered, 1, {"locked/views", "Permission denied"});
        isUntouched(at(QStringLiteral("locked")), QStringLiteral("old.glb"));
    }

    void fullDiskOnExport_data()
    {
        QTest::addColumn<QString>("extension");
        for (const char* extension : {"glb", "gltf", "obj", "fbx", "stl", "ply", "dae"})
            QTest::addRow("%s", extension) << QString::fromUtf8(extension);
    }

    void fullDiskOnExport()
    {
        QFETCH(QString, extension);
        const auto folder = QStringLiteral("full_") + extension, file = QStringLiteral("old.") + extension;
        const auto output = olderFile(folder, file);
        const QStringList arguments{QStringLiteral("convert"), at(QStringLiteral("disc.glb")), QStringLiteral("-o"), output};
        hasSentence(run(arguments, fullDiskAfter(4096)), 1, {file.toUtf8(), "could not be written (File too large)"});
        isUntouched(at(folder), file);
    }

    void fullDiskAfterTheWork()
    {
        const auto output = olderFile(QStringLiteral("full"), QStringLiteral("old.glb"));
        hasSentence(run(generating(QStringLiteral("disc.png"), output), fullDiskAfter(4096)), 1,
                    {"old.glb", "could not be written (File too large)"});
        isUntouched(at(QStringLiteral("full")), QStringLiteral("old.glb"));
    }

    void fullDiskUnderPictures()
    {
        const auto folder = at(QStringLiteral("pictures"));
        const auto output = olderFile(QStringLiteral("pictures"), QStringLiteral("view_+0_+0_colour.png"));
        const QStringList arguments{QStringLiteral("render"), at(QStringLiteral("disc.glb")), QStringLiteral("-o"), folder,
                                    QStringLiteral("--views"), QStringLiteral("0:0"), QStringLiteral("--channels"),
                                    QStringLiteral("colour")};
        hasSentence(run(arguments, fullDiskAfter(1024)), 1, {"view_+0_+0_colour.png", "could not be written"});
        isUntouched(folder, QStringLiteral("view_+0_+0_colour.png"));
    }

    /// The same on a real small file system, where this process may mount one.
    void fullFileSystem()
    {
        const auto folder = at(QStringLiteral("small"));
        QDir().mkpath(folder);
        if (::mount("tmpfs", folder.toUtf8().constData(), "tmpfs", 0, "size=16k") != 0)
            QSKIP(qPrintable(QStringLiteral("no file system may be mounted here (%1)").arg(QString::fromUtf8(std::strerror(errno)))));
        writeBytes(folder + QStringLiteral("/old.glb"), "older file");
        const auto outcome = run({QStringLiteral("convert"), at(QStringLiteral("disc.glb")), QStringLiteral("-o"),
                                  folder + QStringLiteral("/old.glb")});
        const auto kept = readBytes(folder + QStringLiteral("/old.glb"));
        const auto left = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        ::umount(folder.toUtf8().constData());
        hasSentence(outcome, 1, {"old.glb", "could not be written (No space left on device)"});
        QCOMPARE(kept, QByteArray("older file"));
        QCOMPARE(left, QStringList(QStringLiteral("old.glb")));
    }

    void fullStandardOutput()
    {
        const auto outcome = run({QStringLiteral("info"), at(QStringLiteral("disc.png"))}, [] {
            if (std::freopen("/dev/full", "w", stdout) == nullptr)
                ::_exit(99);
        });
        hasSentence(outcome, 1, {"standard output", "No space left on device"});
    }

    void interrupt_data()
    {
        QTest::addColumn<QByteArray>("stage");
        for (const char* stage : {"Read", "Matte", "Field", "Surface"})
            QTest::addRow("%s", stage) << QByteArray(stage);
    }

    /// Within a second on a machine that does nothing else; this one may, so the best of three counts.
    void interrupt()
    {
        QFETCH(QByteArray, stage);
        const auto output = olderFile(QStringLiteral("interrupt"), QStringLiteral("kept.glb"));
        auto arguments = generating(stage == "Matte" ? QStringLiteral("stripes.png") : QStringLiteral("disc.png"), output,
                                    stage == "Field" ? 5000 : 50);
        arguments[5] = QStringLiteral("1024");
        qint64 best = 60'000;
        for (int attempt = 0; attempt < 3 && best >= 1000; ++attempt) {
            qint64 milliseconds = 0;
            hasSentence(interruptAt(stage, arguments, milliseconds), 130, {"Cancelled"});
            isUntouched(at(QStringLiteral("interrupt")), QStringLiteral("kept.glb"));
            best = std::min(best, milliseconds);
        }
        qInfo("ended %lld ms after the interrupt", static_cast<long long>(best));
        QVERIFY2(best < 1000, "expected an end within a second");
    }
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
