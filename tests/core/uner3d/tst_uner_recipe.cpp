#include <cmath>
#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include "core/train/trainer.h"
#include "core/uner3d/cloud_maker.h"
#include "core/uner3d/uner_recipe.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::shared_ptr<const TrainingSet> ellipsoids(int count, int validation, int views, int side)
{
    std::vector<TrainingObject> objects;
    for (int i = 0; i < count; ++i)
        objects.push_back(makeEllipsoid(0.5f, 0.3f + 0.02f * float(i), 0.4f, views, side, std::uint64_t(i + 1)));
    return std::make_shared<MemorySet>(objects, validation);
}

UnerRecipeOptions smallOptions(RayMode mode)
{
    UnerRecipeOptions options;
    options.model.resnet = {{8, 8, 8, 8}, {1, 1, 1}, false};
    options.model.network.hidden = 32;
    options.step.mode = mode;
    options.step.rays = 48;
    options.step.coarseSamples = 16;
    options.step.fineSamples = 8;
    options.step.depthSamples = 4;
    options.step.coarseCells = 10;
    options.step.depthRays = 8;
    options.step.pointColours = 64;
    options.validationObjects = 1;
    return options;
}

TrainOptions stepsIn(const std::filesystem::path& folder, std::int64_t count)
{
    TrainOptions options;
    options.folder = folder;
    options.steps = count;
    options.rate = 2e-3;
    options.validations = 0;
    return options;
}

std::filesystem::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

std::string namesOf(const std::vector<LossTerm>& terms)
{
    std::string names;
    for (const auto& term : terms)
        names += term.name + " ";
    return names;
}

std::vector<LossTerm> termsAt(double share, const UnerStepOptions& step, const std::vector<int64_t>& sources)
{
    const auto model = std::make_shared<UnerModel>(smallOptions(step.mode).model, 1);
    const auto object = unerObjectOf(makeEllipsoid(0.5f, 0.4f, 0.3f, 4, 32, 3), 1);
    Draws draws(at::make_generator<at::CPUGeneratorImpl>(5));
    return unerLoss(model, object, sources, step, share, draws);
}

} // namespace

class TestUnerRecipe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void picturesAgreeWithTheCameras();
    void everyTermHasItsSwitch();
    void identicalViewsAgree();
    void schedule();
    void learnsAnObject_data();
    void learnsAnObject();
    void resumesBitByBit();
    void writesWeightsThatMakeClouds();
};

/// The height of a view's pixel, put back into the object's frame and projected, is the pixel.
void TestUnerRecipe::picturesAgreeWithTheCameras()
{
    const auto object = makeEllipsoid(0.5f, 0.4f, 0.3f, 3, 32, 3);
    const auto cameras = camerasOf(object);
    const auto half = object.boxHalf;
    for (int64_t v = 0; v < 3; ++v) {
        const auto rays = viewRays(cameras, v);
        const auto a = (rays.directions / half).square().sum(1), b = (rays.directions * rays.origins / half.square()).sum(1);
        const auto root = b.square() - a * ((rays.origins / half).square().sum(1) - 1);
        const auto covered = object.colour[v].select(2, 3).reshape({-1}) > 127;
        QVERIFY(((root > 0) != covered).sum().item<int64_t>() < 8);
        const auto index = ((root > 0) & covered).nonzero().squeeze(1);
        const auto points = (rays.origins + rays.directions * ((-b - root.clamp_min(0).sqrt()) / a).unsqueeze(1)).index_select(0, index);
        const auto colour = object.colour[v].reshape({-1, 4}).index_select(0, index).narrow(1, 0, 3).to(at::kFloat) / 255;
        QVERIFY((colour - (0.5 + 0.4 * points / half)).abs().max().item<double>() < 0.02);
    }
}

void TestUnerRecipe::everyTermHasItsSwitch()
{
    UnerStepOptions step = smallOptions(RayMode::colourIdw).step;
    QCOMPARE(namesOf(termsAt(0.1, step, {0, 2})), std::string("pixels silhouette depth consistency "));
    QCOMPARE(namesOf(termsAt(0.9, step, {0, 2})), std::string("pixels finePixels silhouette depth consistency entropy points "));
    QCOMPARE(namesOf(termsAt(0.1, step, {0})), std::string("pixels silhouette depth "));
    step.weights = {0, 0, 0, 0, 0, 1, 1};
    step.secondStage = false;
    QCOMPARE(namesOf(termsAt(0.9, step, {0, 2})), std::string("pixels "));
    for (const auto mode : {RayMode::direct, RayMode::cloud}) {
        step.mode = mode;
        for (const auto& term : termsAt(0.9, step, {0, 2}))
            QVERIFY(std::isfinite(term.value.item<double>()));
    }
}

void TestUnerRecipe::identicalViewsAgree()
{
    auto step = smallOptions(RayMode::direct).step;
    for (const auto& term : termsAt(0.1, step, {1, 1, 1}))
        if (term.name == "consistency")
            QVERIFY(term.value.item<double>() < 1e-7);
    for (const auto& term : termsAt(0.1, step, {0, 2, 3}))
        if (term.name == "consistency")
            QVERIFY(term.value.item<double>() > 1e-6);
}

void TestUnerRecipe::schedule()
{
    const UnerStepOptions options;
    QCOMPARE(unerSchedule(options, 0.49).stage, 1);
    QCOMPARE(unerSchedule(options, 0.5).stage, 2);
    QCOMPARE(unerSchedule(options, 0.5).parts, 2);
    QCOMPARE(unerSchedule(options, 0.8).parts, 4);
    QVERIFY(!unerSchedule(options, 0.49).entropy && unerSchedule(options, 0.5).entropy);
}

void TestUnerRecipe::learnsAnObject_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("direct") << int(RayMode::direct);
    QTest::newRow("color_idw") << int(RayMode::colourIdw);
}

/// Views that were never a target's source; the best that one colour everywhere can do is about 9 dB.
void TestUnerRecipe::learnsAnObject()
{
    QFETCH(int, mode);
    QTemporaryDir folder;
    UnerRecipe recipe(SetSampler({ellipsoids(1, 0, 8, 32)}, {}), smallOptions(RayMode(mode)));
    JobContext context;
    const auto scoreOf = [&](const char* name) {
        for (const auto& [key, value] : recipe.validate(context))
            if (key == name)
                return value;
        return 0.0;
    };
    const double before = scoreOf("psnr2");
    train(recipe, stepsIn(pathOf(folder), 120), context);
    const double after = scoreOf("psnr2");
    QVERIFY2(after > 15 && after > before + 4.5, qPrintable(QString::number(before) + u' ' + QString::number(after)));
    QVERIFY(!recipe.validationPicture(context).empty());
}

void TestUnerRecipe::resumesBitByBit()
{
    at::set_num_threads(1);
    const auto parametersOf = [](const std::filesystem::path& folder, const std::vector<std::int64_t>& stops) {
        for (std::size_t i = 0; i < stops.size(); ++i) {
            UnerRecipe recipe(SetSampler({ellipsoids(2, 0, 4, 32)}, {}), smallOptions(RayMode::colourIdw));
            auto options = stepsIn(folder, 6);
            options.resume = i > 0;
            options.checkpointSeconds = 0;
            JobContext context = i + 1 < stops.size() ? cancelledAt("Train", double(stops[i]) / 6) : JobContext();
            try {
                train(recipe, options, context);
            } catch (const Error& error) {
                if (error.code() != ErrorCode::cancelled)
                    throw;
            }
            if (i + 1 == stops.size()) {
                std::vector<at::Tensor> values;
                for (const auto& list : {recipe.parameters(), recipe.constants()})
                    for (const auto& parameter : list)
                        values.push_back(parameter.second.detach().clone());
                return values;
            }
        }
        return std::vector<at::Tensor>();
    };
    QTemporaryDir whole, broken;
    const auto a = parametersOf(pathOf(whole), {6}), b = parametersOf(pathOf(broken), {4, 6}); // over the change of stages
    QCOMPARE(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        QVERIFY(at::equal(a[i], b[i]));
    QCOMPARE(a.back().item<float>(), 1.0f); // the fine network has begun
}

void TestUnerRecipe::writesWeightsThatMakeClouds()
{
    QTemporaryDir folder;
    UnerRecipe recipe(SetSampler({ellipsoids(1, 0, 4, 32)}, {}), smallOptions(RayMode::direct));
    JobContext context;
    const auto result = train(recipe, stepsIn(pathOf(folder), 4), context);
    const auto model = UnerModel::load(result.last);
    QVERIFY(model->options().header() == recipe.model()->options().header());
    QCOMPARE(int(model->bestStage()), int(UnerStage::fine));
    const auto file = readSafetensors(result.last);
    QCOMPARE(file.metadata.at("recipe"), std::string("uner3d"));
    QCOMPARE(file.metadata.at("box"), std::string("0.55"));
}

QTEST_APPLESS_MAIN(TestUnerRecipe)
#include "tst_uner_recipe.moc"
