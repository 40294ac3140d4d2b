#include <algorithm>
#include <atomic>
#include <cmath>

#include <QTest>

#include <torch/types.h>

#include "core/base/error.h"
#include "core/g3dr/generate.h"
#include "core/g3dr/object_maker.h"
#include "core/g3dr/object_refine.h"
#include "core/g3dr/picture.h"
#include "core/g3dr/prepare.h"
#include "core/image/codec.h"
#include "core/weights/model_registry.h"

using namespace bozzetto;

/// The networks that ship, on a bundled sample: photograph in, whole object out.
class TestNetworks : public QObject
{
    Q_OBJECT

    static GenerateInput fox()
    {
        JobContext context;
        GenerateInput input;
        input.photo = decodePicture(BOZZETTO_SOURCE_DIR "/resources/samples/fox.png", context);
        return input;
    }

    /// Sky, two chains of hills and a meadow with grain.
    static Image landscape(int width, int height)
    {
        Image out(width, height, 3);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const float u = float(x) / float(width), v = float(y) / float(height);
                const bool far = v > 0.42f + 0.06f * std::sin(9 * u) + 0.02f * std::sin(31 * u);
                const bool near = v > 0.58f + 0.05f * std::sin(5 * u + 2);
                const float grain = 0.08f * std::sin(float(x * 7919 + y * 104729 % 997));
                const float meadow[] = {0.35f + grain, 0.45f + grain, 0.2f + 0.5f * grain};
                const float hills[] = {0.35f + 0.3f * grain, 0.42f + 0.3f * grain, 0.48f};
                const float sky[] = {0.55f + 0.3f * v, 0.7f + 0.2f * v, 0.9f};
                for (int c = 0; c < 3; ++c)
                    out.at(x, y, c) = (near ? meadow : far ? hills : sky)[c];
            }
        return out;
    }

    static GenerateOptions quick()
    {
        GenerateOptions options;
        options.surfaceResolution = 96;
        options.bakeResolution = 64;
        return options;
    }

    GenerateResult m_made;

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", "/nonexistent"); // whatever models its user has
        for (const auto role : {ModelRole::matte, ModelRole::depth, ModelRole::sceneDepth, ModelRole::object})
            QVERIFY(modelFor(role));
    }

    void anObjectIsMadeByThemUnasked()
    {
        JobContext context;
        int previews = 0;
        GenerateObserver observer;
        observer.onPreview = [&](std::shared_ptr<const BakedField>, const Camera&) { ++previews; };
        m_made = generate(fox(), quick(), observer, context);
        qInfo("input view %.2f dB", m_made.inputViewPsnr);
        QVERIFY(m_made.inputViewPsnr > 25);
        QVERIFY(canRefine(*m_made.field) && previews == 1);
        QVERIFY(m_made.prepared.elevationDegrees && std::abs(*m_made.prepared.elevationDegrees) < 50);
        QCOMPARE(m_made.prepared.mode, GenerateMode::object);
        const auto size = boundsOf(*m_made.mesh).size();
        QVERIFY(size.x > 0.6f && size.z > 0.1f && size.y > 0.3f); // long, deep, tall: no relief
    }

    void theInputCameraSeesThePhotograph()
    {
        JobContext context;
        const auto picture =
            renderFieldPicture(*m_made.field, m_made.inputCamera, 96, 96, PictureChannel::colour, context);
        double sum = 0, red = 0, blue = 0;
        for (int i = 0; i < 96 * 96; ++i)
            if (picture.channels == 4 ? picture.pixels[std::size_t(4 * i + 3)] > 0.5f : true) {
                red += double(picture.pixels[std::size_t(picture.channels * i)]);
                blue += double(picture.pixels[std::size_t(picture.channels * i + 2)]);
                ++sum;
            }
        QVERIFY(sum > 500 && red > 1.3 * blue); // a fox is red
    }

    void refiningSharpensTheFrontAndKeepsTheBack()
    {
        JobContext context;
        const auto* placed = dynamic_cast<const PlacedField*>(m_made.field.get());
        QVERIFY(placed);
        const auto* start = dynamic_cast<const ObjectField*>(placed->placed().get());
        QVERIFY(start);
        RefineSettings settings;
        settings.steps = 150;
        int previews = 0;
        settings.previewSeconds = 0.01;
        const auto refined = refineObject(*start, settings, [&](auto) { ++previews; }, context);
        const double before = inputViewPsnr(*start, context), after = inputViewPsnr(*refined, context);
        qInfo("input view %.2f dB, refined %.2f dB, %d previews", before, after, previews);
        QVERIFY(after > before + 0.3 && previews > 0);
        // What lies well behind the visible side stays: the far half of the object's cube.
        torch::manual_seed(1);
        auto points = (torch::rand({20000, 3}) * 2 - 1) * double(kObjectCube);
        points.select(1, 2).copy_(-points.select(1, 2).abs() - 0.1);
        const auto was = at::sigmoid(start->decode(points).logit), is = at::sigmoid(refined->decode(points).logit);
        const double changed = (was - is).abs().mean().item<double>();
        QVERIFY2(changed < 0.02, qPrintable(QString::number(changed)));
    }

    void refinedAgainFromTheWindowsSide()
    {
        JobContext context;
        auto options = quick();
        options.refine = true;
        const auto result = refine(fox(), m_made.field, options, {}, context);
        qInfo("input view %.2f dB, refined %.2f dB", m_made.inputViewPsnr, result.inputViewPsnr);
        QVERIFY(result.inputViewPsnr > m_made.inputViewPsnr + 0.2);
        QCOMPARE(result.prepared.elevationDegrees, m_made.prepared.elevationDegrees); // still known to the window
        QVERIFY(glm::length(boundsOf(*result.mesh).centre() - boundsOf(*m_made.mesh).centre()) < 0.15f); // thin fog at the ends may go
        const auto& was = m_made.inputCamera.worldFromCamera, &is = result.inputCamera.worldFromCamera;
        QVERIFY(glm::length(was[3] - is[3]) < 1e-4f);
    }

    void aFittedObjectIsNotRefined()
    {
        JobContext context;
        auto options = quick();
        options.method = GenerateMethod::fit;
        options.steps = 50;
        const auto fitted = generate(fox(), options, {}, context);
        QVERIFY(!canRefine(*fitted.field));
        try {
            refine(fox(), fitted.field, options, {}, context);
            QFAIL("expected an error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::unsupported);
        }
    }

    void aCancelledRefinementEnds()
    {
        auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(flag, {});
        RefineSettings settings;
        settings.steps = 5000;
        settings.previewSeconds = 0.01;
        const auto* start = dynamic_cast<const ObjectField*>(
            dynamic_cast<const PlacedField*>(m_made.field.get())->placed().get());
        try {
            refineObject(*start, settings, [&](auto) { *flag = true; }, context);
            QFAIL("expected a cancellation");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::cancelled);
        }
    }

    void theEstimateLevelsTheObject()
    {
        JobContext context;
        auto options = quick();
        options.levelByEstimate = true;
        const auto levelled = generate(fox(), options, {}, context);
        const float told = glm::radians(*levelled.prepared.elevationDegrees);
        QVERIFY(std::abs(told) > 0.01f);
        const glm::vec3 up(glm::normalize(glm::vec3(levelled.field->sceneFromField()[1])));
        QVERIFY(std::abs(up.y - std::cos(told)) < 1e-4f && std::abs(up.z + std::sin(told)) < 1e-4f);
    }

    /// Out of doors no colour tells the fox from what is behind it.
    void anObjectIsFoundInALandscape()
    {
        JobContext context;
        const auto fox = TestNetworks::fox().photo;
        GenerateInput input;
        input.photo = landscape(fox.width, fox.height);
        for (int y = 0; y < fox.height; ++y)
            for (int x = 0; x < fox.width; ++x)
                for (int c = 0; c < 3; ++c)
                    input.photo.at(x, y, c) += fox.at(x, y, 3) * (fox.at(x, y, c) - input.photo.at(x, y, c));
        const auto prepared = preparePicture(input, {}, false, context);
        QVERIFY(prepared.matte.source == MatteSource::network);
        QCOMPARE(prepared.mode, GenerateMode::object);
        double both = 0, either = 0;
        for (int y = 0; y < fox.height; ++y)
            for (int x = 0; x < fox.width; ++x) {
                const bool found = prepared.matte.alpha.at(x, y) >= 0.5f, wanted = fox.at(x, y, 3) >= 0.5f;
                both += found && wanted;
                either += found || wanted;
            }
        qInfo("overlap %.3f, confidence %.3f", both / either, double(prepared.matte.confidence));
        QVERIFY(both / either > 0.8);
    }

    /// No object in it: the whole picture, deep below the horizon, far above it.
    void aLandscapeIsAScene()
    {
        JobContext context;
        GenerateInput input;
        input.photo = landscape(320, 240);
        GenerateOptions options;
        options.mode = GenerateMode::scene;
        const auto prepared = preparePicture(input, options, false, context);
        QCOMPARE(prepared.mode, GenerateMode::scene);
        QVERIFY(prepared.depth.source == DepthSource::network);
        const auto meanOf = [&](int top) {
            double sum = 0;
            for (int y = top; y < top + 30; ++y)
                for (int x = 0; x < 320; ++x)
                    sum += double(prepared.depth.relative.at(x, y)) / (30 * 320);
            return sum;
        };
        qInfo("depth %.2f at the top, %.2f at the bottom", meanOf(10), meanOf(205));
        QVERIFY(meanOf(10) > meanOf(205) + 0.3);
        const auto guessed = preparePicture(input, {}, false, context);
        qInfo("confidence %.2f", double(guessed.matte.confidence));
        QCOMPARE(guessed.mode, GenerateMode::scene);
        QCOMPARE(*std::min_element(guessed.matte.alpha.pixels.begin(), guessed.matte.alpha.pixels.end()), 1.0f);
    }

    void aGivenReliefIsFollowed()
    {
        JobContext context;
        auto input = fox();
        Image tilted(input.photo.width, input.photo.height, 1);
        for (int y = 0; y < tilted.height; ++y)
            for (int x = 0; x < tilted.width; ++x)
                tilted.at(x, y, 0) = float(x) / float(tilted.width); // left is near
        input.depth = tilted;
        auto options = quick();
        options.mode = GenerateMode::object;
        const auto result = generate(input, options, {}, context);
        QVERIFY(boundsOf(*result.mesh).centre() != boundsOf(*m_made.mesh).centre());
        QVERIFY(canRefine(*result.field));
    }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"
