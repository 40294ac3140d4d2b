#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/train/recipe.h"
#include "core/train/trainer.h"

namespace bozzetto {

/// Everything that a checkpoint holds. Tensors are in the order of the recipe's parameters and on their
/// device. A run that goes on has the constants of the run that began, whatever it was started with.
struct TrainingState
{
    std::vector<std::string> names;
    std::vector<at::Tensor> parameters; ///< the recipe's own leaves
    std::vector<at::Tensor> average;    ///< exponential moving average
    std::vector<at::Tensor> moment1, moment2;
    NamedTensors constants; ///< the recipe's own
    std::int64_t step = 0;    ///< steps begun and finished
    std::int64_t updates = 0; ///< of them, those that changed the parameters
    std::int64_t validated = 0;
    double seconds = 0;
    double bestScore = std::numeric_limits<double>::infinity();
    std::uint64_t seed = 0;

    static TrainingState fresh(const Recipe& recipe, std::uint64_t seed);

    /// The parameters' gradients, zero where the loss did not reach; the parameters are left without.
    std::vector<at::Tensor> takeGradients();

    /// One AdamW update at learning rate `rate`, then the moving average. False, and nothing changed, when the gradients'
    /// norm is not finite. The gradients are scaled in place.
    bool update(std::vector<at::Tensor>& gradients, const TrainOptions& options, double rate);
};

/// Writes checkpoint-<step>.safetensors into the folder, atomically, and removes all but the two newest.
void saveCheckpoint(const TrainingState& state, const std::string& recipe, const TrainOptions& options);

/// Loads the newest checkpoint that can be read into `state`; false when the folder has none. Throws
/// Error(badInput) when the newest one belongs to another recipe or another network, or when none of several
/// can be read.
bool loadCheckpoint(TrainingState& state, const std::string& recipe, const std::filesystem::path& folder);

} // namespace bozzetto
