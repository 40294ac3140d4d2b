#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <map>

#include <torch/types.h>

#include "core/data/procedural_object.h"
#include "core/data/render_set.h"
#include "core/data/training_set_file.h"
#include "core/image/codec.h"
#include "core/io/asset_io.h"
#include "core/weights/tensor_file.h"
#include "tests/core/data/set_folders.h"
#include "tests/core/data/test_shapes.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;
using glm::vec3;

namespace {

std::string tetrahedron(float height)
{
    return fmt::format("v 0 0 0\nv 1 0 0\nv 0 0 1\nv 0 {} 0\nf 1 2 3\nf 1 4 2\nf 1 3 4\nf 2 4 3\n", height);
}

/// Two chairs, a horse and a lamp, and three files that make no object.
void writeMeshes(const fs::path& folder)
{
    fs::create_directories(folder / "animals");
    fs::create_directories(folder / "furniture");
    exportAsset(assetOf(box({1, 2, 1}, 0)), folder / "furniture/chair_01.obj");
    exportAsset(assetOf(box({1, 2, 0.5f}, 0)), folder / "furniture/chair_02.glb");
    exportAsset(assetOf(torus(0.4f, 0.1f)), folder / "furniture/lamp.glb");
    exportAsset(assetOf(capsule({0, 0, 0}, {1, 0, 0}, 0.3f, 0.2f)), folder / "animals/horse.obj");
    exportAsset(assetOf(box({1, 0.001f, 1}, 0)), folder / "furniture/carpet.obj");
    writeText(folder / "furniture/noise.obj", "no mesh at all\n");
    const std::string whole = bytesOf(folder / "furniture/lamp.glb");
    writeText(folder / "animals/cut.glb", whole.substr(0, whole.size() / 2));
    writeText(folder / "readme.txt", "not a mesh");
}

} // namespace

class TestTrainingSet : public QObject
{
    Q_OBJECT
private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        writeMeshes(path("meshes"));
        render(smallOptions(3), path("three"));
    }

    void proceduralSetHoldsWhatTheSamplerMakes()
    {
        const auto options = smallOptions(4);
        const auto report = render(options, path("procedural"));
        QCOMPARE(report.objects, std::int64_t(4));
        QCOMPARE(report.rendered, std::int64_t(4));
        QCOMPARE(report.skipped, std::int64_t(0));
        const auto set = TrainingSet::open(path("procedural"));
        QCOMPARE(set->objects().size(), std::size_t(4));
        QCOMPARE(set->viewSize(), 16);
        QCOMPARE(set->backgrounds().sizes().vec(), (std::vector<std::int64_t>{0, 3, 16, 16}));
        QCOMPARE(set->sources().size(), std::size_t(1));
        QCOMPARE(set->sources()[0].licence, std::string("CC0"));
        const PhotoPool photos;
        for (int i = 0; i < 4; ++i) {
            const auto& info = set->objects()[std::size_t(i)];
            QCOMPARE(info.name, fmt::format("procedural/{}/{:06}", proceduralFamilyOf(7, i), i));
            QCOMPARE(info.group, info.name);
            QVERIFY(sameObjects(set->load(i), sampleObject(makeProceduralObject(7, i, photos),
                                                           options.sampler, 7, info.name)));
        }
        QCOMPARE(contentOf(path("procedural")).size(), std::size_t(2)); // no temporary file stays
        QVERIFY(errorMessage(ErrorCode::internal, [&] { set->load(4); }).find("below 4, found 4") !=
                std::string::npos);
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { set->load(-1); }).empty());
    }

    void meshesBecomeObjectsAndDamagedOnesAreSkipped()
    {
        auto options = smallOptions();
        options.meshes = path("meshes");
        const auto report = render(options, path("fromMeshes"));
        QCOMPARE(report.objects, std::int64_t(4));
        QCOMPARE(report.skipped, std::int64_t(3));
        const auto set = TrainingSet::open(path("fromMeshes"));
        const std::vector<std::string> files = {"animals/horse.obj", "furniture/chair_01.obj",
                                                "furniture/chair_02.glb", "furniture/lamp.glb"};
        QCOMPARE(set->objects().size(), files.size());
        for (std::size_t i = 0; i < files.size(); ++i) {
            const auto& info = set->objects()[i];
            QCOMPARE(info.name, files[i].substr(0, files[i].size() - 4));
            QVERIFY(
                sameObjects(set->load(std::int64_t(i)), sampleObject(importAsset(options.meshes / files[i]),
                                                                     options.sampler, 7, info.name)));
        }
        const auto file = TrainingSetFile::read(path("fromMeshes"));
        QVERIFY(file.complete);
        std::map<std::string, std::string> reasons;
        for (const auto& skipped : file.skipped)
            reasons[skipped.name] = skipped.reason;
        QCOMPARE(reasons.size(), std::size_t(3));
        QCOMPARE(reasons.at("furniture/carpet"),
                 std::string("expected a solid shape, found a flat one (1.000 x 0.001 x 1.000)"));
        for (const char* name : {"furniture/noise", "animals/cut"})
            QVERIFY2(reasons.at(name).find(path("meshes").string()) == 0, reasons.at(name).c_str());
    }

    void bytesDependOnTheSeedAlone()
    {
        auto options = smallOptions(3);
        render(options, path("once"));
        options.threads = 3;
        render(options, path("again"));
        QVERIFY(contentOf(path("once")) == contentOf(path("again")));
        options.seed = 8;
        render(options, path("otherSeed"));
        QVERIFY(bytesOf(path("once") / "shard_00000.safetensors") !=
                bytesOf(path("otherSeed") / "shard_00000.safetensors"));
    }

    void interruptedAndResumedEqualsUninterrupted()
    {
        for (int i = 0; i < 96; ++i) // each twelfth is damaged
            writeText(path("many") / fmt::format("{}_{:03}.obj", i % 5 ? "tent" : "roof", i),
                      i % 12 == 11 ? "nothing" : tetrahedron(1 + 0.01f * float(i)));
        auto options = smallOptions();
        options.meshes = path("many");
        options.sampler.views = 1;
        options.sampler.labels = {5, 5, 5};
        render(options, path("whole"));

        const auto folder = path("interrupted");
        const auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext cancelling(flag, [=](const Progress&) {
            if (fs::exists(folder / "set.json"))
                flag->store(true);
        });
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] {
                     renderTrainingSet(options, folder, cancelling);
                 }).empty());
        const auto begun = TrainingSetFile::read(folder);
        QVERIFY(!begun.complete && !begun.shards.empty() && begun.shards.size() < 2);
        const auto there = TrainingSet::open(folder)->objects().size(); // it can be read already
        QCOMPARE(there, std::size_t(59));

        options.threads = 2;
        const auto report = render(options, folder);
        QCOMPARE(report.objects, std::int64_t(88));
        QCOMPARE(report.skipped, std::int64_t(8));
        QCOMPARE(report.rendered, 88 - std::int64_t(there));
        QVERIFY(contentOf(folder) == contentOf(path("whole")));
        QCOMPARE(render(options, folder).rendered, std::int64_t(0)); // complete: nothing is left to do
        QVERIFY(contentOf(folder) == contentOf(path("whole")));

        const auto set = TrainingSet::open(folder);
        QCOMPARE(set->objects().size(), std::size_t(88));
        for (const std::int64_t i : {0, 58, 59, 87}) { // the ends of both shards
            const auto& name = set->objects()[std::size_t(i)].name;
            const Asset asset = importAsset(options.meshes / (name + ".obj"));
            QVERIFY(sameObjects(set->load(i), sampleObject(asset, options.sampler, 7, name)));
        }
        QVERIFY(noGroupIsDivided(set->objects()));
    }

    void aSetOfOtherOptionsIsRefused_data()
    {
        QTest::addColumn<int>("change");
        QTest::newRow("objects") << 0;
        QTest::newRow("seed") << 1;
        QTest::newRow("views") << 2;
        QTest::newRow("size") << 3;
        QTest::newRow("points") << 4;
        QTest::newRow("meshes") << 5;
    }

    void aSetOfOtherOptionsIsRefused()
    {
        QFETCH(int, change);
        auto options = smallOptions(3);
        if (change == 0)
            options.objects = 4;
        if (change == 1)
            options.seed = 8;
        if (change == 2)
            options.sampler.views = 3;
        if (change == 3)
            options.sampler.viewSize = 32;
        if (change == 4)
            options.sampler.labels.boxPoints = 31;
        if (change == 5)
            options.meshes = path("meshes");
        const auto folder = path("three");
        const auto before = contentOf(folder);
        const auto message = errorMessage(ErrorCode::badInput, [&] { render(options, folder); });
        QVERIFY2(message.rfind(folder.string() + ": expected a set of ", 0) == 0, message.c_str());
        QVERIFY(message.find("procedural, 3 candidates, seed 7") != std::string::npos);
        QVERIFY(message.find("choose another folder") != std::string::npos);
        QVERIFY(contentOf(folder) == before);
    }

    void aSetOfOtherGroupsIsRefused()
    {
        // Its finished shards would divide the groups of those to come.
        auto options = smallOptions(2);
        options.meshes = path("meshes/furniture");
        render(options, path("byName"));
        options.meshes = path("meshes/furniture/"); // the same folder
        render(options, path("byName"));
        options.grouping.grouping = Grouping::byFolder;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { render(options, path("byName")); }).empty());
        render(options, path("byFolder"));
        for (const char* list : {"first.txt", "second.txt"})
            writeText(path(list), "chair_01\tchairs\n");
        options.grouping = {Grouping::byList, path("first.txt")};
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { render(options, path("byFolder")); }).empty());
        render(options, path("byList"));
        QCOMPARE(render(options, path("byList")).rendered, std::int64_t(0));
        options.grouping.list = path("second.txt");
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { render(options, path("byList")); }).empty());
    }

    void aFolderWhoseNameIsNoUtf8IsResumed()
    {
        auto options = smallOptions(1);
        options.meshes = path("M\xf6"
                              "bel");
        fs::create_directories(options.meshes);
        exportAsset(assetOf(box(vec3(1), 0)), options.meshes / "cube.obj");
        QCOMPARE(render(options, path("noUtf8")).rendered, std::int64_t(1));
        QCOMPARE(render(options, path("noUtf8")).rendered, std::int64_t(0));
        fs::remove_all(options.meshes); // QTemporaryDir cannot name it
    }

    void samplingCanBeCancelled()
    {
        const JobContext cancelled(std::make_shared<std::atomic<bool>>(true), {});
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] {
                     sampleObject(assetOf(box(vec3(1), 0)), smallOptions().sampler, 1, "cube", cancelled);
                 }).empty());
    }

    void aFileIsNoFolderForASet()
    {
        writeText(path("a file"), "");
        const auto message = errorMessage(ErrorCode::io, [&] { render(smallOptions(1), path("a file")); });
        QVERIFY2(message.rfind(path("a file").string() + ": could not be made", 0) == 0, message.c_str());
    }

    void photographsBecomeBackgrounds()
    {
        const auto photos = path("photos");
        fs::create_directories(photos / "more");
        encodePicture(Image(40, 30, 3, 0.25f), photos / "dark.png");
        encodePicture(Image(24, 900, 3, 0.75f), photos / "more/bright.png");
        writeText(photos / "notes.txt", "no picture");
        fs::create_symlink("turning.png", photos / "turning.png"); // onto itself
        auto options = smallOptions(2);
        options.photos = photos;
        options.backgrounds = 12;
        render(options, path("withPhotos"));
        const auto backgrounds = TrainingSet::open(path("withPhotos"))->backgrounds();
        QCOMPARE(backgrounds.sizes().vec(), (std::vector<std::int64_t>{12, 3, 16, 16}));
        int dark = 0;
        for (std::int64_t i = 0; i < 12; ++i) {
            const auto lowest = backgrounds[i].min().item<int>(), highest = backgrounds[i].max().item<int>();
            QVERIFY(highest - lowest <= 1 && (std::abs(lowest - 64) <= 1 || std::abs(lowest - 191) <= 1));
            dark += lowest < 100;
        }
        QVERIFY(dark > 0 && dark < 12);
        const PhotoPool pool(photos);
        QVERIFY(at::equal(backgrounds, pool.backgrounds(12, 16, options.seed)));
        Random random(1);
        const Image crop = pool.crop(random, 20);
        QCOMPARE(crop.width, 20);
        QCOMPARE(crop.height, 20);
        QCOMPARE(crop.channels, 3);

        options.backgrounds = 11;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { render(options, path("withPhotos")); }).empty());
        const auto file = path("withPhotos") / "backgrounds.safetensors";
        const std::string bytes = bytesOf(file);
        writeText(file, bytes.substr(0, bytes.size() - 1));
        const auto refusal = [&] {
            return errorMessage(ErrorCode::badInput, [&] { TrainingSet::open(path("withPhotos")); });
        };
        QVERIFY(refusal().rfind(file.string(), 0) == 0);
        TensorFile other;
        other.tensors.emplace_back("backgrounds", torch::zeros({12, 3, 16, 15}, torch::kUInt8));
        writeSafetensors(other, file);
        QCOMPARE(refusal(),
                 file.string() + ": expected one tensor of U8 any x 3 x 16 x 16, found something else");
        const auto bare = path("no photos");
        QVERIFY(errorMessage(ErrorCode::io, [&] { PhotoPool none(bare); }).rfind(bare.string(), 0) == 0);
        QVERIFY(PhotoPool().empty() && PhotoPool().backgrounds(5, 16, 1).size(0) == 0);
    }

    void optionsAreChecked()
    {
        const auto refused = [](const std::function<void(RenderSetOptions&)>& change) {
            RenderSetOptions options;
            change(options);
            return errorMessage(ErrorCode::badInput, [&] { options.check(); });
        };
        RenderSetOptions().check();
        QCOMPARE(refused([](auto& o) { o.objects = -1; }),
                 std::string("objects: expected 0 or more, found -1"));
        QCOMPARE(refused([](auto& o) { o.threads = 1025; }),
                 std::string("threads: expected 0 to 1024, found 1025"));
        QCOMPARE(refused([](auto& o) { o.backgrounds = 10'001; }),
                 std::string("backgrounds: expected 0 to 10000, found 10001"));
        QCOMPARE(refused([](auto& o) { o.sampler.views = 65; }),
                 std::string("views: expected 1 to 64, found 65"));
    }
};

QTEST_GUILESS_MAIN(TestTrainingSet)
#include "tst_training_set.moc"
