#include <cmath>

#include <map>

#include <QTemporaryDir>
#include <QTest>

#include <torch/types.h>

#include "core/base/error.h"
#include "core/g3dr/object_generator.h"
#include "core/g3dr/object_recipe.h"
#include "core/g3dr/object_validation.h"
#include "core/train/trainer.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;

namespace {

std::shared_ptr<const TrainingSet> oneEllipsoid()
{
    return std::make_shared<test::MemorySet>(std::vector{test::makeEllipsoid(0.5f, 0.3f, 0.4f, 6, 128, 5)});
}

Draws drawsOf(std::uint64_t seed)
{
    return Draws(at::make_generator<at::CPUGeneratorImpl>(seed));
}

ObjectRecipeOptions smallOptions()
{
    ObjectRecipeOptions options;
    options.network.width = 16;
    options.network.deepBlocks = 1;
    options.batchSize = 4;
    options.validationObjects = 1;
    return options;
}

} // namespace

class TestObjectRecipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Whatever the augmentation did, labels, surface, picture and height must still describe one object.
    void augmentedSamplesAreConsistent()
    {
        const SetSampler sets({oneEllipsoid()}, {});
        ObjectBatchOptions options;
        options.rays = true;
        auto draws = drawsOf(1);
        const auto batch = drawObjectBatch(sets, 12, options, draws);
        QCOMPARE(batch.points.sizes(), (at::IntArrayRef{12, 1600, 3}));
        for (int64_t b = 0; b < 12; ++b) {
            // Surface points project into the silhouette.
            const auto p = batch.surface[b];
            const auto scale = 1 / ((batch.views.distance[b] - p.select(1, 2)) * batch.views.tangent[b]);
            const auto u = p.select(1, 0) * scale, v = p.select(1, 1) * scale;
            const auto column = ((u + 1) * 64).floor().clamp(0, 127).to(torch::kLong);
            const auto row = ((1 - v) * 64).floor().clamp(0, 127).to(torch::kLong);
            const auto alpha = at::max_pool2d(batch.views.alpha[b], {5, 5}, {1, 1}, {2, 2})[0];
            const double inside =
                (alpha.index({row, column}) > 0.2).to(torch::kFloat32).mean().item<double>();
            QVERIFY2(inside > 0.97, qPrintable(QString::number(inside)));
        }
    }

    void exactHeightMeetsTheTurnedSurface()
    {
        // No faults of matte and height: the height's points lie on the ellipsoid's surface points' hull, to
        // the pixel.
        const SetSampler sets({oneEllipsoid()}, {});
        ObjectBatchOptions options;
        auto draws = drawsOf(2);
        int checked = 0;
        for (int i = 0; i < 40; ++i) {
            const auto batch = drawObjectBatch(sets, 1, options, draws);
            const auto alpha = batch.views.alpha[0][0], height = batch.views.height[0][0];
            const auto p = batch.surface[0];
            const auto w = (batch.views.distance[0] - p.select(1, 2)) * batch.views.tangent[0];
            const auto column = ((p.select(1, 0) / w + 1) * 64).floor().clamp(0, 127).to(torch::kLong);
            const auto row = ((1 - p.select(1, 1) / w) * 64).floor().clamp(0, 127).to(torch::kLong);
            const auto found = height.index({row, column}), solid = alpha.index({row, column}) > 0.999;
            const auto before = (p.select(1, 2) - found) * solid; // visible points: 0; hidden ones: negative
            const double largest = before.max().item<double>();
            if (batch.views.hasHeight.item<double>() > 0 && std::abs(largest) < 0.02)
                ++checked;
        }
        QVERIFY2(checked >= 8,
                 qPrintable(QString::number(checked))); // 0.4 * 0.7 of the samples have no faults
    }

    void samplesForAnEstimatorKeepTheirExactHeight()
    {
        const SetSampler sets({oneEllipsoid()}, {});
        ObjectBatchOptions exact, spoilt;
        exact.exactHeights = 200;
        auto draws = drawsOf(8), same = drawsOf(8);
        QVERIFY((drawObjectBatch(sets, 200, exact, draws).views.hasHeight == 1).all().item<bool>());
        QVERIFY((drawObjectBatch(sets, 200, spoilt, same).views.hasHeight == 0).any().item<bool>());
    }

    /// An estimate that is an affine map of the truth: what was visible in the picture is visible still, at the estimate's z.
    void pointsFollowTheEstimate()
    {
        const SetSampler sets({oneEllipsoid()}, {});
        ObjectBatchOptions options;
        options.augment = false;
        options.exactHeights = 2;
        options.rays = true;
        auto draws = drawsOf(9);
        const auto before = drawObjectBatch(sets, 3, options, draws);
        auto same = drawsOf(9);
        auto batch = drawObjectBatch(sets, 3, options, same);
        followEstimates(batch, torch::ones({2}), [](const ObjectViews& views) {
            const auto z = views.height / views.alpha.clamp_min(1e-3);
            return (1.2 * z + 0.1).squeeze(1);
        });
        const auto was = before.points[0], is = batch.points[0];
        QVERIFY(at::allclose(is.select(1, 2), 1.2 * was.select(1, 2) + 0.1, 1e-2, 5e-3));
        const double distance = batch.views.distance[0].item<double>();
        const auto seenWas = was.narrow(1, 0, 2) / (distance - was.narrow(1, 2, 1));
        const auto seenIs = is.narrow(1, 0, 2) / (distance - is.narrow(1, 2, 1));
        QVERIFY(at::allclose(seenWas, seenIs, 1e-4, 1e-5)); // on the same rays
        QVERIFY(at::equal(before.points[2], batch.points[2]));
        QCOMPARE(batch.firstRays, int64_t(2));
        QVERIFY(at::equal(batch.rayColour, before.rayColour.narrow(0, 2, 1)));
        ObjectNetworkOptions small;
        small.width = 8;
        const ObjectNetwork network(small, 1, c10::kCPU);
        const auto terms = objectLoss(network, batch, {}, draws);
        QCOMPARE(terms.size(), std::size_t(6));
        for (const auto& term : terms)
            QVERIFY2(at::isfinite(term.value).item<bool>(), term.name.c_str());
    }

    void estimatedHeightsReplaceTheFirstInputs()
    {
        const SetSampler sets({oneEllipsoid()}, {});
        auto draws = drawsOf(6);
        ObjectBatchOptions options;
        options.exactHeights = 2;
        auto batch = drawObjectBatch(sets, 3, options, draws);
        const auto kept = batch.views.height.clone();
        estimateHeights(batch.views, torch::tensor({1.0f, 3.0f}), [](const ObjectViews& views) {
            return torch::full({views.alpha.size(0), views.alpha.size(2), views.alpha.size(3)}, 0.25);
        });
        const auto told = batch.views.alpha.narrow(0, 0, 2) * 0.25;
        QVERIFY(at::allclose(batch.views.height[0], told[0], 1e-4, 1e-5));
        QVERIFY(at::allclose(batch.views.height[1], kept[1] + 3 * (told[1] - kept[1]), 1e-4, 1e-5));
        QVERIFY(at::equal(batch.views.height[2], kept[2]));
        QCOMPARE(batch.views.hasHeight[0].item<float>(), 1.0f);
    }

    void raysSeeTheObjectWhereThePictureDoes()
    {
        const SetSampler sets({oneEllipsoid()}, {});
        ObjectBatchOptions options;
        options.rays = true;
        options.rayCount = 400;
        options.surfacePoints = 4000;
        auto draws = drawsOf(3);
        const auto batch = drawObjectBatch(sets, 8, options, draws);
        const auto hit = batch.rayOrigin + batch.rayDirection * batch.rayDepth.unsqueeze(-1);
        for (int64_t b = 0; b < 8; ++b) {
            // The points that the second view sees are near surface points, which were placed by another way.
            const auto seen = hit[b].index({batch.rayAlpha[b] > 0.9});
            QVERIFY(seen.size(0) > 50);
            const auto nearest = at::amin(at::cdist(seen.unsqueeze(0), batch.surface[b].unsqueeze(0))[0], 1);
            QVERIFY2(nearest.mean().item<double>() < 0.035,
                     qPrintable(QString::number(nearest.mean().item<double>())));
            const auto within =
                (batch.rayDepth[b] > batch.rayNear[b] - 1e-3) & (batch.rayDepth[b] < batch.rayFar[b] + 1e-3);
            QVERIFY((within | (batch.rayAlpha[b] < 0.9)).all().item<bool>());
        }
    }

    void levelSetOfASphere()
    {
        const int side = 48;
        const auto axis = ((torch::arange(side, torch::kFloat32) + 0.5) / side * 2 - 1) * double(kObjectCube);
        const auto grid = at::meshgrid({axis, axis, axis}, "ij");
        const auto radius = (grid[0].square() + grid[1].square() + grid[2].square()).sqrt();
        const auto points = levelSetPoints(0.4 - radius, 0.1); // the sphere of radius 0.3
        QVERIFY(points.size(0) > 1000);
        QVERIFY((points.norm(2, 1) - 0.3).abs().max().item<double>() < 2e-3);
        QCOMPARE(levelSetPoints(0.4 - radius, 10).size(0), int64_t(0));
        const auto moved = points + torch::tensor({0.01f, 0.0f, 0.0f});
        QVERIFY(chamferDistance(points, points) < 1e-3);
        QVERIFY(chamferDistance(points, moved) < 0.02);
    }

    void everyTermReachesTheNetworkAndTheGateKeepsValues()
    {
        auto options = smallOptions();
        options.jointFrom = 0;
        ObjectRecipe recipe(SetSampler({oneEllipsoid()}, {}), options);
        options.loss.gate = true;
        ObjectRecipe gated(SetSampler({oneEllipsoid()}, {}), options);
        const TrainStep step{0, 0.5, at::make_generator<at::CPUGeneratorImpl>(4)};
        const auto terms = recipe.loss(step);
        QCOMPARE(terms.size(), std::size_t(6));
        const auto same = gated.loss({0, 0.5, at::make_generator<at::CPUGeneratorImpl>(4)});
        for (std::size_t i = 0; i < terms.size(); ++i) {
            QVERIFY(std::isfinite(terms[i].value.item<double>()));
            QVERIFY(std::abs(terms[i].value.item<double>() - same[i].value.item<double>()) < 1e-4);
            terms[i].value.backward({}, i + 1 < terms.size());
        }
        for (const auto& [name, parameter] : recipe.parameters())
            QVERIFY2(parameter.grad().defined() && at::isfinite(parameter.grad()).all().item<bool>(),
                     name.c_str());
    }

    /// One object, seen from everywhere: the network must be able to hold it.
    void overfitsOneObject()
    {
        QTemporaryDir folder;
        auto options = smallOptions();
        options.batch.augment = false;
        ObjectRecipe recipe(SetSampler({oneEllipsoid()}, {}), options);
        TrainOptions training;
        training.folder = folder.path().toStdString();
        training.steps = 250;
        training.rate = 3e-3;
        training.validations = 1;
        training.averageDecay = 0.95;
        JobContext context;
        const auto result = train(recipe, training, context);
        for (const auto& [name, value] : result.scores)
            qInfo("%s %.4f", name.c_str(), value);
        const std::map<std::string, double> scores(result.scores.begin(), result.scores.end());
        QVERIFY(scores.at("chamfer") < 0.06);
        QVERIFY(scores.at("psnr") > 17);
        QVERIFY2(scores.at("overlap") > 0.9, qPrintable(QString::number(scores.at("overlap"))));

        const auto generator = ObjectGenerator::load(result.last);
        QCOMPARE(generator.card().at("recipe"), std::string("g3dr-object"));
        QVERIFY(generator.card().at("data").find("ellipsoids (CC0)") != std::string::npos);
    }

    void unknownRecipesAndOptionsAreRefused()
    {
        RecipeOptions options;
        QVERIFY_THROWS_EXCEPTION(Error, makeRecipe("no-such", options));
        options.own["no-such"] = "1";
        QVERIFY_THROWS_EXCEPTION(Error, makeRecipe("g3dr-object", options));
        options.own = {{"width", "wide"}};
        QVERIFY_THROWS_EXCEPTION(Error, makeRecipe("g3dr-object", options));
    }
};

QTEST_GUILESS_MAIN(TestObjectRecipe)
#include "tst_object_recipe.moc"
