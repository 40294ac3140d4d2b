#include <QSignalSpy>

#include "core/scene/levelling.h"
#include "tests/support/test_support.h"
#include "ui/document/document.h"

using namespace bozzetto;

namespace {

Source source(const QString& name)
{
    Source result;
    result.name = name;
    result.photo = std::make_shared<const Image>(16, 8, 3, 0.5f);
    return result;
}

ObjectResult result()
{
    ObjectResult object;
    auto baked = std::make_shared<BakedField>();
    baked->size = {2, 2, 2};
    baked->box = {glm::vec3(-1), glm::vec3(1)};
    object.baked = baked;
    auto mesh = std::make_shared<Mesh>();
    mesh->positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
    mesh->normals = {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}};
    mesh->triangles = {{0, 1, 2}};
    object.mesh = mesh;
    return object;
}

GenerateOptions withLevel(GenerateOptions options, float level)
{
    options.surfaceLevel = level;
    return options;
}

} // namespace

class TestDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOptionIsUndoneAndRedone()
    {
        Document document;
        const float before = document.options().surfaceLevel;
        unsigned mask = 0;
        int events = 0;
        connect(&document, &Document::changed, this, [&](const ChangeEvent& event) {
            ++events;
            mask = event.tag == ChangeEvent::Tag::options ? event.mask : 0;
        });
        document.setOptions(QStringLiteral("level"), withLevel(document.options(), 42));
        QCOMPARE(document.options().surfaceLevel, 42.0f);
        QCOMPARE(mask, unsigned(ChangeEvent::level));
        document.undoStack().undo();
        QCOMPARE(document.options().surfaceLevel, before);
        document.undoStack().redo();
        QCOMPARE(document.options().surfaceLevel, 42.0f);
        QCOMPARE(events, 3);
    }

    void aDragIsOneStepAndAnotherFieldAnother()
    {
        Document document;
        for (int i = 1; i <= 20; ++i)
            document.setOptions(QStringLiteral("level"), withLevel(document.options(), float(20 + i)));
        QCOMPARE(document.undoStack().count(), 1);
        auto options = document.options();
        options.upTiltDegrees = 12;
        document.setOptions(QStringLiteral("tilt"), options);
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(document.options().upTiltDegrees, 0.0f);
        QCOMPARE(document.options().surfaceLevel, 40.0f);
        document.undoStack().undo();
        QCOMPARE(document.options().surfaceLevel, GenerateOptions().surfaceLevel);
    }

    void settingWhatIsThereMakesNoStep()
    {
        Document document;
        document.setOptions(QStringLiteral("nothing"), document.options());
        document.setMethod(QStringLiteral("nothing"), GenerateMethod::automatic, {});
        QCOMPARE(document.undoStack().count(), 0);
    }

    void methodAndCheckpointAreOneStep()
    {
        Document document;
        document.setMethod(QStringLiteral("checkpoint"), GenerateMethod::automatic, "generator.pt");
        document.setMethod(QStringLiteral("fit"), GenerateMethod::fit, {});
        QVERIFY(document.options().method == GenerateMethod::fit && document.weights().empty());
        document.undoStack().undo();
        QVERIFY(document.options().method == GenerateMethod::automatic);
        QCOMPARE(document.weights(), std::filesystem::path("generator.pt"));
        document.undoStack().undo();
        QVERIFY(document.weights().empty());
    }

    /// An object seen from 30 degrees above has its own up at (0, cos 30, sin 30) in the camera's frame. The turn that
    /// the command line uses, the viewport's snapshot and the exported asset all take it to (0, 1, 0).
    void levellingIsOneTurnEverywhere()
    {
        const float angle = glm::radians(30.0f);
        const glm::vec3 up(0, std::cos(angle), std::sin(angle));
        auto mesh = std::make_shared<Mesh>();
        mesh->positions = {glm::vec3(0), up, {1, 0, 0}};
        mesh->normals = {up, up, up};
        mesh->triangles = {{0, 1, 2}};
        ObjectResult shown;
        shown.mesh = mesh;
        const auto isUp = [](const glm::vec3& v) { return glm::length(v - glm::vec3(0, 1, 0)) < 1e-5f; };
        QVERIFY(isUp(glm::mat3(levellingTurn(30)) * up));
        QVERIFY(isUp(glm::mat3(snapshotOf(shown, 30).worldFromScene) * up));
        const auto asset = assetOf(shown, 30, {});
        QVERIFY(isUp(asset.meshes[0].normals[0]));
        QVERIFY(isUp(asset.meshes[0].positions[1] - asset.meshes[0].positions[0]));
        QVERIFY(glm::length(asset.meshes[0].positions[1] - asset.meshes[0].positions[0] - up) > 0.4f); // not twice, not 0
    }

    void aNewObjectIsOneStepAndUndoBringsTheOldOneBack()
    {
        Document document;
        document.openSource(source(QStringLiteral("first")));
        document.setResult(result());
        const auto firstMesh = document.state().result.mesh;
        QCOMPARE(document.undoStack().count(), 1);
        document.openSource(source(QStringLiteral("second")));
        QVERIFY(document.state().result.empty());
        document.setResult(result());
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(document.source().name, QStringLiteral("first"));
        QCOMPARE(document.state().result.mesh, firstMesh);
        document.undoStack().redo();
        QCOMPARE(document.source().name, QStringLiteral("second"));
        QVERIFY(document.state().result.mesh && document.state().result.mesh != firstMesh);
        document.undoStack().undo();
        document.undoStack().undo();
        QVERIFY(document.source().empty() && document.state().result.empty());
    }

    void generatingAgainIsAStepOfItsOwn()
    {
        Document document;
        document.openSource(source(QStringLiteral("photo")));
        document.setResult(result());
        const auto first = document.state().result.mesh;
        document.setResult(result());
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(document.state().result.mesh, first);
        QCOMPARE(document.source().name, QStringLiteral("photo"));
    }

    void aPreviewIsShownButNeverKept()
    {
        Document document;
        document.openSource(source(QStringLiteral("photo")));
        document.setResult(result());
        const auto kept = document.state().result.baked;
        auto baked = std::make_shared<const BakedField>();
        document.showPrepared(std::make_shared<const PreparedPicture>());
        QCOMPARE(document.shown().baked, kept); // nothing to draw yet: the older object stays
        document.showPreview(baked, {});
        QCOMPARE(document.shown().baked, baked);
        QVERIFY(document.shown().prepared);
        QCOMPARE(document.state().result.baked, kept);
        document.clearPreview();
        QCOMPARE(document.shown().baked, kept);
        QCOMPARE(document.undoStack().count(), 1);
    }

    void aFailedPhotographGivesWayToTheObjectThatWasThere()
    {
        Document document;
        document.openSource(source(QStringLiteral("bad at once")));
        document.dropBarrenSource();
        QCOMPARE(document.source().name, QStringLiteral("bad at once")); // nothing else to show
        document.openSource(source(QStringLiteral("good")));
        document.setResult(result());
        document.openSource(source(QStringLiteral("bad")));
        document.dropBarrenSource();
        QCOMPARE(document.source().name, QStringLiteral("good"));
        QVERIFY(!document.state().result.empty());
        document.undoStack().redo();
        QCOMPARE(document.source().name, QStringLiteral("bad"));
    }

    void levellingTurnsAboutTheObjectsCentre()
    {
        auto object = result();
        // Seen from 30 degrees above, the object's own up is (0, cos 30, sin 30) in the camera's frame.
        const auto scene = snapshotOf(object, 30);
        const glm::vec3 up = glm::mat3(scene.worldFromScene) *
                             glm::vec3(0, std::cos(glm::radians(30.0f)), std::sin(glm::radians(30.0f)));
        QVERIFY(glm::length(up - glm::vec3(0, 1, 0)) < 1e-5f);
        const glm::vec3 centre(scene.worldFromScene * glm::vec4(0, 0, 0, 1));
        QVERIFY(glm::length(centre) < 1e-6f);
        const auto asset = assetOf(object, 30, QStringLiteral("vase"));
        QCOMPARE(asset.meshes.size(), std::size_t(1));
        QCOMPARE(asset.meshes[0].name, std::string("vase"));
        QVERIFY(std::abs(glm::length(asset.meshes[0].normals[0]) - 1.0f) < 1e-5f);
        QVERIFY(assetOf({}, 0, {}).meshes.empty());
    }

    void boundsOfNothingAreEmpty()
    {
        QVERIFY(worldBounds({}).empty());
        QVERIFY(!worldBounds(snapshotOf(result(), 45)).empty());
    }

    /// Fog and the empty part of the baked box are not framed: one solid block, to half a voxel.
    void boundsOfAFieldAreThoseOfWhatIsSolid()
    {
        auto field = std::make_shared<BakedField>();
        field->size = glm::ivec3(32);
        field->box = {glm::vec3(-1), glm::vec3(1)};
        field->sceneFromField = glm::mat4(2.0f);
        field->sceneFromField[3][3] = 1;
        field->rgba.assign(4 * 32 * 32 * 32, 20);
        field->bricks.assign(4 * 4 * 4, 255);
        for (int k = 8; k < 24; ++k)
            for (int j = 4; j < 20; ++j)
                for (int i = 10; i < 12; ++i)
                    field->rgba[4 * std::size_t((k * 32 + j) * 32 + i) + 3] = 200;
        ObjectResult result;
        result.baked = field;
        const auto bounds = worldBounds(snapshotOf(result, 0));
        const float half = 0.5f * 2.0f * 2.0f / 32.0f;
        const auto at = [](int voxel) { return 2.0f * (-1.0f + 2.0f * float(voxel) / 32.0f); };
        QVERIFY(glm::length(bounds.minimum - glm::vec3(at(10) + half, at(4) + half, at(8) + half)) < 1e-4f);
        QVERIFY(glm::length(bounds.maximum - glm::vec3(at(12) - half, at(20) - half, at(24) - half)) < 1e-4f);
        auto fog = std::make_shared<BakedField>(*field);
        fog->rgba.assign(fog->rgba.size(), 20);
        result.baked = fog;
        QVERIFY(glm::length(worldBounds(snapshotOf(result, 0)).size() - glm::vec3(4.0f)) < 1e-4f);
    }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
