#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <c10/util/Half.h>

#include "core/data/object_labels.h"
#include "tests/core/data/test_shapes.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;
using glm::vec3;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

ObjectLabels labelsOf(const TracedObject& object, const LabelCounts& counts, std::uint64_t seed = 1)
{
    Random random(seed, "labels");
    return labelObject(object, counts, random);
}

ObjectLabels labelsOf(const Asset& asset)
{
    return labelsOf(TracedObject(asset), {800, 800, 200});
}

bool sameLabels(const ObjectLabels& a, const ObjectLabels& b)
{
    const auto position = [](const SurfaceHit& x, const SurfaceHit& y) { return x.position == y.position; };
    return a.points == b.points && a.occupied == b.occupied &&
           std::equal(a.surface.begin(), a.surface.end(), b.surface.begin(), b.surface.end(), position);
}

/// A picture whose upper or lower half is transparent, in whole rows.
Image halfTransparent(bool upper)
{
    Image image(2, 64, 4, 1.0f);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 2; ++x)
            image.at(x, y, 3) = (y < 32) == upper ? 0.0f : 1.0f;
    return image;
}

Asset boxAsset(const vec3& size)
{
    return assetOf(moved(box(size, 0), {10, -20, 30}));
}

} // namespace

class TestObjectLabels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void directionsCoverTheSphereDownToMinus20Degrees()
    {
        const auto& directions = escapeDirections();
        QCOMPARE(directions.size(), std::size_t(28));
        const float bottom = std::sin(glm::radians(-20.0f));
        float lowest = 1, closest = -1;
        vec3 sum(0);
        for (std::size_t i = 0; i < directions.size(); ++i) {
            QVERIFY(std::abs(glm::length(directions[i]) - 1) < 1e-6f);
            QVERIFY(directions[i].y >= bottom);
            lowest = std::min(lowest, directions[i].y);
            sum += directions[i];
            for (std::size_t j = 0; j < i; ++j)
                closest = std::max(closest, glm::dot(directions[i], directions[j]));
        }
        QVERIFY(glm::degrees(std::asin(lowest)) < -18);
        // Equal areas: the mean height is the middle of the lowest and the highest, and no side is preferred.
        QVERIFY(std::abs(sum.y / 28 - 0.5f * (bottom + 1)) < 1e-5f);
        QVERIFY(std::hypot(sum.x, sum.z) / 28 < 0.05f);
        QVERIFY(glm::degrees(std::acos(closest)) > 20);
    }

    void objectsAreNormalised()
    {
        Asset asset = boxAsset({2, 4, 1});
        asset.meshes[0].positions.emplace_back(500.0f); // of no triangle
        asset.meshes[0].uvs.emplace_back(0.0f);
        const TracedObject object(asset);
        QVERIFY(glm::distance(object.boxHalf(), vec3(0.25f, 0.5f, 0.125f)) < 1e-6f);
        Bounds bounds;
        for (const auto& corner : object.corners())
            bounds.add(corner);
        QVERIFY(glm::length(bounds.centre()) < 1e-6f);
        QVERIFY(glm::distance(bounds.size(), 2.0f * object.boxHalf()) < 1e-6f);
        QCOMPARE(object.corners().size(), asset.meshes[0].positions.size() - 1);
    }

    void pointsInAndAroundABox()
    {
        const TracedObject object(boxAsset({4, 2, 1}));
        const vec3 half = object.boxHalf();
        const auto labels = labelsOf(object, {6000, 4000, 1000});
        int inside = 0, skin = 0, outside = 0;
        for (std::size_t i = 0; i < labels.points.size(); ++i) {
            const vec3 beyond = glm::max(glm::abs(labels.points[i]) - half, 0.0f);
            const float distance = glm::length(beyond);
            if (std::abs(distance - 0.004f) < 1e-5f)
                continue;
            QCOMPARE(labels.occupied[i] != 0, distance < 0.004f);
            ++(distance == 0 ? inside : distance < 0.004f ? skin : outside);
        }
        QVERIFY(inside > 4000 && skin > 300 && outside > 1500);
    }

    void roundAndOpenMeshes_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("sphere") << 0;
        QTest::newRow("bowl") << 1;
        QTest::newRow("upturned bowl") << 2;
        QTest::newRow("bowl cut by a texture") << 3;
        QTest::newRow("upturned bowl cut by a texture") << 4;
    }

    void roundAndOpenMeshes()
    {
        QFETCH(int, kind);
        const bool upturned = kind == 2 || kind == 4;
        SphereCut cut;
        Asset asset = assetOf(sphere());
        if (kind > 0) {
            cut.rim = 0;
            cut.side = upturned ? 1.0f : -1.0f;
        }
        if (kind == 1 || kind == 2) { // half as tall as it is wide, and the box's centre is the origin
            asset = assetOf(upturned ? spherePart(0, 90) : spherePart(-90, 0));
            cut.centre.y = upturned ? -0.25f : 0.25f;
        } else if (kind > 2) {
            asset = texturedAsset(sphere(), halfTransparent(!upturned));
        }
        const auto labels = labelsOf(TracedObject(asset), {3000, 6000, 1000});
        int occupied = 0, free = 0, undecided = 0; // below the surface, past its skin
        for (std::size_t i = 0; i < labels.points.size(); ++i) {
            const vec3& p = labels.points[i];
            const auto expected = cut.isOccupied(p);
            undecided += expected ? 0 : 1;
            if (!expected)
                continue;
            QVERIFY2(*expected == (labels.occupied[i] != 0),
                     qPrintable(QStringLiteral("(%1, %2, %3) %4").arg(p.x).arg(p.y).arg(p.z).arg(*expected)));
            const bool within = glm::distance(p, cut.centre) < cut.radius - 0.01f &&
                                cut.side * (p.y - cut.centre.y - cut.rim) > 0.01f;
            if (within)
                ++(*expected ? occupied : free);
        }
        QVERIFY(undecided < 450);
        if (kind == 0)
            QVERIFY(occupied > 3000 && free == 0);
        else if (upturned)
            QVERIFY2(occupied > 500 && free > 100,
                     qPrintable(QStringLiteral("%1 %2").arg(occupied).arg(free)));
        else
            QVERIFY(occupied == 0 && free > 1000); // the cavity
    }

    void nearPointsLieAboutTheSurfaceTheOthersFillTheBox()
    {
        const TracedObject object(boxAsset({4, 2, 1}));
        const auto labels = labelsOf(object, {8000, 8000, 8000});
        QCOMPARE(labels.points.size(), std::size_t(16'000));
        QCOMPARE(labels.occupied.size(), std::size_t(16'000));
        double squares[2] = {0, 0}, sums[2] = {0, 0};
        for (std::size_t i = 0; i < 8000; ++i) {
            const SurfaceHit& hit = labels.surface[i];
            const vec3 offset = labels.points[i] - hit.position;
            const float along = glm::dot(offset, hit.flat);
            QVERIFY(glm::length(offset - along * hit.flat) < 5e-4f); // half precision
            sums[i % 2] += along;
            squares[i % 2] += along * along;
        }
        const double deviations[2] = {0.01, 0.04};
        for (int kind = 0; kind < 2; ++kind) { // four standard errors
            QVERIFY(isClose(std::sqrt(squares[kind] / 4000), deviations[kind], 0.045, 0, "deviation"));
            QVERIFY(isClose(sums[kind] / 4000, 0, 0, deviations[kind] * 4 / std::sqrt(4000.0), "mean"));
        }
        int octants[8] = {};
        for (std::size_t i = 8000; i < labels.points.size(); ++i) {
            const vec3& p = labels.points[i];
            QVERIFY(glm::all(glm::lessThanEqual(glm::abs(p), object.boxHalf())));
            ++octants[(p.x > 0) + 2 * (p.y > 0) + 4 * (p.z > 0)];
        }
        for (const int count : octants)
            QVERIFY(std::abs(count - 1000) < 5 * 30);
        for (const auto& point : labels.points)
            for (int c = 0; c < 3; ++c)
                QCOMPARE(float(c10::Half(point[c])), point[c]);
    }

    void surfaceOfABox()
    {
        const TracedObject object(boxAsset({4, 2, 1}));
        const auto labels = labelsOf(object, {7000, 0, 7000});
        int counts[6] = {};
        for (const auto& hit : labels.surface) {
            int axis = 0;
            for (int i = 1; i < 3; ++i)
                axis = std::abs(hit.flat[i]) > std::abs(hit.flat[axis]) ? i : axis;
            vec3 normal(0);
            normal[axis] = hit.flat[axis] > 0 ? 1.0f : -1.0f;
            QVERIFY(glm::distance(hit.flat, normal) < 1e-5f && glm::distance(hit.normal, normal) < 1e-5f);
            QVERIFY(std::abs(hit.position[axis] - normal[axis] * object.boxHalf()[axis]) < 1e-6f);
            const int face = normal[axis] > 0 ? axis : axis + 3;
            ++counts[face];
        }
        const float areas[3] = {2, 4, 8}; // of 28 in all
        for (int face = 0; face < 6; ++face)
            QVERIFY(std::abs(float(counts[face]) - 250 * areas[face % 3]) <
                    5 * std::sqrt(250 * areas[face % 3]));
    }

    void surfaceIsSeenFromOutsideAndTurnedThere()
    {
        Asset nested = assetOf(sphere());
        nested.meshes.push_back(scaled(sphere(), vec3(0.6f)));
        for (auto& triangle : nested.meshes[0].triangles) // inside out
            std::swap(triangle.y, triangle.z);
        nested.meshes[0].normals = nested.meshes[0].positions;
        const auto labels = labelsOf(TracedObject(nested), {1000, 1000, 1000});
        for (const auto& hit : labels.surface) {
            const float radius = glm::length(hit.position);
            QVERIFY(std::abs(radius - 0.5f) < 3e-4f);
            QVERIFY(glm::dot(hit.flat, hit.position) > 0.999f * radius);
            QVERIFY(glm::distance(hit.normal, hit.position / radius) < 1e-3f);
        }
        // What is enclosed is solid.
        for (std::size_t i = 0; i < labels.points.size(); ++i)
            if (glm::length(labels.points[i]) < 0.49f)
                QCOMPARE(int(labels.occupied[i]), 1);
    }

    void coloursOfTheSurface()
    {
        Image halves(1, 64, 3, 0.0f);
        for (int y = 0; y < 64; ++y)
            halves.at(0, y, y < 32 ? 0 : 2) = 1.0f; // red above blue
        Asset asset = texturedAsset(sphere(), halves);
        asset.materials[0].baseColour = {0.5f, 1, 1, 1};
        asset.meshes[0].colours.assign(asset.meshes[0].positions.size(), glm::vec4(1, 1, 0.25f, 1));
        for (const auto& hit : labelsOf(TracedObject(asset), {500, 0, 500}).surface) {
            if (std::abs(hit.position.y) < 0.03f)
                continue;
            const vec3 expected =
                hit.position.y > 0 ? vec3(0.2140f, 0, 0) : vec3(0, 0, 0.0509f); // sRGB's curve
            QVERIFY(glm::distance(hit.colour, expected) < 2e-3f);
        }
    }

    void theSeedDecides()
    {
        const TracedObject object(assetOf(sphere()));
        const auto first = labelsOf(object, {300, 300, 100}, 5);
        QVERIFY(sameLabels(first, labelsOf(TracedObject(assetOf(sphere())), {300, 300, 100}, 5)));
        QVERIFY(!sameLabels(first, labelsOf(object, {300, 300, 100}, 6)));
    }

    void trianglesWithoutAreaAreNoSurface()
    {
        const Mesh plain = spherePart(-90, 0); // a bowl: what is inside can be seen
        const auto expected = labelsOf(assetOf(plain));
        Mesh mesh = plain;
        const auto add = [&](const vec3& a, const vec3& b, const vec3& c) {
            const auto base = unsigned(mesh.positions.size());
            for (const auto& p : {a, b, c}) {
                mesh.positions.push_back(p);
                mesh.uvs.emplace_back(0.5f);
            }
            const std::size_t middle = mesh.triangles.size() / 2;
            for (const auto place : {std::size_t(0), middle, mesh.triangles.size()})
                mesh.triangles.insert(mesh.triangles.begin() + std::ptrdiff_t(place),
                                      {base, base + 1, base + 2});
        };
        const auto corner = plain.triangles[5000];
        const vec3 a = plain.positions[corner.x], b = plain.positions[corner.y], free(0.1f, -0.4f, 0.1f);
        add(a, a, a);
        add(a, a, b);
        add(a, b, b);
        QVERIFY(sameLabels(expected, labelsOf(assetOf(mesh))));
        add(free, free, free);
        add(free, free, vec3(0.3f, -0.4f, 0.1f));
        add(free, vec3(0.2f, -0.4f, 0.1f), vec3(0.4f, -0.4f, 0.1f));
        QVERIFY(sameLabels(expected, labelsOf(assetOf(mesh))));
        add(vec3(7, 0, 0), vec3(9, 0, 0), vec3(8, 0, 0)); // must not make the object smaller in its box
        QVERIFY(sameLabels(expected, labelsOf(assetOf(mesh))));
    }

    void coordinatesThatAreNoNumbersChangeNoLabel()
    {
        const auto expected = labelsOf(assetOf(sphere()));
        Mesh mesh = sphere();
        for (std::size_t i = 0; i < mesh.uvs.size(); ++i)
            mesh.uvs[i] = i % 3 == 0   ? glm::vec2(kNaN)
                          : i % 3 == 1 ? glm::vec2(kInfinity, 1e30f)
                                       : mesh.uvs[i];
        const auto labels = labelsOf(texturedAsset(mesh, Image(8, 8, 3, 0.5f)));
        QVERIFY(sameLabels(expected, labels));
        for (const auto& hit : labels.surface)
            QVERIFY(glm::distance(hit.colour, vec3(0.2159f)) < 2e-3f);
        // The same with holes: what has no coordinates takes the picture's corner, which is opaque here.
        for (auto& uv : mesh.uvs)
            uv = glm::vec2(kNaN);
        Image holed(8, 8, 4, 1.0f);
        holed.at(4, 4, 3) = 0;
        QVERIFY(sameLabels(expected, labelsOf(texturedAsset(mesh, holed))));
    }

    void coloursAndNormalsThatAreNoNumbersEndNothing()
    {
        const auto expected = labelsOf(assetOf(sphere()));
        Mesh mesh = sphere();
        mesh.normals.assign(mesh.positions.size(), vec3(kInfinity, 0, 0));
        mesh.colours.assign(mesh.positions.size(), glm::vec4(kNaN, kInfinity, -kInfinity, 1));
        const auto labels = labelsOf(assetOf(mesh));
        QVERIFY(sameLabels(expected, labels));
        for (const auto& hit : labels.surface) {
            QVERIFY(std::abs(glm::length(hit.normal) - 1) < 1e-4f);
            QVERIFY(glm::all(glm::greaterThanEqual(hit.colour, vec3(0))));
            QVERIFY(glm::all(glm::lessThanEqual(hit.colour, vec3(1))));
        }
    }

    void unusableAssetsAreRefused_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << 0 << "expected triangles, found none";
        QTest::newRow("a mesh without triangles") << 1 << "expected triangles, found none";
        QTest::newRow("a cloud only") << 2 << "expected triangles, found none";
        QTest::newRow("triangles without area only") << 3 << "expected triangles with an area, found none";
        QTest::newRow("no number") << 4 << "expected finite positions, found others";
        QTest::newRow("infinite") << 5 << "expected finite positions, found others";
        QTest::newRow("a sheet") << 6 << "expected a solid shape, found a flat one (1.000 x 0.002 x 0.500)";
        QTest::newRow("a rod") << 7 << "expected a solid shape, found a flat one (0.020 x 1.000 x 0.020)";
        QTest::newRow("beyond measure") << 8 << "expected finite positions, found others";
    }

    void unusableAssetsAreRefused()
    {
        QFETCH(int, kind);
        QFETCH(QString, sentence);
        Asset asset = assetOf(kind == 6   ? box({2, 0.004f, 1}, 0)
                              : kind == 7 ? box({0.02f, 1, 0.02f}, 0)
                                          : box(vec3(1), 0));
        Mesh& mesh = asset.meshes[0];
        if (kind == 1 || kind == 2)
            mesh.triangles.clear();
        if (kind == 2)
            asset.clouds.push_back({"", {vec3(0), vec3(1)}, {}, {}, {}});
        if (kind == 3)
            mesh.triangles = {{0, 0, 0}, {0, 0, 7}, {7, 0, 7}};
        if (kind == 4 || kind == 5)
            mesh.positions[3].y = kind == 4 ? kNaN : -kInfinity;
        if (kind == 8)
            mesh = moved(scaled(mesh, vec3(3e37f)), vec3(3e38f));
        if (kind == 0)
            asset.meshes.clear();
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { TracedObject object(asset); }),
                 sentence.toStdString());
    }

    void tooManyTrianglesAreRefused()
    {
        const Asset asset = assetOf(box(vec3(1), 0));
        QCOMPARE(errorMessage(ErrorCode::badInput, [&] { TracedObject object(asset, 11); }),
                 std::string("expected at most 11 triangles, found 12"));
        TracedObject object(asset, 12);
    }

    void aSurfaceThatIsAllHolesIsRefused()
    {
        const TracedObject object(texturedAsset(sphere(), Image(4, 4, 4, 0.2f)));
        Random random(1);
        QVERIFY(!object.occluded({0, 0, 0}, {0, 0, 1}));
        QVERIFY(!object.isNearSurface({0, 0, 0.5f}, 0.004f));
        const auto message = errorMessage(ErrorCode::badInput, [&] {
            labelObject(object, {100, 100, 100}, random);
        });
        QVERIFY2(message.rfind("expected a surface that is seen from outside, found 0 of ", 0) == 0,
                 message.c_str());
    }

    void packetsAnswerLikeSingleRays()
    {
        const TracedObject object(texturedAsset(sphere(), halfTransparent(true)));
        Random random(3);
        RayPacket rays;
        for (std::size_t i = 0; i < 16; ++i) {
            rays.origins[i] = 0.9f * random.direction();
            rays.directions[i] = glm::normalize(0.5f * random.direction() - rays.origins[i]);
            rays.active[i] = i % 5 == 4 ? 0 : -1;
        }
        std::array<SurfaceHit, 16> hits;
        object.trace(rays, hits);
        const auto blocked = object.occluded(rays);
        int met = 0, missed = 0;
        for (std::size_t i = 0; i < 16; ++i) {
            const SurfaceHit single = object.trace(rays.origins[i], rays.directions[i]);
            QCOMPARE(hits[i].found, rays.active[i] && single.found);
            QCOMPARE(blocked[i], hits[i].found);
            if (rays.active[i])
                QCOMPARE(object.occluded(rays.origins[i], rays.directions[i]), single.found);
            ++(hits[i].found ? met : missed);
            if (!hits[i].found)
                continue;
            QVERIFY(std::abs(hits[i].distance - single.distance) < 1e-5f);
            QVERIFY(glm::distance(hits[i].position, rays.origins[i] + hits[i].distance * rays.directions[i]) <
                    1e-5f);
            QVERIFY(glm::distance(hits[i].normal, single.normal) < 1e-5f && hits[i].position.y < 1e-3f);
        }
        QVERIFY(met > 3 && missed > 3);
    }
};

QTEST_GUILESS_MAIN(TestObjectLabels)
#include "tst_object_labels.moc"
