#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <glm/gtc/constants.hpp>
#include <glm/gtc/quaternion.hpp>

#include "core/data/object_sampler.h"
#include "core/eval/baselines.h"
#include "core/eval/object_eval.h"
#include "tests/core/surface/mesh_checks.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr int kSize = 128;

/// A view from so far that rays are as good as parallel; half the picture spans 0.6 on the plane z = 0.
EvalInput emptyInput()
{
    EvalInput input;
    input.name = "made";
    input.distance = 60;
    input.tangent = 0.01f;
    input.rgb = at::zeros({3, kSize, kSize});
    input.alpha = at::zeros({kSize, kSize});
    input.height = at::zeros({kSize, kSize});
    return input;
}

glm::vec2 centreOf(const EvalInput& input, int x, int y)
{
    const float pixel = input.pixelLength();
    return {(float(x) + 0.5f - 0.5f * kSize) * pixel, (0.5f * kSize - float(y) - 0.5f) * pixel};
}

/// A ball of radius one half, left half red, right half blue.
EvalInput ballInput()
{
    EvalInput input = emptyInput();
    for (int y = 0; y < kSize; ++y)
        for (int x = 0; x < kSize; ++x) {
            const glm::vec2 p = centreOf(input, x, y);
            const float rest = 0.25f - glm::dot(p, p);
            if (rest < 0)
                continue;
            input.alpha[y][x] = 1;
            input.rgb[p.x < 0 ? 0 : 2][y][x] = 1;
            input.height[y][x] = std::sqrt(rest);
        }
    return input;
}

EvalInput barInput()
{
    EvalInput input = emptyInput();
    input.alpha.slice(0, 10, 110).slice(1, 50, 80).fill_(1); // 100 high, 30 wide
    input.rgb.fill_(0.5f);
    return input;
}

Mesh block(const glm::vec3& low, const glm::vec3& high, const glm::vec4& colour)
{
    Mesh mesh;
    for (int i = 0; i < 8; ++i) {
        mesh.positions.emplace_back(i & 1 ? high.x : low.x, i & 2 ? high.y : low.y, i & 4 ? high.z : low.z);
        mesh.colours.push_back(colour);
    }
    mesh.triangles = {{0, 2, 3}, {0, 3, 1}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
                      {2, 6, 7}, {2, 7, 3}, {0, 4, 6}, {0, 6, 2}, {1, 3, 7}, {1, 7, 5}};
    return mesh;
}

/// A slab with a foot to one side: longest side 1, box centre at the origin, as training objects are.
Asset boot()
{
    Asset asset;
    asset.meshes.push_back(block({-0.3f, -0.5f, -0.15f}, {0, 0.5f, 0.15f}, {0.8f, 0.2f, 0.2f, 1}));
    asset.meshes.push_back(block({0, -0.5f, -0.15f}, {0.3f, -0.2f, 0.05f}, {0.2f, 0.2f, 0.8f, 1}));
    return asset;
}

Mesh joined(const Asset& asset, const glm::mat3& rotation)
{
    Mesh all;
    for (const auto& mesh : asset.meshes) {
        const auto first = unsigned(all.positions.size());
        for (const auto& p : mesh.positions)
            all.positions.push_back(rotation * p);
        for (const auto& t : mesh.triangles)
            all.triangles.push_back(t + first);
        all.colours.insert(all.colours.end(), mesh.colours.begin(), mesh.colours.end());
    }
    return all;
}

TrainingObject bootObject()
{
    SamplerOptions options;
    options.views = 5;
    options.viewSize = 64;
    options.labels = {4'000, 0, 4'000};
    return sampleObject(boot(), options, 7, "boot");
}

class OneObject : public TrainingSet
{
public:
    const std::vector<TrainingObjectInfo>& objects() const override { return m_objects; }
    const std::vector<TrainingSource>& sources() const override { return m_sources; }
    TrainingObject load(std::int64_t) const override { return m_object; }
    at::Tensor backgrounds() const override { return at::zeros({0, 3, 64, 64}, at::kByte); }
    int viewSize() const override { return 64; }

private:
    std::vector<TrainingObjectInfo> m_objects = {{"boot", "boots", Split::test}};
    std::vector<TrainingSource> m_sources;
    TrainingObject m_object = bootObject();
};

} // namespace

class TestEvalObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inflatedDiscIsABall()
    {
        const Mesh mesh = inflatedBaseline(ballInput());
        QVERIFY(isClosedManifold(mesh));
        QCOMPARE(eulerCharacteristic(mesh), 2L);
        QVERIFY(isClose(volume(mesh), glm::pi<double>() / 6, 0.03, 0, "volume"));
        double off = 0;
        for (const auto& p : mesh.positions)
            off += std::abs(double(glm::length(p)) - 0.5) / double(mesh.positions.size());
        QVERIFY2(off < 0.01, qPrintable(QString::number(off)));
    }

    void shellOfABallIsItsHalf()
    {
        const EvalInput input = ballInput();
        const Mesh mesh = shellBaseline(input, input.height);
        QVERIFY(isClosedManifold(mesh));
        float deepest = 1;
        for (const auto& p : mesh.positions)
            deepest = std::min(deepest, p.z);
        const float lowest = input.height.masked_select(input.alpha.gt(0)).min().item<float>();
        QVERIFY(isClose(deepest, lowest, 0, 1e-6, "deepest"));
        // Half a ball less the disc below the deepest point that a pixel's centre sees.
        const double below = double(lowest) * glm::pi<double>() / 4;
        QVERIFY(isClose(volume(mesh), glm::pi<double>() / 12 - below, 0.02, 0, "volume"));
    }

    void extrudedBarIsABlock()
    {
        const EvalInput input = barInput();
        const Mesh mesh = extrudedBaseline(input);
        QVERIFY(isClosedManifold(mesh));
        const double pixel = double(input.pixelLength());
        const glm::vec3 size = boundsOf(mesh).size();
        QVERIFY(isClose(volume(mesh), 100 * 30 * 30 * std::pow(pixel, 3), 0.02, 0, "volume"));
        QVERIFY(isClose(size.x, 30 * pixel, 0.01, 0, "width"));
        QVERIFY(isClose(size.y, 100 * pixel, 0.01, 0, "height"));
        QVERIFY(isClose(size.z, 30 * pixel, 0.01, 0, "depth is the shorter side"));
        QVERIFY(isClose(boundsOf(mesh).centre().z, 0, 0, 1e-6, "middle"));
    }

    void boxIsTurnedAsTheObjectIs()
    {
        EvalInput input = ballInput();
        input.boxHalf = {0.5f, 0.2f, 0.1f};
        input.cameraFromObject = glm::mat3_cast(glm::angleAxis(0.7f, glm::normalize(glm::vec3(1, 2, 3))));
        Mesh mesh = boxBaseline(input);
        QVERIFY(isClose(volume(mesh), 0.08, 1e-4, 0, "volume, wound outwards"));
        QVERIFY(isClose(area(mesh), 2 * (1 * 0.4 + 0.4 * 0.2 + 0.2 * 1), 1e-4, 0, "area"));
        for (auto& p : mesh.positions)
            p = glm::transpose(input.cameraFromObject) * p;
        QVERIFY(glm::length(boundsOf(mesh).maximum - input.boxHalf) < 1e-5f);
        QVERIFY(glm::length(boundsOf(mesh).minimum + input.boxHalf) < 1e-5f);
    }

    void picturesAreProjectedThrough()
    {
        EvalInput input = ballInput();
        Mesh mesh = inflatedBaseline(input);
        mesh.positions.emplace_back(-0.59f, 0.0f, 0.0f); // outside: takes the nearest pixel inside
        colourByProjection(mesh, input);
        QCOMPARE(mesh.colours.size(), mesh.positions.size());
        QCOMPARE(mesh.colours.back(), glm::vec4(1, 0, 0, 1));
        for (std::size_t i = 0; i < mesh.positions.size(); ++i)
            if (std::abs(mesh.positions[i].x) > 0.02f)
                QVERIFY(mesh.colours[i] ==
                        (mesh.positions[i].x < 0 ? glm::vec4(1, 0, 0, 1) : glm::vec4(0, 0, 1, 1)));
    }

    void perspectiveFollowsTheRays()
    {
        EvalInput input = barInput();
        input.distance = 2;
        input.tangent = 0.3f;
        for (const auto& p : extrudedBaseline(input).positions) {
            // Every corner is seen within the bar's pixels, 50..80 across and 10..110 down.
            const float u = p.x / ((2 - p.z) * 0.3f), v = p.y / ((2 - p.z) * 0.3f);
            QVERIFY(u > 2 * 50 / 128.0f - 1 - 1e-5f && u < 2 * 80 / 128.0f - 1 + 1e-5f);
            QVERIFY(v < 1 - 2 * 10 / 128.0f + 1e-5f && v > 1 - 2 * 110 / 128.0f - 1e-5f);
        }
    }

    void nothingToSeeIsRefused()
    {
        for (const auto& baseline : {boxBaseline, extrudedBaseline, inflatedBaseline})
            QVERIFY(!errorMessage(ErrorCode::badInput, [&] { baseline(emptyInput()); }).empty());
        QVERIFY(!errorMessage(ErrorCode::internal, [] { evalInput(bootObject(), 5, "boot"); }).empty());
    }

    void theTruthScoresFull()
    {
        const TrainingObject object = bootObject();
        JobContext context;
        ObjectEvalOptions options;
        for (std::int64_t view = 0; view < 2; ++view) {
            const EvalInput input = evalInput(object, view, "boot");
            const auto scores =
                scoreObject(object, view, input, joined(boot(), input.cameraFromObject), options, context);
            // 4,000 random points a side: the mean distance to the nearest is about half their spacing. The
            // hidden wall between the two parts is not in the truth.
            QVERIFY2(scores.camera.chamfer < 0.045, qPrintable(QString::number(scores.camera.chamfer)));
            QVERIFY(scores.camera.fScore[1] > 0.97);
            QVERIFY(scores.aligned.chamfer < scores.camera.chamfer + 0.005);
            QVERIFY2(scores.views.iou > 0.97, qPrintable(QString::number(scores.views.iou)));
            QVERIFY2(scores.depth < 0.005, qPrintable(QString::number(scores.depth)));
            QVERIFY(scores.views.psnr > 8);
        }
    }

    void placeCountsInTheCamerasFrameOnly()
    {
        const TrainingObject object = bootObject();
        const EvalInput input = evalInput(object, 1, "boot");
        Mesh moved = joined(boot(), input.cameraFromObject);
        for (auto& p : moved.positions)
            p = 0.8f * p + glm::vec3(0, 0, 0.15f);
        JobContext context;
        const auto scores = scoreObject(object, 1, input, moved, {}, context);
        QVERIFY(scores.camera.chamfer > 0.1);
        QVERIFY2(scores.aligned.chamfer < 0.045, qPrintable(QString::number(scores.aligned.chamfer)));
        QVERIFY(scores.depth > 0.1);
        QVERIFY(scores.views.iou < 0.9);
    }

    void meansOverTheSplit()
    {
        const OneObject set;
        JobContext context;
        const std::vector<ObjectMethod> methods = {{"box", boxBaseline},
                                                   {"nothing", [](const EvalInput&) { return Mesh(); }}};
        const auto report = evaluateObjects(set, methods, {}, context);
        QCOMPARE(report.rows.size(), std::size_t(1));
        QCOMPARE(report.methods[1], std::string("nothing"));
        QCOMPARE(report.empty, std::vector<int>({0, 1}));
        QCOMPARE(report.means[0].camera.chamfer, report.rows[0].scores[0].camera.chamfer);
        QVERIFY(report.means[0].views.iou > 0.6);
        QCOMPARE(report.means[1].views.iou, 0.0);
        const auto again = evaluateObjects(set, methods, {}, context);
        QCOMPARE(again.means[0].camera.chamfer, report.means[0].camera.chamfer);
        QCOMPARE(again.means[0].aligned.chamfer, report.means[0].aligned.chamfer);
        ObjectEvalOptions options;
        options.split = Split::validation;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     evaluateObjects(set, methods, options, context);
                 }).empty());
        options.novelViews = 0;
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { options.check(); }).find("novelViews") == 0);
    }
};

QTEST_GUILESS_MAIN(TestEvalObjects)
#include "tst_eval_objects.moc"
