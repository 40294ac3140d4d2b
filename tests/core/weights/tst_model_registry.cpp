#include <atomic>
#include <cstdlib>
#include <fstream>
#include <limits>

#include <QTemporaryDir>

#include <torch/types.h>

#include "core/g3dr/model.h"
#include "core/g3dr/model_check.h"
#include "core/g3dr/object_network.h"
#include "core/weights/model_registry.h"
#include "core/weights/sha256.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace fs = std::filesystem;

namespace {

void writeText(const fs::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

/// A network of one tensor that says what it is.
fs::path writeModel(const fs::path& path, const std::map<std::string, std::string>& metadata,
                    float value = 0.5f)
{
    TensorFile file;
    file.tensors.emplace_back("weight", torch::full({3, 4}, value));
    file.metadata = metadata;
    writeSafetensors(file, path);
    return path;
}

/// An object generator that can be loaded, or (spoilt) one with a value that is no number.
fs::path writeGenerator(const fs::path& path, bool spoilt = false)
{
    ObjectNetworkOptions options;
    options.width = 8;
    options.features = 4;
    options.deepBlocks = 1;
    TensorFile file;
    for (const auto& [name, tensor] : ObjectNetwork(options, 1, torch::kCPU).parameters())
        file.tensors.emplace_back(name, tensor.detach().clone());
    if (spoilt)
        file.tensors.back().second.fill_(std::numeric_limits<float>::quiet_NaN());
    file.metadata = options.card();
    file.metadata["role"] = "object";
    writeSafetensors(file, path);
    return path;
}

/// Folders of a machine of one's own.
struct Bench
{
    Bench()
    {
        root = folder.path().toStdString();
        folders = {root / "shipped", root / "own", {root / "env"}};
        for (const char* name : {"shipped", "env", "files"})
            fs::create_directories(root / name);
    }

    ModelRegistry registry() const { return ModelRegistry(folders); }

    InstalledModel listed(const std::string& file) const
    {
        for (const auto& model : registry().list())
            if (model.path.filename() == file)
                return model;
        return {};
    }

    QTemporaryDir folder;
    fs::path root;
    ModelFolders folders;
    JobContext context;
};

} // namespace

class TestModelRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyFoldersHoldNothing()
    {
        const Bench bench;
        QVERIFY(bench.registry().list().empty());
        for (const auto role : kModelRoles)
            QVERIFY(!bench.registry().modelFor(role));
        ModelFolders nowhere;
        nowhere.own = bench.root / "no/such/folder";
        QVERIFY(ModelRegistry(nowhere).list().empty());
    }

    void rolesAreSpelledOneWay()
    {
        for (const auto role : kModelRoles)
            QVERIFY(parseModelRole(modelRoleName(role)) == role);
        QVERIFY(!parseModelRole("Depth") && !parseModelRole(""));
    }

    void aFileTellsWhatItIs()
    {
        const Bench bench;
        const auto path = writeModel(bench.root / "shipped/depth-1.safetensors", {{"name", "Depth of things"},
                                                                                  {"role", "depth"},
                                                                                  {"licence", "CC0-1.0"},
                                                                                  {"attribution", "Us"},
                                                                                  {"data", "Renders"},
                                                                                  {"scores", "error 0.07"},
                                                                                  {"recipe", "depth"}});
        const auto model = bench.listed("depth-1.safetensors");
        QVERIFY(model.role == ModelRole::depth && model.origin == ModelOrigin::shipped && model.inUse);
        QCOMPARE(model.name, std::string("Depth of things"));
        QCOMPARE(model.licence + model.attribution + model.data + model.scores + model.recipe,
                 std::string("CC0-1.0UsRenderserror 0.07depth"));
        QCOMPARE(model.parameters, std::int64_t(12));
        QCOMPARE(model.fileBytes, std::uint64_t(fs::file_size(path)));
        QVERIFY(bench.registry().modelFor(ModelRole::depth) == path);
    }

    void theRecipeStandsInForTheRole()
    {
        const Bench bench;
        writeModel(bench.root / "shipped/a.safetensors", {{"recipe", "g3dr-object"}});
        writeModel(bench.root / "shipped/b.safetensors", {{"recipe", "matte"}});
        writeModel(bench.root / "shipped/c.safetensors", {});
        QVERIFY(bench.listed("a.safetensors").role == ModelRole::object);
        QCOMPARE(bench.listed("a.safetensors").name, std::string("a"));
        QVERIFY(bench.listed("b.safetensors").role == ModelRole::matte);
        QVERIFY(!bench.listed("c.safetensors").role && !bench.listed("c.safetensors").inUse);
    }

    void damagedFilesAreListedWithTheirProblem()
    {
        const Bench bench;
        writeText(bench.root / "shipped/broken.safetensors", "not weights at all");
        writeText(bench.root / "shipped/notes.txt", "no model");
        const auto models = bench.registry().list();
        QCOMPARE(models.size(), std::size_t(1));
        QVERIFY(models[0].problem.find("broken.safetensors") != std::string::npos);
        QVERIFY(errorMessage(ErrorCode::badInput, [&] {
                    bench.registry().use("broken.safetensors");
                }).find("broken.safetensors") != std::string::npos);
    }

    void environmentComesFirstAndTheChoiceBeforeAll()
    {
        Bench bench;
        const auto shipped = writeModel(bench.root / "shipped/m.safetensors", {{"role", "matte"}});
        QVERIFY(bench.registry().modelFor(ModelRole::matte) == shipped);
        const auto environment = writeModel(bench.root / "env/z.safetensors", {{"role", "matte"}});
        QVERIFY(bench.registry().modelFor(ModelRole::matte) == environment);
        QVERIFY(bench.registry().use(shipped).inUse);
        QVERIFY(bench.registry().modelFor(ModelRole::matte) == shipped);
        QVERIFY(!bench.listed("z.safetensors").inUse);
        fs::remove(shipped); // a choice that is gone is none
        QVERIFY(bench.registry().modelFor(ModelRole::matte) == environment);
        writeText(bench.root / "own/in-use.json", "{ damaged");
        QVERIFY(bench.registry().modelFor(ModelRole::matte) == environment);
    }

    void ownFilesAreAddedUsedAndRemoved()
    {
        Bench bench;
        const auto file = writeGenerator(bench.root / "files/mine.safetensors");
        const auto added = bench.registry().add(file, checkModelFile, bench.context);
        QVERIFY(added.origin == ModelOrigin::own && added.inUse &&
                added.path == bench.root / "own/mine.safetensors");
        QCOMPARE(sha256OfFile(added.path, bench.context), sha256OfFile(file, bench.context));
        QVERIFY(errorMessage(ErrorCode::badInput, [&] {
                    bench.registry().add(file, checkModelFile, bench.context);
                }).find("already") != std::string::npos);
        bench.registry().remove("mine.safetensors");
        QVERIFY(!fs::exists(added.path) && fs::exists(file));
        QVERIFY(
            !errorMessage(ErrorCode::badInput, [&] { bench.registry().remove("mine.safetensors"); }).empty());
        const auto shipped = writeModel(bench.root / "shipped/s.safetensors", {{"role", "object"}});
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { bench.registry().remove(shipped); }).empty());
        QVERIFY(fs::exists(shipped));
    }

    void whatIsNoModelIsNotCopied_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("word");
        QTest::newRow("no role") << QStringLiteral("plain.safetensors") << QStringLiteral("role");
        QTest::newRow("not finite") << QStringLiteral("nan.safetensors") << QStringLiteral("finite");
        QTest::newRow("no depth network") << QStringLiteral("depth.safetensors") << QStringLiteral("stem.weight");
        QTest::newRow("not G3DR's") << QStringLiteral("claims.safetensors")
                                    << QStringLiteral("init_conv.weight");
        QTest::newRow("text") << QStringLiteral("text.pt") << QStringLiteral("text.pt");
        QTest::newRow("ending") << QStringLiteral("model.bin") << QStringLiteral(".safetensors");
    }
    void whatIsNoModelIsNotCopied()
    {
        QFETCH(QString, file);
        QFETCH(QString, word);
        Bench bench;
        const auto files = bench.root / "files";
        writeModel(files / "plain.safetensors", {});
        writeGenerator(files / "nan.safetensors", true);
        writeModel(files / "depth.safetensors", {{"role", "depth"}});
        writeModel(files / "claims.safetensors", {{"role", "g3dr"}});
        writeText(files / "text.pt", "hello, this is no checkpoint at all");
        writeText(files / "model.bin", "hello");
        const auto message = errorMessage(ErrorCode::badInput, [&] {
            bench.registry().add(files / file.toStdString(), checkModelFile, bench.context);
        });
        QVERIFY2(message.find(word.toStdString()) != std::string::npos, message.c_str());
        QVERIFY(bench.registry().list().empty());
    }

    void aG3drCheckpointIsKnownByItsLayout()
    {
        Bench bench;
        UnetOptions options;
        options.baseWidth = 8;
        const TriplaneUnet unet(options);
        saveG3drModel(unet, bench.root / "files/generator.safetensors");
        const auto added =
            bench.registry().add(bench.root / "files/generator.safetensors", checkModelFile, bench.context);
        QVERIFY(added.role == ModelRole::g3dr && added.inUse);
    }

    void cancelLeavesNothingBehind()
    {
        Bench bench;
        const auto file = writeGenerator(bench.root / "files/mine.safetensors");
        const auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(flag, [&](const Progress&) { flag->store(true); });
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] {
                     bench.registry().add(file, checkModelFile, context);
                 }).empty());
        std::error_code absent;
        QVERIFY(fs::directory_iterator(bench.root / "own", absent) == fs::directory_iterator());
    }

    void standardFoldersFollowTheEnvironment()
    {
        const Bench bench;
        ::setenv("XDG_DATA_HOME", bench.root.c_str(), 1);
        ::setenv("BOZZETTO_MODELS", (bench.root.string() + "/a::" + bench.root.string() + "/b").c_str(), 1);
        const auto folders = standardModelFolders();
        QVERIFY(folders.own == bench.root / "bozzetto/models");
        QVERIFY((folders.environment == std::vector<fs::path>{bench.root / "a", bench.root / "b"}));
        ::unsetenv("XDG_DATA_HOME");
        ::unsetenv("BOZZETTO_MODELS");
        QVERIFY(standardModelFolders().environment.empty());
    }

    /// FIPS 180-4's example "abc", and the empty message.
    void sha256OfKnownMessages()
    {
        Bench bench;
        writeText(bench.root / "abc", "abc");
        writeText(bench.root / "empty", "");
        QCOMPARE(sha256OfFile(bench.root / "abc", bench.context),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256OfFile(bench.root / "empty", bench.context),
                 std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QVERIFY(!errorMessage(ErrorCode::io, [&] {
                     sha256OfFile(bench.root / "absent", bench.context);
                 }).empty());
    }
};

QTEST_GUILESS_MAIN(TestModelRegistry)
#include "tst_model_registry.moc"
