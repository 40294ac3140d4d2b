#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <ATen/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/image/image.h"

namespace bozzetto {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

/// Where a training run is when it asks for a loss.
struct TrainStep
{
    std::int64_t step = 0; ///< 0, 1, ...
    double share =
        0; ///< of the run's budget, [0, 1): schedules follow it, so that --minutes and --steps agree
    at::Generator
        random; ///< every draw of the step comes from here: a resumed run repeats an uninterrupted one
};

/// How learning rate and momentum run over the budget, and the optimiser that goes with it. cosine: AdamW, linear warm-up,
/// then a cosine. oneCycle: Adam as G3DR was trained, rate up and down and beta 1 down and up by cosines, no weight decay,
/// no clipping.
enum class Pacing { cosine, oneCycle };

/// A named part of the loss, weighted already.
struct LossTerm
{
    std::string name;
    at::Tensor value; ///< scalar float32
};

/// What is learned, from what, and how it is judged. The trainer owns the loop: optimiser, learning rate,
/// moving average (EMA), checkpoints, log, time budget. A recipe owns its network, its data and its losses.
/// Thread: all calls from the training job's thread.
class Recipe
{
public:
    virtual ~Recipe() = default;

    virtual std::string name() const = 0; ///< as --recipe spells it

    /// The leaves that are optimised, float32, in a fixed order, by the names of the weights file.
    virtual NamedTensors parameters() const = 0;

    /// Tensors that the shipped file needs beside the parameters and that no gradient reaches (statistics of
    /// frozen norms); written as they are, and read back where a run begins from weights or goes on: the tensors
    /// returned are the recipe's own.
    virtual NamedTensors constants() const { return {}; }

    virtual Pacing pacing() const { return Pacing::cosine; }

    /// Examples that one loss() call consumes.
    virtual int batchSize() const = 0;

    /// The loss of one batch at the present parameters, its graph alive; the trainer adds up the terms.
    virtual std::vector<LossTerm> loss(const TrainStep& step) = 0;

    /// Scores on validation objects, by name, with whatever the parameters hold now (the trainer puts the
    /// moving average in); `lower is better` for the first, which chooses the best checkpoint.
    virtual std::vector<std::pair<std::string, double>> validate(JobContext& context) = 0;

    /// A sheet of validation inputs and outputs beside the truth, 3 channels; empty when there is nothing to
    /// show.
    virtual Image validationPicture(JobContext& context) = 0;

    /// Extra text for the shipped file: architecture numbers that the loader needs, data sets, licences,
    /// attribution.
    virtual std::map<std::string, std::string> card() const = 0;
};

} // namespace bozzetto
