#include <cmath>
#include <filesystem>

#include <QTemporaryDir>

#include <ATen/ATen.h>

#include "core/vision/efficientnet.h"
#include "core/vision/picture_distance.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// Weights by formula: sin(0.37 i + 1.3 k) of tensor k, so that the fixture is a handful of numbers.
class FormulaWeights
{
public:
    TensorFile file;

    void add(const std::string& name, at::IntArrayRef shape, double gain, double base = 0)
    {
        auto values = at::empty(shape, at::kFloat);
        auto* out = values.data_ptr<float>();
        for (int64_t i = 0; i < values.numel(); ++i)
            out[i] = float(base + gain * std::sin(0.37 * double(i) + 1.3 * m_tensor));
        ++m_tensor;
        file.tensors.emplace_back(name, values);
    }

private:
    int m_tensor = 0;
};

/// [1, 3, side, side] in [-1, 1].
at::Tensor picture(int64_t side, double phase)
{
    auto out = at::empty({1, 3, side, side}, at::kFloat);
    auto* value = out.data_ptr<float>();
    for (int c = 0; c < 3; ++c)
        for (int64_t i = 0; i < side; ++i)
            for (int64_t j = 0; j < side; ++j)
                *value++ = float(std::sin(0.1 * (c + 1) * double(i + 1) + 0.07 * double(j) + phase));
    return out;
}

struct LpipsFiles
{
    TensorFile trunk, heads;
};

LpipsFiles formulaLpips()
{
    constexpr struct
    {
        int index;
        int64_t in, out;
        bool ends;
    } kLayers[] = {{0, 3, 64, false},     {2, 64, 64, true},     {5, 64, 128, false},   {7, 128, 128, true},
                   {10, 128, 256, false}, {12, 256, 256, false}, {14, 256, 256, true},  {17, 256, 512, false},
                   {19, 512, 512, false}, {21, 512, 512, true},  {24, 512, 512, false}, {26, 512, 512, false},
                   {28, 512, 512, true}};
    FormulaWeights weights;
    int heads = 0;
    for (const auto& layer : kLayers) {
        const auto name = fmt::format("features.{}.", layer.index);
        weights.add(name + "weight", {layer.out, layer.in, 3, 3}, 1.4 * 1.4 / std::sqrt(9.0 * double(layer.in)));
        weights.add(name + "bias", {layer.out}, 0.05);
        if (layer.ends)
            weights.add(fmt::format("lin{}.model.1.weight", heads++), {1, layer.out, 1, 1}, 0.5, 0.5);
    }
    LpipsFiles files;
    for (auto& [name, tensor] : weights.file.tensors)
        (name.starts_with("lin") ? files.heads : files.trunk).tensors.emplace_back(name, tensor);
    return files;
}

TensorFile formulaClip(const std::string& prefix)
{
    constexpr int64_t kWidth = 128;
    const double gain = 1.4 / std::sqrt(double(kWidth));
    FormulaWeights weights;
    const auto norm = [&](const std::string& name) {
        weights.add(name + ".weight", {kWidth}, 0.1, 1);
        weights.add(name + ".bias", {kWidth}, 0.1);
    };
    weights.add(prefix + "conv1.weight", {kWidth, 3, 8, 8}, 1.4 / std::sqrt(192.0));
    weights.add(prefix + "class_embedding", {kWidth}, 0.5);
    weights.add(prefix + "positional_embedding", {17, kWidth}, 0.3);
    norm(prefix + "ln_pre");
    norm(prefix + "ln_post");
    weights.add(prefix + "proj", {kWidth, 32}, gain);
    for (int i = 0; i < 2; ++i) {
        const auto block = fmt::format("{}transformer.resblocks.{}.", prefix, i);
        norm(block + "ln_1");
        norm(block + "ln_2");
        weights.add(block + "attn.in_proj_weight", {3 * kWidth, kWidth}, gain);
        weights.add(block + "attn.in_proj_bias", {3 * kWidth}, 0.1);
        weights.add(block + "attn.out_proj.weight", {kWidth, kWidth}, gain);
        weights.add(block + "attn.out_proj.bias", {kWidth}, 0.1);
        weights.add(block + "mlp.c_fc.weight", {4 * kWidth, kWidth}, gain);
        weights.add(block + "mlp.c_fc.bias", {4 * kWidth}, 0.1);
        weights.add(block + "mlp.c_proj.weight", {kWidth, 4 * kWidth}, 1.4 / std::sqrt(4.0 * kWidth));
        weights.add(block + "mlp.c_proj.bias", {kWidth}, 0.1);
    }
    return weights.file;
}

} // namespace

class TestPictureDistance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lpipsEqualsPyTorch();
    void clipEqualsPyTorch();
    void clipNamesWhatIsMissing();
    void efficientNetTellsPicturesApart();
    void readsThePublishedHeads();
};

/// Figures from PyTorch 2.11 on the same weights and pictures.
void TestPictureDistance::lpipsEqualsPyTorch()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const auto files = formulaLpips();
    writeSafetensors(files.trunk, path / "vgg.safetensors");
    writeSafetensors(files.heads, path / "heads.safetensors");
    const auto lpips = loadLpips(path / "vgg.safetensors", path / "heads.safetensors");
    const auto a = picture(48, 0).requires_grad_(true), b = picture(48, 0.6);
    const auto all = lpips->all(a, b);
    qInfo("LPIPS %.6f, deep layers %.6f", all.item<double>(), lpips->deep(a, b).item<double>());
    QVERIFY(isClose(all.item<double>(), 0.4955426, 1e-3, 0, "all"));
    QVERIFY(isClose(lpips->deep(a, b).item<double>(), 0.1656418, 1e-3, 0, "deep"));
    QVERIFY(lpips->all(b, b).item<double>() < 1e-9);
    all.backward();
    QVERIFY(isClose(a.grad().abs().sum().item<double>(), 28.50674, 2e-3, 0, "gradient"));
    QVERIFY(isClose(a.grad()[0][0][10][20].item<double>(), 0.009341318, 5e-3, 1e-5, "gradient at a pixel"));
    QVERIFY(isClose(a.grad()[0][2][40][5].item<double>(), 0.01085902, 5e-3, 1e-5, "gradient at another"));
}

void TestPictureDistance::clipEqualsPyTorch()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    for (const auto* prefix : {"visual.", ""}) {
        writeSafetensors(formulaClip(prefix), path / "clip.safetensors");
        const auto clip = loadClip(path / "clip.safetensors");
        const auto found = (*clip)((picture(24, 0.3) + 1) / 2);
        QCOMPARE(found.sizes().vec(), (std::vector<int64_t>{1, 32}));
        constexpr double kWanted[] = {-0.04668444, 0.1126249, 0.2566909, 0.366015, 0.4258008, 0.4279565};
        for (int i = 0; i < 6; ++i)
            QVERIFY(isClose(found[0][i].item<double>(), kWanted[i], 1e-3, 1e-4, "embedding"));
        QVERIFY(isClose(found.sum().item<double>(), 0.5115559, 1e-3, 1e-3, "sum"));
        QVERIFY(isClose(found.abs().sum().item<double>(), 8.893681, 1e-3, 0, "length"));
    }
}

void TestPictureDistance::clipNamesWhatIsMissing()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    auto file = formulaClip("visual.");
    file.tensors.erase(file.tensors.begin() + 1);
    writeSafetensors(file, path / "clip.safetensors");
    const auto missing = errorMessage(ErrorCode::badInput, [&] { loadClip(path / "clip.safetensors"); });
    QVERIFY(missing.find("visual.class_embedding") != std::string::npos);
    auto files = formulaLpips();
    files.heads.tensors[2].second = at::zeros({1, 5, 1, 1});
    writeSafetensors(files.trunk, path / "vgg.safetensors");
    writeSafetensors(files.heads, path / "heads.safetensors");
    const auto wrong = errorMessage(ErrorCode::badInput, [&] { loadLpips(path / "vgg.safetensors", path / "heads.safetensors"); });
    QVERIFY(wrong.find("lin2.model.1.weight") != std::string::npos);
}

/// Zero for the same picture, more for another than for a slightly darker one; gradients reach the picture.
void TestPictureDistance::efficientNetTellsPicturesApart()
{
    const std::filesystem::path published = qEnvironmentVariable("BOZZETTO_EFFICIENTNET").toStdString();
    if (published.empty())
        QSKIP("BOZZETTO_EFFICIENTNET does not name the published EfficientNet-Lite0 file");
    const auto distance = loadEfficientNetDistance(published);
    const auto a = picture(64, 0).requires_grad_(true), other = picture(64, 2);
    QVERIFY(distance->all(a, a).item<double>() < 1e-9);
    QVERIFY(distance->all(a, other).item<double>() > distance->all(a, a * 0.95).item<double>());
    distance->deep(a, other).backward();
    QVERIFY(a.grad().abs().sum().item<double>() > 0);
    const auto embed = loadEfficientNetEmbedding(published);
    QCOMPARE((*embed)((other + 1) / 2).sizes().vec(), (std::vector<int64_t>{1, 1280}));
}

void TestPictureDistance::readsThePublishedHeads()
{
    const std::filesystem::path heads = BOZZETTO_SOURCE_DIR "/../shared/data/weights/lpips_linear_v0.1/vgg.pth";
    if (!std::filesystem::exists(heads))
        QSKIP("LPIPS's published linear layers are not beside the checkout");
    QTemporaryDir folder;
    const std::filesystem::path trunk = std::filesystem::path(folder.path().toStdString()) / "vgg.safetensors";
    writeSafetensors(formulaLpips().trunk, trunk);
    const auto lpips = loadLpips(trunk, heads);
    QVERIFY(lpips->all(picture(32, 0), picture(32, 1)).item<double>() > 0);
}

QTEST_GUILESS_MAIN(TestPictureDistance)
#include "tst_picture_distance.moc"
