#include "render/scene/field_volume.h"

#include "render/scene/view.h"
#include "tests/render/fixture.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

class TestFieldVolume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distanceIsChebyshevToTheNearestOccupiedBrick()
    {
        BakedField field;
        field.size = {40, 24, 17};
        field.box.add(glm::vec3(-1));
        field.box.add(glm::vec3(1));
        field.rgba.resize(4 * 40 * 24 * 17);
        const glm::ivec3 n = field.brickCounts();
        QCOMPARE(n, glm::ivec3(5, 3, 3));
        field.bricks.assign(45, 0);
        const glm::ivec3 occupied[] = {{0, 2, 1}, {4, 0, 2}};
        for (const auto& b : occupied)
            field.bricks[std::size_t((b.z * n.y + b.y) * n.x + b.x)] = 7;
        const auto distance = emptyDistance(field);
        for (int z = 0; z < n.z; ++z)
            for (int y = 0; y < n.y; ++y)
                for (int x = 0; x < n.x; ++x) {
                    int expected = 255;
                    for (const auto& b : occupied) {
                        const glm::ivec3 d = glm::abs(b - glm::ivec3(x, y, z));
                        expected = std::min(expected, std::max({d.x, d.y, d.z}));
                    }
                    QCOMPARE(int(distance[std::size_t((z * n.y + y) * n.x + x)]), expected);
                }
        const VoxelRange range = occupiedRange(field);
        QCOMPARE(range.minimum, glm::ivec3(0, 0, 8));
        QCOMPARE(range.maximum, glm::ivec3(40, 24, 17));
    }

    void emptyFieldHasNoRangeAndNoPoints()
    {
        const BakedField field = bakeField(16, [](const glm::vec3&) { return glm::vec4(1, 1, 1, 0); });
        const VoxelRange range = occupiedRange(field);
        QCOMPARE(range.minimum, range.maximum);
        QVERIFY(solidPoints(field, 100).empty());
        for (const auto distance : emptyDistance(field))
            QCOMPARE(int(distance), 255);
    }

    void coloursBleedIntoTheEmptyNeighboursOnly()
    {
        BakedField field = bakeField(8, [](const glm::vec3&) { return glm::vec4(0); });
        const auto at = [](int x, int y, int z) { return std::size_t((z * 8 + y) * 8 + x) * 4; };
        const std::size_t solid = at(3, 3, 3);
        field.rgba[solid] = 200;
        field.rgba[solid + 3] = 255;
        field.bricks = {255};
        const auto rgba = bledColours(field);
        QCOMPARE(int(rgba[at(2, 3, 4)]), 200);
        QCOMPARE(int(rgba[at(2, 3, 4) + 3]), 0);
        QCOMPARE(int(rgba[at(1, 3, 3)]), 0);
        QCOMPARE(int(rgba[solid]), 200);
    }

    void solidPointsLieInSceneCoordinates()
    {
        BakedField field = bakeField(16, [](const glm::vec3& p) {
            return glm::vec4(1, 1, 1, p.y < 0 && glm::length(glm::vec2(p.x, p.z)) < 0.5f ? 50.0f : 0.0f);
        });
        field.sceneFromField[3] = glm::vec4(0, 10, 0, 1);
        Bounds bounds;
        const auto points = solidPoints(field, 200);
        QVERIFY(points.size() > 50 && points.size() <= 200);
        for (const auto& point : points)
            bounds.add(point);
        QVERIFY(bounds.minimum.y >= 9.0f && bounds.maximum.y < 10.0f);
    }

    void smoothedOpacityKeepsPlanesAndCentres()
    {
        // Opacity that is linear in x and z stays so, at the centres 2 i + 1, away from the ends.
        BakedField field = bakeField(9, [](const glm::vec3&) { return glm::vec4(0); });
        for (int z = 0; z < 9; ++z)
            for (int y = 0; y < 9; ++y)
                for (int x = 0; x < 9; ++x)
                    field.rgba[std::size_t((z * 9 + y) * 9 + x) * 4 + 3] = std::uint8_t(10 * x + 4 * z);
        const SmoothOpacity smooth = smoothOpacity(field);
        QCOMPARE(smooth.size, glm::ivec3(5));
        for (int z = 1; z < 4; ++z)
            for (int x = 1; x < 4; ++x) {
                const double expected = (10 * (2 * x + 0.5) + 4 * (2 * z + 0.5)) * 65535 / 255;
                QVERIFY(isClose(smooth.values[std::size_t((z * 5 + 2) * 5 + x)], expected, 0, 1, "opacity"));
            }
        QVERIFY(smoothOpacity(BakedField()).values.empty());
    }

    void wrongSizesAreNamed()
    {
        BakedField field = bakeField(8, [](const glm::vec3&) { return glm::vec4(0); });
        requireConsistent(field);
        field.bricks.push_back(0);
        const auto message = errorMessage(ErrorCode::badInput, [&] { requireConsistent(field); });
        QCOMPARE(message, std::string("Baked field, bricks: expected 1 values, found 2."));
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { viewOf(Camera(), 0, 10); }).empty());
    }

    void cameraLooksAlongItsMinusZ()
    {
        for (const Camera& camera : {cameraAt(0, 0), frontCamera(2.0f)}) {
            const View view = viewOf(camera, 200, 100);
            const auto project = [&](const glm::vec3& p) {
                const glm::vec4 clip = view.clipFromWorld * glm::vec4(p, 1.0f);
                return glm::vec3(clip) / clip.w;
            };
            QVERIFY(glm::length(glm::vec2(project({0, 0, 0}))) < 1e-5f);
            QVERIFY(project({0.3f, 0, 0}).x > 0 && project({0, 0.3f, 0}).y > 0);
            QVERIFY(project({0, 0, 0.5f}).z < project({0, 0, -0.5f}).z);
            QVERIFY(glm::length(view.forward - glm::vec3(0, 0, -1)) < 1e-6f);
        }
        QVERIFY(isClose(viewOf(frontCamera(2.0f), 200, 100).pixelsPerUnit, 50.0, 1e-6, 0, "pixels per unit"));
    }
};

QTEST_GUILESS_MAIN(TestFieldVolume)
#include "tst_field_volume.moc"
