#include "core/vision/matte_recipe.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/data/held_out.h"
#include "core/vision/matte_batch.h"
#include "core/vision/matte_net.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr int kBatch = 16, kPhotoSide = 640, kCutoutSide = 288;
constexpr int64_t kValidationObjects = 64, kSheetRows = 16;
constexpr std::uint64_t kValidationSeed = 77;

class MatteRecipe : public Recipe
{
public:
    explicit MatteRecipe(const RecipeOptions& options)
        : m_material{SetSampler::open(options), {}, {}}, m_net(kMatteOptions, 1),
          m_batch(options.batch > 0 ? options.batch : kBatch), m_device(options.device), m_type(pictureNetType(m_device))
    {
        if (const auto folder = ownText(options, "photos", ""); !folder.empty())
            share(loadPhotos(folder, kPhotoSide), m_material.photos, m_heldPhotos);
        if (const auto folder = ownText(options, "cutouts", ""); !folder.empty())
            share(loadCutouts(folder, kCutoutSide), m_material.cutouts, m_heldCutouts);
        startFromPretrained(m_net, options);
        m_net.to(m_device);
    }

    std::string name() const override { return "matte"; }
    NamedTensors parameters() const override { return m_net.parameters(); }
    NamedTensors constants() const override { return m_net.constants(); }
    int batchSize() const override { return m_batch; }

    std::vector<LossTerm> loss(const TrainStep& step) override
    {
        Draws draws(step.random);
        const auto batch = drawMatteBatch(m_material, m_batch, kMatteSide, draws);
        return matteLoss(predictPlane(m_net, batch.rgb.to(m_device), m_type), batch.alpha.to(m_device));
    }

    /// 1 - soft intersection over union, of renders and of cut-outs over photographs, none of them trained on; their mean comes first.
    std::vector<std::pair<std::string, double>> validate(JobContext& context) override
    {
        prepareValidation();
        double rendered = 0, real = 0;
        m_found.clear();
        for (std::size_t i = 0; i < m_validation.size(); ++i) {
            context.check();
            const auto& picture = m_validation[i];
            m_found.push_back(at::sigmoid(predictPlane(m_net, picture.rgb.to(m_device), m_type)).cpu()[0]);
            (i < m_rendered ? rendered : real) += 1 - softOverlap(m_found.back(), picture.alpha[0]);
        }
        const auto reals = double(m_validation.size() - m_rendered);
        std::vector<std::pair<std::string, double>> scores = {{"renderedError", rendered / double(m_rendered)}};
        if (reals > 0) {
            scores.emplace_back("cutoutError", real / reals);
            scores.insert(scores.begin(), {"error", (scores[0].second + scores[1].second) / 2});
        }
        return scores;
    }

    Image validationPicture(JobContext&) override
    {
        std::vector<std::vector<at::Tensor>> rows;
        const auto every = std::max<std::size_t>(m_found.size() / kSheetRows, 1);
        for (std::size_t i = 0; i < m_found.size(); i += every)
            rows.push_back({m_validation[i].rgb[0], m_validation[i].alpha[0], m_found[i]});
        return pictureSheet(rows);
    }

    std::map<std::string, std::string> card() const override
    {
        auto card = m_material.sets.card();
        card["name"] = "Bozzetto matte network";
        card["task"] = "foreground of a picture, whatever it is";
        card["architecture"] = "EfficientNet-Lite0 encoder (frozen up to stride 4), attention, pixel-shuffle decoder";
        card["startedFrom"] = "EfficientNet-Lite0 trained on ImageNet-1k (Apache-2.0)";
        card["backgroundPhotographs"] = std::to_string(m_material.photos.size());
        card["cutouts"] = std::to_string(m_material.cutouts.size());
        return card;
    }

private:
    void prepareValidation()
    {
        if (!m_validation.empty())
            return;
        Draws draws(at::detail::createCPUGenerator(kValidationSeed));
        for (const auto& object : m_material.sets.validation(kValidationObjects))
            m_validation.push_back(pictureWith(object, m_heldPhotos, kMatteSide, draws));
        m_rendered = m_validation.size();
        for (const auto& cutout : m_heldCutouts)
            m_validation.push_back(pictureWith(cutout, m_heldPhotos, kMatteSide, draws));
    }

    static void share(const std::vector<at::Tensor>& all, std::vector<at::Tensor>& training, std::vector<at::Tensor>& held)
    {
        auto parts = heldOut(all);
        training = std::move(parts.training);
        held = std::move(parts.validation);
    }

    MatteMaterial m_material;
    PhotoList m_heldPhotos;
    CutoutList m_heldCutouts;
    PictureNet m_net;
    int m_batch;
    c10::Device m_device;
    c10::ScalarType m_type;
    std::vector<MatteBatch> m_validation;
    std::size_t m_rendered = 0; ///< of them; the rest are cut-outs
    std::vector<at::Tensor> m_found;
};

} // namespace

RecipeEntry matteRecipeEntry()
{
    return {"matte", "Foreground of a picture",
            {{"encoder", "Published EfficientNet-Lite0 file (.pth) to start from", false},
             {"photos", "Folder of photographs to lay behind the objects; every tenth is kept for validation", false},
             {"cutouts", "Folder of objects cut out of photographs (transparent), trained on beside the renders; every tenth is kept for validation", false}},
            [](const RecipeOptions& options) -> std::unique_ptr<Recipe> { return std::make_unique<MatteRecipe>(options); }};
}

} // namespace bozzetto
