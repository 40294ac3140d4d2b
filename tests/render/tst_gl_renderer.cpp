#include <memory>
#include <numbers>

#include <QOffscreenSurface>
#include <QOpenGLContext>

#include "render/gl/framebuffer.h"
#include "render/gl/program.h"
#include "render/scene/offscreen.h"
#include "tests/render/fixture.h"
#include "tests/render/gl_test_main.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

using Snapshot = SceneSnapshot;

Snapshot ofField(BakedField field) { return {std::make_shared<BakedField>(std::move(field)), {}, {}, {}}; }
Snapshot ofMesh(Mesh mesh) { return {{}, std::make_shared<Mesh>(std::move(mesh)), {}, {}}; }
Snapshot ofPoints(PointCloud cloud) { return {{}, {}, std::make_shared<PointCloud>(std::move(cloud)), {}}; }

glm::vec4 pixelAt(const Image& image, int x, int y)
{
    return {image.at(x, y, 0), image.at(x, y, 1), image.at(x, y, 2), image.at(x, y, 3)};
}

double alphaSum(const Image& image)
{
    double sum = 0;
    for (std::size_t i = 3; i < image.pixels.size(); i += 4)
        sum += double(image.pixels[i]);
    return sum;
}

double meanDifference(const Image& a, const Image& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::abs(double(a.pixels[i]) - double(b.pixels[i]));
    return sum / double(a.pixels.size());
}

bool isColour(const glm::vec4& actual, const glm::vec4& expected, float tolerance)
{
    const glm::vec4 difference = glm::abs(actual - expected);
    const bool close = std::max({difference.r, difference.g, difference.b, difference.a}) <= tolerance;
    if (!close)
        qWarning() << "actual" << actual.r << actual.g << actual.b << actual.a << "expected" << expected.r
                   << expected.g << expected.b << expected.a;
    return close;
}

/// A sphere whose opacity is one half at the radius: one voxel of ramp round it.
BakedField sphereField(int n, float radius)
{
    const float voxel = 2.0f / float(n);
    return bakeField(n, [=](const glm::vec3& p) {
        const float alpha = std::clamp(0.5f + (radius - glm::length(p)) / voxel, 0.0f, 1.0f);
        return glm::vec4(0.8f, 0.5f, 0.2f, -std::log(std::max(1.0f - alpha, 1e-3f)) / voxel);
    });
}

Mesh singleTriangle()
{
    Mesh mesh;
    mesh.positions = {{0.1f, 0.1f, 0}, {0.9f, 0.1f, 0}, {0.1f, 0.9f, 0}};
    mesh.colours.assign(3, glm::vec4(1, 0, 0, 1));
    mesh.triangles = {{0, 1, 2}};
    return mesh;
}

} // namespace

class TestRenderer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasDisplay())
            QSKIP("There is no display: set DISPLAY or run under xvfb-run.");
        m_renderer = std::make_unique<OffscreenRenderer>();
    }

    void cleanupTestCase() { m_renderer.reset(); }

    void nothingDrawsNothing()
    {
        for (const auto representation : {Representation::field, Representation::mesh, Representation::points}) {
            QCOMPARE(alphaSum(draw({}, frontCamera(2), bareOptions(representation), 32, 32)), 0.0);
            const Snapshot empty{std::make_shared<BakedField>(), std::make_shared<Mesh>(),
                                 std::make_shared<PointCloud>(), {}};
            DrawOptions options = bareOptions(representation);
            options.showContactShadow = true;
            QCOMPARE(alphaSum(draw(empty, frontCamera(2), options, 1, 1)), 0.0);
        }
    }

    void homogeneousBoxObeysBeerAndLambert_data()
    {
        QTest::addColumn<float>("sigma");
        QTest::addColumn<float>("quality");
        for (const float sigma : {0.1f, 0.35f, 1.0f, 2.5f, 6.0f})
            for (const float quality : {1.0f, 0.4f})
                QTest::addRow("sigma %.2f, quality %.1f", double(sigma), double(quality)) << sigma << quality;
    }

    void homogeneousBoxObeysBeerAndLambert()
    {
        QFETCH(float, sigma);
        QFETCH(float, quality);
        // One voxel's opacity is stored in eight bits: the expectation starts from what was stored.
        const BakedField field = bakeField(20, [&](const glm::vec3&) { return glm::vec4(0.2f, 0.6f, 1.0f, sigma); });
        const double voxelAlpha = field.rgba[3] / 255.0;
        const double expected = 1.0 - std::pow(1.0 - voxelAlpha, 20.0);
        DrawOptions options = bareOptions(Representation::field);
        options.fieldQuality = quality;
        const glm::vec4 middle = pixelAt(draw(ofField(field), frontCamera(3), options, 64, 64), 32, 32);
        QVERIFY(isClose(double(middle.a), expected, 0, 2.1 / 255, "opacity"));
        QVERIFY(isColour(glm::vec4(glm::vec3(middle), 1), {51 / 255.f, 153 / 255.f, 1, 1}, 4.0f / 255 / middle.a));
    }

    void longerWaysThroughATurnedBoxAbsorbMore()
    {
        const BakedField field = bakeField(64, [](const glm::vec3&) { return glm::vec4(1, 1, 1, 0.5f); });
        const double perVoxel = -std::log(1.0 - field.rgba[3] / 255.0);
        Camera camera = cameraAt(45, 0);
        camera.orthographicHeight = 4;
        const Image image = draw(ofField(field), camera, bareOptions(Representation::field), 65, 65);
        const double voxels = 64 * std::numbers::sqrt2;
        QVERIFY(isClose(double(pixelAt(image, 32, 32).a), 1 - std::exp(-perVoxel * voxels), 0, 0.02, "diagonal"));
    }

    /// Density A exp(-r^2 / 2 s^2): the way past the middle at distance b has optical depth A s sqrt(2 pi) exp(-b^2 / 2 s^2).
    void gaussianBallHasItsProfileAndSilhouette()
    {
        const double a = 24, s = 0.2, pi = std::numbers::pi;
        const BakedField field = bakeField(96, [&](const glm::vec3& p) {
            return glm::vec4(1, 1, 1, float(a * std::exp(-double(glm::dot(p, p)) / (2 * s * s))));
        });
        const Image image = draw(ofField(field), frontCamera(2), bareOptions(Representation::field), 201, 201);
        const double middle = a * s * std::sqrt(2 * pi);
        // Farther out a voxel's opacity is one or two of the 255 steps that it is stored in.
        for (const int offset : {0, 20, 30, 35, 40, 45}) {
            const double b = offset * 2.0 / 201;
            const double alpha = 1 - std::exp(-middle * std::exp(-b * b / (2 * s * s)));
            QVERIFY(isClose(double(image.at(100 + offset, 100, 3)), alpha, 0, 0.006, "right"));
            QVERIFY(isClose(double(image.at(100, 100 - offset, 3)), alpha, 0, 0.006, "up"));
        }
        const double radius = s * std::sqrt(2 * std::log(middle / std::numbers::ln2)) * 201 / 2;
        int solid = 0;
        for (std::size_t i = 3; i < image.pixels.size(); i += 4)
            solid += image.pixels[i] >= 0.5f;
        QVERIFY(isClose(solid, pi * radius * radius, 0.015, 0, "area"));
    }

    void redSideLiesOnTheRightAndTopOnTop()
    {
        const BakedField field = bakeField(48, [](const glm::vec3& p) {
            const bool inside = std::max({std::abs(p.x), std::abs(p.y), std::abs(p.z)}) < 0.6f;
            return glm::vec4(p.x > 0 ? 1 : 0, p.y > 0 ? 1 : 0, p.x > 0 ? 0 : 1, inside ? 200.0f : 0.0f);
        });
        const auto options = bareOptions(Representation::field);
        const Image front = draw(ofField(field), cameraAt(0, 0), options, 120, 120);
        QVERIFY(isColour(pixelAt(front, 75, 45), {1, 1, 0, 1}, 0.02f));
        QVERIFY(isColour(pixelAt(front, 45, 45), {0, 1, 1, 1}, 0.02f));
        QVERIFY(isColour(pixelAt(front, 75, 75), {1, 0, 0, 1}, 0.02f));
        const Image back = draw(ofField(field), cameraAt(180, 0), options, 120, 120);
        QVERIFY(isColour(pixelAt(back, 45, 75), {1, 0, 0, 1}, 0.02f));
        // From +x, only the red side.
        const Image right = draw(ofField(field), cameraAt(90, 0), options, 120, 120);
        QVERIFY(isColour(pixelAt(right, 45, 75), {1, 0, 0, 1}, 0.02f));
    }

    void insideTheBoxThereIsStillAPicture()
    {
        const BakedField field = bakeField(32, [](const glm::vec3& p) {
            return glm::vec4(0, 1, 0, p.z < -0.5f ? 200.0f : 0.0f);
        });
        const Image image =
            draw(ofField(field), cameraAt(0, 0, 0.2f, 60), bareOptions(Representation::field), 40, 40);
        QVERIFY(isColour(pixelAt(image, 20, 20), {0, 1, 0, 1}, 0.02f));
    }

    void fieldAndMeshOfOneSphereCoincide_data()
    {
        QTest::addColumn<float>("yaw");
        QTest::addColumn<float>("pitch");
        QTest::newRow("front") << 0.0f << 0.0f;
        QTest::newRow("above") << 35.0f << 40.0f;
        QTest::newRow("below, behind") << 170.0f << -30.0f;
    }

    void fieldAndMeshOfOneSphereCoincide()
    {
        QFETCH(float, yaw);
        QFETCH(float, pitch);
        const glm::mat4 moved(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0.4f, 0.2f, -0.3f, 1);
        BakedField field = sphereField(160, 0.6f);
        field.sceneFromField = moved;
        Mesh mesh = sphereMesh(0.6f, 48);
        for (auto& p : mesh.positions)
            p += glm::vec3(moved[3]);
        const Camera camera = cameraAt(yaw, pitch);
        const Image a = draw(ofField(field), camera, bareOptions(Representation::field), 240, 180);
        const Image b = draw(ofMesh(mesh), camera, bareOptions(Representation::mesh), 240, 180);
        int both = 0, either = 0;
        for (std::size_t i = 3; i < a.pixels.size(); i += 4) {
            both += a.pixels[i] >= 0.5f && b.pixels[i] >= 0.5f;
            either += a.pixels[i] >= 0.5f || b.pixels[i] >= 0.5f;
        }
        QVERIFY(either > 1000);
        QVERIFY2(both > 0.97 * either, qPrintable(QString::number(double(both) / either)));
    }

    void triangleCoversItsPixelsAndNoOthers()
    {
        const Image image = draw(ofMesh(singleTriangle()), frontCamera(2), bareOptions(Representation::mesh), 100, 100);
        // 50 pixels a unit; the corner at (0.1, 0.1) is pixel (55, 44) from the top.
        const glm::vec4 inside = pixelAt(image, 58, 41);
        QVERIFY(inside.a == 1.0f && inside.r > 0.9f && inside.g < 0.05f && inside.b < 0.05f);
        QCOMPARE(pixelAt(image, 52, 41).a, 0.0f);
        QCOMPARE(pixelAt(image, 58, 47).a, 0.0f);
        QCOMPARE(pixelAt(image, 80, 20).a, 0.0f);
        QVERIFY(isClose(alphaSum(image), 0.5 * 40 * 40, 0.01, 0, "area"));
    }

    void levellingTiltTurnsTheObject()
    {
        Snapshot scene = ofMesh(singleTriangle());
        scene.worldFromScene = glm::mat4(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
        const Image image = draw(scene, frontCamera(2), bareOptions(Representation::mesh), 100, 100);
        QCOMPARE(pixelAt(image, 41, 58).a, 1.0f);
        QCOMPARE(pixelAt(image, 58, 41).a, 0.0f);
    }

    void meshShadingsAreAllOpaqueAndDiffer()
    {
        const Snapshot scene = ofMesh(sphereMesh(0.8f, 12));
        std::vector<Image> images;
        for (const auto shading : {MeshShading::colour, MeshShading::solid, MeshShading::wire, MeshShading::normals}) {
            DrawOptions options = bareOptions(Representation::mesh);
            options.meshShading = shading;
            images.push_back(draw(scene, frontCamera(2), options, 64, 64));
            QCOMPARE(pixelAt(images.back(), 32, 32).a, 1.0f);
        }
        for (std::size_t i = 0; i < images.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(meanDifference(images[i], images[j]) > 0.02);
        // The view-space normal towards the camera is (0, 0, 1).
        QVERIFY(isColour(pixelAt(images[3], 32, 32), {0.5f, 0.5f, 1, 1}, 0.06f));
    }

    void fieldAndMeshNormalsAgree()
    {
        DrawOptions options = bareOptions(Representation::field);
        options.fieldChannel = FieldChannel::normals;
        const Camera camera = cameraAt(30, 20);
        const Image a = draw(ofField(sphereField(96, 0.7f)), camera, options, 120, 120);
        options = bareOptions(Representation::mesh);
        options.meshShading = MeshShading::normals;
        const Image b = draw(ofMesh(sphereMesh(0.7f, 64)), camera, options, 120, 120);
        for (const auto& [x, y] : {std::pair(60, 60), std::pair(45, 50), std::pair(70, 75), std::pair(60, 45)})
            QVERIFY(isColour(pixelAt(a, x, y), pixelAt(b, x, y), 0.06f));
    }

    void depthGrowsDarkerAndOpacityIsAMatte()
    {
        const Snapshot scene = ofField(bakeField(64, [](const glm::vec3& p) {
            const bool step = std::abs(p.x) < 0.8f && std::abs(p.y) < 0.8f && p.z < (p.x < 0 ? 0.7f : -0.7f) && p.z > -0.9f;
            return glm::vec4(1, 1, 1, step ? 300.0f : 0.0f);
        }));
        DrawOptions options = bareOptions(Representation::field);
        options.fieldChannel = FieldChannel::depth;
        const Image depth = draw(scene, frontCamera(2), options, 80, 80);
        const auto luma = [](const glm::vec4& c) { return 0.2126f * c.r + 0.7152f * c.g + 0.0722f * c.b; };
        QVERIFY(luma(pixelAt(depth, 20, 40)) > luma(pixelAt(depth, 60, 40)) + 0.2f);
        options.fieldChannel = FieldChannel::opacity;
        const Image matte = draw(scene, frontCamera(2), options, 80, 80);
        QVERIFY(isColour(pixelAt(matte, 20, 40), {1, 1, 1, 1}, 0.01f));
        QVERIFY(isColour(pixelAt(matte, 2, 2), {0, 0, 0, 1}, 0.0f));
    }

    void pointsAreRound_data()
    {
        QTest::addColumn<int>("sizing");
        QTest::addColumn<float>("size");
        QTest::addColumn<double>("diameter");
        QTest::newRow("pixels") << int(PointSizing::pixels) << 21.0f << 21.0;
        QTest::newRow("world") << int(PointSizing::world) << 0.5f << 25.0;
    }

    void pointsAreRound()
    {
        QFETCH(int, sizing);
        QFETCH(float, size);
        QFETCH(double, diameter);
        PointCloud cloud;
        cloud.positions = {{0.2f, 0.3f, 0}};
        cloud.colours = {{0, 0.4f, 0.8f, 1}};
        DrawOptions options = bareOptions(Representation::points);
        options.pointSizing = PointSizing(sizing);
        options.pointSize = size;
        const Image image = draw(ofPoints(cloud), frontCamera(2), options, 100, 100);
        QVERIFY(isClose(alphaSum(image), std::numbers::pi * diameter * diameter / 4, 0.05, 0, "area"));
        QVERIFY(isColour(pixelAt(image, 60, 34), {0, 0.4f, 0.8f, 1}, 0.01f));
        const int corner = int(0.42 * diameter);
        QCOMPARE(pixelAt(image, 60 + corner, 34 + corner).a, 0.0f);
    }

    void eyeDomeDarkensWhatLiesBehindItsNeighbours()
    {
        PointCloud cloud;
        for (int y = 0; y < 50; ++y)
            for (int x = 0; x < 50; ++x) {
                const float px = 0.03f * float(x - 25), py = 0.03f * float(y - 25);
                cloud.positions.push_back({px, py, px > 0 ? 0.5f : 0.0f});
                cloud.colours.push_back({0.8f, 0.8f, 0.8f, 1});
            }
        DrawOptions options = bareOptions(Representation::points);
        options.pointSize = 6;
        const Image image = draw(ofPoints(cloud), cameraAt(0, 0), options, 200, 200);
        float darkest = 1;
        for (int x = 95; x < 110; ++x)
            darkest = std::min(darkest, image.at(x, 100, 0));
        QVERIFY(darkest < 0.6f);
        QVERIFY(image.at(85, 100, 0) > 0.75f);
    }

    void crossFadeIsTheMeanOfItsEnds()
    {
        Snapshot scene = ofField(sphereField(48, 0.6f));
        scene.mesh = std::make_shared<Mesh>(sphereMesh(0.6f, 24));
        DrawOptions options = bareOptions(Representation::mesh);
        options.transparentBackground = false;
        const Camera camera = cameraAt(20, 10);
        const Image mesh = draw(scene, camera, options, 96, 72);
        options.representation = Representation::field;
        options.previousRepresentation = Representation::mesh;
        const Image field = draw(scene, camera, options, 96, 72);
        options.crossFade = 0.5f;
        const Image half = draw(scene, camera, options, 96, 72);
        Image mean = mesh;
        for (std::size_t i = 0; i < mean.pixels.size(); ++i)
            mean.pixels[i] = 0.5f * (mesh.pixels[i] + field.pixels[i]);
        QVERIFY(meanDifference(mesh, field) > 0.005);
        QVERIFY(meanDifference(half, mean) < 1.0 / 255);
        options.crossFade = 0.0f;
        QVERIFY(meanDifference(draw(scene, camera, options, 96, 72), mesh) < 0.5 / 255);
    }

    void restingPictureStandsInForTheField()
    {
        Snapshot scene = ofField(sphereField(32, 0.6f));
        auto picture = std::make_shared<Image>(2, 2, 4);
        picture->pixels = {1, 0, 0, 1, /**/ 0, 0.5f, 0, 0.5f, /**/ 0, 0, 1, 1, /**/ 0, 0, 0, 0};
        scene.restingPicture = picture;
        const Image image = draw(scene, frontCamera(2), bareOptions(Representation::field), 64, 64);
        QVERIFY(isColour(pixelAt(image, 4, 4), {1, 0, 0, 1}, 0.01f));
        QVERIFY(isColour(pixelAt(image, 60, 4), {0, 1, 0, 0.5f}, 0.01f));
        QVERIFY(isColour(pixelAt(image, 4, 60), {0, 0, 1, 1}, 0.01f));
        QCOMPARE(pixelAt(image, 60, 60).a, 0.0f);
    }

    void newSnapshotValuesReplaceTheCachedOnes()
    {
        const auto coloured = [](float red) {
            return bakeField(16, [=](const glm::vec3&) { return glm::vec4(red, 0, 0, 100); });
        };
        for (const float red : {1.0f, 0.2f, 0.6f}) {
            // The former field is freed first: the new one may lie at its address.
            const Image image = draw(ofField(coloured(red)), frontCamera(2), bareOptions(Representation::field), 16, 16);
            QVERIFY(isClose(double(pixelAt(image, 8, 8).r), double(red), 0, 0.01, "red"));
        }
    }

    void gridLiesBehindTheObjectAndBeforeItFromBelow()
    {
        const Snapshot scene = ofMesh(sphereMesh(0.6f, 32));
        DrawOptions options = bareOptions(Representation::mesh);
        options.meshShading = MeshShading::normals;
        const Camera above = cameraAt(0, 30), below = cameraAt(0, -30);
        const Image bareAbove = draw(scene, above, options, 160, 120), bareBelow = draw(scene, below, options, 160, 120);
        options.showGrid = options.showAxes = true;
        options.floorHeight = -0.6f;
        const Image floorAbove = draw(scene, above, options, 160, 120);
        const Image floorBelow = draw(scene, below, options, 160, 120);
        QVERIFY(alphaSum(floorAbove) > alphaSum(bareAbove) + 50);
        int changedAbove = 0, changedBelow = 0;
        for (int y = 0; y < 120; ++y)
            for (int x = 0; x < 160; ++x) {
                changedAbove += bareAbove.at(x, y, 3) == 1 && pixelAt(bareAbove, x, y) != pixelAt(floorAbove, x, y);
                changedBelow += bareBelow.at(x, y, 3) == 1 && pixelAt(bareBelow, x, y) != pixelAt(floorBelow, x, y);
            }
        QCOMPARE(changedAbove, 0);
        QVERIFY(changedBelow > 20);
    }

    void shadowDarkensTheFloorUnderEachRepresentation()
    {
        Snapshot scenes[] = {ofField(sphereField(48, 0.6f)), ofMesh(sphereMesh(0.6f, 24)),
                             ofPoints({"", sphereMesh(0.6f, 60).positions, {}, {}, {}})};
        const Representation kinds[] = {Representation::field, Representation::mesh, Representation::points};
        for (int i = 0; i < 3; ++i) {
            DrawOptions options = bareOptions(kinds[i]);
            options.showContactShadow = true;
            // Seen from straight above with nothing but the shadow: another representation is shown than the one there.
            options.representation = options.previousRepresentation = kinds[(i + 1) % 3];
            const Image image = draw(scenes[i], cameraAt(0, 89), options, 90, 90);
            const float middle = pixelAt(image, 45, 45).a;
            QVERIFY2(middle > 0.3f, qPrintable(QString::number(double(middle))));
            QVERIFY(pixelAt(image, 62, 45).a < 0.8f * middle);
            QVERIFY(pixelAt(image, 2, 2).a < 0.02f);
        }
    }

    void opaqueBackgroundIsTheGradient()
    {
        DrawOptions options = bareOptions(Representation::field);
        options.transparentBackground = false;
        options.backgroundTop = {1, 0.5f, 0};
        options.backgroundBottom = {0, 0.5f, 1};
        const Image image = draw({}, frontCamera(2), options, 16, 200);
        QVERIFY(isColour(pixelAt(image, 8, 0), {1, 0.5f, 0, 1}, 1.5f / 255));
        QVERIFY(isColour(pixelAt(image, 8, 199), {0, 0.5f, 1, 1}, 1.5f / 255));
        QVERIFY(isColour(pixelAt(image, 8, 100), {0.5f, 0.5f, 0.5f, 1}, 2.5f / 255));
    }

    void wrongInputIsRefused()
    {
        Mesh mesh = singleTriangle();
        mesh.triangles = {{0, 1, 3}};
        const auto refused = [&](const Snapshot& scene, Representation representation) {
            return !errorMessage(ErrorCode::badInput, [&] {
                        draw(scene, frontCamera(2), bareOptions(representation), 8, 8);
                    }).empty();
        };
        QVERIFY(refused(ofMesh(mesh), Representation::mesh));
        PointCloud cloud;
        cloud.positions.resize(3);
        cloud.colours.resize(2);
        QVERIFY(refused(ofPoints(cloud), Representation::points));
        BakedField field = sphereField(16, 0.5f);
        field.rgba.pop_back();
        QVERIFY(refused(ofField(field), Representation::field));
    }

    void errorsOfOpenGlAndShadersAreReported()
    {
        QVERIFY(!errorMessage(ErrorCode::unsupported, [] { gl(); }).empty());
        QSurfaceFormat format;
        format.setVersion(4, 1);
        format.setProfile(QSurfaceFormat::CoreProfile);
        QOpenGLContext context;
        context.setFormat(format);
        QVERIFY(context.create());
        QOffscreenSurface surface;
        surface.setFormat(context.format());
        surface.create();
        QVERIFY(context.makeCurrent(&surface));
        gl().glEnable(GL_TEXTURE_2D + 12345);
        const auto message = errorMessage(ErrorCode::internal, [] { checkGl("testing"); });
        QCOMPARE(message, std::string("OpenGL failed while testing: invalid enum (0x0500)."));
        checkGl("testing again");
        const auto missing = errorMessage(ErrorCode::internal, [] { Program({"nothing.vert", "field.frag"}); });
        QVERIFY(missing.find("nothing.vert") != std::string::npos);
        const auto broken = errorMessage(ErrorCode::internal, [] { Program({"fullscreen.vert", "floor.glsl"}); });
        QVERIFY(!broken.empty());
        context.doneCurrent();
    }

    void targetGetsTheDepthOfTheObject()
    {
        QSurfaceFormat format;
        format.setVersion(4, 1);
        format.setProfile(QSurfaceFormat::CoreProfile);
        QOpenGLContext context;
        context.setFormat(format);
        QVERIFY(context.create());
        QOffscreenSurface surface;
        surface.setFormat(context.format());
        surface.create();
        QVERIFY(context.makeCurrent(&surface));
        {
            const Texture colour = Texture::make2d(40, 40, TextureFormat::rgba8(), TextureFilter::nearest);
            const Texture depth = Texture::make2d(40, 40, TextureFormat::depth(), TextureFilter::nearest);
            const Framebuffer target({&colour}, &depth);
            Camera camera = frontCamera(2); // at z = 5
            camera.nearPlane = 1;
            camera.farPlane = 11;
            Renderer renderer;
            const Snapshot scenes[] = {ofField(sphereField(96, 0.6f)), ofMesh(sphereMesh(0.6f, 64))};
            const Representation kinds[] = {Representation::field, Representation::mesh};
            for (int i = 0; i < 2; ++i) {
                renderer.draw(scenes[i], camera, bareOptions(kinds[i]), target.id(), 40, 40);
                target.bind();
                float middle = 0, corner = 0;
                gl().glReadPixels(20, 20, 1, 1, GL_DEPTH_COMPONENT, GL_FLOAT, &middle);
                gl().glReadPixels(1, 1, 1, 1, GL_DEPTH_COMPONENT, GL_FLOAT, &corner);
                // The front of the sphere is at distance 4.4 between planes at 1 and 11.
                QVERIFY(isClose(double(middle), 0.34, 0, 0.003, "depth"));
                QCOMPARE(corner, 1.0f);
            }
        }
        context.doneCurrent();
    }

private:
    Image draw(const Snapshot& scene, const Camera& camera, const DrawOptions& options, int width, int height)
    {
        return m_renderer->render(scene, camera, options, width, height);
    }

    std::unique_ptr<OffscreenRenderer> m_renderer;
};

int main(int argc, char** argv) { return runGlTest<TestRenderer>(argc, argv); }
#include "tst_gl_renderer.moc"
