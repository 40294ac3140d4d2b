#pragma once

#include <memory>

#include "core/train/recipe_registry.h"
#include "core/train/set_sampler.h"
#include "core/uner3d/uner_step.h"

namespace bozzetto {

struct UnerRecipeOptions
{
    UnerOptions model = UnerOptions::cpu();
    UnerStepOptions step;
    int objects = 1;      ///< a step
    int mostSources = 3;  ///< pictures that the network sees: 1 to this many, the same number for all objects of a step
    double singleShare = 0; ///< of the budget, at its end, with one source only
    int validationObjects = 8;
    std::uint64_t seed = 0;
    c10::Device device = c10::kCPU;
};

/// The generalising network, trained on objects from their pictures alone: a random number of sources, rays of all views.
/// Source: uner3d specification, sections 5, 8 and 10.
class UnerRecipe : public Recipe
{
public:
    UnerRecipe(SetSampler sets, const UnerRecipeOptions& options);

    std::string name() const override { return "uner3d"; }
    NamedTensors parameters() const override { return m_model->parameters(); }
    NamedTensors constants() const override; ///< the model's, and whether the fine network has begun
    int batchSize() const override { return m_options.objects; }
    std::vector<LossTerm> loss(const TrainStep& step) override;

    /// error: mean squared error of pictures from views that the network does not see, over 1 to 3 sources; psnr1 to
    /// psnr3: their PSNR.
    std::vector<std::pair<std::string, double>> validate(JobContext& context) override;
    Image validationPicture(JobContext& context) override;
    std::map<std::string, std::string> card() const override;

    std::shared_ptr<UnerModel> model() { return m_model; }

private:
    UnerRecipeOptions m_options;
    SetSampler m_sets;
    std::vector<TrainingObject> m_validation;
    std::shared_ptr<UnerModel> m_model;
    at::Tensor m_fineBegun; ///< [1] 0 or 1: the fine network starts as the coarse one has become
    std::vector<std::vector<at::Tensor>> m_rows; ///< of the last validation's sheet
};

RecipeEntry unerRecipeEntry();

} // namespace bozzetto
