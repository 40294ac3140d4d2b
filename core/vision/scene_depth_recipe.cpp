#include "core/vision/scene_depth_recipe.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/data/held_out.h"
#include "core/vision/depth_loss.h"
#include "core/vision/picture_sheet.h"
#include "core/vision/scene_depth.h"
#include "core/vision/scene_depth_batch.h"

namespace bozzetto {

namespace {

constexpr int kBatch = 16, kPhotoSide = 512;
constexpr std::size_t kSheetRows = 16;

class SceneDepthRecipe : public Recipe
{
public:
    explicit SceneDepthRecipe(const RecipeOptions& options)
        : m_sets(SetSampler::open(options)), m_net(kSceneDepthOptions, 1),
          m_batch(options.batch > 0 ? options.batch : kBatch), m_device(options.device), m_type(pictureNetType(m_device))
    {
        const auto folder = ownText(options, "depth-photos", "");
        if (folder.empty())
            throw Error(ErrorCode::badInput, "Recipe scene-depth: expected --depth-photos with a folder of photographs and "
                                             "their depth (NAME.jpg, NAME_depth.png), found none");
        auto parts = heldOut(loadDepthPhotos(folder, kPhotoSide));
        m_photos = std::move(parts.training);
        for (const auto& photo : parts.validation)
            m_held.push_back(wholePhoto(photo, kSceneDepthSide));
        if (const auto checks = ownText(options, "checks", ""); !checks.empty())
            for (const auto& photo : loadDepthPhotos(checks, kPhotoSide))
                m_checks.push_back(wholePhoto(photo, kSceneDepthSide));
        startFromPretrained(m_net, options);
        m_net.to(m_device);
    }

    std::string name() const override { return "scene-depth"; }
    NamedTensors parameters() const override { return m_net.parameters(); }
    NamedTensors constants() const override { return m_net.constants(); }
    int batchSize() const override { return m_batch; }

    std::vector<LossTerm> loss(const TrainStep& step) override
    {
        Draws draws(step.random);
        auto batch = drawSceneDepthBatch(m_photos, m_sets, m_batch, kSceneDepthSide, draws);
        for (auto* tensor : {&batch.rgb, &batch.depth, &batch.photo, &batch.height, &batch.object, &batch.behind})
            *tensor = tensor->to(m_device);
        return sceneDepthLoss(predictPlane(m_net, batch.rgb, m_type), batch, draws);
    }

    /// 1 - correlation and error after the best affine map, of held photographs and of those that are only scored.
    std::vector<std::pair<std::string, double>> validate(JobContext& context) override
    {
        m_found.clear();
        auto scores = scoresOf(m_held, "", context);
        const auto checked = scoresOf(m_checks, "check", context);
        scores.insert(scores.end(), checked.begin(), checked.end());
        return scores;
    }

    Image validationPicture(JobContext&) override
    {
        std::vector<std::vector<at::Tensor>> rows;
        const auto shown = [](const at::Tensor& depth) { return (depth - depth.min()) / (depth.max() - depth.min()).clamp_min(1e-6); };
        const auto every = std::max<std::size_t>(m_found.size() / kSheetRows, 1);
        for (std::size_t i = 0; i < m_found.size(); i += every) {
            const auto& picture = i < m_held.size() ? m_held[i] : m_checks[i - m_held.size()];
            rows.push_back({picture.rgb[0], shown(picture.depth[0]), shown(m_found[i])});
        }
        return pictureSheet(rows);
    }

    std::map<std::string, std::string> card() const override
    {
        auto card = m_sets.card();
        card["name"] = "Bozzetto scene depth network";
        card["task"] = "relative depth of a whole photograph";
        card["architecture"] = "EfficientNet-Lite0 encoder (frozen up to stride 4), attention, pixel-shuffle decoder";
        card["startedFrom"] = "EfficientNet-Lite0 trained on ImageNet-1k (Apache-2.0)";
        card["photographs"] = std::to_string(m_photos.size());
        return card;
    }

private:
    std::vector<std::pair<std::string, double>> scoresOf(const std::vector<SceneDepthBatch>& pictures,
                                                         const std::string& prefix, JobContext& context)
    {
        if (pictures.empty())
            return {};
        double correlation = 0, error = 0;
        for (const auto& picture : pictures) {
            context.check();
            m_found.push_back(predictPlane(m_net, picture.rgb.to(m_device), m_type).cpu()[0]);
            const auto errors = depthErrors(m_found.back(), picture.depth[0], picture.photo[0]);
            correlation += errors.correlation / double(pictures.size());
            error += errors.afterAffine / double(pictures.size());
        }
        return {{prefix + (prefix.empty() ? "error" : "Error"), error},
                {prefix + (prefix.empty() ? "correlation" : "Correlation"), correlation}};
    }

    SetSampler m_sets;
    std::vector<DepthPhoto> m_photos;
    std::vector<SceneDepthBatch> m_held, m_checks; ///< B = 1 each
    PictureNet m_net;
    int m_batch;
    c10::Device m_device;
    c10::ScalarType m_type;
    std::vector<at::Tensor> m_found; ///< of the last validation: held, then checks
};

} // namespace

RecipeEntry sceneDepthRecipeEntry()
{
    return {"scene-depth", "Relative depth of a whole photograph",
            {{"encoder", "Published EfficientNet-Lite0 file (.pth) to start from", false},
             {"depth-photos", "Folder of photographs with their depth (NAME.jpg, NAME_depth.png); every tenth is kept for validation", false},
             {"checks", "A folder of the same kind that is only scored", false}},
            [](const RecipeOptions& options) -> std::unique_ptr<Recipe> { return std::make_unique<SceneDepthRecipe>(options); }};
}

} // namespace bozzetto
