#include <QTemporaryDir>

#include "core/io/cameras/posed_scene_io.h"
#include "tests/core/io/posed_fixture.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

/// Each thing that can be wrong with pictures and cameras has its sentence.
class TestCameraFaults : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;
    fs::path fresh() { return fs::path(m_folder.path().toStdString()) / fmt::format("{}", ++m_number); }

    static std::string complaint(const fs::path& path, ErrorCode code = ErrorCode::badInput)
    {
        return errorMessage(code, [&] { readPosedScene(path); });
    }

    static bool says(const std::string& message, const std::string& part)
    {
        const bool found = message.find(part) != std::string::npos;
        if (!found)
            qWarning().noquote() << "said:" << QString::fromStdString(message)
                                 << "\nnot:" << QString::fromStdString(part);
        return found;
    }

    /// cameras.json with a change, and what is said about it.
    std::string after(const std::function<void(json&)>& change, ErrorCode code = ErrorCode::badInput)
    {
        const auto folder = fresh();
        writePictures(folder / "images");
        json value = camerasJson();
        change(value);
        writeJson(folder / "cameras.json", value);
        return complaint(folder, code);
    }

private Q_SLOTS:
    void nothingThere()
    {
        const auto folder = fresh();
        QVERIFY(says(complaint(folder, ErrorCode::io), "no such place"));
        fs::create_directories(folder);
        QVERIFY(says(complaint(folder), "found none of them"));
        QVERIFY(posedSceneLayout(folder).empty());
        std::ofstream(folder / "cameras.json") << "{";
        QVERIFY(says(complaint(folder), "expected JSON"));
        std::ofstream(folder / "cameras.json") << "[1, 2]";
        QVERIFY(says(complaint(folder), "expected a JSON object, found array"));
        std::ofstream(folder / "cameras.json") << "{}";
        QVERIFY(says(complaint(folder), "\"frames\""));
        std::ofstream(folder / "cameras.json") << R"({"frames": []})";
        QVERIFY(says(complaint(folder), "found none"));
    }

    void wrongFields()
    {
        QVERIFY(
            says(after([](json& j) { j["frames"][1].erase("K"); }), "frame 1: expected a list named \"K\""));
        QVERIFY(says(after([](json& j) {
                         j["frames"][1]["K"] = {1, 2};
                     }),
                     "expected 9 numbers in \"K\", found 2"));
        QVERIFY(says(after([](json& j) { j["frames"][1]["R"][3] = "x"; }),
                     "expected a number in \"R\", found string"));
        QVERIFY(says(after([](json& j) { j["frames"][2] = 5; }), "frame 2: expected an object"));
        QVERIFY(says(after([](json& j) { j["frames"][0]["split"] = "maybe"; }), "found maybe"));
        QVERIFY(says(after([](json& j) { j["bbox"] = {{1, 1, 1}, {0, 2, 2}}; }), "low corner first"));
        QVERIFY(
            says(after([](json& j) { j["frames"][0]["K"][1] = 3; }, ErrorCode::unsupported), "skew of 3"));
    }

    void missingPicturesAreCounted()
    {
        const auto message =
            after([](json& j) { j["frames"][1]["file"] = "images/gone.png"; }, ErrorCode::io);
        QVERIFY(says(message, "expected 3 pictures, found 1 files missing"));
        QVERIFY(says(message, "images/gone.png"));
        const auto mask = after([](json& j) { j["frames"][1]["mask"] = "masks/gone.png"; }, ErrorCode::io);
        QVERIFY(says(mask, "masks/gone.png"));
        // Their sizes are not asked for before.
        const auto folder = fresh();
        json transforms = transformsJson();
        transforms.erase("w");
        writeJson(folder / "transforms.json", transforms);
        QVERIFY(says(complaint(folder, ErrorCode::io), "found 3 files missing"));
    }

    void wrongSizes()
    {
        QVERIFY(says(after([](json& j) { j["w"] = 48; }), "expected a picture of 48 x 24 pixels"));
        QVERIFY(says(after([](json& j) { j["w"] = -32; }), "picture size"));
        QVERIFY(
            says(after([](json& j) { j["frames"][0]["K"][0] = 0; }), "focal lengths above 0, found 0, 40"));
        QVERIFY(says(after([](json& j) { j["frames"][0]["K"][2] = 9000; }), "principal point"));
        const auto folder = fresh();
        writeCamerasJson(folder);
        json value = camerasJson();
        value["frames"][0]["mask"] = "mask.png";
        writeJson(folder / "cameras.json", value);
        encodePicture(Image(10, 24, 1, 1.0f), folder / "mask.png");
        QVERIFY(says(complaint(folder), "mask of the picture's proportion, 32 x 24, found 10 x 24"));
        QVERIFY(says(errorMessage(ErrorCode::badInput, [&] { readPosedScene(folder, {5}); }), "longestSide"));
        std::ofstream(folder / "images" / pictureName(1)) << "not a picture at all, just words";
        QVERIFY(says(complaint(folder), pictureName(1)));
    }

    void posesThatAreNoPoses()
    {
        // As Python writes it.
        const auto folder = fresh();
        writeTransforms(folder);
        const auto nan = [&](const char* word) {
            std::string dump = transformsJson().dump();
            const auto start = dump.find("[[", dump.find("transform_matrix")) + 2;
            dump.replace(start, dump.find(',', start) - start, word);
            std::ofstream(folder / "transforms.json") << dump;
            return complaint(folder);
        };
        for (const char* word : {"NaN", "-Infinity", "Infinity"})
            QVERIFY(
                says(nan(word),
                     "picture ./images/view 0.png: expected a camera pose, found a value that is no number"));
        QVERIFY(says(after([](json& j) { j["frames"][1]["t"][0] = nullptr; }), "no number"));
        QVERIFY(says(after([](json& j) {
                         for (auto& v : j["frames"][1]["R"])
                             v = v.get<double>() * 2;
                     }),
                     "found axes of length 2, 2, 2"));
        QVERIFY(says(after([](json& j) {
                         for (int i = 0; i < 3; ++i)
                             j["frames"][1]["R"][i] = -j["frames"][1]["R"][i].get<double>();
                     }),
                     "mirrored"));
        QVERIFY(says(after([](json& j) { j["frames"][1]["R"] = {1, 0, 0, 0.3, 0.95393920, 0, 0, 0, 1}; }),
                     "right angles"));
        QVERIFY(says(after([](json& j) { j["frames"][1]["R"] = {1, 0.02, 0, 0.02, 1, 0, 0, 0, 1}; }),
                     "right angles"));
    }

    void sameNameTwice()
    {
        QVERIFY(says(after([](json& j) { j["frames"][2]["file"] = j["frames"][0]["file"]; }),
                     "found images/view 0.png twice"));
        QVERIFY(says(after([](json& j) { j["frames"][2]["file"] = "./images/view 0.png"; }), "twice"));
    }

    void camerasThatTellNoDepth()
    {
        const auto message = after([](json& j) {
            for (auto& frame : j["frames"]) { // all at (1, 2, 3), each turned its own way: t = -R c
                for (int r = 0; r < 3; ++r)
                    frame["t"][r] =
                        -(frame["R"][3 * r].get<double>() + 2 * frame["R"][3 * r + 1].get<double>() +
                          3 * frame["R"][3 * r + 2].get<double>());
            }
        });
        QVERIFY(says(message, "found all 3 cameras in one"));
    }

    void nothingToLearnFrom()
    {
        QVERIFY(says(after([](json& j) {
                         for (auto& frame : j["frames"])
                             frame["split"] = "test";
                     }),
                     "found all 3 held out"));
    }

    void masksOfDifferentThings()
    {
        const auto folder = fresh();
        writeCamerasJson(folder);
        json value = camerasJson();
        for (std::size_t i = 0; i < 3; ++i) {
            // What lies above all that the second camera sees below itself; the third sees nothing.
            Image mask(kPosedWidth, kPosedHeight, 1);
            for (int x = 0; x < kPosedWidth && i < 2; ++x)
                mask.at(x, i == 0 ? 0 : kPosedHeight - 1) = 1;
            encodePicture(mask, folder / fmt::format("mask{}.png", i));
            value["frames"][i]["mask"] = fmt::format("mask{}.png", i);
        }
        writeJson(folder / "cameras.json", value);
        QCOMPARE(complaint(folder), std::string()); // the third is held out: its mask has no say
        value["frames"][2]["split"] = "train";
        writeJson(folder / "cameras.json", value);
        QVERIFY(says(complaint(folder), "found no place that lies inside the masks of all 3"));
    }

    void brokenColmapModels()
    {
        const auto folder = fresh();
        const auto model = folder / "sparse" / "0";
        writePictures(folder / "images");
        writeColmapBinary(model, 1, {40, 40, 15, 13});
        // Every cut through either file is noticed.
        for (const char* name : {"cameras.bin", "images.bin"}) {
            std::ifstream in(model / name, std::ios::binary);
            const std::string whole((std::istreambuf_iterator<char>(in)), {});
            for (std::size_t size = 1; size < whole.size(); size += 7) {
                std::ofstream(model / name, std::ios::binary) << whole.substr(0, size);
                QVERIFY2(says(complaint(model), name), qPrintable(QString::number(size)));
            }
            std::ofstream(model / name, std::ios::binary) << whole;
        }
        Bytes().add<std::uint64_t>(~std::uint64_t(0)).text("12345678").write(model / "images.bin");
        QVERIFY(says(complaint(model), "expected the number of entries"));
        writeColmapBinary(model, 99, {40, 40, 15, 13});
        QVERIFY(says(complaint(model, ErrorCode::unsupported), "found number 99"));
        writeColmapBinary(model, 7, {40, 40, 15, 13, 0.9});
        QVERIFY(says(complaint(model, ErrorCode::unsupported), "found FOV"));
        writeColmapBinary(model, 2, {40, 15, 13, -9000.0});
        QVERIFY(says(complaint(folder), "expected a lens that can be straightened"));
    }

    void brokenColmapText()
    {
        const auto folder = fresh();
        const auto model = folder / "sparse" / "0";
        writePictures(folder / "images");
        writeColmapText(model, "PINHOLE 32 24 40 40 15");
        QVERIFY(says(complaint(model), "line 2: expected 4 parameters"));
        writeColmapText(model, "PINHOLES 32 24 40 40 15 13");
        QVERIFY(says(complaint(model, ErrorCode::unsupported), "PINHOLES"));
        writeColmapText(model, "PINHOLE 32 24 40 40 15 nan");
        QVERIFY(says(complaint(folder), "principal point"));
        writeColmapText(model, "PINHOLE 32 24 40 40 15 13");
        std::ofstream(model / "images.txt") << "1 1 0 0 0 0 0 0 8 " << pictureName(0) << "\n\n";
        QVERIFY(says(complaint(model), "expected its camera 8"));
        std::ofstream(model / "images.txt") << "1 1 0 0 0 0 x 0 7 " << pictureName(0) << "\n\n";
        QVERIFY(says(complaint(model), "line 1: expected number, quaternion"));
        std::ofstream(model / "images.txt") << "1 0 0 0 0 0 0 0 7 " << pictureName(0) << "\n\n";
        QVERIFY(says(complaint(folder), "expected a rotation"));
        std::ofstream(model / "images.txt") << "1 1 0 0 0 0 0 0 7 absent.png\n\n";
        QVERIFY(says(complaint(model, ErrorCode::io), "found no absent.png"));
    }

    void brokenArchives()
    {
        const auto folder = fresh();
        writePictures(folder / "image");
        std::ofstream(folder / "cameras.npz") << "no archive";
        QVERIFY(says(complaint(folder), "cameras.npz"));
        writeNpz(folder / "cameras.npz", {{"world_mat_0", glm::dmat4(1)}});
        QVERIFY(says(complaint(folder), "expected the array \"world_mat_1\""));
        glm::dmat4 flat(1);
        flat[2][2] = 0;
        writeNpz(folder / "cameras.npz", {{"world_mat_0", flat}});
        QVERIFY(says(complaint(folder), "found a flat one"));
        flat[2][2] = std::nan("");
        writeNpz(folder / "cameras.npz", {{"world_mat_0", flat}});
        QVERIFY(says(complaint(folder), "no number"));
    }

    void transformsOfOtherLenses()
    {
        const auto folder = fresh();
        writeTransforms(folder);
        json value = transformsJson();
        value["camera_model"] = "EQUIRECTANGULAR";
        writeJson(folder / "transforms.json", value);
        QVERIFY(says(complaint(folder, ErrorCode::unsupported), "found EQUIRECTANGULAR"));
        value = transformsJson();
        value.erase("fl_x");
        writeJson(folder / "transforms.json", value);
        QVERIFY(says(complaint(folder), "fl_x or camera_angle_x"));
    }

    void cancelledBetweenPictures()
    {
        const auto folder = fresh();
        writeCamerasJson(folder);
        JobContext context = cancelledAt("Reading pictures", 0);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { readPosedScene(folder, {}, context); }).empty());
    }
};

QTEST_GUILESS_MAIN(TestCameraFaults)
#include "tst_camera_faults.moc"
