#include <algorithm>

#include "core/base/device.h"
#include "core/g3dr/model.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

UnetOptions smallOptions()
{
    UnetOptions options;
    options.baseWidth = 16;
    options.imageSize = 32;
    options.planeChannels = 8;
    return options;
}

TensorFile smallFile()
{
    return tensorsFromModel(TriplaneUnet(smallOptions()));
}

at::Tensor smallInput()
{
    auto input = at::rand({4, 32, 32}) * 2 - 1;
    input[3] += 5;
    return input;
}

TensorFile withPrefix(const TensorFile& file, const std::string& prefix)
{
    TensorFile result;
    for (const auto& [name, tensor] : file.tensors)
        result.tensors.emplace_back(prefix + name, tensor);
    return result;
}

at::Tensor& tensorNamed(TensorFile& file, const std::string& name)
{
    return std::find_if(file.tensors.begin(), file.tensors.end(),
                        [&](const auto& e) { return e.first == name; })
        ->second;
}

std::string loadingError(const TensorFile& file)
{
    return errorMessage(ErrorCode::badInput, [&] { modelFromTensors(file, "weights.pt"); });
}

bool sameParameters(const TriplaneUnet& unet, const TensorFile& file)
{
    const auto parameters = unet.named_parameters();
    return std::all_of(file.tensors.begin(), file.tensors.end(),
                       [&](const auto& entry) { return at::equal(parameters[entry.first], entry.second); });
}

} // namespace

class TestG3drModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(5); }

    void everyNestingLoads()
    {
        const auto file = smallFile();
        for (const char* prefix : {"", "module.", "model.", "model.module."}) {
            auto nested = withPrefix(file, prefix);
            if (std::string(prefix).rfind("model.", 0) == 0)
                nested.tensors.emplace_back("opt.state.0.exp_avg", at::zeros({3}));
            const auto model = modelFromTensors(nested, "weights.pt");
            QVERIFY2(sameParameters(model->unet(), file), prefix);
            QCOMPARE(model->unet().options().baseWidth, 16);
            QCOMPARE(model->unet().options().imageSize, 32);
            QCOMPARE(model->unet().options().planeChannels, 8);
            QCOMPARE(model->decoder().densityGain, 1.0f);
        }
    }

    void orderAndTypeDoNotMatter()
    {
        auto file = smallFile();
        for (auto& [name, tensor] : file.tensors)
            tensor = tensor.to(at::kBFloat16);
        const auto rounded = file;
        std::reverse(file.tensors.begin(), file.tensors.end());
        const auto model = modelFromTensors(file, "weights.pt");
        QVERIFY(model->decoder().weight0.scalar_type() == at::kFloat);
        QVERIFY(at::equal(model->decoder().weight0, rounded.tensors[1].second.to(at::kFloat)));
    }

    void wrongFilesAreExplained()
    {
        QCOMPARE(loadingError({}), std::string("weights.pt: expected the weights of a G3DR generator (with "
                                               "init_conv.weight), found 0 other tensors"));
        auto missing = smallFile();
        std::erase_if(missing.tensors, [](const auto& e) { return e.first.rfind("mid_attn.", 0) == 0; });
        QCOMPARE(loadingError(missing),
                 std::string("weights.pt: expected the 279 tensors of a G3DR generator: missing "
                             "mid_attn.fn.fn.to_qkv.weight, mid_attn.fn.fn.to_out.weight, "
                             "mid_attn.fn.fn.to_out.bias, mid_attn.fn.norm.g"));
        std::erase_if(missing.tensors, [](const auto& e) { return e.first.rfind("time_mlp.1", 0) == 0; });
        QVERIFY(loadingError(missing).ends_with("mid_attn.fn.fn.to_out.weight and 2 more"));
        auto extra = smallFile();
        extra.tensors.emplace_back("ups.4.0.bias", at::zeros({1}));
        QCOMPARE(
            loadingError(extra),
            std::string("weights.pt: expected the 279 tensors of a G3DR generator: unknown ups.4.0.bias"));
        extra.tensors.front().second = at::zeros({1, 5, 32, 32});
        QVERIFY(loadingError(extra).find(
                    "wrong shape or type pos_embed (expected float [1, 32, 32, 32], found Float "
                    "[1, 5, 32, 32]); unknown ups.4.0.bias") != std::string::npos);
    }

    void impossibleSizesAreRefused()
    {
        auto file = smallFile();
        tensorNamed(file, "init_conv.weight") = at::zeros({12, 28, 7, 7});
        QCOMPARE(loadingError(file),
                 std::string("weights.pt: Base width: expected a multiple of 8 from 8 to 512, found 12"));
        file = smallFile();
        tensorNamed(file, "final_conv.bias") = at::zeros({24}, at::kLong);
        QVERIFY(loadingError(file).find("final_conv.bias (expected float [24], found Long [24])") !=
                std::string::npos);
        file = smallFile();
        tensorNamed(file, "decoder.net.2.bias") = at::full({4}, std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(loadingError(file),
                 std::string("weights.pt: expected finite numbers, found others in decoder.net.2.bias"));
    }

    /// The field is the forward pass, pyramid and decoder put together.
    void fieldIsThePass()
    {
        const auto model = modelFromTensors(smallFile(), "weights.pt");
        const auto input = smallInput();
        JobContext context;
        const auto field = generateField(*model, input, PlaneSet::stock, at::kCPU, context);
        QVERIFY(field->pyramid().set == PlaneSet::stock);
        QCOMPARE(field->pyramid().levels.size(), std::size_t(3));
        const auto planes = (*model->inference(at::kCPU))(input.unsqueeze(0))[0];
        QVERIFY(at::allclose(field->pyramid().levels[0], planes, 1e-5, 1e-6));
        const auto points = at::rand({50, 3}) * 2 - 1;
        const auto expected = model->decoder()(sampleTriplane(makePyramid(planes, PlaneSet::stock), points));
        const auto samples = field->query(points);
        QVERIFY(at::allclose(samples.rgb, expected.rgb, 1e-4, 1e-5));
        QVERIFY(at::allclose(samples.rawDensity, expected.rawDensity, 1e-4, 1e-5));
        QVERIFY(!samples.rgb.requires_grad());
    }

    void generatingReportsAndCancels()
    {
        const auto model = modelFromTensors(smallFile(), "weights.pt");
        auto flag = std::make_shared<std::atomic<bool>>(false);
        double last = -1;
        JobContext context(flag, [&](const Progress& progress) { last = progress.share; });
        generateField(*model, smallInput(), PlaneSet::stock, at::kCPU, context);
        QCOMPARE(last, 1.0);
        JobContext cancelling(flag, [&](const Progress&) { *flag = true; });
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] {
                     generateField(*model, smallInput(), PlaneSet::stock, at::kCPU, cancelling);
                 }).empty());
    }

    void inferenceIsMadeOnce()
    {
        const auto model = modelFromTensors(smallFile(), "weights.pt");
        const auto inference = model->inference(at::kCPU);
        QVERIFY(inference == model->inference(at::kCPU));
        QVERIFY(inference->type() == at::kFloat); // too narrow for bf16 to pay
        UnetOptions wide;
        wide.baseWidth = 64;
        const G3drModel model64(std::make_shared<const TriplaneUnet>(wide));
        QVERIFY(model64.inference(at::kCPU)->type() == (cpuHasFastBf16() ? at::kBFloat16 : at::kFloat));
    }

    void wrongInputIsRefused()
    {
        const auto model = modelFromTensors(smallFile(), "weights.pt");
        JobContext context;
        QCOMPARE(errorMessage(
                     ErrorCode::internal,
                     [&] {
                         generateField(*model, at::zeros({4, 128, 128}), PlaneSet::stock, at::kCPU, context);
                     }),
                 std::string("input: expected shape [4, 32, 32], found [4, 128, 128]"));
    }
};

QTEST_GUILESS_MAIN(TestG3drModel)
#include "tst_g3dr_model.moc"
