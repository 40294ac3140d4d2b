#include <fstream>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/efficientnet.h"
#include "core/vision/picture_sheet.h"
#include "core/vision/same_convolution.h"
#include "tests/support/formula_weights.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// The published file's names and shapes, filled by the formula.
TensorFile publishedLayout()
{
    TensorFile file;
    const auto add = [&](const std::string& name, std::vector<int64_t> shape) {
        file.tensors.emplace_back(name, formulaWeight(name, shape));
    };
    const auto norm = [&](const std::string& name, int64_t width) {
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            add(name + part, {width});
    };
    add("_conv_stem.weight", {32, 3, 3, 3});
    norm("_bn0", 32);
    const int64_t stages[][4] = {{1, 3, 1, 16}, {2, 3, 6, 24}, {2, 5, 6, 40}, {3, 3, 6, 80}, {3, 5, 6, 112}, {4, 5, 6, 192}, {1, 3, 6, 320}};
    int64_t in = 32;
    int index = 0;
    for (const auto& [repeats, kernel, expansion, out] : stages)
        for (int64_t i = 0; i < repeats; ++i, ++index, in = out) {
            const auto name = "_blocks." + std::to_string(index) + ".";
            const auto wide = in * expansion;
            if (expansion > 1) {
                add(name + "_expand_conv.weight", {wide, in, 1, 1});
                norm(name + "_bn0", wide);
            }
            add(name + "_depthwise_conv.weight", {wide, 1, kernel, kernel});
            norm(name + "_bn1", wide);
            add(name + "_project_conv.weight", {out, wide, 1, 1});
            norm(name + "_bn2", out);
        }
    add("_conv_head.weight", {1280, 320, 1, 1});
    norm("_bn1", 1280);
    add("_fc.weight", {1000, 1280});
    add("_fc.bias", {1000});
    return file;
}

nlohmann::json fixture()
{
    std::ifstream in(std::string(BOZZETTO_SOURCE_DIR) + "/tests/data/vision/efficientnet.json");
    return nlohmann::json::parse(in);
}

} // namespace

class TestEfficientNet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matchesPyTorch();
    void missingTensorIsNamed();
    void depthwiseMatchesAutograd_data();
    void depthwiseMatchesAutograd();
    void acceptsOneAndStrided();
    void tellsAPhotograph();
};

void TestEfficientNet::matchesPyTorch()
{
    const auto truth = fixture();
    const auto network = EfficientNetLite0::fromPublished(publishedLayout());
    const int64_t side = truth["side"];
    const auto features = efficientNetFeatures(network, uniformOf("picture", {2, 3, side, side}));
    for (std::size_t level = 0; level < features.size(); ++level) {
        const auto& wanted = truth["features"][level];
        QCOMPARE(features[level].sizes().vec(), wanted["shape"].get<std::vector<int64_t>>());
        const auto flat = features[level].contiguous().flatten();
        const auto probes = wanted["probes"].get<std::vector<double>>();
        const int64_t step = wanted["step"];
        const double deviation = wanted["deviation"];
        QVERIFY(deviation > 1e-3);
        for (std::size_t i = 0; i < probes.size(); ++i)
            QVERIFY2(std::abs(flat[int64_t(i) * step].item<double>() - probes[i]) < 2e-5 + 1e-3 * deviation,
                     qPrintable(QStringLiteral("level %1 probe %2").arg(level).arg(i)));
    }
    const auto scores = efficientNetScores(network, features.back()).flatten();
    const auto wanted = truth["scores"].get<std::vector<double>>();
    for (std::size_t i = 0; i < wanted.size(); ++i)
        QVERIFY(std::abs(scores[int64_t(i) * 97].item<double>() - wanted[i]) < 2e-4);
}

void TestEfficientNet::missingTensorIsNamed()
{
    auto file = publishedLayout();
    std::erase_if(file.tensors, [](const auto& entry) { return entry.first == "_blocks.7._bn2.weight"; });
    const auto message = errorMessage(ErrorCode::badInput, [&] { EfficientNetLite0::fromPublished(file); });
    QVERIFY(message.find("_blocks.7._bn2.weight") != std::string::npos);
}

void TestEfficientNet::depthwiseMatchesAutograd_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    for (int side : {5, 8, 9})
        for (int kernel : {3, 5})
            for (int stride : {1, 2})
                QTest::addRow("%d px, %d x %d, stride %d", side, kernel, kernel, stride) << side << kernel << stride;
}

/// Against the library's own convolution and its backward pass.
void TestEfficientNet::depthwiseMatchesAutograd()
{
    QFETCH(int, side);
    QFETCH(int, kernel);
    QFETCH(int, stride);
    const auto weight = uniformOf("weight", {6, 1, kernel, kernel});
    auto ours = uniformOf("x", {2, 6, side, side}).requires_grad_(true);
    auto theirs = ours.detach().clone().requires_grad_(true);
    const auto output = depthwiseSame(ours, weight, stride);
    const int64_t rest = std::max(((side + stride - 1) / stride - 1) * stride + kernel - side, 0);
    const auto padded = at::constant_pad_nd(theirs, {rest / 2, rest - rest / 2, rest / 2, rest - rest / 2}, 0);
    const std::vector<int64_t> strides(2, stride), none(2, 0);
    const auto wanted = at::conv2d(padded, weight, {}, at::IntArrayRef(strides), at::IntArrayRef(none), 1, 6);
    QCOMPARE(output.sizes().vec(), wanted.sizes().vec());
    QVERIFY(at::allclose(output, wanted, 1e-5, 1e-6));
    const auto weights = uniformOf("gradient", wanted.sizes());
    (output * weights).sum().backward();
    (wanted * weights).sum().backward();
    QVERIFY(at::allclose(ours.grad(), theirs.grad(), 1e-5, 1e-5));
}

void TestEfficientNet::acceptsOneAndStrided()
{
    const auto network = EfficientNetLite0::random(3);
    const auto wide = uniformOf("wide", {1, 64, 96, 3});
    const auto strided = wide.permute({0, 3, 1, 2});
    const auto a = efficientNetFeatures(network, strided), b = efficientNetFeatures(network, strided.contiguous());
    for (std::size_t i = 0; i < a.size(); ++i)
        QVERIFY(at::allclose(a[i], b[i], 1e-4, 1e-5));
    QCOMPARE(a[4].sizes().vec(), (std::vector<int64_t>{1, 320, 2, 3}));
    const auto message = errorMessage(ErrorCode::internal, [&] { efficientNetFeatures(network, at::zeros({3, 64, 64})); });
    QVERIFY(message.find("input") != std::string::npos);
}

/// Needs the published file and a photograph: BOZZETTO_EFFICIENTNET and BOZZETTO_PHOTO name them.
void TestEfficientNet::tellsAPhotograph()
{
    const auto weights = qEnvironmentVariable("BOZZETTO_EFFICIENTNET"), photo = qEnvironmentVariable("BOZZETTO_PHOTO");
    if (weights.isEmpty() || photo.isEmpty())
        QSKIP("BOZZETTO_EFFICIENTNET and BOZZETTO_PHOTO name no files");
    const auto network = EfficientNetLite0::fromPublished(readWeights(weights.toStdString()));
    const auto image = compositeOver(decodePicture(photo.toStdString()), 1, 1, 1);
    const auto rgb = tensorFromImage(resizeLanczos(cropCentreSquare(image), 224, 224)).unsqueeze(0);
    const auto scores = efficientNetScores(network, efficientNetFeatures(network, normaliseForImageNet(rgb)).back());
    const auto [value, index] = at::softmax(scores, 1).topk(5);
    for (int64_t i = 0; i < 5; ++i)
        qInfo("class %lld: %.3f", static_cast<long long>(index[0][i].item<int64_t>()), value[0][i].item<double>());
    QVERIFY(value[0][0].item<double>() > 0.01); // far above chance
}

QTEST_GUILESS_MAIN(TestEfficientNet)
#include "tst_efficientnet.moc"
