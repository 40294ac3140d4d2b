#pragma once

#include "core/g3dr/model.h"
#include "core/g3dr/scene_loss.h"
#include "core/g3dr/scene_material.h"
#include "core/train/recipe_registry.h"

namespace bozzetto {

/// How G3DR's training is varied; the defaults are the published ones but for the layout of the planes.
struct SceneRecipeOptions
{
    UnetOptions unet;
    PlaneLayout layout{PlaneSet::corrected, 3, true};
    int renderSide = 128; ///< pixels a side of the rendered views, 16 to 128
    int samples = 32;     ///< coarse, and as many fine ones
    int batchSize = 4;
    bool gate = true;
    bool depthPrior = true; ///< two of five canonical steps take their fine samples around the given depth
    SceneWeights weights;
    c10::Device device = c10::kCPU;
};

/// G3DR's own training, from pictures with their depth alone: canonical and novel cameras in turn, gated gradients, depth
/// prior, opacity ramp, OneCycle. Where other views of an example are known, they are what its novel cameras are judged by.
/// Source: g3dr specification, sections 8 to 11.
class SceneRecipe : public Recipe
{
public:
    SceneRecipe(SceneMaterial material, const SceneRecipeOptions& options, SceneJudges judges);

    std::string name() const override { return "g3dr-scene"; }
    NamedTensors parameters() const override;
    Pacing pacing() const override { return Pacing::oneCycle; }
    int batchSize() const override { return m_options.batchSize; }
    std::vector<LossTerm> loss(const TrainStep& step) override;
    std::vector<std::pair<std::string, double>> validate(JobContext& context) override;
    Image validationPicture(JobContext& context) override;
    std::map<std::string, std::string> card() const override;

    /// The fields' views from one camera each, whole pictures of renderSide. `depth` [B, h, w] where it is known.
    SceneView render(const at::Tensor& planes, const std::vector<Rays>& rays, const at::Tensor& depth,
                     const RenderSettings& settings) const;

private:
    std::vector<LossTerm> canonicalStep(const std::vector<SceneExample>& examples, const at::Tensor& input, double share,
                                        Draws& draws);
    std::vector<LossTerm> novelStep(const at::Tensor& input, double share, Draws& draws);
    std::vector<LossTerm> otherViewStep(const std::vector<SceneExample>& examples, const at::Tensor& input, double share,
                                        Draws& draws);

    SceneMaterial m_material;
    std::vector<SceneExample> m_held;
    SceneRecipeOptions m_options;
    SceneJudges m_judges;
    std::shared_ptr<TriplaneUnet> m_unet;
    std::vector<std::vector<at::Tensor>> m_rows; ///< of the last validation's sheet
};

RecipeEntry sceneRecipeEntry();

} // namespace bozzetto
