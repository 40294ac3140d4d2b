#include <atomic>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include <torch/types.h>

#include "core/base/error.h"
#include "core/g3dr/model_check.h"
#include "core/vision/upscaler.h"
#include "core/weights/model_registry.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using bozzetto::test::errorMessage;

namespace {

const std::filesystem::path kTiny = BOZZETTO_SOURCE_DIR "/tests/golden/ncnn/tiny.param";

void write(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

std::string read(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto where = text.find(from);
    return where == std::string::npos ? std::string() : text.replace(where, from.size(), to);
}

Image ramp(int width, int height, int channels)
{
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                image.at(x, y, c) = float((x * 7 + y * 13 + c * 5) % 31) / 31;
    return image;
}

} // namespace

/// The golden network has every kind of layer that Real-ESRGAN's have; its output was made by ncnn's own runner.
class TestUpscaler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReferenceRunner()
    {
        const auto golden = readSafetensors(BOZZETTO_SOURCE_DIR "/tests/golden/ncnn/tiny.safetensors");
        const auto network = Upscaler::load(kTiny);
        QCOMPARE(network->factor(), 2);
        const auto found = network->enlarge(*golden.find("input"));
        const double error = (found - *golden.find("output")).abs().max().item<double>();
        qInfo("largest difference %.2g", error);
        QVERIFY(found.sizes() == golden.find("output")->sizes() && error < 2e-5);
    }

    void isInstalledAsOneFile()
    {
        const QTemporaryDir folder;
        ModelFolders folders;
        folders.own = folder.filePath(QStringLiteral("own")).toStdString();
        const ModelRegistry registry(folders);
        JobContext context;
        const auto model = registry.add(kTiny, checkModelFile, context);
        QVERIFY(model.role == ModelRole::upscaler && model.inUse && model.name == "tiny");
        QCOMPARE(registry.modelFor(ModelRole::upscaler), std::optional(model.path));
        const auto x = torch::rand({1, 3, 12, 10});
        QVERIFY(at::equal(Upscaler::load(model.path)->enlarge(x), Upscaler::load(kTiny)->enlarge(x)));
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { registry.add(kTiny, checkModelFile, context); }).empty());
    }

    void tilesDoNotShow()
    {
        JobContext context;
        const auto network = Upscaler::load(kTiny);
        const Image picture = ramp(333, 170, 3); // 3 x 2 tiles
        const Image large = network->enlarge(picture, 2, context);
        QCOMPARE(large.width, 666);
        const auto planes = torch::from_blob(const_cast<float*>(picture.pixels.data()), {170, 333, 3}).permute({2, 0, 1});
        const auto whole = network->enlarge(planes.unsqueeze(0))[0].clamp(0, 1).permute({1, 2, 0}).contiguous();
        const auto tiled = torch::from_blob(const_cast<float*>(large.pixels.data()), {340, 666, 3});
        QVERIFY((whole - tiled).abs().max().item<double>() < 1e-4);
    }

    void otherFactorsAndChannels()
    {
        JobContext context;
        const auto network = Upscaler::load(kTiny);
        QCOMPARE(network->enlarge(ramp(20, 10, 3), 3, context).width, 60);
        QCOMPARE(network->enlarge(ramp(20, 10, 1), 2, context).channels, 1);
        Image cut = ramp(20, 10, 4);
        for (int y = 0; y < 10; ++y)
            for (int x = 0; x < 20; ++x)
                cut.at(x, y, 3) = 0;
        const Image nothing = network->enlarge(cut, 2, context);
        QCOMPARE(nothing.channels, 4);
        for (const float value : nothing.pixels)
            QVERIFY(value >= 0 && value <= 1);
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { network->enlarge(ramp(20, 10, 3), 9, context); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] { network->enlarge(Image(), 2, context); }).empty());
    }

    void isCancelled()
    {
        JobContext context(std::make_shared<std::atomic<bool>>(true), {});
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] {
                     Upscaler::load(kTiny)->enlarge(ramp(20, 10, 3), 2, context);
                 }).empty());
    }

    void damagedFilesAreRefused_data()
    {
        QTest::addColumn<QString>("param");
        QTest::addColumn<int>("bytes"); // of the .bin; -1: all
        QTest::addColumn<QString>("said");
        const auto text = read(kTiny);
        const auto row = [](const char* name, const std::string& param, int bytes, const char* said) {
            QTest::newRow(name) << QString::fromStdString(param) << bytes << QString::fromLatin1(said);
        };
        row("magic", "hello", -1, "7767517");
        row("layers", replaced(text, "\n14 ", "\n15 "), -1, "15 layers");
        row("too many layers", replaced(text, "\n14 ", "\n9999999 "), -1, "4096");
        row("unknown layer", replaced(text, "PixelShuffle", "Softmax"), -1, "Softmax");
        row("unmade blob", replaced(text, "slope 1 1 d e", "slope 1 1 z e"), -1, "z");
        row("made twice", replaced(text, "slope 1 1 d e", "slope 1 1 d a"), -1, "twice");
        row("no number", replaced(text, "0=48", "0=many"), -1, "many");
        row("shapes", replaced(text, "Concat join 2 1 c1 e f", "Split join 1 1 c1 f"), -1, "shapes");
        row("weights", replaced(text, "6=216", "6=217"), -1, "217");
        row("huge weights", replaced(text, "6=216", "6=2160000"), -1, "bytes");
        row("huge resize", replaced(text, "1=4.000000e+00 2=4.000000e+00", "1=4e+08 2=4e+08"), -1, "resize");
        row("truncated", text, 900, "bytes");
        row("empty binary", text, 3, "bytes");
        row("no picture", replaced(text, "Interp half 1 1 l output 0=3 1=5.000000e-01 2=5.000000e-01",
                                   "Interp half 1 1 l output 0=3 1=5.000000e-01 2=1.000000e+00"), -1, "times");
    }
    void damagedFilesAreRefused()
    {
        QFETCH(QString, param);
        QFETCH(int, bytes);
        QFETCH(QString, said);
        QVERIFY(!param.isEmpty());
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("broken.param")).toStdString();
        write(path, param.toStdString());
        const auto binary = read(std::filesystem::path(kTiny).replace_extension(".bin"));
        write(std::filesystem::path(path).replace_extension(".bin"),
              binary.substr(0, bytes < 0 ? binary.size() : std::size_t(bytes)));
        const auto message = errorMessage(ErrorCode::badInput, [&] { Upscaler::load(path); });
        QVERIFY2(message.find(said.toStdString()) != std::string::npos, message.c_str());
    }

    void anotherNetworkIsRefused()
    {
        const auto message = errorMessage(ErrorCode::badInput, [&] {
            Upscaler::load(BOZZETTO_SOURCE_DIR "/tests/golden/ncnn/tiny.safetensors");
        });
        QVERIFY(message.find("enlarges") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestUpscaler)
#include "tst_upscaler.moc"
