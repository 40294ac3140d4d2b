#include <QTemporaryDir>

#include "core/data/random.h"
#include "core/io/cameras/lens.h"
#include "core/io/cameras/scene_extent.h"
#include "core/io/cameras/sparse_cloud.h"
#include "core/scene/projection.h"
#include "tests/core/io/posed_fixture.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr double kTiny = 1e-9;

double differenceOf(const glm::dmat4& a, const glm::dmat4& b)
{
    double most = 0;
    for (int c = 0; c < 4; ++c)
        for (int r = 0; r < 4; ++r)
            most = std::max(most, std::abs(a[c][r] - b[c][r]));
    return most;
}

/// The three pictures of posedTruth() with their cameras.
bool isTheTruth(const PosedScene& scene, double focal = kPosedFocal)
{
    if (scene.pictures.size() != 3)
        return isClose(double(scene.pictures.size()), 3, 0, 0, "pictures");
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& p = scene.pictures[i];
        if (!isClose(differenceOf(p.worldFromCamera, posedTruth()[i]), 0, 0, 1e-9, "pose") ||
            !isClose(p.focal.x, focal, 1e-9, 0, "focal x") ||
            !isClose(p.focal.y, focal, 1e-9, 0, "focal y") ||
            !isClose(p.principal.x, kPosedCx, 0, kTiny, "cx") ||
            !isClose(p.principal.y, kPosedCy, 0, kTiny, "cy") ||
            !isClose(double(p.picture.at(3, 5)), 0.2 * double(i + 1), 0, 1e-6, "grey") ||
            p.picture.channels != 3)
            return false;
    }
    return true;
}

/// A JPEG with an EXIF orientation.
void writeTurnedJpeg(const fs::path& path, const Image& picture, char orientation)
{
    encodePicture(picture, path);
    std::ifstream in(path, std::ios::binary);
    const std::string jpeg((std::istreambuf_iterator<char>(in)), {});
    Bytes exif;
    exif.text("\xff\xe1")
        .add<char>(0)
        .add<char>(34)
        .text("Exif")
        .add<char>(0)
        .add<char>(0)
        .text("II*")
        .add<char>(0);
    exif.add<std::uint32_t>(8).add<std::uint16_t>(1).add<std::uint16_t>(0x0112).add<std::uint16_t>(3);
    exif.add<std::uint32_t>(1)
        .add<std::uint16_t>(std::uint16_t(orientation))
        .add<std::uint16_t>(0)
        .add<std::uint32_t>(0);
    std::ofstream(path, std::ios::binary) << jpeg.substr(0, 2) << exif.str() << jpeg.substr(2);
}

/// What a lens shows at `at`, found backwards by fixed points: x / z, y / z of the pinhole's ray.
glm::dvec2 unbent(const Lens& lens, const glm::dvec2& at)
{
    glm::dvec2 plane = at;
    for (int i = 0; i < 200; ++i)
        plane += at - bent(lens, plane);
    return plane;
}

/// A smooth scene painted on the plane z = -1.
float paint(const glm::dvec2& plane, int channel)
{
    return float(0.5 + 0.4 * std::sin(3 * plane.x + channel) * std::cos(2 * plane.y - channel));
}

/// A ball's silhouettes, seen from a ring of cameras.
PosedScene ballScene(const glm::dvec3& centre, double radius)
{
    PosedScene scene;
    for (int i = 0; i < 12; ++i) {
        PosedPicture view;
        view.name = fmt::format("{}", i);
        const double angle = i * 0.5236, lift = i % 2 ? 0.8 : -0.3;
        const glm::dvec3 eye(4 * std::cos(angle), 4 * lift, 4 * std::sin(angle));
        view.worldFromCamera = glm::inverse(glm::lookAt(eye, glm::dvec3(0.2, 0, 0), glm::dvec3(0, 1, 0)));
        view.focal = glm::dvec2(110);
        view.principal = {64, 48};
        view.picture = Image(128, 96, 3);
        view.mask = Image(128, 96, 1);
        for (int y = 0; y < 96; ++y)
            for (int x = 0; x < 128; ++x) {
                const ViewRay ray = rayThrough(view, {x, y});
                const glm::dvec3 to = centre - ray.origin;
                view.mask.at(x, y) = glm::length(to - ray.direction * glm::dot(to, ray.direction)) < radius;
            }
        scene.pictures.push_back(std::move(view));
    }
    return scene;
}

} // namespace

class TestCameras : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path fresh(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void projectionUndoesTheRay()
    {
        Random random(11);
        for (int i = 0; i < 200; ++i) {
            PosedPicture view;
            view.picture = Image(60, 40, 3);
            view.focal = {random.uniform(20, 200), random.uniform(20, 200)};
            view.principal = {random.uniform(0, 60), random.uniform(0, 40)};
            const glm::dvec3 axis(random.direction());
            view.worldFromCamera = glm::rotate(glm::dmat4(1), double(random.uniform(0, 6)), axis);
            view.worldFromCamera[3] = glm::dvec4(glm::dvec3(random.direction()) * 3.0, 1);
            for (const PixelCentre centre : {PixelCentre::half, PixelCentre::corner}) {
                const double offset = centre == PixelCentre::half ? 0.5 : 0.0;
                const glm::dvec2 pixel(random.uniform(-20, 80), random.uniform(-20, 60));
                const ViewRay ray = rayThrough(view, pixel, centre);
                QVERIFY(isClose(glm::length(ray.direction), 1, 0, 1e-12, "length"));
                const auto found =
                    projectInto(view, ray.origin + ray.direction * double(random.uniform(0.1f, 9)), centre);
                QVERIFY(found.inFront && glm::length(found.pixel - pixel) < 1e-8);
                const glm::dvec2 at = pixel + offset;
                QCOMPARE(found.visible, at.x >= 0 && at.x <= 60 && at.y >= 0 && at.y <= 40);
                QVERIFY(!projectInto(view, ray.origin - ray.direction, centre).inFront);
                QVERIFY(!projectInto(view, ray.origin - ray.direction, centre).visible);
            }
            // The other convention's ray goes through the pixel half a step further.
            const glm::dvec3 a = rayThrough(view, {7, 9}, PixelCentre::half).direction;
            QVERIFY(glm::length(a - rayThrough(view, {7.5, 9.5}, PixelCentre::corner).direction) < 1e-12);
        }
    }

    void marginNarrowsThePicture()
    {
        PosedPicture view;
        view.picture = Image(20, 10, 3);
        view.focal = {10, 10};
        view.principal = {10, 5};
        QVERIFY(projectInto(view, {-0.95, 0, -1}).visible);
        QVERIFY(!projectInto(view, {-0.95, 0, -1}, PixelCentre::half, 1).visible);
        QVERIFY(projectInto(view, {0.85, 0, -1}, PixelCentre::half, 1).visible);
    }

    void camerasJson()
    {
        const auto folder = fresh("json");
        writeCamerasJson(folder);
        for (const auto& path : {folder, folder / "", folder / "cameras.json"}) {
            const PosedScene scene = readPosedScene(path);
            QVERIFY(isTheTruth(scene));
            QCOMPARE(scene.name, std::string("three"));
            QVERIFY(!scene.pictures[0].heldOut && scene.pictures[2].heldOut);
            QCOMPARE(scene.pictures[1].name, fmt::format("images/{}", pictureName(1)));
        }
    }

    void transforms()
    {
        writeTransforms(fresh("nerfstudio"));
        const PosedScene scene = readPosedScene(fresh("nerfstudio"));
        QVERIFY(isTheTruth(scene));
        QCOMPARE(scene.up, glm::dvec3(0, 0, 1));
        QCOMPARE(scene.name, std::string("nerfstudio"));
        // A frame's own numbers go before the file's; the picture's size is looked up; names with \ and no
        // extension.
        auto json = transformsJson();
        json.erase("w");
        json.erase("fl_y");
        json["frames"][1]["fl_x"] = 77;
        json["frames"][1]["cx"] = 10;
        json["frames"][0]["file_path"] = "images\\view 0";
        json["test_filenames"] = {fmt::format("./images/{}", pictureName(2))};
        writeJson(fresh("nerfstudio") / "transforms.json", json);
        const PosedScene other = readPosedScene(fresh("nerfstudio") / "transforms.json");
        QCOMPARE(other.pictures[1].focal, glm::dvec2(77));
        QCOMPARE(other.pictures[1].principal, glm::dvec2(10, kPosedCy));
        QCOMPARE(other.pictures[0].focal, glm::dvec2(kPosedFocal));
        QVERIFY(other.pictures[2].heldOut && !other.pictures[0].heldOut);
    }

    void nerfSyntheticPairsItsFiles()
    {
        const auto folder = fresh("synthetic");
        writePictures(folder / "images", kPosedWidth, kPosedHeight, 4);
        auto json = transformsJson();
        const auto frames = json["frames"];
        json = {{"camera_angle_x", 2 * std::atan(0.5 * kPosedWidth / kPosedFocal)}};
        for (const char* part : {"train", "val", "test"}) {
            json["frames"] = {frames[part[0] == 't' && part[1] == 'r' ? 0 : part[0] == 'v' ? 1 : 2]};
            json["frames"][0]["file_path"] = json["frames"][0]["file_path"].get<std::string>().substr(0, 15);
            writeJson(folder / fmt::format("transforms_{}.json", part), json);
        }
        const PosedScene scene = readPosedScene(folder);
        QCOMPARE(scene.pictures.size(), std::size_t(2));
        QVERIFY(!scene.pictures[0].heldOut && scene.pictures[1].heldOut);
        QVERIFY(isClose(scene.pictures[0].focal.y, kPosedFocal, 1e-9, 0, "focal"));
        QCOMPARE(scene.pictures[1].principal, glm::dvec2(kPosedWidth, kPosedHeight) / 2.0);
        QVERIFY(differenceOf(scene.pictures[1].worldFromCamera, posedTruth()[2]) < kTiny);
        // Grey 0.2 with alpha 0.2 over white; and the alpha is the mask.
        QVERIFY(isClose(double(scene.pictures[0].picture.at(4, 4)), 0.2 * 0.2 + 0.8, 0, 1e-3, "over white"));
        QVERIFY(isClose(double(scene.pictures[0].mask.at(4, 4)), 0.2, 0, 1e-3, "mask"));
    }

    void colmapTextAndBinary()
    {
        const auto folder = fresh("colmap");
        writePictures(folder / "images");
        writeColmapText(folder / "sparse" / "0", "PINHOLE 32 24 40 40 15 13");
        QVERIFY(isTheTruth(readPosedScene(folder)));
        QVERIFY(isTheTruth(readPosedScene(folder / "sparse" / "0")));
        QVERIFY(isTheTruth(readPosedScene(folder / "sparse")));
        // The binary files go before the text files: another focal length shows which were read.
        writeColmapBinary(folder / "sparse" / "0", 0, {50, kPosedCx, kPosedCy});
        QVERIFY(isTheTruth(readPosedScene(folder), 50));
        writeColmapBinary(folder / "sparse" / "0", 1, {60, 60, kPosedCx, kPosedCy});
        QVERIFY(isTheTruth(readPosedScene(folder), 60));
        QCOMPARE(posedSceneLayout(folder), std::string("COLMAP model"));
        // Masks by COLMAP's naming.
        fs::create_directories(folder / "masks");
        encodePicture(Image(kPosedWidth, kPosedHeight, 1, 1.0f),
                      folder / "masks" / fmt::format("{}.png", pictureName(1)));
        const PosedScene masked = readPosedScene(folder);
        QVERIFY(masked.pictures[0].mask.empty());
        QCOMPARE(masked.pictures[1].mask.at(5, 5), 1.0f);
    }

    void colmapTakesItsLargestModel()
    {
        const auto folder = fresh("models");
        writePictures(folder / "images");
        writeColmapBinary(folder / "sparse" / "1", 1, {60, 60, kPosedCx, kPosedCy});
        writeColmapText(folder / "sparse" / "0", "PINHOLE 32 24 40 40 15 13");
        std::ofstream(folder / "sparse" / "0" / "images.txt")
            << "1 1 0 0 0 0 0 0 7 " << pictureName(0) << "\n\n";
        QVERIFY(isTheTruth(readPosedScene(folder), 60));
    }

    void polycam()
    {
        writePolycam(fresh("poly"), "images", "cameras");
        const PosedScene scene = readPosedScene(fresh("poly"));
        QVERIFY(isTheTruth(scene));
        QCOMPARE(scene.name, std::string("poly"));
        QCOMPARE(scene.up, glm::dvec3(0, 1, 0));
        QVERIFY(isTheTruth(readPosedScene(fresh("poly") / "keyframes")));
        // The corrected cameras go before the raw ones.
        std::ofstream(fresh("poly") / "keyframes" / "cameras" / "view 0.json") << "{}";
        writePolycam(fresh("poly"), "corrected_images", "corrected_cameras");
        QVERIFY(isTheTruth(readPosedScene(fresh("poly"))));
    }

    void srn()
    {
        const auto folder = fresh("cars") / "a1";
        writeSrn(folder);
        const PosedScene scene = readPosedScene(folder);
        QVERIFY(isTheTruth(scene));
        QCOMPARE(scene.nearDistance, 0.8);
        QCOMPARE(scene.farDistance, 1.8);
        QCOMPARE(scene.pictures[0].mask.at(1, 1), 1.0f); // grey is not white
        Image picture(kPosedWidth, kPosedHeight, 3, 1.0f);
        for (int y = 11; y < 15; ++y)
            for (int x = 13; x < 17; ++x)
                picture.at(x, y, 2) = 0.5f;
        for (std::size_t i = 0; i < 3; ++i)
            encodePicture(picture, folder / "rgb" / pictureName(i));
        const PosedScene white = readPosedScene(folder);
        QCOMPARE(white.pictures[0].mask.at(16, 13), 1.0f);
        QCOMPARE(white.pictures[0].mask.at(17, 13), 0.0f);
        QVERIFY(white.box->low.x <= -0.6 && white.box->high.y >= 0.6);
    }

    /// x = K [R | t] X in pictures of [-1, 1], y down; the world is turned to z up.
    void nmr()
    {
        const auto folder = fresh("nmr");
        writePictures(folder / "image", 64, 64);
        fs::create_directories(folder / "mask");
        std::vector<std::pair<std::string, glm::dmat4>> arrays;
        for (std::size_t i = 0; i < 3; ++i) {
            encodePicture(Image(64, 64, 1, 1.0f), folder / "mask" / pictureName(i));
            arrays.emplace_back(fmt::format("world_mat_{}", i), openCvOf(posedTruth()[i]));
            glm::dmat4 k(1);
            k[0][0] = k[1][1] = 1.5;
            arrays.emplace_back(fmt::format("camera_mat_{}", i), k);
        }
        writeNpz(folder / "cameras.npz", arrays);
        const PosedScene scene = readPosedScene(folder);
        QCOMPARE(scene.nearDistance, 1.2);
        QCOMPARE(scene.farDistance, 4.0);
        QCOMPARE(scene.pictures[0].mask.at(5, 5), 1.0f);
        for (std::size_t i = 0; i < 3; ++i) {
            const glm::dvec3 p(0.2, -0.3, 0.4);
            const glm::dvec4 seen = openCvOf(posedTruth()[i]) * glm::dvec4(p, 1);
            const glm::dvec2 expected = (glm::dvec2(seen) / seen.z * 1.5 + 1.0) * 32.0;
            const auto found = projectInto(scene.pictures[i], {p.x, -p.z, p.y});
            QVERIFY(found.inFront && glm::length(found.pixel + 0.5 - expected) < 1e-9);
        }
    }

    /// x = P X in pixels; the object is brought to the unit cube and turned half about x.
    void dtu()
    {
        const auto folder = fresh("scan1");
        writePictures(folder / "image");
        const glm::dvec3 shift(3, -2, 5);
        const double size = 2.5;
        std::vector<std::pair<std::string, glm::dmat4>> arrays;
        std::vector<glm::dmat4> projections;
        for (std::size_t i = 0; i < 3; ++i) {
            glm::dmat4 k(1), m = openCvOf(posedTruth()[i]);
            k[0][0] = 40;
            k[1][1] = 42;
            k[2] = {15, 13, 1, 0};
            projections.push_back(-3.7 * k * m); // any factor, any sign
            arrays.emplace_back(fmt::format("world_mat_{}", i), projections.back());
            glm::dmat4 scale = glm::scale(glm::dmat4(1), glm::dvec3(size));
            scale[3] = glm::dvec4(shift, 1);
            arrays.emplace_back(fmt::format("scale_mat_{}", i), scale);
        }
        for (const int rows : {3, 4}) {
            writeNpz(folder / "cameras.npz", arrays, rows);
            const PosedScene scene = readPosedScene(folder);
            QCOMPARE(scene.farDistance, 5.0);
            QCOMPARE(scene.box->low, glm::dvec3(-1));
            for (std::size_t i = 0; i < 3; ++i) {
                const glm::dvec3 p(0.2, -0.3, 0.4);
                const glm::dvec4 seen = projections[i] * glm::dvec4(p, 1);
                const glm::dvec3 unit = (p - shift) / size;
                const auto found = projectInto(scene.pictures[i], {unit.x, -unit.y, -unit.z});
                QVERIFY(found.inFront && glm::length(found.pixel + 0.5 - glm::dvec2(seen) / seen.z) < 1e-8);
            }
        }
    }

    void longestSideScalesTheCamera()
    {
        const auto folder = fresh("large");
        writePictures(folder / "images", 10 * kPosedWidth,
                      10 * kPosedHeight); // ten times what the cameras are for
        writeJson(folder / "cameras.json", test::camerasJson());
        const PosedScene whole = readPosedScene(folder), small = readPosedScene(folder, {64});
        QCOMPARE(whole.pictures[0].picture.width, 320);
        QCOMPARE(whole.pictures[0].focal, glm::dvec2(10 * kPosedFocal));
        QCOMPARE(small.pictures[0].picture.width, 64);
        QCOMPARE(small.pictures[0].picture.height, 48);
        QCOMPARE(small.pictures[0].principal, glm::dvec2(2 * kPosedCx, 2 * kPosedCy));
        const glm::dvec3 p(0.3, 0.1, -0.2);
        const glm::dvec2 a = projectInto(whole.pictures[1], p).pixel + 0.5,
                         b = projectInto(small.pictures[1], p).pixel + 0.5;
        QVERIFY(glm::length(a - 5.0 * b) < 1e-9);
    }

    void orientationTagsLeaveCalibratedPixelsAlone()
    {
        const auto folder = fresh("exif");
        auto json = test::camerasJson();
        Image picture(kPosedWidth, kPosedHeight, 3, 0.2f);
        for (int y = 0; y < 6; ++y)
            for (int x = 0; x < 8; ++x)
                picture.at(x, y, 0) = 1.0f; // the left upper corner is red
        fs::create_directories(folder / "images");
        for (std::size_t i = 0; i < 3; ++i) {
            const std::string name = fmt::format("turned {}.jpg", i);
            writeTurnedJpeg(folder / "images" / name, picture, 6);
            json["frames"][i]["file"] = fmt::format("images/{}", name);
        }
        writeJson(folder / "cameras.json", json);
        const Image kept = readPosedScene(folder).pictures[0].picture;
        QCOMPARE(kept.width, kPosedWidth);
        QVERIFY(kept.at(2, 2, 0) > 0.9f && kept.at(kPosedWidth - 3, 2, 0) < 0.4f);
        // A camera for a standing picture can only mean the turned one.
        json["w"] = kPosedHeight;
        json["h"] = kPosedWidth;
        writeJson(folder / "cameras.json", json);
        const Image turned = readPosedScene(folder).pictures[0].picture;
        QCOMPARE(turned.width, kPosedHeight);
        QVERIFY(turned.at(kPosedHeight - 3, 2, 0) > 0.9f && turned.at(2, 2, 0) < 0.4f);
    }

    void lensesAreStraightened_data()
    {
        QTest::addColumn<int>("model");
        QTest::addColumn<double>("k0");
        QTest::addColumn<double>("k1");
        QTest::addColumn<double>("p0");
        QTest::newRow("barrel") << int(Lens::Model::brown) << -0.25 << 0.05 << 0.002;
        QTest::newRow("pincushion") << int(Lens::Model::brown) << 0.2 << 0.0 << -0.003;
        QTest::newRow("fisheye") << int(Lens::Model::fisheye) << 0.02 << -0.01 << 0.0;
    }

    void lensesAreStraightened()
    {
        QFETCH(int, model);
        QFETCH(double, k0);
        QFETCH(double, k1);
        QFETCH(double, p0);
        const Lens lens{Lens::Model(model), {k0, k1}, {p0, -0.5 * p0}};
        const glm::dvec2 focal(170, 175), centre(98, 77);
        Image taken(200, 150, 3), mask(200, 150, 1);
        for (int y = 0; y < 150; ++y)
            for (int x = 0; x < 200; ++x) {
                const glm::dvec2 plane = unbent(lens, (glm::dvec2(x + 0.5, y + 0.5) - centre) / focal);
                mask.at(x, y) = plane.x > 0;
                for (int c = 0; c < 3; ++c)
                    taken.at(x, y, c) = paint(plane, c);
            }
        const Straightened straight = straighten(lens, taken, mask, focal, centre, "lens");
        double worst = 0;
        for (int y = 0; y < 150; ++y)
            for (int x = 0; x < 200; ++x) {
                const glm::dvec2 plane = (glm::dvec2(x + 0.5, y + 0.5) - centre) / straight.focal;
                for (int c = 0; c < 3; ++c)
                    worst = std::max(worst, std::abs(double(straight.picture.at(x, y, c) - paint(plane, c))));
                if (std::abs(plane.x) > 0.02)
                    QCOMPARE(straight.mask.at(x, y) > 0.5f, plane.x > 0);
            }
        QVERIFY2(worst < 0.01, qPrintable(QString::number(worst)));
        // No more is lost than must be.
        QVERIFY(straight.focal.x / focal.x > 0.8 && straight.focal.x / focal.x < 1.25);
        QVERIFY(isClose(straight.focal.x / straight.focal.y, focal.x / focal.y, 1e-9, 0, "proportion"));
    }

    void lensCoefficientsReachTheirPlaces()
    {
        const auto folder = fresh("bent");
        writePictures(folder / "images");
        writeTransforms(folder / "flat");
        auto json = transformsJson();
        for (const auto& [key, value] :
             {std::pair("k1", -0.1), std::pair("k2", 0.02), std::pair("p1", 0.001), std::pair("p2", -0.002)})
            json[key] = value;
        writeJson(folder / "flat" / "transforms.json", json);
        const double expected =
            straighten({Lens::Model::brown, {-0.1, 0.02}, {0.001, -0.002}},
                       Image(kPosedWidth, kPosedHeight, 3), {}, glm::dvec2(40), {15, 13}, "")
                .focal.x;
        QVERIFY(std::abs(expected - 40) > 0.01);
        QVERIFY(isTheTruth(readPosedScene(folder / "flat"), expected));
        writeColmapBinary(folder / "sparse" / "0", 4, {40, 40, 15, 13, -0.1, 0.02, 0.001, -0.002});
        QVERIFY(isTheTruth(readPosedScene(folder), expected));
        const auto focalOf = [](const Lens& lens) {
            return straighten(lens, Image(kPosedWidth, kPosedHeight, 3), {}, glm::dvec2(40), {15, 13}, "")
                .focal.x;
        };
        writeColmapBinary(folder / "sparse" / "0", 2, {40, 15, 13, -0.1});
        QVERIFY(isTheTruth(readPosedScene(folder), focalOf({Lens::Model::brown, {-0.1}, {}})));
        writeColmapBinary(folder / "sparse" / "0", 3, {40, 15, 13, -0.1, 0.05});
        QVERIFY(isTheTruth(readPosedScene(folder), focalOf({Lens::Model::brown, {-0.1, 0.05}, {}})));
        writeColmapBinary(folder / "sparse" / "0", 5, {40, 40, 15, 13, 0.01, 0.02, 0.03, 0.04});
        QVERIFY(isTheTruth(readPosedScene(folder),
                           focalOf({Lens::Model::fisheye, {0.01, 0.02, 0.03, 0.04}, {}})));
    }

    void masksGiveTheBox()
    {
        // Silhouettes of a ball, written and read: the box is the ball's within a few cells and the rim.
        const glm::dvec3 centre(0.2, 0.1, -0.1);
        const double radius = 0.6;
        const PosedScene ball = ballScene(centre, radius);
        const auto folder = fresh("ball");
        auto json = transformsJson();
        json = {{"fl_x", 110}, {"cx", 64}, {"cy", 48}, {"w", 128}, {"h", 96}, {"frames", json::array()}};
        fs::create_directories(folder);
        for (const auto& view : ball.pictures) {
            encodePicture(view.picture, folder / fmt::format("{}.png", view.name));
            encodePicture(view.mask, folder / fmt::format("{}_mask.png", view.name));
            json["frames"].push_back({{"file_path", fmt::format("{}.png", view.name)},
                                      {"mask_path", fmt::format("{}_mask.png", view.name)},
                                      {"transform_matrix", rowsOf(view.worldFromCamera, 4, 4)}});
        }
        writeJson(folder / "transforms.json", json);
        const PosedScene scene = readPosedScene(folder);
        for (int axis = 0; axis < 3; ++axis) {
            QVERIFY(isClose(scene.box->low[axis], centre[axis] - radius, 0, 0.25, "low"));
            QVERIFY(isClose(scene.box->high[axis], centre[axis] + radius, 0, 0.25, "high"));
            QVERIFY(scene.box->low[axis] < centre[axis] - radius &&
                    scene.box->high[axis] > centre[axis] + radius);
        }
        // Near and far reach around it.
        QVERIFY(scene.nearDistance > 2.5 && scene.nearDistance < 4);
        QVERIFY(scene.farDistance > 4.5 && scene.farDistance < 6.5);
    }

    void pointsGiveTheBox()
    {
        const auto folder = fresh("points");
        writePictures(folder / "images");
        std::vector<glm::dvec3> points;
        for (int i = 0; i < 1000; ++i)
            points.emplace_back(0.3 * (i % 10) / 9.0, 0.2 * (i / 10 % 10) / 9.0 - 0.1, 0.1 * (i / 100) / 9.0);
        for (int i = 0; i < 15; ++i)
            points.emplace_back(50 + i, 7 * i, -90); // strays, and the wall behind
        writeColmapBinary(folder / "sparse" / "0", 1, {40, 40, 15, 13}, points);
        const PosedScene scene = readPosedScene(folder);
        const glm::dvec3 low(0, -0.1, 0), high(0.3, 0.1, 0.1);
        QVERIFY(glm::length(scene.box->low - (low - 0.015)) < 1e-6);
        QVERIFY(glm::length(scene.box->high - (high + 0.015)) < 1e-6);
        double nearest = 1e9, farthest = 0;
        for (const auto& pose : posedTruth()) {
            const glm::dvec3 eye(pose[3]);
            nearest = std::min(nearest, glm::length(glm::clamp(eye, scene.box->low, scene.box->high) - eye));
            for (int i = 0; i < 8; ++i)
                farthest = std::max(farthest, glm::length(glm::mix(scene.box->low, scene.box->high,
                                                                   glm::dvec3(i & 1, i >> 1 & 1, i >> 2)) -
                                                          eye));
        }
        QVERIFY(isClose(scene.nearDistance, nearest, 1e-9, 0, "near"));
        QVERIFY(isClose(scene.farDistance, farthest, 1e-9, 0, "far"));
    }

    void withoutMasksAndPointsTheBoxIsWhereTheCamerasLook()
    {
        const auto folder = fresh("bare");
        writeCamerasJson(folder);
        const PosedScene scene = readPosedScene(folder);
        const glm::dvec3 centre = 0.5 * (scene.box->low + scene.box->high);
        QVERIFY(glm::length(centre - glm::dvec3(0.1, -0.1, 0)) < 1e-6);
        const double half = 0.5 * (scene.box->high.x - scene.box->low.x);
        QVERIFY(half > 0.8 && half < 1.2); // 24 / 2 pixels at a focal length of 40, 3 to 4 units away
        QVERIFY(glm::dot(scene.up, glm::dvec3(0, 1, 0)) > 0.7);
    }

    /// A painted plane seen from three sides: the points lie on it, in its colours.
    void picturesAgreeOnWhatTheyShow()
    {
        PosedScene scene;
        for (const double x : {-0.8, 0.0, 0.8, 1.6}) {
            PosedPicture view;
            view.focal = glm::dvec2(240);
            view.principal = {120, 90};
            view.picture = Image(240, 180, 3);
            view.worldFromCamera = glm::inverse(glm::lookAt(glm::dvec3(x, 0.3 * x, 4), glm::dvec3(0), glm::dvec3(0, 1, 0)));
            for (int v = 0; v < 180; ++v)
                for (int u = 0; u < 240; ++u) {
                    const ViewRay ray = rayThrough(view, {u, v});
                    const glm::dvec3 hit = ray.origin - ray.direction * (ray.origin.z / ray.direction.z);
                    // Blocks of a hash's colours, seven to a unit.
                    const auto cell = glm::ivec2(glm::floor(glm::dvec2(hit) * 7.0));
                    Random random(std::uint64_t(cell.x + 1000) * 4096 + std::uint64_t(cell.y + 1000));
                    for (int c = 0; c < 3; ++c)
                        view.picture.at(u, v, c) = random.uniform();
                }
            scene.pictures.push_back(std::move(view));
        }
        JobContext context;
        const PointCloud cloud = sparseCloud(scene, context);
        QVERIFY2(cloud.positions.size() > 100, qPrintable(QString::number(cloud.positions.size())));
        QCOMPARE(cloud.colours.size(), cloud.positions.size());
        std::size_t onIt = 0;
        for (const auto& p : cloud.positions)
            onIt += std::abs(p.z) < 0.08f;
        QVERIFY2(onIt * 10 >= cloud.positions.size() * 9, qPrintable(QString::number(onIt)));
        scene.box = SceneBox{{-10, -10, 1}, {10, 10, 2}};
        QVERIFY(sparseCloud(scene, context).positions.size() < cloud.positions.size() / 10);
        scene.pictures[0].picture = scene.pictures[1].picture = Image(240, 180, 3, 0.5f);
        scene.pictures[2].picture = scene.pictures[3].picture = Image(240, 180, 3, 0.5f);
        QVERIFY(sparseCloud(scene, context).positions.empty());
    }

    void worldsAreTurnedUpright()
    {
        for (const glm::dvec3 up : {glm::dvec3(0, 0, 1), glm::dvec3(0, -1, 0), glm::dvec3(0, 1, 0), glm::normalize(glm::dvec3(1, 2, 3))}) {
            PosedScene scene = ballScene({0.2, 0.1, -0.1}, 0.6);
            scene.up = up;
            scene.box = SceneBox{{-1, -2, -3}, {1, 2, 4}};
            const PosedScene turned = uprightScene(scene);
            QCOMPARE(turned.up, glm::dvec3(0, 1, 0));
            const glm::dmat4 turn = turned.pictures[0].worldFromCamera * glm::inverse(scene.pictures[0].worldFromCamera);
            QVERIFY(glm::length(glm::dvec3(turn * glm::dvec4(up, 0)) - glm::dvec3(0, 1, 0)) < 1e-9);
            const glm::dvec3 point(0.3, 0.2, 0.1), moved(turn * glm::dvec4(point, 1));
            for (std::size_t i = 0; i < scene.pictures.size(); ++i)
                QVERIFY(glm::length(projectInto(scene.pictures[i], point).pixel - projectInto(turned.pictures[i], moved).pixel) < 1e-9);
            const glm::dvec3 corner(turn * glm::dvec4(-1, 2, 4, 1));
            QVERIFY(glm::all(glm::lessThanEqual(turned.box->low, corner + 1e-9)) &&
                    glm::all(glm::greaterThanEqual(turned.box->high, corner - 1e-9)));
        }
    }

    /// A ring of cameras, each turned by a quarter about its axis, that look down at the thing.
    void camerasOnTheirSideSayWhatIsUp()
    {
        const glm::dvec3 up = glm::normalize(glm::dvec3(1, 3, -2)), across = glm::normalize(glm::cross(up, glm::dvec3(1, 0, 0)));
        for (const double quarter : {-1.0, 1.0}) {
            std::vector<PosedPicture> ring(12);
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const glm::dvec3 around = glm::angleAxis(double(i) * 0.5, up) * across;
                const auto level = glm::inverse(glm::lookAt(3.0 * around + 0.8 * up, glm::dvec3(0), up));
                ring[i].worldFromCamera = level * glm::rotate(glm::dmat4(1), quarter * 1.5707963, glm::dvec3(0, 0, 1));
            }
            QVERIFY(glm::dot(meanUp(ring), up) > 0.99);
        }
    }

    /// A picture that is held out has no say in where the thing is.
    void heldOutMasksWidenNoBox()
    {
        auto scene = ballScene({0, 0, 0}, 0.6);
        scene.pictures[0].heldOut = true;
        JobContext context;
        const auto gaze = gazeOf(scene.pictures, "ball");
        const auto box = boxOfMasks(scene.pictures, gaze, context);
        auto& mask = scene.pictures[0].mask;
        std::fill(mask.pixels.begin(), mask.pixels.end(), 0.0f);
        const auto same = boxOfMasks(scene.pictures, gaze, context);
        QVERIFY(box && same && box->low == same->low && box->high == same->high);
    }

    void realScenesAreRead_data()
    {
        QTest::addColumn<int>("pictures");
        QTest::addColumn<int>("heldOut");
        QTest::addColumn<bool>("masks");
        QTest::newRow("lego") << 125 << 25 << true;
        QTest::newRow("fox") << 50 << 6 << false;
        QTest::newRow("dtu_scan24") << 49 << 6 << true;
        QTest::newRow("dinoSR") << 16 << 2 << false;
        QTest::newRow("fountain-P11") << 11 << 1 << false;
    }

    void realScenesAreRead()
    {
        const auto path = optionalData(fmt::format("multiview/{}", QTest::currentDataTag()));
        if (path.empty())
            QSKIP("the multi-view scenes are not there");
        QFETCH(int, pictures);
        QFETCH(int, heldOut);
        QFETCH(bool, masks);
        const PosedScene scene = readPosedScene(path, {200});
        QCOMPARE(int(scene.pictures.size()), pictures);
        int held = 0, inView = 0;
        const glm::dvec3 centre = 0.5 * (scene.box->low + scene.box->high);
        for (const auto& p : scene.pictures) {
            held += p.heldOut;
            inView += projectInto(p, centre).visible;
            QCOMPARE(!p.mask.empty(), masks);
            QVERIFY(std::max(p.picture.width, p.picture.height) <= 200);
        }
        QCOMPARE(held, heldOut);
        QVERIFY2(inView * 10 >= pictures * 9, qPrintable(QString::number(inView)));
        QVERIFY(scene.nearDistance > 0 && scene.farDistance > scene.nearDistance);
    }
};

QTEST_GUILESS_MAIN(TestCameras)
#include "tst_cameras.moc"
