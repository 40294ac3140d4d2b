#include <cmath>
#include <random>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "tests/support/test_support.h"
#include "ui/viewport/mouse_preset.h"
#include "ui/viewport/navigation.h"
#include "ui/viewport/picking.h"
#include "ui/viewport/point_governor.h"
#include "ui/viewport/quality_governor.h"

using namespace bozzetto;

namespace {

const glm::vec2 kSize(1200, 800);

Bounds box(glm::vec3 minimum, glm::vec3 maximum)
{
    return {minimum, maximum};
}

glm::vec3 eyeOf(const Navigation& navigation)
{
    return glm::vec3(navigation.camera().worldFromCamera[3]);
}

bool close(const glm::vec3& a, const glm::vec3& b, float tolerance = 1e-4f)
{
    return glm::length(a - b) <= tolerance;
}

/// Pixels of a world point by the camera alone, without Navigation's own projection.
glm::vec2 byCamera(const Camera& camera, const glm::vec3& point)
{
    const glm::vec3 local(glm::inverse(camera.worldFromCamera) * glm::vec4(point, 1.0f));
    const float half = camera.orthographicHeight > 0 ? 0.5f * camera.orthographicHeight
                                                     : -local.z * std::tan(0.5f * camera.verticalFov);
    return 0.5f * kSize + glm::vec2(local.x, -local.y) / half * 0.5f * kSize.y;
}

} // namespace

class TestNavigation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orbitKeepsPivotAndDistance()
    {
        Navigation navigation;
        navigation.frame(box({1, 2, 3}, {2, 4, 5}), kSize);
        const auto pivot = navigation.pivot();
        const float distance = navigation.distance();
        std::mt19937 random(1);
        std::uniform_real_distribution<float> pixels(-400, 400);
        for (int i = 0; i < 100; ++i) {
            navigation.orbit({pixels(random), pixels(random)}, kSize);
            QVERIFY(close(navigation.pivot(), pivot));
            QVERIFY(std::abs(glm::length(eyeOf(navigation) - pivot) - distance) < 1e-3f * distance);
            QVERIFY(std::abs(navigation.pitch()) <= glm::half_pi<float>() + 1e-6f);
            const glm::mat3 axes(navigation.camera().worldFromCamera);
            QVERIFY(std::abs(glm::determinant(axes) - 1.0f) < 1e-4f);
            QVERIFY(std::abs(axes[0].y) < 1e-5f); // the horizon stays level
        }
    }

    void zoomKeepsThePointUnderTheCursor_data()
    {
        QTest::addColumn<bool>("orthographic");
        QTest::newRow("perspective") << false;
        QTest::newRow("orthographic") << true;
    }
    void zoomKeepsThePointUnderTheCursor()
    {
        QFETCH(bool, orthographic);
        Navigation navigation;
        navigation.frame(box(glm::vec3(-1), glm::vec3(1)), kSize);
        navigation.setOrthographic(orthographic);
        navigation.look(0.7f, 0.4f);
        const glm::vec2 cursor(950, 130);
        const auto ray = navigation.rayThrough(cursor, kSize);
        const auto toPivot = navigation.pivot() - ray.origin;
        const glm::vec3 backward(navigation.camera().worldFromCamera[2]);
        const auto point = ray.origin + ray.direction * (glm::dot(toPivot, backward) / glm::dot(ray.direction, backward));
        for (const float factor : {0.8f, 0.8f, 0.3f, 2.5f}) {
            navigation.zoom(cursor, kSize, factor);
            const auto now = byCamera(navigation.camera(), point);
            QVERIFY2(glm::length(now - cursor) < 0.1f, qPrintable(QString::number(glm::length(now - cursor))));
        }
    }

    void panFollowsTheHand()
    {
        Navigation navigation;
        navigation.frame(box(glm::vec3(-1), glm::vec3(1)), kSize);
        navigation.look(-0.9f, 0.3f);
        const auto point = navigation.pivot();
        const auto before = byCamera(navigation.camera(), point);
        navigation.pan({37, -81}, kSize);
        QVERIFY(glm::length(byCamera(navigation.camera(), point) - before - glm::vec2(37, -81)) < 0.05f);
    }

    void frameFitsTheBoundsFromEverywhere_data()
    {
        QTest::addColumn<float>("width");
        QTest::newRow("wide") << 1600.0f;
        QTest::newRow("tall") << 300.0f;
    }
    void frameFitsTheBoundsFromEverywhere()
    {
        QFETCH(float, width);
        const glm::vec2 size(width, 800);
        const auto bounds = box({-3, 0, -0.5f}, {1, 2, 0.5f});
        for (const bool orthographic : {false, true})
            for (const auto direction : {ViewDirection::front, ViewDirection::right, ViewDirection::top,
                                         ViewDirection::bottom}) {
                Navigation navigation;
                navigation.setOrthographic(orthographic);
                navigation.look(direction);
                navigation.frame(bounds, size);
                for (int corner = 0; corner < 8; ++corner) {
                    const glm::vec3 point((corner & 1) ? bounds.maximum.x : bounds.minimum.x,
                                          (corner & 2) ? bounds.maximum.y : bounds.minimum.y,
                                          (corner & 4) ? bounds.maximum.z : bounds.minimum.z);
                    const auto pixel = navigation.project(point, size);
                    QVERIFY(pixel.x >= 0 && pixel.x <= size.x && pixel.y >= 0 && pixel.y <= size.y);
                    const glm::vec3 local(glm::inverse(navigation.camera().worldFromCamera) * glm::vec4(point, 1.0f));
                    QVERIFY(-local.z > navigation.camera().nearPlane && -local.z < navigation.camera().farPlane);
                }
            }
    }

    void emptyBoundsFrameTheOrigin()
    {
        Navigation navigation;
        navigation.frame(Bounds(), kSize);
        QVERIFY(close(navigation.pivot(), glm::vec3(0)));
        QVERIFY(std::isfinite(navigation.distance()) && navigation.distance() > 0);
    }

    void directionsLookFromWhereTheySay()
    {
        Navigation navigation;
        const std::pair<ViewDirection, glm::vec3> expected[] = {
            {ViewDirection::front, {0, 0, 1}}, {ViewDirection::back, {0, 0, -1}}, {ViewDirection::right, {1, 0, 0}},
            {ViewDirection::left, {-1, 0, 0}}, {ViewDirection::top, {0, 1, 0}},   {ViewDirection::bottom, {0, -1, 0}},
        };
        for (const auto& [direction, from] : expected) {
            navigation.look(direction);
            QVERIFY(close(glm::normalize(eyeOf(navigation) - navigation.pivot()), from));
        }
    }

    void projectAgreesWithTheCamera()
    {
        Navigation navigation;
        navigation.frame(box(glm::vec3(-1), glm::vec3(2)), kSize);
        navigation.look(0.5f, -0.6f);
        for (const bool orthographic : {false, true}) {
            navigation.setOrthographic(orthographic);
            for (const glm::vec3 point : {glm::vec3(0), glm::vec3(0.5f, 1, -0.3f), glm::vec3(-1, 0.2f, 1.4f)}) {
                const auto pixel = navigation.project(point, kSize);
                QVERIFY(glm::length(pixel - byCamera(navigation.camera(), point)) < 0.05f);
                const auto ray = navigation.rayThrough(pixel, kSize);
                QVERIFY(glm::length(glm::cross(point - ray.origin, ray.direction)) < 2e-3f);
            }
        }
    }

    void pivotMovesToThePickedPoint()
    {
        auto mesh = std::make_shared<Mesh>();
        mesh->positions = {{-1, -1, 0.5f}, {1, -1, 0.5f}, {0, 1, 0.5f}};
        mesh->triangles = {{0, 1, 2}};
        SceneSnapshot scene;
        scene.mesh = mesh;
        scene.worldFromScene = glm::translate(glm::mat4(1.0f), glm::vec3(0, 0, 1));
        const auto hit = pick(scene, Representation::mesh, {{0.1f, 0.2f, 5}, {0, 0, -1}}, 0.01f);
        QVERIFY(hit && close(*hit, {0.1f, 0.2f, 1.5f}));
        QVERIFY(!pick(scene, Representation::mesh, {{3, 0, 5}, {0, 0, -1}}, 0.01f));
        QVERIFY(!pick(scene, Representation::points, {{0, 0, 5}, {0, 0, -1}}, 0.01f));

        Navigation navigation;
        const auto eyeDepth = eyeOf(navigation).z;
        navigation.setPivot(*hit);
        QVERIFY(close(navigation.pivot(), *hit));
        QVERIFY(std::abs(eyeOf(navigation).z - eyeDepth) < 1e-4f); // no jump nearer or farther
    }

    void pickFindsTheNearestOpaqueVoxel()
    {
        auto field = std::make_shared<BakedField>();
        field->size = {8, 8, 8};
        field->box = box(glm::vec3(-1), glm::vec3(1));
        field->rgba.assign(4 * 512, 0);
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                field->rgba[std::size_t(4 * ((3 * 8 + y) * 8 + x) + 3)] = 255; // slab z in [-0.25, 0]
        SceneSnapshot scene;
        scene.field = field;
        const auto hit = pick(scene, Representation::field, {{0.1f, 0.1f, 5}, {0, 0, -1}}, 0.01f);
        QVERIFY(hit && hit->z <= 0.01f && hit->z >= -0.26f);
    }

    void presetsMapButtonsAsTheirProgramsDo()
    {
        using P = MousePreset;
        using A = MouseAction;
        QCOMPARE(mouseAction(P::bozzetto, Qt::LeftButton, {}), A::orbit);
        QCOMPARE(mouseAction(P::bozzetto, Qt::LeftButton, Qt::ShiftModifier), A::pan);
        QCOMPARE(mouseAction(P::bozzetto, Qt::MiddleButton, {}), A::pan);
        QCOMPARE(mouseAction(P::blender, Qt::LeftButton, {}), A::none);
        QCOMPARE(mouseAction(P::blender, Qt::MiddleButton, {}), A::orbit);
        QCOMPARE(mouseAction(P::blender, Qt::MiddleButton, Qt::ShiftModifier), A::pan);
        QCOMPARE(mouseAction(P::blender, Qt::MiddleButton, Qt::ControlModifier), A::zoom);
        QCOMPARE(mouseAction(P::maya, Qt::LeftButton, {}), A::none);
        QCOMPARE(mouseAction(P::maya, Qt::LeftButton, Qt::AltModifier), A::orbit);
        QCOMPARE(mouseAction(P::maya, Qt::RightButton, Qt::AltModifier), A::zoom);
    }

    void governorSettlesWhereAFrameTakesWhatIsAllowed()
    {
        // A machine on which full quality takes 500 ms, cost growing with the square of quality.
        QualityGovernor governor;
        float last = 0;
        for (int i = 0; i < 60; ++i) {
            last = 500.0f * governor.quality() * governor.quality();
            governor.drew(last);
        }
        QVERIFY(last < 1000.0f / 15.0f);
        QVERIFY(test::isClose(double(last), double(QualityGovernor::kWantedMs), 0.1, 0, "frame time"));
        for (int i = 0; i < 60; ++i)
            governor.drew(1.0f);
        QCOMPARE(governor.quality(), 1.0f);
    }

    void pointGovernorKeepsMovingFramesShort()
    {
        // 8 ms for whatever else a frame needs, then 2,000 points a millisecond.
        PointGovernor slow;
        double last = 0;
        for (int i = 0; i < 20; ++i) {
            last = 8 + double(slow.movingBudget()) / 2000;
            slow.drew(slow.movingBudget(), float(last));
        }
        QVERIFY2(last < 1000.0 / 15.0, qPrintable(QString::number(last)));
        QCOMPARE(slow.restingBudget(), std::max(PointGovernor::kFewestAtRest, std::int64_t(slow.movingBudget() * 400.0 / 45.0)));
        // A graphics card's rate is believed within a few frames, a single odd one is not.
        PointGovernor fast;
        fast.drew(1'000'000, 0.1f);
        QVERIFY(fast.movingBudget() <= 450'000);
        for (int i = 0; i < 10; ++i)
            fast.drew(fast.movingBudget(), float(fast.movingBudget()) / 1e6f);
        QVERIFY(fast.restingBudget() > 10'000'000);
        PointGovernor idle;
        const auto before = idle.movingBudget();
        idle.drew(200, 30.0f); // a small cloud's frame says nothing
        QCOMPARE(idle.movingBudget(), before);
    }
};

QTEST_GUILESS_MAIN(TestNavigation)
#include "tst_navigation.moc"
