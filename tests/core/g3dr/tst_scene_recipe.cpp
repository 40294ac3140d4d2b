#include <cmath>
#include <filesystem>
#include <numbers>

#include <QTemporaryDir>

#include <ATen/ATen.h>

#include "core/g3dr/model.h"
#include "core/g3dr/scene_recipe.h"
#include "core/image/codec.h"
#include "core/train/trainer.h"
#include "core/vision/scene_depth_batch.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

namespace fs = std::filesystem;

/// A red disc before a blue wall, with its depth.
void writePair(const fs::path& folder, const std::string& name, float radius)
{
    Image rgb(96, 96, 3), depth(96, 96, 1);
    for (int y = 0; y < 96; ++y)
        for (int x = 0; x < 96; ++x) {
            const bool inside = std::hypot(float(x) - 48, float(y) - 48) < radius;
            for (int c = 0; c < 3; ++c) // bright: black would be had without any density
                rgb.at(x, y, c) = (c == (inside ? 0 : 2)) ? 0.95f : 0.6f;
            depth.at(x, y) = inside ? 0.2f : 0.9f;
        }
    encodePicture(rgb, folder / (name + ".png"));
    encodePicture(depth, folder / (name + "_depth.png"), 16);
}

SceneRecipeOptions smallOptions()
{
    SceneRecipeOptions options;
    options.unet.baseWidth = 8;
    options.unet.planeChannels = 8;
    options.renderSide = 16;
    options.samples = 6;
    options.batchSize = 1;
    return options;
}

SceneView flatView(double rgb, double depth, double opacity)
{
    return {at::full({1, 3, 4, 4}, rgb), at::full({1, 4, 4}, depth), at::full({1, 4, 4}, opacity)};
}

double valueOf(const std::vector<LossTerm>& terms, const std::string& name)
{
    for (const auto& term : terms)
        if (term.name == name)
            return term.value.item<double>();
    return -1;
}

/// Knows one number of a picture: its mean.
class MeanEmbedding : public PictureEmbedding
{
public:
    at::Tensor operator()(const at::Tensor& rgb) const override { return rgb.mean({1, 2, 3}).view({-1, 1}); }
    std::string name() const override { return "mean"; }
};

class SquareDistance : public PerceptualDistance
{
public:
    at::Tensor all(const at::Tensor& a, const at::Tensor& b) const override { return (a - b).square().mean(); }
    at::Tensor deep(const at::Tensor& a, const at::Tensor& b) const override { return 10 * all(a, b); }
    std::string name() const override { return "squares"; }
};

TrainOptions steps(const fs::path& folder, std::int64_t count)
{
    TrainOptions options;
    options.folder = folder;
    options.steps = count;
    options.rate = 2e-3;
    options.validations = 0;
    return options;
}

} // namespace

class TestSceneRecipe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void schedulesInClosedForm();
    void oneCycleEqualsPyTorch();
    void lossesInClosedForm();
    void flatnessInClosedForm();
    void rowsFollowThePicture();
    void learnsAPicture();
    void resumesBitByBit();
    void writesACheckpointThatLoads();
};

void TestSceneRecipe::schedulesInClosedForm()
{
    constexpr double kPi = std::numbers::pi;
    QCOMPARE(novelChance(0), 0.0);
    QCOMPARE(novelChance(0.1), 0.2);
    QCOMPARE(novelChance(0.9), 0.4);
    QVERIFY(isClose(novelYawRange(0), kPi / 24, 1e-12, 0, "start"));
    QVERIFY(isClose(novelYawRange(1.0 / 6), kPi / 15, 1e-12, 0, "half way"));
    QVERIFY(isClose(novelYawRange(0.5), kPi / 6, 1e-12, 0, "end"));
    QCOMPARE(opacityRamp(0.25), 0.5);
    QCOMPARE(opacityRamp(0.75), 1.0);
    QVERIFY(!secondHalf(0.5) && secondHalf(0.51));
}

/// Appendix A.3 of the specification: OneCycleLR of 1000 steps, peak 5e-5.
void TestSceneRecipe::oneCycleEqualsPyTorch()
{
    constexpr struct
    {
        double step, rate, beta1;
    } kWanted[] = {{0, 2.0e-6, 0.95},         {10, 2.79819e-5, 0.895871},    {19, 5.0e-5, 0.85},
                   {100, 4.916192e-5, 0.851676}, {500, 2.572128e-5, 0.898558}, {998, 3.284563e-10, 0.949999743},
                   {999, 2.0e-10, 0.95}};
    for (const auto& wanted : kWanted) {
        const auto pace = oneCycle(5e-5, wanted.step, 1000);
        QVERIFY(isClose(pace.rate, wanted.rate, 1e-4, 0, "rate"));
        QVERIFY(isClose(pace.beta1, wanted.beta1, 1e-5, 0, "beta 1"));
    }
}

void TestSceneRecipe::lossesInClosedForm()
{
    const SceneJudges judges = {std::make_shared<SquareDistance>(), std::make_shared<MeanEmbedding>()};
    const auto picture = at::full({1, 3, 4, 4}, -0.2);
    const auto early = canonicalLoss(flatView(0.2, 5, 0.75), picture, at::full({1, 4, 4}, 4.5), {}, judges, 0.25);
    QCOMPARE(early.size(), 3u);
    QVERIFY(isClose(valueOf(early, "colour"), 0.4, 1e-6, 0, "colour"));
    QVERIFY(isClose(valueOf(early, "depth"), 1.0, 1e-6, 0, "depth"));
    QVERIFY(isClose(valueOf(early, "opacity"), 0.5 * 0.25, 1e-6, 0, "opacity"));
    const auto late = canonicalLoss(flatView(0.2, 5, 0.75), picture, at::full({1, 4, 4}, 4.5), {}, judges, 0.75);
    QVERIFY(isClose(valueOf(late, "semantic"), 0.175 * 0.2, 1e-5, 0, "semantic"));
    QVERIFY(isClose(valueOf(late, "perceptual"), 0.16, 1e-5, 0, "perceptual"));
    const auto novel = novelLoss(flatView(0.2, 5, 0.75), picture, {}, judges, 0.75);
    QVERIFY(isClose(valueOf(novel, "novelSemantic"), 0.35 * 0.2, 1e-5, 0, "semantic"));
    QVERIFY(isClose(valueOf(novel, "novelPerceptual"), 2 * 1.6, 1e-5, 0, "perceptual"));
    QVERIFY(isClose(valueOf(novel, "novelOpacity"), 0.25, 1e-6, 0, "opacity"));
    QCOMPARE(valueOf(novel, "novelSmoothness"), 0.0);
    QCOMPARE(novelLoss(flatView(0.2, 5, 0.75), picture, {}, {}, 0.75).size(), 2u);
    // Half of the pixels are seen; what the others hold does not matter.
    auto seen = at::zeros({1, 4, 4}), depth = at::full({1, 4, 4}, 4.5);
    seen.narrow(1, 0, 2).fill_(1);
    depth.narrow(1, 2, 2).fill_(0);
    const auto other = otherViewLoss(flatView(0.2, 5, 0.75), picture, depth, seen, {}, 0.25);
    QVERIFY(isClose(valueOf(other, "otherColour"), 0.4, 1e-6, 0, "colour"));
    QVERIFY(isClose(valueOf(other, "otherDepth"), 1.0, 1e-6, 0, "depth"));
    QVERIFY(isClose(valueOf(other, "otherOpacity"), 0.5 * 0.25, 1e-6, 0, "opacity"));
    // Columns 0, 1, 3: squared differences 1 and 4 across, none down.
    const auto ramp = at::tensor({0.0f, 1.0f, 3.0f}).view({1, 1, 3}).expand({1, 3, 3});
    QVERIFY(isClose(totalVariation(ramp).item<double>(), 2.5, 1e-6, 0, "total variation"));
}

/// One depth: 1. All 64 bins alike: 64.
void TestSceneRecipe::flatnessInClosedForm()
{
    QVERIFY(isClose(nonFlatness(at::full({8, 8}, 5.0), 4, 6), 1, 1e-6, 0, "flat"));
    const auto even = 4 + (at::arange(64, at::kFloat) + 0.5) / 32;
    QVERIFY(isClose(nonFlatness(even, 4, 6), 64, 1e-6, 0, "even"));
    QVERIFY(isClose(nonFlatness(at::tensor({0.0f, 9.0f}), 4, 6), 2, 1e-6, 0, "beyond both ends"));
}

/// A plane whose rows run downwards shows the canonical camera what it holds, upright.
void TestSceneRecipe::rowsFollowThePicture()
{
    auto planes = at::zeros({1, 3, 4, 128, 128});
    planes[0][2].narrow(1, 0, 40).fill_(1); // the upper part of the plane that faces the camera
    const PlaneLayout layout{PlaneSet::corrected, 1, true};
    const auto pyramid = makePyramid(rowsUpwards(planes, layout)[0], layout.set, layout.levels);
    const auto above = sampleTriplane(pyramid, at::tensor({0.0f, 0.8f, 0.0f}).view({1, 3}));
    const auto below = sampleTriplane(pyramid, at::tensor({0.0f, -0.8f, 0.0f}).view({1, 3}));
    QVERIFY(above[0][0].item<float>() > 0.3f && below[0][0].item<float>() == 0.0f);
    QVERIFY(at::equal(rowsUpwards(planes, {PlaneSet::corrected, 1, false}), planes));
    QVERIFY(at::equal(rowsUpwards(planes, layout).select(1, 1), planes.select(1, 1))); // (x, z) has no up
}

void TestSceneRecipe::learnsAPicture()
{
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writePair(path, "a", 20);
    JobContext context;
    SceneRecipe recipe(SceneMaterial(findDepthPhotos(path), {}, 0), smallOptions(), {});
    const auto before = recipe.validate(context);
    const auto result = train(recipe, steps(path / "run", 30), context);
    const auto after = recipe.validate(context);
    qInfo("error %.3f -> %.3f, %.1f -> %.1f dB, depth %.3f -> %.3f", before[0].second, after[0].second, before[1].second,
          after[1].second, before[2].second, after[2].second);
    QVERIFY(after[1].second > before[1].second + 5); // depth follows much later: its gradient is gated
    QCOMPARE(result.steps, 30);
    QVERIFY(!recipe.validationPicture(context).empty());
}

void TestSceneRecipe::resumesBitByBit()
{
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writePair(path, "a", 20);
    writePair(path, "b", 30);
    const auto finished = [&](const fs::path& run, bool interrupted) {
        auto options = steps(path / run, 6);
        JobContext context;
        if (interrupted) {
            JobContext stopping = cancelledAt("Train", 0.49);
            SceneRecipe recipe(SceneMaterial(findDepthPhotos(path), {}, 0), smallOptions(), {});
            errorMessage(ErrorCode::cancelled, [&] { train(recipe, options, stopping); });
            options.resume = true;
        }
        SceneRecipe recipe(SceneMaterial(findDepthPhotos(path), {}, 0), smallOptions(), {});
        train(recipe, options, context);
        std::vector<at::Tensor> all;
        for (const auto& [name, tensor] : recipe.parameters())
            all.push_back(tensor.detach().flatten());
        return at::cat(all);
    };
    QVERIFY(at::equal(finished("whole", false), finished("parts", true)));
}

void TestSceneRecipe::writesACheckpointThatLoads()
{
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writePair(path, "a", 20);
    auto options = smallOptions();
    options.layout = {PlaneSet::fixed, 2, true};
    SceneRecipe recipe(SceneMaterial(findDepthPhotos(path), {}, 0), options, {});
    JobContext context;
    const auto result = train(recipe, steps(path / "run", 1), context);
    const auto model = loadG3drModel(result.last);
    QCOMPARE(model->unet().options().baseWidth, 8);
    QVERIFY(model->layout().set == PlaneSet::fixed && model->layout().rowsDown);
    QCOMPARE(model->layout().levels, 2);
}

QTEST_GUILESS_MAIN(TestSceneRecipe)
#include "tst_scene_recipe.moc"
