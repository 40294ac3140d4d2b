#include "core/g3dr/object_recipe.h"

#include <algorithm>
#include <cmath>

#include "core/g3dr/object_validation.h"
#include "core/vision/object_depth.h"

namespace bozzetto {

namespace {

constexpr std::size_t kSheetRows = 6;
constexpr int kSheetTile = 64;

HeightSource networkHeights(const std::string& path)
{
    return [net = ObjectDepthNet::load(path)](const ObjectViews& views) {
        const ObjectView view{views.colour, views.alpha, raySlopes(views.alpha.size(3), views.tangent),
                              views.tangent};
        return net->estimate(view).height;
    };
}

std::unique_ptr<Recipe> makeObjectRecipe(const RecipeOptions& options)
{
    ObjectRecipeOptions own;
    own.device = options.device;
    own.batchSize = options.batch > 0 ? options.batch : own.batchSize;
    own.network.width = int(ownNumber(options, "width", own.network.width, 8, 256));
    own.network.features = int(ownNumber(options, "features", own.network.features, 4, 128));
    own.network.deepBlocks = int(ownNumber(options, "blocks", own.network.deepBlocks, 1, 8));
    own.network.g3drUnet = ownFlag(options, "g3dr-unet");
    own.network.relativeDepth = !ownFlag(options, "no-relative-depth");
    own.network.pixelColour = !ownFlag(options, "no-pixel-colour");
    own.labels = !ownFlag(options, "no-points");
    own.loss.gate = ownFlag(options, "gate");
    own.jointFrom = ownNumber(options, "joint-from", own.jointFrom, 0, 1);
    if (const auto path = ownText(options, "depth-net", ""); !path.empty())
        own.heights = networkHeights(path);
    own.heightShare = ownNumber(options, "depth-share", own.heightShare, 0, 1);
    own.heightError = ownNumber(options, "depth-error", own.heightError, 1, 4);
    own.validationObjects = int(ownNumber(options, "validation-objects", own.validationObjects, 1, 1000));
    return std::make_unique<ObjectRecipe>(SetSampler::open(options), own);
}

} // namespace

ObjectRecipe::ObjectRecipe(SetSampler sets, const ObjectRecipeOptions& options)
    : m_sets(std::move(sets)), m_options(options), m_network(options.network, options.seed, options.device),
      m_validation(m_sets.validation(options.validationObjects))
{
}

std::vector<LossTerm> ObjectRecipe::loss(const TrainStep& step)
{
    Draws draws(step.random);
    ObjectBatchOptions options = m_options.batch;
    options.labels = m_options.labels;
    options.rays = !m_options.labels || step.share >= m_options.jointFrom;
    options.exactHeights = m_options.heights ? int(std::lround(m_options.heightShare * m_options.batchSize)) : 0;
    ObjectBatch batch = drawObjectBatch(m_sets, m_options.batchSize, options, draws);
    if (m_options.heights)
        followEstimates(batch, 1 + (m_options.heightError - 1) * at::rand({options.exactHeights}, draws.generator()),
                        m_options.heights);
    moveBatch(batch, m_options.device);
    return objectLoss(m_network, batch, m_options.loss, draws);
}

std::vector<std::pair<std::string, double>> ObjectRecipe::validate(JobContext& context)
{
    const auto exact = scoreObjects(m_network, m_validation, {}, context);
    m_surface = {float(exact.level), float(exact.sharpness)};
    std::vector<std::pair<std::string, double>> scores = {{"chamfer", exact.chamfer},
                                                          {"chamfer_at_zero", exact.chamferAtZero},
                                                          {"level", exact.level},
                                                          {"sharpness", exact.sharpness},
                                                          {"overlap", exact.overlap},
                                                          {"psnr", exact.psnr}};
    if (m_options.heights) { // what users have: it chooses the weights and the level
        const auto estimated = scoreObjects(m_network, m_validation, m_options.heights, context);
        m_surface = {float(estimated.level), float(estimated.sharpness)};
        scores.insert(scores.begin(), {{"chamfer_estimated", estimated.chamfer},
                                       {"level_estimated", estimated.level},
                                       {"sharpness_estimated", estimated.sharpness},
                                       {"psnr_estimated", estimated.psnr}});
    }
    return scores;
}

Image ObjectRecipe::validationPicture(JobContext& context)
{
    std::vector<TrainingObject> shown;
    const std::size_t count = std::min(kSheetRows, m_validation.size());
    for (std::size_t i = 0; i < count; ++i)
        shown.push_back(m_validation[i * m_validation.size() / count]);
    return objectSheet(m_network, shown, m_surface, kSheetTile, context);
}

std::map<std::string, std::string> ObjectRecipe::card() const
{
    auto card = m_options.network.card();
    card.merge(m_sets.card());
    card["name"] = "Bozzetto object generator";
    card["level"] = fmt::format("{}", m_surface.level);
    card["sharpness"] = fmt::format("{}", m_surface.sharpness);
    card["losses"] = fmt::format(
        "labelled points {}, views from {} of the budget, depth gate {}", m_options.labels ? "yes" : "no",
        m_options.labels ? m_options.jointFrom : 0.0, m_options.loss.gate ? "on" : "off");
    card["heights"] = m_options.heights
                          ? fmt::format("estimated by the depth network for {} of the samples with its errors enlarged "
                                        "up to {} times, exact or spoilt for the others",
                                        m_options.heightShare, m_options.heightError)
                          : std::string("exact or spoilt");
    card["failures"] =
        "The unseen side is a guess and blurred; deep cavities and thin parts suffer most; errors of the "
        "given height become the object's.";
    return card;
}

RecipeEntry objectRecipeEntry()
{
    return {
        "g3dr-object",
        "One picture of an object with its height to a field of all sides",
        {{"width", "Channels at 64 px, 8 to 256"},
         {"features", "Features of a plane, 4 to 128"},
         {"blocks", "Residual blocks at 16 and 8 px, 1 to 8"},
         {"joint-from", "Share of the budget after which views are rendered as well"},
         {"depth-net", "Weights of a depth network whose estimates replace the exact height of some samples"},
         {"depth-share", "Share of the samples that --depth-net estimates, 0 to 1; 0.5"},
         {"depth-error", "Up to how many times the error of its estimates on training objects is taken, 1 to 4; 1.5"},
         {"validation-objects", "Objects that are scored"},
         {"g3dr-unet", "G3DR's own U-Net of that width in the place of ours", true},
         {"gate", "G3DR's depth gate on rendered rays", true},
         {"no-relative-depth", "The MLP does not see how far a point is from the visible surface", true},
         {"no-pixel-colour", "The MLP does not see the pixel that a point projects to", true},
         {"no-points", "Volume rendering alone", true}},
        makeObjectRecipe};
}

} // namespace bozzetto
