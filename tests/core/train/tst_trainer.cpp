#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>

#include <QTemporaryDir>
#include <QTest>

#include <torch/types.h>

#include "core/base/error.h"
#include "core/train/run_log.h"
#include "core/train/trainer.h"
#include "core/train/training_state.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// Fits y = W x + b to a fixed random map; its draws come from the step's generator.
class LineRecipe : public Recipe
{
public:
    LineRecipe()
    {
        auto generator = at::make_generator<at::CPUGeneratorImpl>(3);
        m_truth = at::randn({3, 4}, generator);
    }
    std::string name() const override { return "line"; }
    NamedTensors parameters() const override { return {{"weight", weight}, {"bias", bias}}; }
    NamedTensors constants() const override { return {{"scale", scale}}; }
    int batchSize() const override { return 8; }
    std::vector<LossTerm> loss(const TrainStep& step) override
    {
        if (step.step == cancelAt)
            cancel->store(true);
        shares.push_back(step.share);
        const auto x = at::randn({8, 4}, step.random);
        const auto error = at::linear(x, weight, bias) - at::linear(x, m_truth);
        auto fit = error.square().mean();
        if (step.step == poisonAt)
            fit = fit * std::numeric_limits<float>::quiet_NaN();
        return {{"fit", fit}, {"small", 0.01 * bias.square().sum()}};
    }
    std::vector<std::pair<std::string, double>> validate(JobContext&) override
    {
        return {{"error", (weight - m_truth).norm().item<double>()}, {"other", 7}};
    }
    Image validationPicture(JobContext&) override { return Image(8, 8, 3, 0.5f); }
    std::map<std::string, std::string> card() const override { return {{"licence", "CC0"}}; }

    at::Tensor weight = torch::zeros({3, 4}).requires_grad_();
    at::Tensor bias = torch::zeros({3}).requires_grad_();
    at::Tensor scale = torch::full({1}, 1e6f);
    std::shared_ptr<std::atomic<bool>> cancel = std::make_shared<std::atomic<bool>>(false);
    std::int64_t cancelAt = -1, poisonAt = -1;
    std::vector<double> shares;

private:
    at::Tensor m_truth;
};

std::vector<std::string> lines(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::vector<std::string> result;
    for (std::string line; std::getline(file, line);)
        result.push_back(line);
    return result;
}

TrainOptions optionsIn(const QTemporaryDir& folder, std::int64_t steps)
{
    TrainOptions options;
    options.folder = folder.path().toStdString();
    options.steps = steps;
    options.rate = 0.05;
    options.seed = 11;
    return options;
}

} // namespace

class TestTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void learns()
    {
        QTemporaryDir folder;
        LineRecipe recipe;
        JobContext context;
        const auto options = optionsIn(folder, 300);
        const auto result = train(recipe, options, context);
        QCOMPARE(result.steps, std::int64_t(300));
        QCOMPARE(result.examples, std::int64_t(2400));
        QVERIFY2(result.bestScore < 0.1, qPrintable(QString::number(result.bestScore)));
        QCOMPARE(recipe.shares.front(), 0.0);
        QCOMPARE(recipe.shares[150], 0.5);
        QCOMPARE(lines(options.folder / "scores.csv").size(), std::size_t(9));
        QCOMPARE(lines(options.folder / "curves.csv").size(), std::size_t(31));
        QCOMPARE(lines(options.folder / "curves.csv")[0],
                 std::string("step,seconds,rate,examples_per_second,fit,small,loss"));
        QVERIFY(std::filesystem::exists(options.folder / "validation-300.png"));
        int checkpoints = 0;
        for (const auto& entry : std::filesystem::directory_iterator(options.folder))
            checkpoints += entry.path().filename().string().rfind("checkpoint-", 0) == 0;
        QCOMPARE(checkpoints, 1);
    }

    void shippedFileHoldsTheAverageAndItsCard()
    {
        QTemporaryDir folder;
        LineRecipe recipe;
        JobContext context;
        const auto result = train(recipe, optionsIn(folder, 40), context);
        const auto file = readSafetensors(result.last);
        QCOMPARE(file.tensors.size(), std::size_t(3));
        QCOMPARE(file.find("weight")->scalar_type(), torch::kHalf);
        QCOMPARE(file.find("scale")->scalar_type(), torch::kFloat32);
        QVERIFY(!at::equal(file.find("weight")->to(torch::kFloat32), recipe.weight.detach()));
        QCOMPARE(file.metadata.at("recipe"), std::string("line"));
        QCOMPARE(file.metadata.at("licence"), std::string("CC0"));
        QCOMPARE(file.metadata.at("examples"), std::string("320"));
        QVERIFY(file.metadata.at("scores").find("\"other\":7") != std::string::npos);

        QTemporaryDir next;
        LineRecipe continued;
        auto more = optionsIn(next, 2);
        more.init = result.last;
        continued.scale.fill_(3);
        QCOMPARE(readSafetensors(train(continued, more, context).last).metadata.at("startedFrom"),
                 "last.safetensors: 320 examples, " + file.metadata.at("minutes") + " minutes, 40 steps");

        QCOMPARE(continued.scale.item<float>(), 1e6f); // constants are begun with as well

        LineRecipe other;
        QCOMPARE(initialiseFrom(other.parameters(), result.last), std::int64_t(2));
        QVERIFY(at::equal(other.weight.detach(), file.find("weight")->to(torch::kFloat32)));
    }

    void whatItBeginsWithIsScoredFirst()
    {
        QTemporaryDir folder;
        LineRecipe recipe;
        JobContext silent;
        auto options = optionsIn(folder, 20);
        options.validations = 2;
        options.scoreStart = true;
        train(recipe, options, silent);
        const auto scores = lines(options.folder / "scores.csv");
        QCOMPARE(scores.size(), std::size_t(4));
        QCOMPARE(scores[1].substr(0, 3), std::string("-1,"));
        QCOMPARE(scores[2].substr(0, 2), std::string("9,"));
        QVERIFY(std::filesystem::exists(options.folder / "validation-0.png"));
        options.resume = true;
        options.steps = 30;
        LineRecipe again; // goes on: what it began with is not scored twice
        train(again, options, silent);
        const auto more = lines(options.folder / "scores.csv");
        QCOMPARE(std::count_if(more.begin(), more.end(), [](const auto& row) { return row.rfind("-1,", 0) == 0; }),
                 std::ptrdiff_t(1));

        QTemporaryDir trained, hopeless; // a rate that spoils it: the best weights are those of the start
        LineRecipe good, spoilt;
        train(good, optionsIn(trained, 300), silent);
        spoilt.weight.detach().copy_(good.weight.detach());
        auto wild = optionsIn(hopeless, 6);
        wild.scoreStart = true;
        wild.rate = 1;
        wild.averageDecay = 0;
        const auto result = train(spoilt, wild, silent);
        QCOMPARE(readSafetensors(result.best).metadata.at("steps"), std::string("0"));
    }

    void theCardGoesOnWithTheStartsData()
    {
        QTemporaryDir folder;
        TensorFile start;
        start.tensors = {{"weight", torch::ones({3, 4})}, {"bias", torch::zeros({3})}, {"scale", torch::ones({1})}};
        start.metadata = {{"data", "chairs (CC0); tables (CC-BY)"}, {"licence", "CC0; CC-BY"}, {"attribution", "A; B"},
                          {"examples", "12"}};
        const auto path = std::filesystem::path(folder.path().toStdString()) / "start.safetensors";
        writeSafetensors(start, path);
        LineRecipe recipe;
        JobContext silent;
        auto options = optionsIn(folder, 2);
        options.init = path;
        options.title = "Taught with lamps";
        const auto card = readSafetensors(train(recipe, options, silent).last).metadata;
        QCOMPARE(card.at("name"), std::string("Taught with lamps"));
        QCOMPARE(card.at("licence"), std::string("CC0; CC-BY")); // the recipe's own CC0 is not said twice
        QCOMPARE(card.at("data"), std::string("chairs (CC0); tables (CC-BY)"));
        QCOMPARE(card.at("attribution"), std::string("A; B"));
        QCOMPARE(card.at("startedFrom"), std::string("start.safetensors: 12 examples, unknown minutes, unknown steps"));
        QVERIFY(!card.contains("dataLicences"));
    }

    void resumedEqualsUninterrupted()
    {
        QTemporaryDir whole, parts;
        JobContext silent;
        LineRecipe reference;
        train(reference, optionsIn(whole, 20), silent);

        LineRecipe first;
        first.cancelAt = 9;
        JobContext cancelling(first.cancel, {});
        auto options = optionsIn(parts, 20);
        try {
            train(first, options, cancelling);
            QFAIL("expected the run to stop");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::cancelled);
        }
        QCOMPARE(first.shares.size(), std::size_t(10));
        LineRecipe second;
        second.scale.fill_(3); // begun with other constants: the checkpoint's go on
        options.resume = true;
        options.seed = 99; // so does its seed
        const auto result = train(second, options, silent);
        QCOMPARE(second.shares.size(), std::size_t(10));
        QVERIFY(at::equal(second.weight, reference.weight));
        QVERIFY(at::equal(second.bias, reference.bias));
        QCOMPARE(second.scale.item<float>(), 1e6f);
        const auto a = readSafetensors(result.last);
        const auto b =
            readSafetensors(std::filesystem::path(whole.path().toStdString()) / "last.safetensors");
        QVERIFY(at::equal(*a.find("weight"), *b.find("weight")));
        QCOMPARE(lines(options.folder / "curves.csv").size(), std::size_t(3));
    }

    void damagedNewestCheckpointFallsBack()
    {
        QTemporaryDir folder;
        LineRecipe recipe;
        JobContext context;
        auto options = optionsIn(folder, 10);
        options.checkpointSeconds = 0; // after every step
        train(recipe, options, context);
        QVERIFY(std::filesystem::exists(options.folder / "checkpoint-9.safetensors"));
        std::ofstream(options.folder / "checkpoint-10.safetensors") << "rubbish";
        LineRecipe again;
        auto state = TrainingState::fresh(again, 0);
        QVERIFY(loadCheckpoint(state, "line", options.folder));
        QCOMPARE(state.step, std::int64_t(9));
        QVERIFY_THROWS_EXCEPTION(Error, loadCheckpoint(state, "other", options.folder));
    }

    void poisonedGradientIsSkippedAndCounted()
    {
        QTemporaryDir folder;
        LineRecipe recipe;
        recipe.poisonAt = 5;
        JobContext context;
        const auto result = train(recipe, optionsIn(folder, 10), context);
        QCOMPARE(result.skipped, std::int64_t(1));
        QVERIFY(at::isfinite(recipe.weight).all().item<bool>());
    }

    void scheduleIsWarmUpAndCosine()
    {
        TrainOptions options;
        options.rate = 2;
        options.warmUpShare = 0.1;
        options.endRate = 0.2;
        QCOMPARE(learningRate(options, 0.05), 1.0);
        QCOMPARE(learningRate(options, 0.1), 2.0);
        QCOMPARE(learningRate(options, 0.55), 0.2 * 2 + 0.8); // half way: the mean of peak and end
        QVERIFY(std::abs(learningRate(options, 1.0) - 0.4) < 1e-12);
        QCOMPARE(averageDecay(options, 0), 0.1);
        QCOMPARE(averageDecay(options, 1000000), 0.999);
    }

    void adamwAndAverageFollowTheirFormulas()
    {
        LineRecipe recipe;
        auto state = TrainingState::fresh(recipe, 0);
        {
            at::NoGradGuard guard;
            recipe.weight.fill_(1);
            recipe.bias.fill_(1);
            state.average[0].fill_(1);
            state.average[1].fill_(1);
        }
        TrainOptions options;
        options.clip = 1e6;
        double weight = 1, bias = 1, m = 0, v = 0, average = 1;
        for (int t = 1; t <= 5; ++t) {
            const double g = 0.1 * t;
            recipe.weight.mutable_grad() = torch::full({3, 4}, g);
            recipe.bias.mutable_grad() = torch::full({3}, g);
            auto gradients = state.takeGradients();
            QVERIFY(state.update(gradients, options, 0.01));
            m = 0.9 * m + 0.1 * g;
            v = 0.98 * v + 0.02 * g * g;
            const double move =
                0.01 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.98, t))) + 1e-8);
            weight -= 0.01 * 0.02 * weight + move;
            bias -= move;
            const double decay = (1.0 + t) / (10.0 + t);
            average = decay * average + (1 - decay) * weight;
            QVERIFY(std::abs(recipe.weight[0][0].item<double>() - weight) < 1e-5);
            QVERIFY(std::abs(recipe.bias[0].item<double>() - bias) < 1e-5);
            QVERIFY(std::abs(state.average[0][2][1].item<double>() - average) < 1e-5);
        }
    }

    void accumulatedBatchesWeighEqually()
    {
        // The first step's gradient, kept by the first moment, is the mean over the batches' own.
        const auto firstMoment = [](int accumulate) {
            QTemporaryDir folder;
            LineRecipe recipe;
            JobContext context;
            auto options = optionsIn(folder, 1);
            options.accumulate = accumulate;
            options.clip = 1e6;
            options.validations = 0;
            const auto result = train(recipe, options, context);
            if (result.examples != 8 * accumulate)
                return at::Tensor();
            return readSafetensors(options.folder / "checkpoint-1.safetensors").find("moment1/weight")->clone();
        };
        const auto one = firstMoment(1), two = firstMoment(2), four = firstMoment(4);
        QVERIFY(one.defined() && two.defined() && four.defined());
        const auto second = 2 * two - one;
        QVERIFY((second - one).abs().max().item<double>() > 1e-3); // another batch
        // Batches 3 and 4 of the four: a mean of two batches of the same distribution, not the first two again.
        QVERIFY(((2 * four - two) - two).abs().max().item<double>() > 1e-3);

        JobContext context;
        LineRecipe recipe;
        QTemporaryDir folder;
        auto options = optionsIn(folder, 1);
        options.accumulate = 0;
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { train(recipe, options, context); }).find("1 to 1024") != std::string::npos);
    }

    void clippingKeepsTheDirection()
    {
        // Adam forgets the gradient's length; its first moment does not.
        LineRecipe recipe;
        auto state = TrainingState::fresh(recipe, 0);
        TrainOptions options;
        recipe.weight.mutable_grad() = torch::full({3, 4}, 30.0);
        recipe.bias.mutable_grad() = torch::zeros({3});
        auto gradients = state.takeGradients();
        QVERIFY(state.update(gradients, options, 1e-3));
        const double norm = state.moment1[0].norm().item<double>() / 0.1;
        QVERIFY2(std::abs(norm - 1) < 1e-5, qPrintable(QString::number(norm)));
    }

    void csvGainsColumnsAndForgetsRepeatedRows()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("log.csv")).toStdString();
        {
            CsvLog log(path, 0);
            log.add({{"step", "9"}, {"a", "1"}});
            log.add({{"step", "19"}, {"a", "2"}, {"b", "3"}});
        }
        CsvLog log(path, 15);
        log.add({{"step", "19"}, {"b", "4"}});
        QCOMPARE(lines(path), (std::vector<std::string>{"step,a,b", "9,1,", "19,,4"}));
    }

    void unusableOptionsAreRefused()
    {
        QTemporaryDir folder;
        LineRecipe recipe;
        JobContext context;
        QVERIFY_THROWS_EXCEPTION(Error, train(recipe, optionsIn(folder, 0), context));
        auto options = optionsIn(folder, 5);
        options.rate = std::numeric_limits<double>::quiet_NaN();
        QVERIFY_THROWS_EXCEPTION(Error, train(recipe, options, context));
        options = optionsIn(folder, 5);
        options.init = folder.filePath(QStringLiteral("absent.safetensors")).toStdString();
        QVERIFY_THROWS_EXCEPTION(Error, train(recipe, options, context));
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
