#pragma once

#include "core/g3dr/object_batch.h"
#include "core/g3dr/object_loss.h"
#include "core/train/recipe_registry.h"

namespace bozzetto {

struct ObjectRecipeOptions
{
    ObjectNetworkOptions network;
    ObjectBatchOptions batch;
    ObjectLossOptions loss;
    int batchSize = 16;
    double jointFrom = 0.6; ///< share of the budget after which views are rendered as well, [0, 1]
    bool labels = true;     ///< false: volume rendering alone, from the start
    HeightSource heights; ///< an estimator for a share of the samples; empty: exact and spoilt heights alone
    double heightShare = 0.5;
    double heightError = 1.5; ///< their errors are enlarged by 1 to this factor
    int validationObjects = 24;
    std::uint64_t seed = 0; ///< of the network's start
    c10::Device device = c10::kCPU;
};

/// Trains the object generator: labelled points first, then with rendered views of the unseen sides.
/// Source: the project's object generator recipe.
class ObjectRecipe : public Recipe
{
public:
    ObjectRecipe(SetSampler sets, const ObjectRecipeOptions& options);

    std::string name() const override { return "g3dr-object"; }
    NamedTensors parameters() const override { return m_network.parameters(); }
    int batchSize() const override { return m_options.batchSize; }
    std::vector<LossTerm> loss(const TrainStep& step) override;
    std::vector<std::pair<std::string, double>> validate(JobContext& context) override;
    Image validationPicture(JobContext& context) override;
    std::map<std::string, std::string> card() const override;

    const ObjectNetwork& network() const { return m_network; }

private:
    SetSampler m_sets;
    ObjectRecipeOptions m_options;
    ObjectNetwork m_network;
    std::vector<TrainingObject> m_validation;
    ObjectSurface m_surface; ///< best at the last validation
};

RecipeEntry objectRecipeEntry();

} // namespace bozzetto
