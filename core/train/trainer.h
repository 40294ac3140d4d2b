#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job_context.h"
#include "core/train/process_group.h"
#include "core/train/recipe.h"

namespace bozzetto {

/// How a run is driven. Its budget is either steps or minutes of wall time, validation included, added up
/// over resumes.
struct TrainOptions
{
    std::filesystem::path
        folder; ///< the run: checkpoints, curves.csv, scores.csv, pictures, weights; made if absent
    std::int64_t steps = 0;    ///< > 0: the budget in steps; wins over minutes
    double minutes = 0;        ///< > 0: the budget in minutes
    double rate = 1e-3;        ///< peak learning rate, (0, 1]
    double warmUpShare = 0.03; ///< of the budget, [0, 0.5]
    double endRate = 0.01;     ///< of the peak, at the end of the cosine, [0, 1]
    double beta1 = 0.9, beta2 = 0.98;
    double weightDecay = 0.02; ///< on tensors of two axes and more; biases and norms are spared
    double clip = 1.0;         ///< largest norm of the whole gradient
    double averageDecay = 0.999;
    int accumulate = 1; ///< batches, 1 to 1024, whose gradients are averaged into one update
    int validations = 8;            ///< spread evenly over the budget; the last one at its end. 0 = none
    bool scoreStart = false; ///< one more before the first step: scores.csv's step -1, validation-0.png; best.safetensors
                             ///< is then never worse than what the run began from
    double checkpointSeconds = 120; ///< between checkpoints; one more at the end and on cancel
    bool resume = false;        ///< from the folder's newest sound checkpoint; a fresh run when it has none
    std::filesystem::path init; ///< weights to start from: what matches by name and shape is taken, and of their card
                                ///< the data, licences and attribution
    std::string title;          ///< what the card calls the weights; empty: the recipe's own name for them
    std::uint64_t seed = 0;

    void check() const; ///< throws Error(badInput) naming the option, its range and what was found
};

struct TrainResult
{
    std::int64_t steps = 0, examples = 0;
    std::int64_t skipped = 0; ///< steps whose gradient was not finite: they changed nothing
    double seconds = 0;       ///< over all resumes
    double loss = 0;          ///< mean over the last log row
    std::vector<std::pair<std::string, double>> scores; ///< of the last validation
    double bestScore = 0;                               ///< smallest first score of all validations
    std::filesystem::path best, last; ///< float16 weights of the moving average with their card; best is
                                      ///< empty without validation
};

/// The loop of every recipe: AdamW, warm-up and cosine over the budget, clipping, moving average,
/// checkpoints, log. A resumed run repeats an uninterrupted one bit by bit (on one device and thread count):
/// the draws of a step follow from the seed and the step alone. Throws Error; cancelled after a checkpoint is
/// written. Files of the folder: checkpoint-<step>.safetensors (the two newest), curves.csv, scores.csv,
/// validation-<step>.png, best.safetensors and last.safetensors, whose metadata is the model card.
/// With a group, every process calls this with a recipe of its own and the same options; each draws batches of its own,
/// and n processes do what one process does with n times as many batches accumulated. Process 0 owns the folder.
TrainResult train(Recipe& recipe, const TrainOptions& options, JobContext& context, ProcessGroup* group = nullptr);

/// Learning rate at a share of the budget: linear warm-up, then a cosine to endRate * rate.
double learningRate(const TrainOptions& options, double share);

/// Learning rate and beta 1 of OneCycle (PyTorch's, cosine, cycling momentum) after `step` of `steps` updates:
/// rate / 25 up to rate in the first 2 %, then down to rate / 250,000; beta 1 from 0.95 to 0.85 and back. Source: g3dr
/// specification, section 11.
struct Pace
{
    double rate = 0, beta1 = 0.9;
};
Pace oneCycle(double rate, double step, double steps);

/// Decay of the moving average after `step` updates: young averages forget faster.
double averageDecay(const TrainOptions& options, std::int64_t step);

/// Copies tensors of the file over parameters of the same name and shape; returns how many. Throws
/// Error(badInput) when none fits, Error(io) when the file cannot be read.
std::int64_t initialiseFrom(const NamedTensors& parameters, const std::filesystem::path& weights);

} // namespace bozzetto
