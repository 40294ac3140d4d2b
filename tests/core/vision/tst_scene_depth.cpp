#include <cmath>
#include <filesystem>

#include <QTemporaryDir>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/image/codec.h"
#include "core/vision/scene_depth.h"
#include "core/vision/scene_depth_batch.h"
#include "core/weights/model_registry.h"
#include "tests/support/test_support.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Tensor planeFrom(std::vector<float> values)
{
    const auto count = int64_t(values.size());
    return at::tensor(values).view({1, 1, count});
}

/// A wall above, a floor that comes nearer below; the wall's colour tells nothing.
DepthPhoto room(int64_t height, int64_t width)
{
    const auto rows = at::arange(height, at::kFloat).view({height, 1}) / double(height);
    const auto depth = (1 - (rows - 0.4).clamp_min(0) / 0.6).expand({height, width}).contiguous();
    const auto rgb = at::randint(60, 200, {3, height, width}, at::detail::createCPUGenerator(4), at::kByte);
    return {rgb, depth};
}

SetSampler oneObject()
{
    std::vector<TrainingObject> objects = {makeEllipsoid(0.5f, 0.3f, 0.4f, 2, 64, 7)};
    return SetSampler({std::make_shared<MemorySet>(objects)}, {});
}

} // namespace

class TestSceneDepth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void standardisedInClosedForm();
    void lossInClosedForm();
    void orderIsLearned();
    void objectsStandInFront();
    void readsPairs();
    void learnsARoom();
    void estimatesAPhotograph();
    void roleIsKnown();
};

/// 0, 2, 4 and an ignored 100: mean 2, mean absolute deviation 4 / 3.
void TestSceneDepth::standardisedInClosedForm()
{
    const auto weights = planeFrom({1, 1, 1, 0});
    const auto out = standardised(planeFrom({0, 2, 4, 100}), weights).flatten();
    QVERIFY(isClose(out[0].item<double>(), -1.5, 1e-6, 0, "low"));
    QVERIFY(isClose(out[1].item<double>(), 0, 0, 1e-6, "middle"));
    QVERIFY(isClose(out[2].item<double>(), 1.5, 1e-6, 0, "high"));
    QVERIFY(standardised(planeFrom({3, 3, 3, 3}), weights).narrow(2, 0, 3).abs().max().item<double>() < 1e-6);
}

/// Nothing for affine copies; reversed maps differ by twice the standardised one.
void TestSceneDepth::lossInClosedForm()
{
    const auto ones = at::ones({1, 8, 8});
    const auto truth = at::arange(64, at::kFloat).view({1, 8, 8});
    QVERIFY(alignedLoss(truth * 3 - 7, truth, ones).item<double>() < 1e-5);
    const auto columns = at::arange(8, at::kFloat).view({1, 1, 8}).expand({1, 8, 8}); // mean 3.5, deviation 2
    // Values differ by 2 x 1 on average. Gradients: across by 2 n / 2 for steps n = 1, 2, 4 and down by none, of six terms.
    QVERIFY(isClose(alignedLoss(-columns, columns, ones).item<double>(), 2 + 0.5 * (1 + 2 + 4) / 6.0, 1e-5, 0, "reversed"));
}

/// A plane with the object behind is punished more than one with it before.
void TestSceneDepth::orderIsLearned()
{
    SceneDepthBatch batch;
    batch.depth = at::arange(32, at::kFloat).view({1, 32, 1}).expand({1, 32, 32}).contiguous() / 32;
    batch.object = at::zeros({1, 32, 32});
    batch.object.narrow(1, 8, 12).narrow(2, 8, 12).fill_(1);
    batch.photo = 1 - batch.object;
    batch.behind = batch.photo * (batch.depth > 0.7);
    batch.height = at::zeros({1, 32, 32});
    const auto order = [&](double shift) {
        Draws draws(at::detail::createCPUGenerator(2));
        return sceneDepthLoss(batch.depth + shift * batch.object, batch, draws)[2].value.item<double>();
    };
    QVERIFY(order(-2) < 0.01);
    QVERIFY(order(2) > 10 * order(-0.2));
    batch.object.zero_();
    QCOMPARE(order(0), 0.0);
}

void TestSceneDepth::objectsStandInFront()
{
    Draws draws(at::detail::createCPUGenerator(3));
    const auto sets = oneObject();
    const auto batch = drawSceneDepthBatch({room(80, 120)}, sets, 60, 64, draws);
    QCOMPARE(batch.rgb.sizes().vec(), (std::vector<int64_t>{60, 3, 64, 64}));
    QVERIFY(batch.rgb.min().item<double>() >= 0 && batch.rgb.max().item<double>() <= 1);
    const auto shares = batch.object.mean({1, 2});
    const int64_t withObject = (shares > 0).sum().item<int64_t>();
    qInfo("%lld of 60 pictures hold an object", static_cast<long long>(withObject));
    QVERIFY(withObject > 12 && withObject < 36);
    QCOMPARE((batch.object * batch.photo).sum().item<double>(), 0.0);
    QCOMPARE((batch.behind * (1 - batch.photo)).sum().item<double>(), 0.0);
    QVERIFY((batch.height.abs() * batch.object).max().item<double>() <= 0.51);
    const auto whole = wholePhoto(room(80, 120), 64);
    QCOMPARE(whole.photo.mean().item<double>(), 1.0);
    QVERIFY(isClose(whole.depth[0][10].mean().item<double>(), 1, 1e-5, 0, "wall"));
}

void TestSceneDepth::readsPairs()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    Image depth(30, 20, 1);
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 30; ++x)
            depth.at(x, y) = 0.2f + 0.5f * float(x) / 29;
    encodePicture(Image(30, 20, 3, 0.5f), path / "a.png");
    encodePicture(depth, path / "a_depth.png", 16);
    encodePicture(Image(30, 20, 3, 0.5f), path / "alone.png");
    const auto photos = loadDepthPhotos(path, 64);
    QCOMPARE(photos.size(), 1u);
    QCOMPARE(photos[0].rgb.sizes().vec(), (std::vector<int64_t>{3, 20, 30}));
    QVERIFY(isClose(photos[0].depth[3][0].item<double>(), 0, 0, 1e-4, "near"));
    QVERIFY(isClose(photos[0].depth[3][29].item<double>(), 1, 1e-4, 0, "far"));
    const auto none = errorMessage(ErrorCode::io, [&] { loadDepthPhotos(path / "none", 64); });
    QVERIFY(none.find("NAME_depth.png") != std::string::npos);
}

void TestSceneDepth::learnsARoom()
{
    const auto picture = wholePhoto(room(64, 64), 64);
    PictureNet net(kSceneDepthOptions, 2);
    std::vector<at::Tensor> second(net.parameters().size());
    double first = 0, last = 0;
    for (int step = 0; step < 40; ++step) {
        const auto loss = alignedLoss(predictPlane(net, picture.rgb, at::kFloat), picture.depth, picture.photo);
        last = loss.item<double>();
        first = step == 0 ? last : first;
        loss.backward();
        const at::NoGradGuard noGradient;
        std::size_t i = 0;
        for (auto [name, tensor] : net.parameters()) { // RMSprop
            auto& mean = second[i++];
            if (!tensor.grad().defined())
                continue;
            const auto square = tensor.grad().square();
            mean = mean.defined() ? 0.95 * mean + 0.05 * square : square;
            tensor.sub_(0.001 * tensor.grad() / (mean.sqrt() + 1e-8));
            tensor.mutable_grad().reset();
        }
    }
    qInfo("loss %.3f -> %.3f", first, last);
    QVERIFY(last < 0.5 * first);
}

void TestSceneDepth::estimatesAPhotograph()
{
    const auto net = std::make_shared<const SceneDepthNet>(PictureNet(kSceneDepthOptions, 5));
    Image photo(90, 60, 3);
    for (std::size_t i = 0; i < photo.pixels.size(); ++i)
        photo.pixels[i] = float(i * 37 % 101) / 101;
    JobContext context;
    const SceneDepthEstimator estimator(net);
    const auto depth = estimator.estimate(photo, Image(90, 60, 1, 1.0f), context);
    QCOMPARE(depth.relative.width, 90);
    QCOMPARE(depth.relative.height, 60);
    QVERIFY(depth.source == DepthSource::network);
    const auto [low, high] = std::minmax_element(depth.relative.pixels.begin(), depth.relative.pixels.end());
    QCOMPARE(*low, 0.0f);
    QCOMPARE(*high, 1.0f);
    const auto wrong = errorMessage(ErrorCode::badInput, [&] { estimator.estimate(photo, Image(9, 6, 1, 1.0f), context); });
    QVERIFY(wrong.find("90 x 60") != std::string::npos);
}

void TestSceneDepth::roleIsKnown()
{
    QVERIFY(parseModelRole("scene-depth") == ModelRole::sceneDepth);
    QCOMPARE(std::string(modelRoleName(ModelRole::sceneDepth)), std::string("scene-depth"));
}

QTEST_GUILESS_MAIN(TestSceneDepth)
#include "tst_scene_depth.moc"
