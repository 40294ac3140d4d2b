#include <fstream>
#include <filesystem>

#include <QTemporaryDir>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/vision/picture_distance.h"
#include "core/weights/tensor_file.h"
#include "tests/support/formula_weights.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

nlohmann::json fixture()
{
    std::ifstream in(std::string(BOZZETTO_SOURCE_DIR) + "/tests/data/vision/inception.json");
    return nlohmann::json::parse(in);
}

/// The published files' names and shapes, filled by the formula.
TensorFile layout(const nlohmann::json& convolutions, int64_t classes)
{
    TensorFile file;
    const auto add = [&](const std::string& name, std::vector<int64_t> shape) {
        file.tensors.emplace_back(name, formulaWeight(name, shape));
    };
    for (const auto& [name, shape] : convolutions.items()) {
        add(name, shape.get<std::vector<int64_t>>());
        const auto stem = name.substr(0, name.size() - std::string("conv.weight").size());
        for (const char* part : {"bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"})
            add(stem + part, {shape[0].get<int64_t>()});
    }
    add("fc.weight", {classes, 2048});
    add("fc.bias", {classes});
    return file;
}

void compare(const at::Tensor& found, const nlohmann::json& wanted)
{
    const auto flat = found.contiguous().flatten();
    const double deviation = wanted["deviation"];
    QVERIFY(deviation > 1e-6);
    int64_t index = 0;
    for (const double value : wanted["values"]) {
        const double off = std::abs(flat[index].item<double>() - value);
        QVERIFY2(off < 1e-6 + 2e-3 * deviation, qPrintable(QStringLiteral("value %1 is off by %2").arg(index).arg(off)));
        index += wanted["step"].get<int64_t>();
    }
}

} // namespace

class TestInception : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matchesBothLayouts();
    void missingTensorIsNamed();

private:
    QTemporaryDir m_folder;
};

void TestInception::matchesBothLayouts()
{
    const auto truth = fixture();
    const int64_t side = truth["side"];
    const auto picture = (uniformOf("picture", {2, 3, side, side}) + 1) / 2;
    for (const auto& answer : truth["answers"]) {
        const std::filesystem::path path = m_folder.filePath(QStringLiteral("inception.safetensors")).toStdString();
        writeSafetensors(layout(truth["convolutions"], answer["classes"]), path);
        const auto network = loadInception(path);
        const at::NoGradGuard noGradient;
        const auto features = network->features(picture);
        QCOMPARE(features.sizes().vec(), (std::vector<int64_t>{2, 2048}));
        compare(features, answer["features"]);
        const auto probabilities = network->probabilities(features);
        compare(probabilities, answer["probabilities"]);
        QVERIFY(isClose(probabilities.sum().item<double>(), 2, 1e-5, 0, "rows sum to 1"));
        QCOMPARE(network->name().find("FID") != std::string::npos, answer["classes"].get<int>() == 1008);
    }
}

void TestInception::missingTensorIsNamed()
{
    const auto truth = fixture();
    auto file = layout(truth["convolutions"], 1000);
    std::erase_if(file.tensors, [](const auto& entry) { return entry.first.starts_with("Mixed_6c.branch7x7_2."); });
    const std::filesystem::path path = m_folder.filePath(QStringLiteral("holed.safetensors")).toStdString();
    writeSafetensors(file, path);
    const auto message = errorMessage(ErrorCode::badInput, [&] { loadInception(path); });
    QVERIFY2(message.find("Mixed_6c.branch7x7_2") != std::string::npos && message.find("holed") != std::string::npos,
             message.c_str());
}

QTEST_GUILESS_MAIN(TestInception)
#include "tst_inception.moc"
