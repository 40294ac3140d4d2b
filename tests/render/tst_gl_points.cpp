#include <memory>

#include <glm/gtc/matrix_transform.hpp>

#include "core/data/random.h"
#include "render/scene/offscreen.h"
#include "tests/render/fixture.h"
#include "tests/render/gl_test_main.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

glm::vec4 pixelAt(const Image& image, int x, int y)
{
    return {image.at(x, y, 0), image.at(x, y, 1), image.at(x, y, 2), image.at(x, y, 3)};
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

double coverage(const Image& image)
{
    double sum = 0;
    for (std::size_t i = 3; i < image.pixels.size(); i += 4)
        sum += double(image.pixels[i]);
    return sum / double(image.width * image.height);
}

/// A plane z = 0 of 2 x 2 units; left half red, right half green.
PointCloud wall(int count)
{
    Random random(9);
    PointCloud cloud;
    for (int i = 0; i < count; ++i) {
        cloud.positions.emplace_back(random.uniform(-1, 1), random.uniform(-1, 1), 0.0f);
        cloud.colours.push_back(cloud.positions.back().x < 0 ? glm::vec4(1, 0, 0, 1) : glm::vec4(0, 1, 0, 1));
    }
    return cloud;
}

/// One camera at z = 2 that looks along -z; its picture fills 1 x 0.5 units at z = 1: red, green over blue,
/// white.
std::shared_ptr<CameraFrusta> oneFrustum()
{
    auto frusta = std::make_shared<CameraFrusta>();
    CameraFrustum camera;
    camera.sceneFromCamera[3] = glm::vec4(0, 0, 2, 1);
    camera.edges = {-0.5f, 0.5f, -0.25f, 0.25f};
    frusta->cameras.push_back(camera);
    frusta->depth = 1;
    auto pictures = std::make_shared<std::vector<Image>>(1, Image(16, 8, 3));
    const glm::vec3 colours[2][2] = {{{1, 0, 0}, {0, 1, 0}}, {{0, 0, 1}, {1, 1, 1}}};
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 16; ++x)
            for (int c = 0; c < 3; ++c)
                (*pictures)[0].at(x, y, c) = colours[y / 4][x / 8][c];
    frusta->pictures = pictures;
    frusta->colour = {0, 1, 1};
    frusta->markColour = {1, 0, 1};
    return frusta;
}

} // namespace

class TestGlPoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasDisplay())
            QSKIP("there is no display to draw on");
        m_renderer = std::make_unique<OffscreenRenderer>();
    }

    void cleanupTestCase() { m_renderer.reset(); }

    /// A tenth of the points, grown in turn, still closes the wall, in the same colours.
    void aBudgetKeepsSurfacesClosed()
    {
        SceneSnapshot scene;
        scene.points = std::make_shared<PointCloud>(wall(60'000));
        DrawOptions options = bareOptions(Representation::points);
        options.pointSize = 3;
        const Image all = draw(scene, frontCamera(2), options, 200, 200);
        QVERIFY(coverage(all) > 0.99);
        options.pointBudget = 12'000;
        const Image few = draw(scene, frontCamera(2), options, 200, 200);
        QVERIFY2(coverage(few) > 0.97, qPrintable(QString::number(coverage(few))));
        QVERIFY(isColour(pixelAt(few, 50, 100), {1, 0, 0, 1}, 0.02f));
        QVERIFY(isColour(pixelAt(few, 150, 100), {0, 1, 0, 1}, 0.02f));
        options.pointBudget = 200;
        QVERIFY(coverage(draw(scene, frontCamera(2), options, 200, 200)) < 0.4);
    }

    /// What is drawn of a dense cloud does not depend on how many points of it the pixels have no room for.
    void denseCloudsLookAlike()
    {
        SceneSnapshot dense;
        dense.points = std::make_shared<PointCloud>(wall(1'500'000));
        SceneSnapshot sparse;
        sparse.points = std::make_shared<PointCloud>(wall(100'000));
        const DrawOptions options = bareOptions(Representation::points);
        const Image a = draw(dense, frontCamera(3), options, 120, 120),
                    b = draw(sparse, frontCamera(3), options, 120, 120);
        double difference = 0;
        for (std::size_t i = 0; i < a.pixels.size(); ++i)
            difference += std::abs(double(a.pixels[i]) - double(b.pixels[i]));
        QVERIFY2(difference / double(a.pixels.size()) < 0.005,
                 qPrintable(QString::number(difference / double(a.pixels.size()))));
    }

    void withoutEyeDomeColoursAreTheCloudsOwn()
    {
        PointCloud cloud;
        for (int y = 0; y < 50; ++y)
            for (int x = 0; x < 50; ++x) {
                const float px = 0.03f * float(x - 25), py = 0.03f * float(y - 25);
                cloud.positions.push_back({px, py, px > 0 ? 0.5f : 0.0f});
                cloud.colours.push_back({0.8f, 0.6f, 0.4f, 1});
            }
        SceneSnapshot scene;
        scene.points = std::make_shared<PointCloud>(cloud);
        DrawOptions options = bareOptions(Representation::points);
        options.pointSize = 6;
        options.eyeDome = false;
        const Image plain = draw(scene, cameraAt(0, 0), options, 200, 200);
        for (int x = 85; x < 110; ++x)
            QVERIFY(isColour(pixelAt(plain, x, 100), {0.8f, 0.6f, 0.4f, 1}, 0.02f));
    }

    void frustaShowTheirPictures()
    {
        SceneSnapshot scene;
        scene.frusta = oneFrustum();
        // Seen from +z, 2 units of height in 200 pixels: the base covers 100 x 50 pixels in the middle.
        DrawOptions options = bareOptions(Representation::points);
        options.pixelScale = 3; // lines of four pixels
        const Image image = draw(scene, frontCamera(2), options, 200, 200);
        QVERIFY(isColour(pixelAt(image, 75, 92), {1, 0, 0, 1}, 0.02f));
        QVERIFY(isColour(pixelAt(image, 125, 92), {0, 1, 0, 1}, 0.02f));
        QVERIFY(isColour(pixelAt(image, 75, 109), {0, 0, 1, 1}, 0.02f));
        QVERIFY(isColour(pixelAt(image, 125, 109), {1, 1, 1, 1}, 0.02f));
        QCOMPARE(pixelAt(image, 40, 100).a, 0.0f);
        // The rim is a line in the frusta's colour, and the roof lies above it.
        QVERIFY(isColour(pixelAt(image, 50, 90), {0, 1, 1, 1}, 0.02f));
        float roof = 0;
        for (int y = 60; y < 74; ++y)
            roof = std::max(roof, pixelAt(image, 100, y).a);
        QVERIFY(roof > 0.3f);
        options.showFrusta = false;
        QCOMPARE(coverage(draw(scene, frontCamera(2), options, 200, 200)), 0.0);
    }

    void frustaAreHiddenAndMarkedOneByOne()
    {
        auto frusta = oneFrustum();
        frusta->pictures = nullptr;
        frusta->cameras[0].marked = true;
        SceneSnapshot scene;
        scene.frusta = frusta;
        DrawOptions options = bareOptions(Representation::points);
        options.pixelScale = 3;
        const Image lines = draw(scene, frontCamera(2), options, 200, 200);
        QVERIFY(coverage(lines) > 0.001 && coverage(lines) < 0.08);
        QVERIFY(isColour(pixelAt(lines, 50, 90), {1, 0, 1, 1}, 0.02f));
        auto hidden = std::make_shared<CameraFrusta>(*frusta);
        hidden->cameras[0].shown = false;
        scene.frusta = hidden;
        QCOMPARE(coverage(draw(scene, frontCamera(2), options, 200, 200)), 0.0);
    }

    /// The base lies at z = 1: before a wall at 0, behind one at 1.5.
    void frustaAndPointsHideEachOther()
    {
        SceneSnapshot scene;
        scene.frusta = oneFrustum();
        PointCloud cloud = wall(40'000);
        scene.points = std::make_shared<PointCloud>(cloud);
        DrawOptions options = bareOptions(Representation::points);
        options.pointSize = 5;
        QVERIFY(
            isColour(pixelAt(draw(scene, frontCamera(2), options, 200, 200), 75, 109), {0, 0, 1, 1}, 0.02f));
        for (auto& p : cloud.positions)
            p.z = 1.5f;
        scene.points = std::make_shared<PointCloud>(cloud);
        QVERIFY(
            isColour(pixelAt(draw(scene, frontCamera(2), options, 200, 200), 75, 109), {1, 0, 0, 1}, 0.05f));
    }

    /// Cameras behind the eye and lines through it draw nothing odd.
    void frustaAboutTheEye()
    {
        SceneSnapshot scene;
        scene.frusta = oneFrustum();
        Camera camera;
        camera.worldFromCamera = glm::translate(glm::mat4(1.0f), glm::vec3(0, 0, 0.5f));
        camera.worldFromCamera =
            glm::rotate(camera.worldFromCamera, glm::radians(180.0f), glm::vec3(0, 1, 0));
        const DrawOptions options = bareOptions(Representation::points);
        const Image behind = draw(scene, camera, options, 100, 100); // looks along +z at the back of the base
        // Mirrored and half as bright.
        QVERIFY(isColour(pixelAt(behind, 30, 30), {0, 0.5f, 0, 1}, 0.05f));
        QVERIFY(isColour(pixelAt(behind, 70, 30), {0.5f, 0, 0, 1}, 0.05f));
        camera.worldFromCamera = glm::translate(glm::mat4(1.0f), glm::vec3(0, 0, 1.9f));
        camera.worldFromCamera = glm::rotate(camera.worldFromCamera, glm::radians(90.0f), glm::vec3(0, 1, 0));
        QVERIFY(coverage(draw(scene, camera, options, 100, 100)) < 0.5);
    }

    void frustaOfPhotographs()
    {
        PosedScene scene;
        for (const double x : {0.0, 2.0, 5.0}) {
            PosedPicture view;
            view.picture = Image(40, 20, 3, 0.5f);
            view.focal = {40, 20};
            view.principal = {10, 5};
            view.worldFromCamera[3] = glm::dvec4(x, 0, 0, 1);
            view.heldOut = x > 4;
            scene.pictures.push_back(std::move(view));
        }
        const CameraFrusta frusta = frustaOf(scene, 10);
        QCOMPARE(frusta.cameras[0].edges, glm::vec4(-0.25f, 0.75f, -0.75f, 0.25f));
        QCOMPARE(frusta.cameras[1].sceneFromCamera[3].x, 2.0f);
        QVERIFY(!frusta.cameras[1].marked && frusta.cameras[2].marked);
        QCOMPARE((*frusta.pictures)[0].width, 10);
        QCOMPARE((*frusta.pictures)[0].height, 5);
        QCOMPARE(frusta.depth, 1.0f); // half of the median of 2, 2 and 3
        QVERIFY(frustaOf({}, 10).cameras.empty());
    }

    void wrongFrustaAreRefused()
    {
        auto frusta = oneFrustum();
        frusta->cameras.push_back(frusta->cameras[0]);
        SceneSnapshot scene;
        scene.frusta = frusta;
        QVERIFY(!errorMessage(ErrorCode::badInput, [&] {
                     draw(scene, frontCamera(2), bareOptions(Representation::points), 8, 8);
                 }).empty());
    }

private:
    Image draw(const SceneSnapshot& scene, const Camera& camera, const DrawOptions& options, int width,
               int height)
    {
        return m_renderer->render(scene, camera, options, width, height);
    }

    std::unique_ptr<OffscreenRenderer> m_renderer;
};

int main(int argc, char** argv)
{
    return runGlTest<TestGlPoints>(argc, argv);
}
#include "tst_gl_points.moc"
