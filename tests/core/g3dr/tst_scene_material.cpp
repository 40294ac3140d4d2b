#include <cmath>
#include <filesystem>

#include <QTemporaryDir>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/g3dr/scene_recipe.h"
#include "core/image/codec.h"
#include "core/vision/scene_depth_batch.h"
#include "tests/support/test_support.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

namespace fs = std::filesystem;

constexpr float kHalf[3] = {0.5f, 0.3f, 0.2f};

TrainingObject ellipsoid() { return makeEllipsoid(kHalf[0], kHalf[1], kHalf[2], 4, 128, 5); }

/// Points of the box to the object of which view 0 made the example.
at::Tensor toObject(const at::Tensor& points, const SceneExample& example, const TrainingObject& object)
{
    const glm::mat4& camera = example.camera.camera.worldFromCamera;
    const glm::vec3 eye(camera[3]);
    const double scale = glm::length(eye) / object.distance[0].item<double>();
    std::vector<float> rows; // of field from camera
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c)
            rows.push_back(camera[c][r]);
    const auto fieldFromObject = at::matmul(at::tensor(rows).view({3, 3}), object.cameraFromObject[0].to(at::kFloat));
    return at::matmul(points, fieldFromObject) / scale;
}

/// Where a camera's rays end at `distance` [128, 128]: [128 * 128, 3] of the box.
at::Tensor ends(const SceneCamera& camera, const at::Tensor& distance)
{
    const auto rays = camera.rays(128, at::kCPU);
    return rays.origins + rays.directions * distance.reshape({-1, 1});
}

/// Largest deviation of the points that count from the ellipsoid's equation, and of the colours from its law.
std::pair<double, double> deviations(const at::Tensor& points, const at::Tensor& rgb, const at::Tensor& counts)
{
    const auto relative = points / at::tensor({kHalf[0], kHalf[1], kHalf[2]});
    const auto off = (relative.square().sum(1) - 1).abs() * counts;
    const auto colour = (rgb.reshape({3, -1}).t() + 1) / 2;
    const auto wrong = ((colour - (0.5 + 0.4 * relative)).abs().amax(1)) * counts;
    return {off.max().item<double>(), wrong.max().item<double>()};
}

/// Without its rim, whose pixels the background shares.
at::Tensor inner(const at::Tensor& seen)
{
    return -at::max_pool2d(-seen.view({1, 1, 128, 128}), {5, 5}, {1, 1}, {2, 2}).view({-1});
}

} // namespace

class TestSceneMaterial : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void viewsOfAnObjectAgreeInTheBox();
    void backgroundLiesOnTheFarSide();
    void drawsAreOfOneKindAndRepeat();
    void otherViewsTeach();
};

void TestSceneMaterial::viewsOfAnObjectAgreeInTheBox()
{
    const auto object = ellipsoid();
    const auto example = renderedSceneExample(object, 0, {1, 3}, {});
    QCOMPARE(example.others.size(), 2u);
    const auto seen = (example.input[3] < 5.999).to(at::kFloat);
    QVERIFY(seen.mean().item<double>() > 0.1);
    const auto own = deviations(toObject(ends(example.camera, example.input[3] - example.offset), example, object),
                                example.input.narrow(0, 0, 3), inner(seen));
    QVERIFY2(own.first < 0.03 && own.second < 0.05, qPrintable(QStringLiteral("%1 %2").arg(own.first).arg(own.second)));
    for (const auto& truth : example.others) {
        QVERIFY(truth.seen.mean().item<double>() > 0.05);
        const auto its = deviations(toObject(ends(truth.camera, truth.depth), example, object), truth.rgb, inner(truth.seen));
        QVERIFY2(its.first < 0.03 && its.second < 0.05, qPrintable(QStringLiteral("%1 %2").arg(its.first).arg(its.second)));
    }
}

/// As wide in the picture at the centre's distance as G3DR's own camera, 5 away; the input's distance there is 5, and the
/// far side's 6.
void TestSceneMaterial::backgroundLiesOnTheFarSide()
{
    const auto object = ellipsoid();
    const auto background = at::full({3, 64, 64}, 255, at::kByte);
    const auto example = renderedSceneExample(object, 2, {}, background);
    const auto& camera = example.camera.camera;
    const double away = glm::length(glm::vec3(camera.worldFromCamera[3]));
    QVERIFY(isClose(away * std::tan(camera.verticalFov / 2), 5 * std::tan(glm::radians(9.0)), 1e-5, 0, "width"));
    QVERIFY(isClose(example.offset, 5 - away, 1e-5, 0, "offset"));
    QCOMPARE(example.input[3][0][0].item<float>(), 6.0f);
    QCOMPARE(example.input[0][0][0].item<float>(), 1.0f);
    QVERIFY(example.input[3].min().item<double>() > 4 && example.input[3].min().item<double>() < 5);
}

void TestSceneMaterial::drawsAreOfOneKindAndRepeat()
{
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    encodePicture(Image(32, 32, 3, 0.25f), path / "a.png");
    encodePicture(Image(32, 32, 1, 0.5f), path / "a_depth.png", 16);
    const SceneMaterial material(findDepthPhotos(path), SetSampler({std::make_shared<MemorySet>(std::vector{ellipsoid()})}, {}),
                                 2);
    int objects = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Draws draws(at::detail::createCPUGenerator(seed)), same(at::detail::createCPUGenerator(seed));
        const auto examples = material.draw(2, draws), again = material.draw(2, same);
        QCOMPARE(examples.size(), 2u);
        QCOMPARE(examples[0].others.size(), examples[1].others.size());
        QVERIFY(at::equal(examples[1].input, again[1].input));
        objects += examples[0].others.size() == 2;
    }
    QVERIFY(objects > 3 && objects < 17);
    QVERIFY(errorMessage(ErrorCode::badInput, [] { SceneMaterial({}, {}, 1); }).find("found neither") != std::string::npos);
}

/// Two novel steps of five are judged by the other views, and their gradient moves the network.
void TestSceneMaterial::otherViewsTeach()
{
    SceneRecipeOptions options;
    options.unet.baseWidth = 8;
    options.unet.planeChannels = 8;
    options.renderSide = 16;
    options.samples = 6;
    options.batchSize = 1;
    SceneRecipe recipe(SceneMaterial({}, SetSampler({std::make_shared<MemorySet>(std::vector{ellipsoid()})}, {}), 2), options,
                       {});
    int judged = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const auto terms = recipe.loss({0, 0.9, at::detail::createCPUGenerator(seed)});
        if (terms[0].name != "otherColour") {
            QCOMPARE(terms[0].name, std::string("colour"));
            continue;
        }
        ++judged;
        QCOMPARE(terms.size(), std::size_t(3));
        (terms[0].value + terms[1].value).backward();
        double moved = 0;
        for (auto& [name, parameter] : recipe.parameters())
            if (parameter.grad().defined())
                moved += parameter.grad().abs().sum().item<double>();
        QVERIFY(std::isfinite(moved) && moved > 0);
    }
    QVERIFY(judged >= 2 && judged <= 9);
    JobContext context;
    const auto scores = recipe.validate(context);
    QCOMPARE(scores.back().first, std::string("otherPsnr"));
    QVERIFY(scores.back().second > 5 && scores.back().second < 30);
}

QTEST_GUILESS_MAIN(TestSceneMaterial)
#include "tst_scene_material.moc"
