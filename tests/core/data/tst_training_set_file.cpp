#include <QTemporaryDir>
#include <QTest>

#include <torch/types.h>

#include "core/data/training_set_file.h"
#include "core/weights/tensor_file.h"
#include "tests/core/data/set_folders.h"
#include "tests/core/data/test_shapes.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;
using glm::vec3;

class TestTrainingSetFile : public QObject
{
    Q_OBJECT
private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    /// A folder of its own with a small set of three objects in one shard.
    fs::path freshSet(const std::string& name) const
    {
        const auto folder = path("fresh") / name;
        fs::remove_all(folder);
        fs::create_directories(folder.parent_path());
        fs::copy(path("three"), folder);
        return folder;
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        render(smallOptions(3), path("three"));
    }

    void splitsCoverTheSet()
    {
        const auto folder = freshSet("splits");
        auto file = TrainingSetFile::read(folder);
        file.shards[0].objects[1].split = Split::test;
        file.shards[0].objects[2].split = Split::validation;
        file.write(folder);
        const auto set = TrainingSet::open(folder);
        QCOMPARE(set->indices(Split::test), std::vector<std::int64_t>{1});
        QCOMPARE(set->indices(Split::validation), std::vector<std::int64_t>{2});
        QVERIFY(set->indices(Split::train).size() == (set->objects()[0].split == Split::train ? 1u : 0u));
    }

    void brokenDescriptionsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        const auto row = [](const char* name, const char* from, const char* to) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to);
        };
        row("not JSON", "{", "[");
        row("another format", "bozzetto training set", "holiday pictures");
        row("another version", "\"version\": 1", "\"version\": 2");
        row("a missing field", "\"complete\"", "\"completed\"");
        row("text for a number", "\"viewSize\": 16", "\"viewSize\": \"16\"");
        row("a number for text", "\"made\": \"", "\"made\": 3, \"was\": \"");
        row("a size below zero", "\"viewSize\": 16", "\"viewSize\": -16");
        row("a size beyond measure", "\"viewSize\": 16", "\"viewSize\": 1e300");
        row("an unknown split", "\"split\": \"train\"", "\"split\": \"exam\"");
        row("a shard elsewhere", "\"shard_00000", "\"../shard_00000");
        row("backgrounds elsewhere", "\"backgrounds\": \"\"", "\"backgrounds\": \"/etc/hostname\"");
    }

    void brokenDescriptionsAreRefused()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const auto folder = freshSet("described"), file = folder / "set.json";
        std::string text = bytesOf(file);
        const auto place = text.find(from.toStdString());
        QVERIFY(place != std::string::npos);
        writeText(file, text.replace(place, std::size_t(from.size()), to.toStdString()));
        const auto message = errorMessage(ErrorCode::badInput, [&] { TrainingSet::open(folder); });
        QVERIFY2(message.rfind(file.string() + ": expected the description of a training set, found ", 0) ==
                     0,
                 message.c_str());
    }

    void missingOrCutDescriptionsAreRefused()
    {
        const auto folder = freshSet("cut"), file = folder / "set.json";
        const std::string text = bytesOf(file);
        for (const std::size_t length : {std::size_t(0), std::size_t(1), text.size() / 2, text.size() - 3}) {
            writeText(file, text.substr(0, length));
            QVERIFY(errorMessage(ErrorCode::badInput, [&] {
                        TrainingSet::open(folder);
                    }).rfind(file.string(), 0) == 0);
        }
        fs::remove(file);
        const auto message = errorMessage(ErrorCode::io, [&] { TrainingSet::open(folder); });
        QVERIFY2(message.rfind(folder.string() + ": expected a training set", 0) == 0, message.c_str());
    }

    void cutShardsAreRefused()
    {
        const auto folder = freshSet("shards"), shard = folder / "shard_00000.safetensors";
        const std::string bytes = bytesOf(shard);
        for (const std::size_t length :
             {std::size_t(0), std::size_t(5), std::size_t(200), bytes.size() / 2, bytes.size() - 1}) {
            writeText(shard, bytes.substr(0, length));
            const auto message = errorMessage(ErrorCode::badInput, [&] { TrainingSet::open(folder); });
            QVERIFY2(message.rfind(shard.string(), 0) == 0, message.c_str());
        }
        fs::remove(shard);
        QVERIFY(errorMessage(ErrorCode::io, [&] { TrainingSet::open(folder); }).rfind(shard.string(), 0) ==
                0);
    }

    void shardsOfAnotherFormAreRefused()
    {
        const auto folder = freshSet("forms"), shard = folder / "shard_00000.safetensors";
        const auto whole = readSafetensors(shard);
        const auto refused = [&](const std::function<void(TensorFile&)>& change) {
            TensorFile file = whole;
            change(file);
            writeSafetensors(file, shard);
            const auto message = errorMessage(ErrorCode::badInput, [&] { TrainingSet::open(folder); });
            return message.rfind(shard.string(), 0) == 0 ? message.substr(shard.string().size())
                                                         : std::string();
        };
        const auto tensor = [](TensorFile& file, const std::string& name) -> at::Tensor& {
            return std::find_if(file.tensors.begin(), file.tensors.end(),
                                [&](const auto& entry) { return entry.first == name; })
                ->second;
        };
        QCOMPARE(refused([](TensorFile& file) { file.tensors.erase(file.tensors.begin() + 1); }),
                 std::string(": expected a tensor height of F16 3 x any x 16 x 16, found none"));
        QCOMPARE(refused([&](TensorFile& file) {
                     tensor(file, "tangent") = tensor(file, "tangent").to(torch::kHalf);
                 }),
                 std::string(": expected a tensor tangent of F32 3 x any, found F16 3 x 2"));
        QCOMPARE(refused([&](TensorFile& file) {
                     for (auto& entry : file.tensors)
                         entry.second = entry.second.narrow(0, 0, 2).contiguous();
                 }),
                 std::string(
                     ": expected a tensor colour of U8 3 x any x 16 x 16 x 4, found U8 2 x 2 x 16 x 16 x 4"));
        for (const char* name : {"occupied", "surfaceColour", "surfaceNormal", "distance", "normal"})
            QCOMPARE(refused([&](TensorFile& file) {
                         tensor(file, name) = tensor(file, name).narrow(1, 0, 1).contiguous();
                     }),
                     std::string(": expected as many views, points and surface points in every tensor"));
        writeSafetensors(whole, shard);
        QCOMPARE(TrainingSet::open(folder)->objects().size(), std::size_t(3));
    }

    void shardsWithoutObjectsAreSteppedOver()
    {
        const auto folder = freshSet("empty");
        const auto expected = TrainingSet::open(path("three"));
        auto file = TrainingSetFile::read(folder);
        fs::rename(folder / "shard_00000.safetensors", folder / "full.safetensors");
        file.shards[0].file = "full.safetensors";
        file.shards.insert(file.shards.begin(), {"none.safetensors", {}});
        file.shards.push_back({"neither.safetensors", {}});
        file.write(folder);
        const auto set = TrainingSet::open(folder);
        QCOMPARE(set->objects().size(), std::size_t(3));
        for (int i = 0; i < 3; ++i)
            QVERIFY(sameObjects(set->load(i), expected->load(i)));
    }

    void shardsNeedObjectsOfOneShape()
    {
        SamplerOptions options = smallOptions().sampler;
        const Asset cube = assetOf(box(vec3(1), 0));
        const auto first = sampleObject(cube, options, 1, "cube");
        options.views = 1;
        const auto second = sampleObject(cube, options, 1, "cube");
        const auto shard = path("shapes.safetensors");
        QVERIFY(errorMessage(ErrorCode::internal, [&] {
                    writeTrainingShard({first, second}, shard);
                }).find("tensor colour") != std::string::npos);
        QVERIFY(errorMessage(ErrorCode::internal, [&] {
                    writeTrainingShard({}, shard);
                }).find("found none") != std::string::npos);
        QVERIFY(!fs::exists(shard));
    }

    void descriptionsComeBack()
    {
        TrainingSetFile file;
        file.viewSize = 48;
        file.made = "of \"this\"\tand that";
        file.complete = true;
        file.sources = {{"M\xc3\xb6"
                         "bel",
                         "CC0", "A & B"},
                        {"second", "", ""}};
        file.shards = {{"a.safetensors", {{"n1", "g1", Split::test}, {"n\xff", "g2", Split::validation}}}};
        file.skipped = {{"s", "expected\nmore"}};
        fs::create_directories(path("described"));
        file.write(path("described"));
        const auto back = TrainingSetFile::read(path("described"));
        QCOMPARE(back.viewSize, 48);
        QCOMPARE(back.made, file.made);
        QVERIFY(back.complete);
        QCOMPARE(back.sources.size(), std::size_t(2));
        QCOMPARE(back.sources[0].name, file.sources[0].name);
        QCOMPARE(back.sources[0].attribution, std::string("A & B"));
        QCOMPARE(back.shards.size(), std::size_t(1));
        QCOMPARE(back.shards[0].objects[0].split, Split::test);
        QCOMPARE(back.shards[0].objects[1].name,
                 std::string("n\xef\xbf\xbd")); // no UTF-8: the replacement character
        QCOMPARE(back.shards[0].objects[1].split, Split::validation);
        QCOMPARE(back.skipped[0].reason, file.skipped[0].reason);
    }
};

QTEST_GUILESS_MAIN(TestTrainingSetFile)
#include "tst_training_set_file.moc"
