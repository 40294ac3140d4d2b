#include "core/vision/depth_recipe.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/train/set_sampler.h"
#include "core/vision/depth_batch.h"
#include "core/vision/depth_loss.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr int kBatch = 16;
constexpr int64_t kValidationObjects = 96, kSheetRows = 12;
constexpr double kValidationShare = 0.85; ///< the framing of validation pictures

class DepthRecipe : public Recipe
{
public:
    DepthRecipe(const RecipeOptions& options)
        : m_sets(SetSampler::open(options)), m_net(kObjectDepthOptions),
          m_batch(options.batch > 0 ? options.batch : kBatch), m_device(options.device), m_type(pictureNetType(m_device))
    {
        startFromPretrained(m_net, options);
        m_net.to(m_device);
    }

    std::string name() const override { return "depth"; }
    NamedTensors parameters() const override { return m_net.parameters(); }
    NamedTensors constants() const override { return m_net.constants(); }
    int batchSize() const override { return m_batch; }

    std::vector<LossTerm> loss(const TrainStep& step) override
    {
        Draws draws(step.random);
        auto batch = drawDepthBatch(m_sets, m_batch, draws);
        moveTo(batch);
        return depthLoss(m_net, batch, m_type);
    }

    std::vector<std::pair<std::string, double>> validate(JobContext& context) override
    {
        prepareValidation();
        DepthErrors sum;
        double elevation = 0, extent = 0, surprise = 0;
        m_found.clear();
        for (const auto& batch : m_validation) {
            context.check();
            const auto found = predict(batch);
            const auto errors = depthErrors(found.height[0], batch.height[0], batch.inside[0]);
            sum.absolute += errors.absolute;
            sum.afterAffine += errors.afterAffine;
            sum.correlation += errors.correlation;
            sum.gradient += errors.gradient;
            elevation += (found.elevation - batch.elevation).abs().item<double>();
            extent += (found.extent / batch.extent).log().abs().item<double>();
            surprise += laplaceLoss(found.height, batch.height, found.uncertainty.log(), batch.inside).item<double>();
            m_found.push_back(found);
        }
        const double count = double(std::max<std::size_t>(m_validation.size(), 1));
        return {{"error", sum.absolute / count},           {"errorAfterAffine", sum.afterAffine / count},
                {"correlation", sum.correlation / count},  {"gradientError", sum.gradient / count},
                {"likelihood", surprise / count},          {"elevationDegrees", elevation / count * 57.29578},
                {"extentError", extent / count}};
    }

    Image validationPicture(JobContext&) override
    {
        std::vector<std::vector<at::Tensor>> rows;
        const auto every = std::max<std::size_t>(m_found.size() / kSheetRows, 1);
        for (std::size_t i = 0; i < m_found.size(); i += every) {
            const auto& batch = m_validation[i];
            const auto inside = batch.inside[0];
            const auto shown = [&](const at::Tensor& height) { return (height + 0.6) / 1.2 * inside; };
            rows.push_back({batch.view.colour[0], shown(batch.height[0]), shown(m_found[i].height[0]),
                            (m_found[i].height[0] - batch.height[0]).abs() * 4 * inside,
                            m_found[i].uncertainty[0] * 4 * inside});
        }
        return pictureSheet(rows);
    }

    std::map<std::string, std::string> card() const override
    {
        auto card = m_sets.card();
        card["name"] = "Bozzetto depth network";
        card["failures"] = "Scale and distance from the object's centre are the largest part of its error; cavities are "
                           "filled, thin parts flattened, strong textures read as relief.";
        card["task"] = "height of an object's visible surface from one picture and its matte";
        card["architecture"] = "EfficientNet-Lite0 encoder (frozen up to stride 4), attention, pixel-shuffle decoder";
        card["startedFrom"] = "EfficientNet-Lite0 trained on ImageNet-1k (Apache-2.0)";
        return card;
    }

private:
    ObjectDepth predict(const DepthBatch& batch) const
    {
        auto moved = batch;
        moveTo(moved);
        const auto found = predictObjectDepth(m_net, moved.view, m_type);
        return {found.height.cpu(), found.uncertainty.cpu(), found.elevation.cpu(), found.extent.cpu()};
    }

    void moveTo(DepthBatch& batch) const
    {
        for (auto* tensor : {&batch.view.colour, &batch.view.alpha, &batch.view.slopes, &batch.view.tangent, &batch.height,
                             &batch.inside, &batch.elevation, &batch.extent})
            *tensor = tensor->to(m_device);
    }

    void prepareValidation()
    {
        if (!m_validation.empty())
            return;
        int64_t index = 0;
        for (const auto& object : m_sets.validation(kValidationObjects)) {
            const int64_t view = index++ % object.colour.size(0);
            const auto window = framedWindow(object.colour[view].select(2, 3), kValidationShare);
            m_validation.push_back(exactDepthBatch(object, view, window));
        }
    }

    SetSampler m_sets;
    PictureNet m_net;
    int m_batch;
    c10::Device m_device;
    c10::ScalarType m_type;
    std::vector<DepthBatch> m_validation;
    std::vector<ObjectDepth> m_found; ///< of the last validation
};

} // namespace

std::vector<LossTerm> depthLoss(const PictureNet& net, const DepthBatch& batch, c10::ScalarType type)
{
    const auto found = predictObjectDepth(net, batch.view, type);
    const auto error = weightedMean((found.height - batch.height).abs(), batch.inside);
    // The likelihood teaches the uncertainty; what it would tell the height is left to the other terms' balance.
    return {{"height", error},
            {"gradient", 0.5 * gradientLoss(found.height, batch.height, batch.inside)},
            {"likelihood", 0.02 * laplaceLoss(found.height, batch.height, found.uncertainty.log(), batch.inside)},
            {"elevation", 0.05 * (found.elevation - batch.elevation).abs().mean()},
            {"extent", 0.05 * (found.extent / batch.extent).log().abs().mean()}};
}

RecipeEntry depthRecipeEntry()
{
    return {"depth", "Depth of an object from one picture",
            {{"encoder", "Published EfficientNet-Lite0 file (.pth) to start from", false}},
            [](const RecipeOptions& options) -> std::unique_ptr<Recipe> { return std::make_unique<DepthRecipe>(options); }};
}

} // namespace bozzetto
