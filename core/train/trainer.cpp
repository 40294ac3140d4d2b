#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <sstream>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <nlohmann/json.hpp>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/train/run_log.h"
#include "core/train/training_state.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

using Scores = std::vector<std::pair<std::string, double>>;

constexpr int kLogSteps = 10;
constexpr int kLargestSkips = 50; ///< in a row: the run has diverged

void requireRange(const char* option, double value, double low, double high)
{
    if (!(value >= low && value <= high))
        throw Error(ErrorCode::badInput, "{}: expected {} to {}, found {}", option, low, high, value);
}

/// The draws of a step follow from seed and step alone (the splitmix64 mixer), so nothing else needs to be
/// kept.
std::uint64_t stepSeed(std::uint64_t seed, std::int64_t step)
{
    std::uint64_t z = seed * 0x9e3779b97f4a7c15ull + std::uint64_t(step) + 0x632be59bd9b4e019ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

/// The seed of one of a step's batches: the first has the step's own, so that a run of one batch a step is what it was.
std::uint64_t batchSeed(std::uint64_t seed, std::int64_t step, std::int64_t batch)
{
    return batch == 0 ? stepSeed(seed, step) : stepSeed(stepSeed(seed, step), batch);
}

/// Puts the moving average into the recipe's parameters while it lives.
class AverageInPlace
{
public:
    explicit AverageInPlace(TrainingState& state) : m_state(state)
    {
        const at::NoGradGuard noGradient;
        for (std::size_t i = 0; i < state.parameters.size(); ++i) {
            m_kept.push_back(state.parameters[i].detach().clone());
            state.parameters[i].copy_(state.average[i]);
        }
    }
    ~AverageInPlace()
    {
        const at::NoGradGuard noGradient;
        for (std::size_t i = 0; i < m_kept.size(); ++i)
            m_state.parameters[i].copy_(m_kept[i]);
    }
    AverageInPlace(const AverageInPlace&) = delete;
    AverageInPlace& operator=(const AverageInPlace&) = delete;

private:
    TrainingState& m_state;
    std::vector<at::Tensor> m_kept;
};

/// Sums of the loss terms since the last log row; they stay on the device until they are written.
struct RowSums
{
    std::vector<LossTerm> terms;
    int batches = 0;

    void add(const std::vector<LossTerm>& batch)
    {
        for (const auto& term : batch) {
            const auto found =
                std::find_if(terms.begin(), terms.end(), [&](const auto& t) { return t.name == term.name; });
            if (found == terms.end())
                terms.push_back({term.name, term.value.detach().clone()});
            else
                found->value = found->value + term.value.detach();
        }
        ++batches;
    }
};

using Card = std::map<std::string, std::string>;

/// The parts of `added`, separated by semicolons, that `list` does not hold yet, behind it.
std::string withParts(std::string list, const std::string& added)
{
    std::stringstream parts(added);
    for (std::string part; std::getline(parts, part, ';');) {
        part.erase(0, part.find_first_not_of(' '));
        if (!part.empty() && ("; " + list + "; ").find("; " + part + "; ") == std::string::npos)
            list += (list.empty() ? "" : "; ") + part;
    }
    return list;
}

/// What the weights that a run starts from had learnt, by their card, and what they owe to whom: it goes on with them.
void inheritFrom(const std::filesystem::path& weights, Card& card)
{
    const auto start = readWeights(weights, [](const std::string&) { return false; }).metadata;
    const auto told = [&](const char* key, const char* otherwise) {
        const auto found = start.find(key);
        return found == start.end() ? std::string(otherwise) : found->second;
    };
    card["startedFrom"] = fmt::format("{}: {} examples, {} minutes, {} steps", weights.filename().string(),
                                      told("examples", "unknown"), told("minutes", "unknown"), told("steps", "unknown"));
    for (const char* key : {"data", "dataLicences", "licence", "attribution"})
        if (const auto text = withParts(card[key], told(key, "")); !text.empty())
            card[key] = text;
        else
            card.erase(key);
}

/// The options as the recipe's pacing wants them.
TrainOptions paced(TrainOptions options, Pacing pacing)
{
    if (pacing == Pacing::oneCycle) {
        options.beta2 = 0.99;
        options.weightDecay = 0;
        options.clip = std::numeric_limits<double>::max();
    }
    return options;
}

class Run
{
public:
    Run(Recipe& recipe, const TrainOptions& options, JobContext& context, ProcessGroup* group)
        : m_recipe(recipe), m_options(paced(options, recipe.pacing())), m_context(context), m_group(group),
          m_state(TrainingState::fresh(recipe, options.seed))
    {
        if (leads()) {
            m_resumed = resumeOrStart();
            m_curves.emplace(options.folder / "curves.csv", m_state.step);
            m_scores.emplace(options.folder / "scores.csv", m_state.step);
        }
        if (m_group)
            shareState();
    }

    TrainResult operator()()
    {
        m_start = Clock::now();
        m_lastCheckpoint = m_start;
        m_rowStart = m_resumed;
        m_generator = at::detail::createCPUGenerator();
        if (leads() && m_options.scoreStart && m_state.step == 0 && validate())
            m_rowStart = seconds();
        while (agree() < 1) {
            if (m_stopping)
                return stop();
            step();
            agree();
            if (m_state.step % kLogSteps == 0 || m_state.step == m_options.steps)
                writeRow();
            validateWhenDue();
            if (leads() && std::chrono::duration<double>(Clock::now() - m_lastCheckpoint).count() >=
                               m_options.checkpointSeconds)
                checkpoint();
        }
        finish();
        return m_result;
    }

private:
    using Clock = std::chrono::steady_clock;

    double seconds() const
    {
        return m_resumed + std::chrono::duration<double>(Clock::now() - m_start).count();
    }

    bool leads() const { return !m_group || m_group->rank() == 0; }
    int processes() const { return m_group ? m_group->size() : 1; }
    std::int64_t examplesPerStep() const { return std::int64_t(m_recipe.batchSize()) * m_options.accumulate * processes(); }

    /// Share of the budget that is done, and whether to stop; in a group process 0's clock counts, and anyone stops all.
    double agree()
    {
        const double done = m_options.steps > 0 ? double(m_state.step) / double(m_options.steps)
                                                : seconds() / (60 * m_options.minutes);
        m_share = std::min(done, 1.0);
        m_stopping = m_context.cancelled();
        if (m_group) {
            std::vector<at::Tensor> share{at::full({1}, m_share, at::kDouble)};
            m_group->broadcast(share);
            m_share = share[0].item<double>();
            m_stopping = m_group->largest(m_stopping) > 0;
        }
        return m_share;
    }

    /// Everyone goes on from what process 0 holds.
    void shareState()
    {
        std::vector<at::Tensor> all;
        for (const auto* group : {&m_state.parameters, &m_state.average, &m_state.moment1, &m_state.moment2})
            all.insert(all.end(), group->begin(), group->end());
        for (const auto& [name, tensor] : m_state.constants)
            all.push_back(tensor);
        const auto counts = at::empty({4}, at::kLong);
        auto* count = counts.data_ptr<std::int64_t>();
        count[0] = m_state.step;
        count[1] = m_state.updates;
        count[2] = m_state.validated;
        count[3] = std::int64_t(m_state.seed);
        all.push_back(counts);
        m_group->broadcast(all);
        m_state.step = count[0];
        m_state.updates = count[1];
        m_state.validated = count[2];
        m_state.seed = std::uint64_t(count[3]);
    }

    /// Seconds that earlier parts of the run took.
    double resumeOrStart()
    {
        std::error_code failure;
        std::filesystem::create_directories(m_options.folder, failure);
        if (failure)
            throw Error(ErrorCode::io, "{}: the folder cannot be made ({})", m_options.folder.string(),
                        failure.message());
        const bool found = m_options.resume && loadCheckpoint(m_state, m_recipe.name(), m_options.folder);
        if (!found && !m_options.init.empty()) {
            auto all = m_recipe.parameters();
            const auto constants = m_recipe.constants();
            all.insert(all.end(), constants.begin(), constants.end());
            initialiseFrom(all, m_options.init);
            m_state = TrainingState::fresh(m_recipe, m_options.seed);
        }
        return m_state.seconds;
    }

    void step()
    {
        const int first = m_group ? m_group->rank() * m_options.accumulate : 0;
        for (int batch = first; batch < first + m_options.accumulate; ++batch)
            addGradients(batch);
        auto gradients = m_state.takeGradients();
        if (m_group)
            m_group->average(gradients);
        const auto pace = paceAt(m_share);
        auto present = m_options;
        present.beta1 = pace.beta1;
        m_skipsInARow = m_state.update(gradients, present, pace.rate) ? 0 : m_skipsInARow + 1;
        if (m_skipsInARow > kLargestSkips)
            throw Error(ErrorCode::internal,
                        "Training of {}: {} steps in a row had no finite gradient at step {}; "
                        "a smaller --rate may help",
                        m_recipe.name(), m_skipsInARow, m_state.step);
        ++m_state.step;
        m_rate = pace.rate;
        if (!m_context.cancelled())
            m_context.report("Train", m_share);
    }

    /// The gradients of one of the step's batches, on top of what is there, each weighing its part of the mean.
    void addGradients(int batch)
    {
        m_generator.set_current_seed(batchSeed(m_state.seed, m_state.step, batch));
        const auto terms = m_recipe.loss({m_state.step, m_share, m_generator});
        at::Tensor sum;
        for (const auto& term : terms)
            sum = sum.defined() ? sum + term.value : term.value;
        (m_options.accumulate > 1 ? sum / m_options.accumulate : sum).backward();
        m_sums.add(terms);
    }

    Pace paceAt(double share) const
    {
        if (m_recipe.pacing() == Pacing::cosine)
            return {learningRate(m_options, share), m_options.beta1};
        constexpr double kUnknown = 1e6; // of a budget in minutes: the limit of many steps
        return m_options.steps > 0 ? oneCycle(m_options.rate, double(m_state.step), double(m_options.steps))
                                   : oneCycle(m_options.rate, share * kUnknown, kUnknown);
    }

    void writeRow()
    {
        if (m_sums.batches == 0)
            return;
        std::vector<at::Tensor> terms;
        for (auto& term : m_sums.terms)
            terms.push_back(term.value);
        if (m_group)
            m_group->average(terms);
        const double now = seconds();
        const double steps = double(m_sums.batches) / m_options.accumulate;
        CsvLog::Row row = {
            {"step", std::to_string(m_state.step - 1)},
            {"seconds", fmt::format("{:.2f}", now)},
            {"rate", fmt::format("{:.4g}", m_rate)},
            {"examples_per_second",
             fmt::format("{:.2f}", steps * double(examplesPerStep()) / std::max(now - m_rowStart, 1e-9))}};
        double loss = 0;
        for (const auto& term : m_sums.terms) {
            const double value = term.value.item<double>() / m_sums.batches;
            loss += value;
            row.emplace_back(term.name, fmt::format("{:.5g}", value));
        }
        row.emplace_back("loss", fmt::format("{:.5g}", loss));
        if (m_curves)
            m_curves->add(row);
        m_result.loss = loss;
        m_sums = {};
        m_rowStart = now;
    }

    void validateWhenDue()
    {
        if (m_options.validations <= 0)
            return;
        const auto due = std::int64_t(std::floor(m_share * m_options.validations + 1e-9));
        if (due <= m_state.validated || m_stopping)
            return;
        if (leads() && !validate())
            return;
        m_state.validated = due;
        m_rowStart = seconds();
    }

    /// False when it was cancelled: the loop then ends with a checkpoint, and a resumed run validates.
    bool validate()
    {
        const AverageInPlace average(m_state);
        const at::NoGradGuard noGradient;
        try {
            m_result.scores = m_recipe.validate(m_context);
            if (const Image picture = m_recipe.validationPicture(m_context); !picture.empty())
                encodePicture(picture, m_options.folder / fmt::format("validation-{}.png", m_state.step));
        } catch (const Error& error) {
            if (error.code() == ErrorCode::cancelled)
                return false;
            throw;
        }
        CsvLog::Row row = {{"step", std::to_string(m_state.step - 1)},
                           {"seconds", fmt::format("{:.1f}", seconds())}};
        for (const auto& [name, value] : m_result.scores)
            row.emplace_back(name, fmt::format("{:.5g}", value));
        m_scores->add(row);
        if (!m_result.scores.empty() && m_result.scores[0].second < m_state.bestScore) {
            m_state.bestScore = m_result.scores[0].second;
            writeWeights("best.safetensors");
        }
        return true;
    }

    void checkpoint()
    {
        m_state.seconds = seconds();
        saveCheckpoint(m_state, m_recipe.name(), m_options);
        m_lastCheckpoint = Clock::now();
    }

    TrainResult stop()
    {
        if (leads())
            checkpoint();
        throw Error(ErrorCode::cancelled, "Training of {} stopped at step {}; --resume goes on from there",
                    m_recipe.name(), m_state.step);
    }

    void finish()
    {
        writeRow();
        if (leads()) {
            checkpoint();
            writeWeights("last.safetensors");
        }
        m_result.steps = m_state.step;
        m_result.examples = m_state.step * examplesPerStep();
        m_result.skipped = m_state.step - m_state.updates;
        m_result.seconds = m_state.seconds;
        m_result.bestScore = m_state.bestScore;
        m_result.last = m_options.folder / "last.safetensors";
        if (std::filesystem::exists(m_options.folder / "best.safetensors"))
            m_result.best = m_options.folder / "best.safetensors";
        m_context.report("Train", 1);
    }

    /// The moving average in float16, the recipe's constants as they are, and the model card.
    void writeWeights(const char* name)
    {
        TensorFile file;
        for (std::size_t i = 0; i < m_state.names.size(); ++i)
            file.tensors.emplace_back(m_state.names[i], m_state.average[i].to(at::kHalf));
        for (const auto& [key, tensor] : m_recipe.constants())
            file.tensors.emplace_back(key, tensor.detach());
        file.metadata = m_recipe.card();
        nlohmann::ordered_json scores;
        for (const auto& [key, value] : m_result.scores)
            scores[key] = std::isfinite(value) ? std::round(value * 1e5) / 1e5 : 0.0;
        file.metadata["recipe"] = m_recipe.name();
        file.metadata["steps"] = std::to_string(m_state.step);
        file.metadata["examples"] = std::to_string(m_state.step * examplesPerStep());
        file.metadata["minutes"] = fmt::format("{:.1f}", seconds() / 60);
        file.metadata["hardware"] = describeDevice(m_state.parameters[0].device());
        if (!m_options.init.empty())
            inheritFrom(m_options.init, file.metadata);
        if (!m_options.title.empty())
            file.metadata["name"] = m_options.title;
        file.metadata["learningRate"] = fmt::format("{}", m_options.rate);
        file.metadata["seed"] = std::to_string(m_state.seed);
        file.metadata["scores"] = scores.is_null() ? "{}" : scores.dump();
        writeSafetensors(file, m_options.folder / name);
    }

    Recipe& m_recipe;
    const TrainOptions m_options;
    JobContext& m_context;
    ProcessGroup* m_group; ///< null: alone
    TrainingState m_state;
    double m_resumed = 0;                      ///< seconds of earlier parts
    std::optional<CsvLog> m_curves, m_scores; ///< process 0's
    double m_share = 0;
    bool m_stopping = false;
    at::Generator m_generator;
    Clock::time_point m_start = Clock::now(), m_lastCheckpoint = m_start;
    RowSums m_sums;
    double m_rowStart = 0, m_rate = 0;
    int m_skipsInARow = 0;
    TrainResult m_result;
};

} // namespace

void TrainOptions::check() const
{
    if (steps <= 0 && !(minutes > 0))
        throw Error(ErrorCode::badInput, "Budget: expected --steps or --minutes above 0, found {} and {}",
                    steps, minutes);
    if (folder.empty())
        throw Error(ErrorCode::badInput, "Run folder: expected a path, found none");
    requireRange("Learning rate", rate, 1e-9, 1);
    requireRange("Warm-up share", warmUpShare, 0, 0.5);
    requireRange("End rate", endRate, 0, 1);
    requireRange("Beta 1", beta1, 0, 0.9999999);
    requireRange("Beta 2", beta2, 0, 0.9999999);
    requireRange("Weight decay", weightDecay, 0, 10);
    requireRange("Clip", clip, 1e-6, 1e6);
    requireRange("Average decay", averageDecay, 0, 0.9999999);
    requireRange("Accumulated batches", accumulate, 1, 1024);
}

double learningRate(const TrainOptions& options, double share)
{
    if (share < options.warmUpShare)
        return options.rate * std::max(share / options.warmUpShare, 0.01);
    const double turn = (share - options.warmUpShare) / (1 - options.warmUpShare);
    const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * turn));
    return options.rate * (options.endRate + (1 - options.endRate) * cosine);
}

Pace oneCycle(double rate, double step, double steps)
{
    constexpr double kRising = 0.02, kStartShare = 1.0 / 25, kEndShare = kStartShare / 1e4, kHigh = 0.95, kLow = 0.85;
    const double top = std::max(kRising * steps - 1, 1e-9), end = std::max(steps - 1, top + 1e-9);
    const auto between = [](double from, double to, double share) {
        return to + (from - to) / 2 * (1 + std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0)));
    };
    if (step <= top)
        return {between(rate * kStartShare, rate, step / top), between(kHigh, kLow, step / top)};
    const double share = (step - top) / (end - top);
    return {between(rate, rate * kEndShare, share), between(kLow, kHigh, share)};
}

double averageDecay(const TrainOptions& options, std::int64_t step)
{
    return std::min(options.averageDecay, double(1 + step) / double(10 + step));
}

std::int64_t initialiseFrom(const NamedTensors& parameters, const std::filesystem::path& weights)
{
    const at::NoGradGuard noGradient;
    const TensorFile file = readWeights(weights);
    std::int64_t fitting = 0;
    for (auto [name, tensor] : parameters)
        if (const auto* stored = file.find(name); stored && stored->sizes() == tensor.sizes()) {
            tensor.copy_(*stored);
            ++fitting;
        }
    if (fitting == 0)
        throw Error(ErrorCode::badInput,
                    "{}: expected weights of this network, found no tensor of the same name and shape",
                    weights.string());
    return fitting;
}

TrainResult train(Recipe& recipe, const TrainOptions& options, JobContext& context, ProcessGroup* group)
{
    options.check();
    try {
        return Run(recipe, options, context, group)();
    } catch (...) {
        throw currentError("training " + recipe.name());
    }
}

} // namespace bozzetto
