#include <QFile>
#include <QTemporaryDir>

#include <torch/types.h>

#include "core/weights/describe.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::filesystem::path fixture(const std::string& name)
{
    return std::filesystem::path(BOZZETTO_SOURCE_DIR) / "tests/data/weights" / name;
}

/// Same type, shape and values.
bool holds(const TensorFile& file, const std::string& name, const at::Tensor& expected)
{
    const at::Tensor* found = file.find(name);
    const bool same = found && found->is_contiguous() && found->scalar_type() == expected.scalar_type() &&
                      found->sizes() == expected.sizes() && found->equal(expected);
    if (!same)
        qWarning() << "tensor" << name.c_str() << (found ? "differs" : "is missing");
    return same;
}

at::Tensor ramp(int64_t count, at::ScalarType type = at::kFloat) { return torch::arange(count, at::kFloat).to(type); }

/// What make_fixtures.py put under "model".
bool holdsNetwork(const TensorFile& file, const std::string& prefix)
{
    const auto shared = ramp(24) * 0.5;
    bool same = holds(file, prefix + "weight", (ramp(6) * 0.5).view({2, 3}));
    same = holds(file, prefix + "transposed", ramp(6).view({2, 3}).t().contiguous()) && same;
    same = holds(file, prefix + "slice", shared.view({4, 6}).slice(0, 1, 3).slice(1, 2, 5).contiguous()) && same;
    same = holds(file, prefix + "tied", shared) && same;
    same = holds(file, prefix + "scalar", torch::tensor(2.5f)) && same;
    same = holds(file, prefix + "empty", torch::zeros({0, 3})) && same;
    const std::pair<const char*, at::ScalarType> typed[] = {
        {"half", at::kHalf}, {"bfloat", at::kBFloat16}, {"double", at::kDouble}, {"long", at::kLong},
        {"int", at::kInt},   {"short", at::kShort},     {"char", at::kChar},     {"byte", at::kByte}};
    for (const auto& [name, type] : typed)
        same = holds(file, prefix + name, ramp(5, type)) && same;
    same = holds(file, prefix + "flags", torch::tensor({true, false, true})) && same;
    return holds(file, prefix + "complex", torch::complex(ramp(2), -ramp(2))) && same;
}

} // namespace

class TestWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsCheckpointsOfBothKinds()
    {
        for (const char* name : {"nested.pt", "stream.pt"}) {
            const auto file = readWeights(fixture(name));
            QVERIFY2(holdsNetwork(file, "model.module."), name);
            QVERIFY(holds(file, "list.0", torch::ones({1})));
            QVERIFY(holds(file, "list.1.0", torch::zeros({2})));
            QCOMPARE(file.tensors[0].first, std::string("model.module.weight")); // file order
            QVERIFY(file.find("opt.state.0.exp_avg"));
            QCOMPARE(file.metadata.at("step"), std::string("7"));
            QCOMPARE(file.metadata.at("note"), std::string("a text"));
            QCOMPARE(file.metadata.at("rate"), std::string("0.25"));
            QCOMPARE(file.metadata.at("opt.param_groups.0.lr").substr(0, 1), std::string("2"));
            for (const auto& [key, tensor] : file.tensors)
                QVERIFY2(key.rfind("live", 0) != 0, "nothing of a live Python object may be read");
        }
    }

    void filterLeavesOthersOut()
    {
        const auto file = readWeights(fixture("nested.pt"), [](const std::string& name) { return !isTrainingState(name); });
        QVERIFY(holdsNetwork(file, "model.module."));
        QVERIFY(!file.find("opt.state.0.exp_avg"));
    }

    void readsOtherTypesAndProtocols()
    {
        const auto untyped = readPyTorchCheckpoint(fixture("untyped.pt"));
        QCOMPARE(untyped.find("e4")->scalar_type(), at::kFloat8_e4m3fn);
        QVERIFY(untyped.find("e4")->to(at::kFloat).equal(torch::tensor({1.0f, -2.5f})));
        QVERIFY(untyped.find("e5")->to(at::kFloat).equal(torch::tensor({1.0f, -2.5f})));
        QVERIFY(untyped.find("u16")->to(at::kInt).equal(torch::tensor({1, 65535}, at::kInt)));
        QVERIFY(holds(readPyTorchCheckpoint(fixture("protocol4.pt")), "x", ramp(3)));
    }

    void readsAProgramsModules()
    {
        const auto file = readWeights(fixture("script.pt"));
        QVERIFY(holds(file, "visual.0.weight", (ramp(6) * 0.5).view({2, 3}).to(at::kHalf)));
        QVERIFY(holds(file, "visual.0.bias", (-ramp(2)).to(at::kHalf)));
        QVERIFY(holds(file, "visual.1.weight", torch::ones({2}, at::kHalf)));
        QVERIFY(holds(file, "visual.1.running_mean", (3 * ramp(2)).to(at::kHalf)));
        QVERIFY(file.metadata.empty()); // "training" and the like say nothing about the weights
    }

    void executesNothing()
    {
        QTemporaryDir folder;
        const auto before = std::filesystem::current_path();
        std::filesystem::current_path(folder.path().toStdString());
        const auto file = readWeights(fixture("evil.pt"));
        const bool ran = std::filesystem::exists("bozzetto_was_here");
        std::filesystem::current_path(before);
        QVERIFY(!ran);
        QVERIFY(holds(file, "x", ramp(3)));
        QCOMPARE(file.tensors.size(), std::size_t(1));
    }

    void refusesWithASentence_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("part");
        QTest::newRow("module object") << "module_object.pt" << "an object of class torch.nn.modules.container.Sequential";
        QTest::newRow("deflated") << "deflated.pt" << "compressed";
        QTest::newRow("not weights") << "make_fixtures.py" << "found neither";
    }

    void refusesWithASentence()
    {
        QFETCH(QString, name);
        QFETCH(QString, part);
        const auto path = fixture(name.toStdString());
        const auto message = errorMessage(ErrorCode::badInput, [&] { readWeights(path); });
        QVERIFY2(message.find(path.string()) == 0 && message.find(part.toStdString()) != std::string::npos,
                 message.c_str());
    }

    void missingEmptyAndFolderFiles()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "empty.pt";
        QFile(QString::fromStdString(path.string())).open(QIODevice::WriteOnly);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { readWeights(path); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { readWeights(path.parent_path()); }).empty());
        QVERIFY(!errorMessage(ErrorCode::io, [&] { readWeights(path.parent_path() / "none.pt"); }).empty());
    }

    void readsReferenceSafetensors()
    {
        const auto file = readWeights(fixture("reference.safetensors"));
        QVERIFY(holds(file, "a", (ramp(6) * 0.5).view({2, 3})));
        QVERIFY(holds(file, "b", ramp(5, at::kBFloat16)));
        QVERIFY(holds(file, "h", ramp(3, at::kHalf)));
        QVERIFY(holds(file, "l", ramp(3, at::kLong)));
        QVERIFY(holds(file, "flags", torch::tensor({true, false})));
        QVERIFY(holds(file, "s", torch::tensor(2.5f)));
        QVERIFY(holds(file, "e", torch::zeros({0, 3})));
        QVERIFY(file.find("f8")->to(at::kFloat).equal(torch::tensor({1.0f, -2.5f})));
        QCOMPARE(file.metadata.at("note"), std::string("two words"));
        QCOMPARE(file.parameterCount(), std::int64_t(6 + 5 + 3 + 1 + 0 + 2));
    }

    void safetensorsRoundTripKeepsOrderTypesAndValues()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "a.safetensors";
        TensorFile file;
        file.metadata = {{"kind", "g3dr"}, {"quote", "\"\\ \xc3\xa9"}};
        for (const auto type : {at::kByte, at::kBool, at::kHalf, at::kFloat, at::kBFloat16, at::kDouble, at::kLong,
                                at::kInt, at::kShort, at::kChar, at::kComplexFloat})
            file.tensors.emplace_back(c10::toString(type), ramp(3, type));
        file.tensors.emplace_back("strided", ramp(6).view({2, 3}).t());
        file.tensors.emplace_back("none", torch::zeros({3, 0}));
        file.tensors.emplace_back("one", torch::tensor(1.5f));
        writeSafetensors(file, path);
        const auto back = readSafetensors(path);
        QVERIFY(back.metadata == file.metadata);
        QCOMPARE(back.tensors.size(), file.tensors.size());
        for (std::size_t i = 0; i < file.tensors.size(); ++i) {
            QCOMPARE(back.tensors[i].first, file.tensors[i].first);
            QVERIFY(holds(back, file.tensors[i].first, file.tensors[i].second.contiguous()));
        }
        writeSafetensors({}, path);
        QVERIFY(readSafetensors(path).tensors.empty());
    }

    void writerRefusesAndKeepsTheOlderFile()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "a.safetensors";
        writeSafetensors({{{"x", ramp(3)}}, {}}, path);
        const TensorFile twice{{{"x", ramp(1)}, {"x", ramp(2)}}, {}};
        const TensorFile undefined{{{"x", at::Tensor()}}, {}};
        const TensorFile reserved{{{"__metadata__", ramp(1)}}, {}};
        const TensorFile notText{{{"\xff", ramp(1)}}, {}};
        for (const auto* file : {&twice, &undefined, &reserved, &notText})
            QVERIFY(!errorMessage(ErrorCode::internal, [&] { writeSafetensors(*file, path); }).empty());
        QVERIFY(holds(readSafetensors(path), "x", ramp(3)));
        QVERIFY(!errorMessage(ErrorCode::io, [&] { writeSafetensors(twice.tensors.size() ? TensorFile() : twice,
                                                                    "/nowhere/at/all.safetensors"); })
                     .empty());
    }

    void fullDiskIsReported()
    {
        // /dev/full accepts nothing, as a full disk does.
        if (!std::filesystem::exists("/dev/full"))
            QSKIP("no /dev/full here");
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "a.safetensors";
        const auto temporary = path.parent_path() / fmt::format(".a.{}.part.safetensors", ::getpid());
        std::filesystem::create_symlink("/dev/full", temporary);
        QVERIFY(!errorMessage(ErrorCode::io, [&] { writeSafetensors({{{"x", ramp(100'000)}}, {}}, path); }).empty());
        QVERIFY(!std::filesystem::exists(path));
    }

    void describesWithoutReading()
    {
        const auto official = describeWeights(fixture("nested.pt"));
        QCOMPARE(official.kind, std::string("weights"));
        QCOMPARE(official.format, std::string("PyTorch zip checkpoint"));
        QCOMPARE(official.networkTensors, std::int64_t(18)); // 16 of the network, 2 of the list
        QCOMPARE(official.tensors, official.networkTensors + 6); // Adam: 2 parameters x (step, 2 moments)
        QCOMPARE(official.dtypes.at("BF16"), std::int64_t(1));
        QCOMPARE(describeWeights(fixture("stream.pt")).format, std::string("PyTorch checkpoint (before 1.6)"));

        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "a.safetensors";
        writeSafetensors({{{"module.init_conv.weight", torch::zeros({8, 20, 7, 7})},
                           {"module.decoder.net.2.weight", torch::zeros({4, 64})}},
                          {{"kind", "g3dr"}}},
                         path);
        const auto own = describeWeights(path);
        QCOMPARE(own.kind, std::string("G3DR weights, base width 8"));
        QCOMPARE(own.parameters, std::int64_t(8 * 20 * 49 + 256));
        QCOMPARE(own.metadata.at("kind"), std::string("g3dr"));
        QCOMPARE(networkKey("model.module.init_conv.weight"), std::string("init_conv.weight"));
        QCOMPARE(networkKey("init_conv.weight"), std::string("init_conv.weight"));
    }

    void readsRealWeights_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("key");
        QTest::addColumn<qint64>("elements");
        QTest::newRow("autoencoder decoder") << "weights/taef2_decoder.pth" << "" << qint64(0);
        QTest::newRow("autoencoder encoder") << "weights/taef2_encoder.pth" << "" << qint64(0);
        QTest::newRow("depth net") << "weights/tcmonodepth_small.pt.tar" << "" << qint64(0);
        QTest::newRow("LPIPS alex") << "weights/lpips_linear_v0.1/alex.pth" << "lin0.model.1.weight" << qint64(64);
        QTest::newRow("LPIPS vgg") << "weights/lpips_linear_v0.1/vgg.pth" << "lin4.model.1.weight" << qint64(512);
    }

    void readsRealWeights()
    {
        QFETCH(QString, name);
        QFETCH(QString, key);
        QFETCH(qint64, elements);
        const auto path = optionalData(name.toStdString());
        if (path.empty())
            QSKIP("the optional data folder is absent");
        const auto file = readWeights(path);
        qInfo() << file.tensors.size() << "tensors," << file.parameterCount() << "parameters";
        QVERIFY(file.parameterCount() > 0);
        QCOMPARE(describeWeights(path).parameters, file.parameterCount());
        for (const auto& [tensorName, tensor] : file.tensors)
            if (tensor.is_floating_point())
                QVERIFY2(tensor.to(at::kFloat).isfinite().all().item<bool>(), tensorName.c_str());
        if (!key.isEmpty())
            QCOMPARE(qint64(file.find(key.toStdString())->numel()), elements);
    }
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
