#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

#include <torch/types.h>

#include "core/data/object_sampler.h"
#include "core/data/object_views.h"
#include "core/io/srgb.h"
#include "tests/core/data/test_shapes.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;
using glm::vec3;

namespace {

ViewCamera cameraAt(float azimuth, float elevation, float roll, float fov, float distance)
{
    ViewCamera camera;
    camera.cameraFromObject = lookFrom(glm::radians(azimuth), glm::radians(elevation), glm::radians(roll));
    camera.tangent = std::tan(0.5f * glm::radians(fov));
    camera.distance = distance;
    return camera;
}

/// Light from everywhere, as much of it.
ViewLight evenLight(float linear)
{
    ViewLight light;
    light.keyColour = vec3(0);
    light.skyColour = light.groundColour = vec3(linear);
    return light;
}

/// Light from one direction (camera frame) alone.
ViewLight spot(const vec3& key, float linear)
{
    ViewLight light = evenLight(0);
    light.key = key;
    light.keyColour = vec3(linear);
    return light;
}

int byteOf(float linear)
{
    return int(std::lround(255 * srgbFromLinear(linear)));
}

/// A picture with the places of its pixels, as training_set.h states them.
struct View
{
    View(const TracedObject& object, const ViewCamera& camera_, const ViewLight& light, int size_ = 128)
        : camera(camera_), size(size_), picture(drawView(object, camera, light, size))
    {
    }

    float u(int column) const { return float(2 * column + 1) / float(size) - 1; }
    float v(int row) const { return 1 - float(2 * row + 1) / float(size); }
    std::size_t pixel(int row, int column) const { return std::size_t(row * size + column); }
    int alpha(std::size_t p) const { return picture.colour[p * 4 + 3]; }
    int colour(std::size_t p, int c) const { return picture.colour[p * 4 + std::size_t(c)]; }
    vec3 normal(std::size_t p) const
    {
        const auto* n = &picture.normal[p * 3];
        return vec3(n[0], n[1], n[2]) / 127.0f;
    }
    vec3 place(int row, int column) const ///< camera frame
    {
        const float z = picture.height[pixel(row, column)];
        const float side = (camera.distance - z) * camera.tangent;
        return {u(column) * side, v(row) * side, z};
    }

    ViewCamera camera;
    int size;
    ViewPicture picture;
};

/// The z at which the ray at (u, v) meets a sphere about the origin, and the cosine there; false when it
/// misses.
bool meetsSphere(const ViewCamera& camera, float radius, float u, float v, float& z, float& cosine)
{
    const vec3 direction = glm::normalize(vec3(u * camera.tangent, v * camera.tangent, -1));
    const float b = direction.z * camera.distance;
    const float root2 = b * b - camera.distance * camera.distance + radius * radius;
    if (root2 < 0)
        return false;
    z = camera.distance + (-b - std::sqrt(root2)) * direction.z;
    cosine = std::sqrt(root2) / radius;
    return true;
}

/// How far the corners reach from the picture's centre towards its border.
float fillOf(const ViewCamera& camera, const std::vector<vec3>& corners)
{
    float most = 0;
    for (const auto& corner : corners) {
        const vec3 p = camera.cameraFromObject * corner;
        const float border = (camera.distance - p.z) * camera.tangent;
        most = std::max({most, std::abs(p.x) / border, std::abs(p.y) / border});
    }
    return most;
}

Asset smoothSphere()
{
    Asset asset = assetOf(sphere());
    asset.meshes[0].normals = asset.meshes[0].positions;
    return asset;
}

/// A floor and a plate that hangs so far over it. Their size is that of the normalised object.
Asset plateOverFloor(float gap)
{
    Asset asset = assetOf(box({1, 0.1f, 1}, 0));
    asset.meshes.push_back(moved(box({0.4f, 0.05f, 0.4f}, 0), {0, 0.05f + gap + 0.025f, 0}));
    return asset;
}

} // namespace

class TestObjectViews : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void camerasLookAtTheCentre()
    {
        const ViewCamera front = cameraAt(0, 0, 0, 30, 2);
        QVERIFY(glm::distance(front.eye(), vec3(0, 0, 2)) < 1e-6f);
        const ViewCamera camera = cameraAt(90, 30, 0, 30, 2); // from +x, above
        QVERIFY(glm::distance(camera.eye(), 2.0f * vec3(std::cos(glm::radians(30.0f)), 0.5f, 0)) < 1e-6f);
        QVERIFY(glm::distance(camera.rayDirection(0, 0), -0.5f * camera.eye()) < 1e-6f);
        const vec3 right = camera.cameraFromObject * camera.rayDirection(1, 0);
        QVERIFY(std::abs(right.x / -right.z - std::tan(glm::radians(15.0f))) < 1e-6f &&
                std::abs(right.y) < 1e-6f);
        QVERIFY(glm::distance(camera.cameraFromObject * vec3(0, 0, -1), vec3(1, 0, 0)) < 1e-6f);
        // A positive roll turns the camera anticlockwise, so what it sees clockwise.
        const vec3 up = cameraAt(0, 0, 10, 30, 2).cameraFromObject * vec3(0, 1, 0);
        QVERIFY(glm::distance(up, vec3(std::sin(glm::radians(10.0f)), std::cos(glm::radians(10.0f)), 0)) <
                1e-6f);
    }

    void heightAndNormalsOfASphere_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("even") << 128;
        QTest::newRow("odd") << 75;
    }

    void heightAndNormalsOfASphere()
    {
        QFETCH(int, size);
        const TracedObject object(smoothSphere());
        const View view(object, cameraAt(70, 25, 2, 40, 1.7f), evenLight(0.5f), size);
        int seen = 0, empty = 0;
        for (int row = 0; row < size; ++row)
            for (int column = 0; column < size; ++column) {
                const auto p = view.pixel(row, column);
                float z = 0, cosine = 0;
                if (view.alpha(p) == 0) {
                    QCOMPARE(view.picture.height[p], 0.0f);
                    QCOMPARE(view.normal(p), vec3(0));
                    QCOMPARE(view.colour(p, 0) + view.colour(p, 1) + view.colour(p, 2), 0);
                    QVERIFY(!meetsSphere(view.camera, 0.495f, view.u(column), view.v(row), z, cosine));
                    ++empty;
                } else if (meetsSphere(view.camera, 0.5f, view.u(column), view.v(row), z, cosine) &&
                           cosine > 0.15f) {
                    QVERIFY(std::abs(view.picture.height[p] - z) < 3e-4f / cosine);
                    const vec3 exact = view.place(row, column) / 0.5f;
                    QVERIFY(glm::distance(view.normal(p), exact) < 0.015f);
                    ++seen;
                }
            }
        QVERIFY(seen > size * size / 3 && empty > size * size / 5);
    }

    void coverageIsTheAreaOfTheDisc_data()
    {
        QTest::addColumn<float>("fov");
        QTest::addColumn<float>("distance");
        QTest::newRow("near, wide") << 45.0f << 1.5f;
        QTest::newRow("far, narrow") << 20.0f << 3.5f;
        QTest::newRow("small") << 45.0f << 3.0f;
    }

    void coverageIsTheAreaOfTheDisc()
    {
        QFETCH(float, fov);
        QFETCH(float, distance);
        const TracedObject object(assetOf(sphere()));
        const View view(object, cameraAt(10, 20, 0, fov, distance), evenLight(0.5f));
        double covered = 0;
        std::set<int> levels;
        for (std::size_t p = 0; p < view.picture.height.size(); ++p) {
            covered += view.alpha(p) / 255.0;
            levels.insert(view.alpha(p));
        }
        // The sphere's outline is a circle; its radius is the tangent of the angle under which the sphere is
        // seen.
        const double radius = std::tan(std::asin(0.5 / distance)) / view.camera.tangent;
        const double expected = M_PI * radius * radius / 4 * 128 * 128;
        QVERIFY(isClose(covered, expected, 0.01, 0, "coverage"));
        QCOMPARE(levels, (std::set<int>{0, 64, 128, 191, 255})); // by four rays
    }

    void colourIsPremultiplied()
    {
        const TracedObject object(plateOverFloor(0.3f));
        Random random(9);
        for (int i = 0; i < 20; ++i) {
            const View view(object, randomCameras(object.corners(), 1, random)[0], randomLight(random), 48);
            int partly = 0;
            for (std::size_t p = 0; p < view.picture.height.size(); ++p) {
                for (int c = 0; c < 3; ++c)
                    QVERIFY(view.colour(p, c) <= view.alpha(p));
                partly += view.alpha(p) > 0 && view.alpha(p) < 255;
            }
            QVERIFY(partly > 10);
        }
    }

    void lightHasItsClosedForms()
    {
        const TracedObject ball(assetOf(sphere())), cube(assetOf(box(vec3(1), 0)));
        const View even(ball, cameraAt(0, 0, 0, 40, 1.7f), evenLight(0.3f), 64);
        for (std::size_t p = 0; p < even.picture.height.size(); ++p)
            if (even.alpha(p) == 255) // nothing darkens a convex body
                QVERIFY(std::abs(even.colour(p, 0) - byteOf(0.3f)) <= 1);
        // Lambert's law on the cube's front; 0.6 and 0.8 are the cosine and the sine.
        const View lit(cube, cameraAt(0, 0, 0, 40, 2.5f), spot({0.6f, 0, 0.8f}, 0.5f), 64);
        const auto middle = lit.pixel(32, 32);
        QVERIFY(std::abs(lit.colour(middle, 1) - byteOf(0.4f)) <= 1);
        const View behind(cube, lit.camera, spot({0.6f, 0, -0.8f}, 0.5f), 64);
        QCOMPARE(behind.colour(middle, 1), 0);
        QCOMPARE(behind.alpha(middle), 255);
        // Sky from above, ground from below: the front gets the mean, the top the sky alone.
        ViewLight weather = evenLight(0);
        weather.skyColour = vec3(0.2f, 0.4f, 0.6f);
        weather.groundColour = vec3(0.4f, 0, 0);
        const View front(cube, lit.camera, weather, 64), top(cube, cameraAt(0, 89, 0, 40, 2.5f), weather, 64);
        const float expected[2][3] = {{0.3f, 0.2f, 0.3f}, {0.2f, 0.4f, 0.6f}};
        for (int c = 0; c < 3; ++c) {
            QVERIFY(std::abs(front.colour(middle, c) - byteOf(expected[0][c])) <= 1);
            QVERIFY(std::abs(top.colour(middle, c) - byteOf(expected[1][c])) <= 1);
        }
        // Gloss where the light is mirrored into the camera.
        ViewLight gloss = spot({0, 0, 1}, 0.25f);
        gloss.specular = 0.4f;
        const View shiny(cube, lit.camera, gloss, 65);
        QVERIFY(std::abs(shiny.colour(shiny.pixel(32, 32), 0) - byteOf(0.25f * 1.4f)) <= 1);
    }

    void shadowLiesWhereThePlateKeepsTheLightAway()
    {
        const TracedObject object(plateOverFloor(0.5f));
        const ViewCamera camera = cameraAt(20, 60, 0, 40, 2.2f);
        ViewLight light = spot({0, 1, 0}, 0.5f); // from the zenith
        const View shaded(object, camera, light);
        light.shadows = false;
        const View unshaded(object, camera, light);
        const auto placeOf = [&](int row, int column) {
            return glm::transpose(camera.cameraFromObject) * shaded.place(row, column);
        };
        const auto isFloor = [&](int row, int column) {
            for (int i = 0; i < 9; ++i) // with its neighbours: a pixel at an edge shows two surfaces
                if (std::abs(placeOf(row + i / 3 - 1, column + i % 3 - 1).y + object.boxHalf().y - 0.1f) >
                    1e-3f)
                    return false;
            return true;
        };
        int dark = 0, bright = 0;
        for (int row = 1; row < 127; ++row)
            for (int column = 1; column < 127; ++column) {
                const auto p = shaded.pixel(row, column);
                if (!isFloor(row, column))
                    continue;
                const vec3 place = placeOf(row, column);
                const float aside = std::max(std::abs(place.x), std::abs(place.z));
                if (std::abs(aside - 0.2f) < 5e-3f)
                    continue;
                QVERIFY(std::abs(shaded.colour(p, 0) - (aside < 0.2f ? 0 : byteOf(0.5f))) <= 1);
                QVERIFY(std::abs(unshaded.colour(p, 0) - byteOf(0.5f)) <= 1);
                ++(aside < 0.2f ? dark : bright);
            }
        QVERIFY2(dark > 150 && bright > 1000, qPrintable(QStringLiteral("%1 %2").arg(dark).arg(bright)));
    }

    void cavitiesAreDarkened()
    {
        const TracedObject object(plateOverFloor(0.12f));
        const View view(object, cameraAt(0, 30, 0, 40, 2.2f), evenLight(0.5f));
        const float ground = -object.boxHalf().y + 0.1f;
        const vec3 under(0, ground, 0.05f), open(0, ground, 0.45f);
        const auto seenAt = [&](const vec3& point) {
            const vec3 p = view.camera.cameraFromObject * point;
            const float side = (view.camera.distance - p.z) * view.camera.tangent;
            return view.pixel(int((1 - p.y / side) * 64), int((1 + p.x / side) * 64));
        };
        QVERIFY(view.colour(seenAt(open), 0) > view.colour(seenAt(under), 0) + 10);
        QVERIFY(view.colour(seenAt(under), 0) > 30);
    }

    void camerasKeepTheirRanges()
    {
        const TracedObject object(plateOverFloor(0.3f));
        const auto corners = object.corners();
        float fovs[2] = {99, 0}, elevations[2] = {99, -99}, rolls[2] = {99, -99}, fills[2] = {9, 0};
        const auto note = [](float(&range)[2], float value) {
            range[0] = std::min(range[0], value);
            range[1] = std::max(range[1], value);
        };
        Random random(4);
        int level = 0, count = 0;
        for (int set = 0; set < 150; ++set)
            for (const auto& camera : randomCameras(corners, 12, random)) {
                const glm::mat3 product = camera.cameraFromObject * glm::transpose(camera.cameraFromObject);
                for (int c = 0; c < 3; ++c)
                    QVERIFY(glm::distance(product[c], glm::mat3(1)[c]) < 1e-5f);
                QVERIFY(glm::determinant(camera.cameraFromObject) > 0);
                const float elevation = glm::degrees(std::asin(camera.eye().y / camera.distance));
                const vec3 up = camera.cameraFromObject * vec3(0, 1, 0);
                note(fovs, 2 * glm::degrees(std::atan(camera.tangent)));
                note(elevations, elevation);
                note(rolls, glm::degrees(std::atan2(up.x, up.y)));
                note(fills, fillOf(camera, corners));
                level += elevation >= 0 && elevation <= 30;
                ++count;
            }
        QCOMPARE(count, 1800);
        const auto spans = [](const float(&range)[2], float low, float high, float slack) {
            return range[0] >= low - 1e-3f && range[0] < low + slack && range[1] <= high + 1e-3f &&
                   range[1] > high - slack;
        };
        QVERIFY(spans(fovs, 20, 45, 0.5f));
        QVERIFY(spans(elevations, -10, 45, 1));
        QVERIFY(spans(rolls, -3, 3, 0.1f));
        QVERIFY(spans(fills, 0.6f, 0.95f, 0.01f));
        const float share = 0.75f + 0.25f * 30 / 55; // three in four, and what of the rest falls there
        QVERIFY(std::abs(float(level) / 1800 - share) < 5 * std::sqrt(share * (1 - share) / 1800));
    }

    void azimuthsAreSpreadAround()
    {
        Random random(6);
        const auto corners = TracedObject(assetOf(sphere())).corners();
        float smallest = 1e9f, largest = 0;
        for (int set = 0; set < 20; ++set) {
            std::vector<float> azimuths;
            for (const auto& camera : randomCameras(corners, 12, random))
                azimuths.push_back(glm::degrees(std::atan2(camera.eye().x, camera.eye().z)) + 180);
            std::sort(azimuths.begin(), azimuths.end());
            azimuths.push_back(azimuths[0] + 360);
            for (std::size_t i = 1; i < azimuths.size(); ++i)
                QVERIFY(azimuths[i] - azimuths[i - 1] < 60.01f); // one in every twelfth of the circle
            smallest = std::min(smallest, azimuths[0]);
            largest = std::max(largest, azimuths[0]);
        }
        QVERIFY(largest - smallest > 15);
    }

    void theSilhouetteFillsWhatItShould()
    {
        const TracedObject object(assetOf(box({1, 0.6f, 0.3f}, 0)));
        const glm::mat3 look = lookFrom(0.5f, 0.3f, 0.02f);
        for (const float fill : {0.6f, 0.8f, 0.95f}) {
            ViewCamera camera = cameraAt(0, 0, 0, 35, 0);
            camera.cameraFromObject = look;
            camera.distance = distanceToFill(object.corners(), look, camera.tangent, fill);
            const View view(object, camera, evenLight(0.5f), 256);
            float reach = 0;
            for (int row = 0; row < 256; ++row)
                for (int column = 0; column < 256; ++column)
                    if (view.alpha(view.pixel(row, column)) > 0)
                        reach = std::max({reach, std::abs(view.u(column)), std::abs(view.v(row))});
            QVERIFY2(std::abs(reach - fill) < 0.012f, qPrintable(QString::number(double(reach))));
        }
        // A wide lens does not bring the camera into the object.
        float nearest = 0;
        for (const auto& corner : object.corners())
            nearest = std::max(nearest, (look * corner).z);
        QVERIFY(std::abs(distanceToFill(object.corners(), look, 50, 0.9f) - nearest - 0.25f) < 1e-6f);
    }

    void surfacePointsAreLitAsTheViewsShowThem()
    {
        const TracedObject object(assetOf(sphere()));
        Random random(4);
        std::vector<SurfaceHit> points;
        while (points.size() < 500)
            points.push_back(object.sampleSurface(random));
        const vec3 key = glm::normalize(vec3(0.3f, 0.8f, -0.5f));
        const auto colours = litColours(object, points, spot(key, 0.5f));
        QCOMPARE(colours.size(), points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            // Convex: nothing is blocked but what turns away.
            const vec3 wanted = points[i].colour * (0.5f * std::max(0.0f, glm::dot(points[i].normal, key)));
            QVERIFY2(glm::length(colours[i] - wanted) < 0.02f, qPrintable(QString::number(i)));
        }
    }

    void lightsAreOfManyKinds()
    {
        constexpr int kCount = 4000;
        Random random(8);
        int flat = 0, harsh = 0, warm = 0, cool = 0, shadows = 0, glossy = 0, fromRight = 0, fromFront = 0;
        for (int i = 0; i < kCount; ++i) {
            const ViewLight light = randomLight(random);
            QVERIFY(std::abs(glm::length(light.key) - 1) < 1e-5f &&
                    std::abs(glm::length(light.fill) - 1) < 1e-5f);
            QVERIFY(light.key.x * light.fill.x + light.key.z * light.fill.z < 0.6f); // from another side
            for (const vec3& colour :
                 {light.keyColour, light.fillColour, light.skyColour, light.groundColour})
                QVERIFY(glm::all(glm::greaterThanEqual(colour, vec3(0))) &&
                        glm::all(glm::lessThan(colour, vec3(3))));
            QVERIFY(light.skyColour.g > light.groundColour.g);
            flat += light.keyColour.g < 0.18f * light.skyColour.g;
            harsh += light.keyColour.g > 3.7f * light.skyColour.g;
            warm += light.keyColour.r > 1.1f * light.keyColour.b;
            cool += light.keyColour.b > 1.1f * light.keyColour.r;
            shadows += light.shadows;
            glossy += light.specular > 0;
            fromRight += light.key.x > 0;
            fromFront += light.key.z > 0;
        }
        const auto isShare = [](int found, double share) {
            return isClose(double(found) / kCount, share, 0, 5 * std::sqrt(share * (1 - share) / kCount),
                           "share");
        };
        QVERIFY(isShare(flat, 0.15));
        QVERIFY(isShare(shadows, 0.75));
        QVERIFY(isShare(glossy, 0.5));
        QVERIFY(isShare(fromRight, 0.5));
        QVERIFY(isShare(fromFront, 0.5));
        QVERIFY(harsh > kCount / 20 && warm > kCount / 5 && cool > kCount / 5);
    }

    void storedViewsLeadBackToTheSurface()
    {
        SamplerOptions options;
        options.views = 5;
        options.viewSize = 40;
        options.labels = {50, 50, 50};
        const auto stored = sampleObject(assetOf(sphere()), options, 3, "ball");
        int seen = 0;
        for (std::int64_t i = 0; i < 5; ++i) {
            const auto rotation = stored.cameraFromObject[i].to(torch::kDouble);
            const auto height = stored.height[i].to(torch::kDouble);
            const double distance = stored.distance[i].item<double>(),
                         tangent = stored.tangent[i].item<double>();
            const auto axis = (torch::arange(40, torch::kDouble) * 2 + 1) / 40 - 1;
            const auto side = (distance - height) * tangent;
            const auto places = at::stack({axis.view({1, 40}) * side, -axis.view({40, 1}) * side, height}, 2);
            const auto inObject = at::matmul(places, rotation); // the transpose from the left
            const auto solid = stored.colour[i].select(2, 3) == 255;
            const auto error = (inObject.norm(2, 2) - 0.5).abs().masked_select(solid);
            QVERIFY(error.max().item<double>() < 1e-3);
            QVERIFY(error.mean().item<double>() < 3e-4);
            const auto normals = at::matmul(stored.normal[i].to(torch::kDouble) / 127, rotation);
            const auto apart = (normals - inObject / 0.5).norm(2, 2).masked_select(solid);
            QVERIFY(apart.max().item<double>() < 0.05);
            seen += int(solid.sum().item<std::int64_t>());
        }
        QVERIFY(seen > 5 * 300);
        QVERIFY(!at::equal(stored.cameraFromObject[0], stored.cameraFromObject[3]));
    }

    void optionsAreChecked()
    {
        const auto refused = [](const std::function<void(SamplerOptions&)>& change) {
            SamplerOptions options;
            change(options);
            return errorMessage(ErrorCode::badInput, [&] { options.check(); });
        };
        SamplerOptions().check();
        QCOMPARE(refused([](auto& o) { o.views = 0; }), std::string("views: expected 1 to 64, found 0"));
        QCOMPARE(refused([](auto& o) { o.viewSize = 15; }),
                 std::string("viewSize: expected 16 to 1024, found 15"));
        QCOMPARE(refused([](auto& o) { o.labels.nearPoints = 0; }),
                 std::string("nearPoints: expected 1 to 1000000, found 0"));
        QCOMPARE(refused([](auto& o) { o.labels.boxPoints = -1; }),
                 std::string("boxPoints: expected 0 to 1000000, found -1"));
        QCOMPARE(refused([](auto& o) { o.labels.surfacePoints = 14'001; }),
                 std::string("surfacePoints: expected 1 to 14000, found 14001"));
    }
};

QTEST_GUILESS_MAIN(TestObjectViews)
#include "tst_object_views.moc"
