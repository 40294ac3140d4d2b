#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include <QTest>

#include "core/data/random.h"
#include "core/eval/picture_quality.h"
#include "core/uner3d/scene_job.h"
#include "core/uner3d/scene_training.h"
#include "core/uner3d/voxel_optimizer.h"
#include "tests/core/uner3d/test_scene.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

VoxelGrid randomGrid(int64_t along, const FieldBox& box, float rawDensity, std::uint64_t seed)
{
    const auto cells = CellGrid::over(box, along);
    auto grid = VoxelGrid::over(cells, std::vector<std::uint8_t>(std::size_t(cells.cells()), 1), 0.5f, rawDensity);
    Random random(seed);
    for (auto& value : grid.values)
        value += random.normal();
    return grid;
}

std::vector<VoxelRay> someRays(int count, bool coverage)
{
    std::vector<VoxelRay> rays;
    Random random(5);
    for (int i = 0; i < count; ++i) {
        VoxelRay ray;
        ray.origin = 2.5f * random.direction();
        ray.direction = glm::normalize(0.5f * random.direction() - ray.origin);
        ray.truth = glm::vec3(random.uniform(), random.uniform(), random.uniform());
        ray.background = glm::vec3(random.uniform(), 0.5f, 0.25f);
        ray.coverage = coverage ? random.uniform() : -1;
        rays.push_back(ray);
    }
    return rays;
}

/// Of the pictures that training did not see, dB.
double heldOutPsnr(const TrainedScene& trained, const PosedScene& scene, JobContext& context)
{
    double sum = 0;
    int count = 0;
    for (const auto& picture : scene.pictures)
        if (picture.heldOut) {
            sum += pictureQuality(renderTrained(trained, picture, context), picture.picture).psnr;
            ++count;
        }
    return sum / count;
}

SceneTrainingOptions quickOptions(std::int64_t steps)
{
    SceneTrainingOptions options;
    options.steps = steps;
    options.cells = 48;
    options.rays = 1024;
    options.previewSeconds = 0;
    return options;
}

} // namespace

class TestSceneTraining : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void slabInClosedForm();
    void contractsSpace();
    void queryEqualsAnInterpolation();
    void gradientsByCentralDifferences_data();
    void gradientsByCentralDifferences();
    void skippingChangesNothing();
    void refiningKeepsTheField();
    void smoothnessPullsTogether();
    void hullHoldsTheBall();
    void boxFromTheCameras();
    void trainsABall_data();
    void trainsABall();
    void repeatsBitByBit();
    void cancelsAndShowsPreviews();
    void endsWhenItIsEnough();
    void theFirstPreviewComesSoon();
    void refusesWhatCannotBeTrained();
};

void TestSceneTraining::slabInClosedForm()
{
    const auto cells = CellGrid::over({}, 16);
    const float raw = rawOfDensity(0.3f), reference = 0.4f;
    auto grid = VoxelGrid::over(cells, std::vector<std::uint8_t>(4096, 1), reference, raw);
    for (std::size_t i = 1; i < grid.values.size(); i += 4)
        grid.values[i] = 2; // red: sigmoid(2), others one half
    VoxelRay ray;
    ray.origin = {0.1f, 0.2f, 3};
    ray.background = {0, 0, 1};
    VoxelHit hit;
    marchVoxels({&grid, nullptr}, {}, &ray, 0, 1, &hit, {});
    const double opacity = 1 - std::exp(-2 * 0.3 / 0.4);
    QVERIFY(isClose(hit.opacity, opacity, 0, 1e-4, "opacity"));
    QVERIFY(isClose(hit.colour.x, opacity / (1 + std::exp(-2.0)), 0, 1e-4, "red"));
    QVERIFY(isClose(hit.colour.z, 0.5 * opacity + 1 - opacity, 0, 1e-4, "blue"));
    QVERIFY(isClose(hit.distance, 2 - std::log(1 - opacity / 2) * 0.4 / 0.3, 0, 0.1, "median"));
}

void TestSceneTraining::contractsSpace()
{
    const glm::vec3 inside(0.5f, -1, 0.25f), far(0, 40, 10);
    QVERIFY(contractSpace(inside) == inside);
    QVERIFY(isClose(contractSpace(far).y, 2 - 1 / 40.0, 0, 1e-5, "distance"));
    QVERIFY(isClose(contractSpace(far).z / contractSpace(far).y, 0.25, 0, 1e-5, "direction"));
    QVERIFY(expandSpace(inside) == inside);
    QVERIFY(glm::length(expandSpace(contractSpace(far)) - far) < 1e-2f);
    QVERIFY(isClose(expandSpace({-2, 0, 0}).x, -1000, 1e-3, 0, "rim"));
}

void TestSceneTraining::queryEqualsAnInterpolation()
{
    const auto grid = std::make_shared<const VoxelGrid>(randomGrid(5, {{-1, -0.6f, -1}, {1, 0.6f, 0.2f}}, 0, 3));
    const VoxelField field(grid);
    Random random(8);
    for (int i = 0; i < 50; ++i) {
        const auto counts = grid->cornerCounts();
        const glm::vec3 place(random.uniform(0, 4.99f), random.uniform(0, 2.99f), random.uniform(0, 2.99f));
        double raw[4] = {0, 0, 0, 0};
        for (int k = 0; k < 8; ++k) {
            double weight = 1;
            std::int64_t at[3];
            for (int axis = 0; axis < 3; ++axis) {
                const double f = place[axis] - std::floor(place[axis]);
                at[axis] = std::int64_t(place[axis]) + ((k >> axis) & 1);
                weight *= (k >> axis) & 1 ? f : 1 - f;
            }
            const auto corner = grid->corner[std::size_t((at[2] * counts[1] + at[1]) * counts[0] + at[0])];
            for (int c = 0; c < 4; ++c)
                raw[c] += weight * grid->values[std::size_t(corner) * 4 + std::size_t(c)];
        }
        const glm::vec3 point = glm::vec3(-1, -0.6f, -1) + grid->cells.cell * place;
        const auto found = field.query(at::tensor({point.x, point.y, point.z}).view({1, 3}));
        QVERIFY(isClose(found.density.item<double>(), std::log1p(std::exp(raw[0])) / 0.5, 1e-3, 1e-4, "density"));
        QVERIFY(isClose(found.rgb[0][1].item<double>(), 1 / (1 + std::exp(-raw[2])), 1e-3, 1e-4, "green"));
    }
    const auto outside = field.query(at::tensor({0.0f, 0.7f, 0.0f}).view({1, 3}));
    QCOMPARE(outside.density.item<float>(), 0.0f);
    QCOMPARE(field.query(at::zeros({0, 3})).rgb.size(0), int64_t(0));
    const auto columns = (at::rand({3, 6}) * 2 - 1).t();
    QVERIFY(at::equal(field.query(columns).density, field.query(columns.contiguous()).density));
}

void TestSceneTraining::gradientsByCentralDifferences_data()
{
    QTest::addColumn<bool>("surroundings");
    QTest::addColumn<bool>("terms");
    QTest::newRow("colour") << false << false;
    QTest::newRow("colour, coverage, distortion") << false << true;
    QTest::newRow("with surroundings") << true << false;
    QTest::newRow("with surroundings, coverage, distortion") << true << true;
}

void TestSceneTraining::gradientsByCentralDifferences()
{
    QFETCH(bool, surroundings);
    QFETCH(bool, terms);
    auto object = randomGrid(4, {}, -0.5f, 1);
    auto around = randomGrid(8, {{-2, -2, -2}, {2, 2, 2}}, -3.0f, 2);
    const VoxelSpace space{&object, surroundings ? &around : nullptr};
    VoxelMarchSettings settings;
    settings.leastPassing = 0;
    if (terms) {
        settings.coverageWeight = 0.3f;
        settings.distortionWeight = 0.2f;
    }
    const auto rays = someRays(12, terms);
    std::vector<VoxelHit> hits(rays.size());
    std::vector<float> gradient(object.values.size(), 0), aroundGradient(around.values.size(), 0);
    marchVoxels(space, settings, rays.data(), 0, 12, hits.data(), {gradient.data(), aroundGradient.data(), nullptr, nullptr});
    const auto loss = [&] {
        marchVoxels(space, settings, rays.data(), 0, 12, hits.data(), {});
        double sum = 0;
        for (std::size_t r = 0; r < rays.size(); ++r) {
            sum += hits[r].error;
            if (terms)
                sum += settings.coverageWeight * std::pow(hits[r].opacity - rays[r].coverage, 2);
            sum += settings.distortionWeight * hits[r].distortion;
        }
        return sum;
    };
    const auto check = [&](std::vector<float>& values, const std::vector<float>& found, std::size_t every) {
        double worst = 0;
        for (std::size_t i = 0; i < values.size(); i += every) {
            const float kept = values[i];
            constexpr float kStep = 1e-2f;
            values[i] = kept + kStep;
            const double high = loss();
            values[i] = kept - kStep;
            const double low = loss();
            values[i] = kept;
            worst = std::max(worst, std::abs((high - low) / (2 * kStep) - found[i]));
        }
        return worst;
    };
    QVERIFY(isClose(check(object.values, gradient, 3), 0, 0, 3e-4, "object"));
    if (surroundings)
        QVERIFY(isClose(check(around.values, aroundGradient, 17), 0, 0, 3e-4, "surroundings"));
}

void TestSceneTraining::skippingChangesNothing()
{
    const auto cells = CellGrid::over({}, 32);
    std::vector<std::uint8_t> ball(std::size_t(cells.cells()), 0);
    VoxelGrid all = VoxelGrid::over(cells, std::vector<std::uint8_t>(ball.size(), 1), 1, -30.0f);
    for (std::int64_t c = 0; c < cells.cells(); ++c) {
        const glm::vec3 centre(float(c % 32) - 15.5f, float(c / 32 % 32) - 15.5f, float(c / 1024) - 15.5f);
        ball[std::size_t(c)] = glm::length(centre) < 6;
    }
    auto sparse = VoxelGrid::over(cells, ball, 1, -30.0f);
    for (std::size_t i = 0; i < sparse.home.size(); ++i) { // matter in the corners of the ball alone
        sparse.values[i * 4] = 3;
        all.values[std::size_t(all.corner[std::size_t(sparse.home[i])]) * 4] = 3;
    }
    const auto rays = someRays(200, false);
    std::vector<VoxelHit> a(200), b(200);
    marchVoxels({&all, nullptr}, {}, rays.data(), 0, 200, a.data(), {});
    marchVoxels({&sparse, nullptr}, {}, rays.data(), 0, 200, b.data(), {});
    int met = 0;
    for (std::size_t r = 0; r < rays.size(); ++r) {
        QVERIFY(std::abs(a[r].opacity - b[r].opacity) < 0.35f); // the rim of the full grid reaches half a cell farther
        met += b[r].opacity > 0.5f;
    }
    QVERIFY2(met > 40, qPrintable(QString::number(met)));
}

void TestSceneTraining::refiningKeepsTheField()
{
    auto grid = randomGrid(6, {}, 2, 4);
    const auto finer = std::make_shared<const VoxelGrid>(grid.refined(2, 0.01f));
    QCOMPARE(finer->cells.count[0], int64_t(12));
    const VoxelField coarse(std::make_shared<const VoxelGrid>(grid)), fine(finer);
    const auto points = (at::rand({300, 3}) * 2 - 1) * 0.99;
    QVERIFY((coarse.query(points).density - fine.query(points).density).abs().max().item<double>() < 2e-2);
    for (std::size_t i = 0; i < grid.values.size(); i += 4)
        grid.values[i] = grid.home[i / 4] == 171 ? 5.0f : -20.0f; // one corner of 7^3 holds matter: (3, 3, 3)
    const auto alone = grid.refined(1, 0.01f);
    QCOMPARE(alone.corners(), int64_t(5 * 5 * 5)); // its eight cells and the ring around them
}

void TestSceneTraining::smoothnessPullsTogether()
{
    auto grid = randomGrid(4, {}, 0, 9);
    VoxelOptimizer optimizer;
    optimizer.reset(grid.corners(), 1);
    const auto roughness = [&] {
        double sum = 0;
        for (std::size_t i = 4; i < grid.values.size(); i += 4)
            sum += std::pow(grid.values[i] - grid.values[i - 4], 2);
        return sum;
    };
    const double before = roughness();
    const auto untouched = grid.values;
    optimizer.addSmoothness(grid, 1);
    optimizer.step(grid, 0.02f, 0.02f);
    QVERIFY(grid.values == untouched); // no ray was there
    for (int step = 0; step < 50; ++step) {
        for (std::size_t i = 0; i < grid.values.size(); i += 4)
            optimizer.gradient(0)[i] = 1e-6f;
        optimizer.addSmoothness(grid, 1);
        optimizer.step(grid, 0.02f, 0.02f);
    }
    QVERIFY(roughness() < 0.5 * before);
}

void TestSceneTraining::hullHoldsTheBall()
{
    const auto scene = ballScene(12, 0, 48, true);
    const auto views = prepareSceneViews(scene, true);
    QVERIFY(views.masked);
    const auto grid = CellGrid::over(views.box, 24);
    const auto hull = visualHull(grid, views.training);
    std::int64_t inside = 0, kept = 0;
    const auto centres = grid.centres(at::arange(grid.cells()));
    for (std::int64_t c = 0; c < grid.cells(); ++c) {
        const auto* p = centres.const_data_ptr<float>() + 3 * c;
        const bool ball = glm::length(views.frame.toWorld({p[0], p[1], p[2]})) < 0.5f;
        inside += ball;
        kept += hull[std::size_t(c)];
        QVERIFY(!ball || hull[std::size_t(c)]);
    }
    QVERIFY2(double(kept) < 2.5 * double(inside), qPrintable(QString::number(kept)));
    // The scene's own box has a side of 1.4; twelve silhouettes leave little more than the ball.
    QVERIFY2(views.frame.scale < 0.65, qPrintable(QString::number(views.frame.scale)));
}

void TestSceneTraining::boxFromTheCameras()
{
    auto scene = ballScene(8, 0, 32, false);
    scene.box.reset();
    const auto views = prepareSceneViews(scene, true);
    QVERIFY(glm::length(views.frame.centre) < 1e-6);
    QVERIFY(isClose(views.frame.scale, 3 * std::sin(0.22), 1e-3, 0, "the ball that all cameras see whole"));
    QVERIFY(!views.masked);
}

void TestSceneTraining::trainsABall_data()
{
    QTest::addColumn<bool>("masked");
    QTest::addColumn<double>("least");
    QTest::newRow("masks") << true << 27.0;
    QTest::newRow("no masks") << false << 18.0;
}

void TestSceneTraining::trainsABall()
{
    QFETCH(bool, masked);
    QFETCH(double, least);
    auto scene = ballScene(18, 2, 64, masked);
    if (!masked) // a blank wall may stand anywhere, so that only views between others are told what they show
        for (const std::size_t i : {5, 11, 16, 17})
            scene.pictures[i].heldOut = i < 16;
    JobContext context;
    auto options = quickOptions(300);
    const auto trained = trainScene(scene, options, {}, context);
    QCOMPARE(bool(trained.surroundings), !masked);
    QCOMPARE(trained.steps, std::int64_t(300));
    const double psnr = heldOutPsnr(trained, scene, context);
    QVERIFY2(psnr > least, qPrintable(QString::number(psnr)));
    // The field's surface is the ball's.
    double off = 0;
    int met = 0;
    for (const auto& ray : someRays(60, false)) {
        VoxelRay world = ray;
        world.origin = trained.frame.toField(glm::dvec3(ray.origin));
        VoxelHit hit;
        marchVoxels({&trained.field->grid(), nullptr}, {}, &world, 0, 1, &hit, {});
        if (hit.objectOpacity < 0.9f)
            continue;
        off += std::abs(glm::length(trained.frame.toWorld(world.origin + world.direction * hit.distance)) - 0.5f);
        ++met;
    }
    QVERIFY2(met > 20, qPrintable(QString::number(met)));
    QVERIFY2(off / met < 0.04, qPrintable(QString::number(off / met)));
}

void TestSceneTraining::repeatsBitByBit()
{
    const auto scene = ballScene(6, 0, 24, true);
    JobContext first({}, {}, 3), second({}, {}, 3), other({}, {}, 4);
    const auto a = trainScene(scene, quickOptions(20), {}, first), b = trainScene(scene, quickOptions(20), {}, second);
    QVERIFY(a.curve == b.curve);
    QVERIFY(a.field->grid().values == b.field->grid().values);
    QVERIFY(trainScene(scene, quickOptions(20), {}, other).curve != a.curve);
}

void TestSceneTraining::cancelsAndShowsPreviews()
{
    const auto scene = ballScene(6, 0, 32, true);
    auto options = quickOptions(150);
    options.previewSeconds = 1e-3;
    std::size_t most = 0;
    double lastShare = -1;
    JobContext context;
    trainScene(scene, options, [&](const ScenePreview& preview) {
        QVERIFY(preview.share >= lastShare);
        QCOMPARE(preview.cloud.positions.size(), preview.cloud.colours.size());
        lastShare = preview.share;
        most = std::max(most, preview.cloud.positions.size());
        }, context);
    QVERIFY2(most > 500, qPrintable(QString::number(most)));
    auto cancelled = cancelledAt("Train", 0.3);
    QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { trainScene(scene, options, {}, cancelled); }).empty());
}

void TestSceneTraining::endsWhenItIsEnough()
{
    const auto scene = ballScene(6, 0, 32, true);
    auto options = quickOptions(1000);
    int asked = 0;
    options.enough = [&] { return ++asked > 60; };
    JobContext context;
    const auto trained = trainScene(scene, options, {}, context);
    QCOMPARE(trained.steps, std::int64_t(60));
    QCOMPARE(trained.curve.size(), std::size_t(60));
    // What there is becomes a cloud, and even of almost nothing: its threshold gives way.
    SceneCloudOptions whole;
    whole.steps = 1000;
    whole.cells = 32;
    whole.previewSeconds = 0;
    whole.cloud.count = 500;
    for (const int steps : {12, 60}) {
        asked = 0;
        whole.enough = [&] { return ++asked > steps; };
        const auto made = makeSceneCloud(scene, whole, {}, context);
        QVERIFY(made.stopped);
        QCOMPARE(made.steps, std::int64_t(steps));
        QCOMPARE(made.views, std::size_t(6));
        QVERIFY(made.masked.masks == MaskOrigin::given);
        QCOMPARE(made.cloud.positions.size(), std::size_t(500));
        QCOMPARE(made.cloud.confidence.size(), std::size_t(500));
    }
    whole.enough = [] { return true; };
    QVERIFY(errorMessage(ErrorCode::badInput, [&] { makeSceneCloud(scene, whole, {}, context); }).find("before anything had formed") !=
            std::string::npos);
}

void TestSceneTraining::theFirstPreviewComesSoon()
{
    const auto scene = ballScene(8, 0, 48, true);
    SceneTrainingOptions options;
    options.minutes = 0.05;
    options.cells = 48;
    options.rays = 1024;
    options.previewSeconds = 1;
    double first = -1;
    int previews = 0;
    JobContext context;
    trainScene(scene, options, [&](const ScenePreview& preview) {
        QVERIFY(!preview.cloud.positions.empty());
        first = first < 0 ? 180 * preview.share / 60 : first;
        ++previews;
    }, context);
    QVERIFY2(first > 0 && first < 2, qPrintable(QString::number(first))); // seconds, of the three; 0.3 where nothing else runs
    QVERIFY(previews >= 2);
}

void TestSceneTraining::refusesWhatCannotBeTrained()
{
    const auto good = ballScene(4, 0, 24, true);
    JobContext context;
    const auto messageOf = [&](const std::function<void(PosedScene&)>& spoil) {
        auto scene = good;
        spoil(scene);
        return errorMessage(ErrorCode::badInput, [&] { trainScene(scene, quickOptions(5), {}, context); });
    };
    const auto names = [](const std::string& message, const char* part) { return message.find(part) != std::string::npos; };
    QVERIFY(names(messageOf([](PosedScene& s) { s.pictures[1].focal.x = std::nan(""); }), "view 1"));
    QVERIFY(names(messageOf([](PosedScene& s) { s.pictures[2].worldFromCamera[0] *= 2; }), "rotation"));
    QVERIFY(names(messageOf([](PosedScene& s) { s.pictures[2].worldFromCamera[3].x = std::nan(""); }), "view 2"));
    QVERIFY(names(messageOf([](PosedScene& s) { s.pictures[3].mask = Image(8, 8, 1); }), "24 x 24"));
    QVERIFY(names(messageOf([](PosedScene& s) { s.pictures[0].picture = Image(); }), "view 0"));
    QVERIFY(names(messageOf([](PosedScene& s) { s.pictures.resize(1); }), "at least 2"));
    QVERIFY(names(messageOf([](PosedScene& s) { for (auto& p : s.pictures) p.mask = Image(24, 24, 1); }), "room"));
    SceneTrainingOptions options;
    options.minutes = 0;
    QVERIFY(names(errorMessage(ErrorCode::badInput, [&] { options.check(); }), "minutes"));
}

QTEST_APPLESS_MAIN(TestSceneTraining)
#include "tst_scene_training.moc"
