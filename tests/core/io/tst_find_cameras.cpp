#include <csignal>

#include <QElapsedTimer>
#include <QTemporaryDir>

#include "core/base/child_process.h"
#include "core/io/cameras/find_cameras.h"
#include "tests/core/io/posed_fixture.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// With a script in COLMAP's place, and with COLMAP itself where it is installed.
class TestFindCameras : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QByteArray m_path = qgetenv("PATH");
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    /// `mapper`: what the script does in the mapper's turn, with $output its folder. Other turns print
    /// progress; every turn's arguments are written to "log".
    void installColmap(const std::string& mapper, const std::string& help = "--SiftExtraction.use_gpu arg")
    {
        fs::create_directories(path("bin"));
        std::ofstream(path("bin") / "colmap")
            << "#!/bin/sh\necho \"$@\" >> '" << path("log").string() << "'\n"
            << "for output; do :; done\n"
            << "case \"$1 $2\" in\n"
            << "*' -h') echo '" << help << "';;\n"
            << "feature_extractor*) echo 'Processed file [1/3]'; echo 'Processed file [3/3]';;\n"
            << "*_matcher*) echo 'Matching block [1/1, 1/1] in 0.1s' >&2;;\n"
            << "mapper*) " << mapper << ";;\nesac\n";
        fs::permissions(path("bin") / "colmap", fs::perms(0755));
        qputenv("PATH", QByteArray::fromStdString(path("bin").string()) + ":" + m_path);
        fs::remove(path("log"));
    }

    std::string copiesTheModel() const
    {
        return fmt::format("mkdir $output/0; cp '{}'/* $output/0/", path("model").string());
    }

    std::string log() const
    {
        std::ifstream in(path("log"));
        return std::string((std::istreambuf_iterator<char>(in)), {});
    }

    std::string complaint(ErrorCode code, const std::vector<fs::path>& pictures)
    {
        return errorMessage(code, [&] {
            JobContext context;
            findCameras(pictures, {}, context);
        });
    }

    std::vector<fs::path> threePictures() const
    {
        return {path("photos") / pictureName(0), path("photos") / pictureName(1),
                path("photos") / pictureName(2)};
    }

private Q_SLOTS:
    void initTestCase()
    {
        fs::create_directories(path("temporary"));
        qputenv("TMPDIR", QByteArray::fromStdString(path("temporary").string()));
        writePictures(path("photos"));
        writeColmapBinary(path("model"), 1, {40, 40, 15, 13});
    }

    void cleanup() { qputenv("PATH", m_path); }

    void withoutColmapTheSentenceSaysWhatToInstall()
    {
        qputenv("PATH", "/nowhere");
        QVERIFY(!canFindCameras());
        const auto message = complaint(ErrorCode::unsupported, threePictures());
        QVERIFY(message.find("COLMAP") != std::string::npos &&
                message.find("apt install colmap") != std::string::npos);
    }

    void theModelIsRead()
    {
        installColmap(fmt::format("echo 'Registering image #2 (2)'; {}", copiesTheModel()));
        QVERIFY(canFindCameras());
        std::vector<std::string> stages;
        std::vector<double> shares;
        JobContext context({}, [&](const Progress& progress) {
            if (stages.empty() || stages.back() != progress.stage)
                stages.push_back(progress.stage);
            if (progress.stage == "Placing cameras")
                shares.push_back(progress.share);
        });
        const auto found = findCameras(path("photos"), {}, context);
        QCOMPARE(found.scene.name, std::string("photos"));
        QCOMPARE(found.scene.pictures.size(), std::size_t(3));
        QVERIFY(found.unplaced.empty());
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(found.scene.pictures[i].name, pictureName(i));
            QVERIFY(glm::length(glm::dvec3(found.scene.pictures[i].worldFromCamera[3] - posedTruth()[i][3])) <
                    1e-9);
        }
        QCOMPARE(stages[0], std::string("Finding features"));
        QCOMPARE(stages[1], std::string("Matching pictures"));
        QCOMPARE(stages[2], std::string("Placing cameras"));
        QCOMPARE(shares.back(), 1.0);
        // The three turns, on the processor, one camera for pictures of one size.
        const auto said = log();
        QVERIFY(said.find("--ImageReader.single_camera 1 --SiftExtraction.use_gpu 0") != std::string::npos);
        QVERIFY(said.find("exhaustive_matcher") != std::string::npos &&
                said.find("--SiftMatching.use_gpu 0") != std::string::npos);
        QVERIFY(said.find("mapper") != std::string::npos);
        // Nothing is left behind.
        QVERIFY(fs::is_empty(path("temporary")));
    }

    void newerColmapIsAskedInItsOwnWords()
    {
        installColmap(copiesTheModel(), "--FeatureExtraction.use_gpu arg");
        JobContext context;
        findCameras(threePictures(), {}, context);
        QVERIFY(log().find("--FeatureExtraction.use_gpu 0") != std::string::npos);
        QVERIFY(log().find("--FeatureMatching.use_gpu 0") != std::string::npos);
    }

    void picturesThatFitToNoOtherAreNamed()
    {
        installColmap(copiesTheModel());
        encodePicture(Image(kPosedWidth, kPosedHeight, 3), path("stranger.webp"));
        auto pictures = threePictures();
        pictures.push_back(path("stranger.webp"));
        JobContext context;
        const auto found = findCameras(pictures, {}, context);
        QCOMPARE(found.unplaced, (std::vector<std::string>{"stranger.webp.png"}));
        QCOMPARE(found.scene.pictures.size(), std::size_t(3));
    }

    void picturesOfDifferentThings()
    {
        for (const char* mapper : {":", "echo ' => No good initial image pair found.'; exit 1"}) {
            installColmap(mapper);
            const auto message = complaint(ErrorCode::badInput, threePictures());
            QVERIFY(message.find("expected 3 overlapping pictures of one thing") != std::string::npos);
        }
    }

    void failuresCarryColmapsWords()
    {
        installColmap("echo 'out of luck' >&2; exit 7");
        auto message = complaint(ErrorCode::internal, threePictures());
        QVERIFY(message.find("mapper stopped with status 7") != std::string::npos &&
                message.find("out of luck") != std::string::npos);
        installColmap("kill -SEGV $$");
        message = complaint(ErrorCode::internal, threePictures());
        QVERIFY(message.find("mapper crashed") != std::string::npos);
    }

    void cancelEndsItsProcesses()
    {
        installColmap(fmt::format("echo 'Registering image #2 (2)'; echo $$ > '{}'; sleep 60; echo too late",
                                  path("pid").string()));
        const auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(
            flag, [&](const Progress& progress) { flag->store(progress.stage == "Placing cameras"); });
        QElapsedTimer timer;
        timer.start();
        QVERIFY(
            !errorMessage(ErrorCode::cancelled, [&] { findCameras(threePictures(), {}, context); }).empty());
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    }

    void wrongPictures()
    {
        installColmap(":");
        QVERIFY(complaint(ErrorCode::badInput, {threePictures()[0]}).find("two pictures or more, found 1") !=
                std::string::npos);
        QVERIFY(!complaint(ErrorCode::badInput, {threePictures()[0], threePictures()[0]}).empty());
        QVERIFY(!complaint(ErrorCode::io, {threePictures()[0], path("gone.png")}).empty());
    }

    void children()
    {
        JobContext context;
        std::string said;
        const auto collect = [&](std::string_view part) { said += part; };
        auto end = runChild({"/bin/sh", "-c", "echo out; echo err >&2; exit 3"}, {}, context, collect);
        QVERIFY(end.kind == ChildEnd::Kind::exited && end.value == 3);
        QCOMPARE(said, std::string("out\n"));
        end = runChild({"/bin/sh", "-c", "echo err >&2"}, {std::chrono::milliseconds(0), true}, context,
                       collect);
        QCOMPARE(said, std::string("out\nerr\n"));
        end =
            runChild({"/bin/sh", "-c", "sleep 60"}, {std::chrono::milliseconds(60), false}, context, collect);
        QVERIFY(end.kind == ChildEnd::Kind::timedOut);
        end = runChild({"/bin/sh", "-c", "kill -KILL $$"}, {}, context, collect);
        QVERIFY(end.kind == ChildEnd::Kind::crashed && end.value == SIGKILL);
        QVERIFY(!errorMessage(ErrorCode::internal, [&] {
                     runChild({"/no/such/program"}, {}, context, collect);
                 }).empty());
    }

    void colmapItself()
    {
        const auto scene = optionalData("multiview/fox");
        if (!canFindCameras() || scene.empty())
            QSKIP("COLMAP or the multi-view scenes are not there");
        const PosedScene truth = readPosedScene(scene, {64});
        std::vector<fs::path> pictures;
        for (std::size_t i = 0; i < 8; ++i)
            pictures.push_back(scene / truth.pictures[3 * i].name);
        JobContext context;
        const auto found = findCameras(pictures, {}, context);
        QVERIFY(found.scene.pictures.size() >= 6);
        // Scale and turn are its own; the angles between the cameras are not.
        const auto axis = [](const PosedPicture& p) { return glm::dvec3(p.worldFromCamera[2]); };
        const auto named = [&](const std::string& name) {
            return *std::find_if(truth.pictures.begin(), truth.pictures.end(),
                                 [&](const auto& p) { return p.name == fmt::format("images/{}", name); });
        };
        const auto& first = found.scene.pictures.front();
        for (const auto& picture : found.scene.pictures) {
            const double angle = glm::dot(axis(first), axis(picture));
            const double expected = glm::dot(axis(named(first.name)), axis(named(picture.name)));
            QVERIFY(isClose(std::acos(std::min(1.0, angle)), std::acos(std::min(1.0, expected)), 0, 0.03,
                            "angle"));
        }
    }
};

QTEST_GUILESS_MAIN(TestFindCameras)
#include "tst_find_cameras.moc"
