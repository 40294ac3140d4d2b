#pragma once

#include "core/g3dr/model.h"
#include "core/g3dr/scene_loss.h"
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

/// A picture with its depth, ready for the network.
struct SceneExample
{
    std::string name;
    at::Tensor input; ///< [4, 128, 128], see prepareG3drInput
};

/// G3DR's own training, from pictures with their depth alone: canonical and novel cameras in turn, gated gradients, depth
/// prior, opacity ramp, OneCycle. Source: g3dr specification, sections 8 to 11.
class SceneRecipe : public Recipe
{
public:
    /// `pictures`: NAME.jpg and NAME_depth.png beside each other, decoded as they are drawn; every tenth is kept for
    /// validation, or the first ones are validated on where there are fewer than twenty.
    SceneRecipe(std::vector<std::filesystem::path> pictures, const SceneRecipeOptions& options, SceneJudges judges);

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
    std::vector<SceneExample> m_held;
    std::vector<std::filesystem::path> m_pictures;
    SceneRecipeOptions m_options;
    SceneJudges m_judges;
    std::shared_ptr<TriplaneUnet> m_unet;
    std::vector<std::vector<at::Tensor>> m_rows; ///< of the last validation's sheet
};

RecipeEntry sceneRecipeEntry();

} // namespace bozzetto
