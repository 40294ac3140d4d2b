#include "core/uner3d/uner_recipe.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr std::size_t kSheetRows = 6;
constexpr int64_t kShownSide = 48; ///< pixels a side of validation pictures, about

/// `count` different views.
std::vector<int64_t> drawSources(int64_t views, int64_t count, Draws& draws)
{
    std::vector<int64_t> all(static_cast<std::size_t>(views));
    std::iota(all.begin(), all.end(), 0);
    for (int64_t i = 0; i < count; ++i)
        std::swap(all[std::size_t(i)], all[std::size_t(i + draws.index(views - i))]);
    all.resize(std::size_t(count));
    return all;
}

/// Terms of the same name added up, over the number of objects.
void addTerms(std::vector<LossTerm>& sum, const std::vector<LossTerm>& terms, double share)
{
    for (const auto& term : terms) {
        const auto found = std::find_if(sum.begin(), sum.end(), [&](const LossTerm& other) { return other.name == term.name; });
        if (found == sum.end())
            sum.push_back({term.name, term.value * share});
        else
            found->value = found->value + term.value * share;
    }
}

UnerObject moved(UnerObject object, c10::Device device)
{
    object.cameras = object.cameras.to(device);
    object.pictures = object.pictures.to(device);
    object.masks = object.masks.to(device);
    return object;
}

double decibels(double error) { return -10 * std::log10(std::max(error, 1e-10)); }

std::unique_ptr<Recipe> makeUnerRecipe(const RecipeOptions& options)
{
    UnerRecipeOptions own;
    own.device = options.device;
    const auto profile = ownText(options, "profile", "cpu");
    if (profile != "cpu" && profile != "full")
        throw Error(ErrorCode::badInput, "--profile: expected cpu or full, found \"{}\"", profile);
    if (profile == "full") {
        own.model = UnerOptions::full();
        own.objects = 4;
        own.step.rays = 512;
        own.step.coarseSamples = 64;
        own.step.depthSamples = 16;
        own.step.coarseCells = 32;
    }
    own.objects = options.batch > 0 ? options.batch : own.objects;
    const auto encoder = ownText(options, "picture-encoder", "resnet34");
    if (encoder != "resnet34" && encoder != "efficientnet")
        throw Error(ErrorCode::badInput, "--picture-encoder: expected resnet34 or efficientnet, found \"{}\"", encoder);
    own.model.encoder = encoder == "resnet34" ? PictureEncoder::resnet34 : PictureEncoder::efficientNet;
    own.model.resnet.firstPool = !ownFlag(options, "no-first-pool");
    own.model.fusion = parseViewFusion(ownText(options, "fusion", "mean"));
    own.step.mode = parseRayMode(ownText(options, "rendering", "color_idw"));
    own.step.idw.neighbours = int(ownNumber(options, "neighbours", own.step.idw.neighbours, 1, 27));
    own.step.idw.power = ownNumber(options, "idw-power", own.step.idw.power, 0.5, 16);
    own.step.idw.opacityWeighted = !ownFlag(options, "no-opacity-weights");
    own.step.secondStage = !ownFlag(options, "coarse-only");
    auto& weights = own.step.weights;
    weights.silhouette = ownNumber(options, "silhouette", weights.silhouette, 0, 100);
    weights.depth = ownNumber(options, "depth-agreement", weights.depth, 0, 100);
    weights.consistency = ownNumber(options, "consistency", weights.consistency, 0, 100);
    weights.points = ownNumber(options, "point-colours", weights.points, 0, 100);
    weights.entropy = ownNumber(options, "entropy", weights.entropy, 0, 100);
    own.step.rays = int(ownNumber(options, "rays", own.step.rays, 16, 65536));
    own.mostSources = int(ownNumber(options, "sources", own.mostSources, 1, 16));
    own.singleShare = ownNumber(options, "single-share", own.singleShare, 0, 1);
    own.validationObjects = int(ownNumber(options, "validation-objects", own.validationObjects, 1, 1000));
    auto recipe = std::make_unique<UnerRecipe>(SetSampler::open(options), own);
    if (const auto path = ownText(options, "encoder", ""); !path.empty())
        recipe->model()->loadEncoder(path);
    return recipe;
}

} // namespace

UnerRecipe::UnerRecipe(SetSampler sets, const UnerRecipeOptions& options)
    : m_options(options), m_sets(std::move(sets)), m_validation(m_sets.validation(options.validationObjects)),
      m_model(std::make_shared<UnerModel>(options.model, options.seed)), m_fineBegun(at::zeros({1}))
{
    m_model->to(options.device);
}

NamedTensors UnerRecipe::constants() const
{
    auto all = m_model->constants();
    all.emplace_back("fineBegun", m_fineBegun);
    return all;
}

std::vector<LossTerm> UnerRecipe::loss(const TrainStep& step)
{
    if (unerSchedule(m_options.step, step.share).stage == 2 && m_fineBegun.item<float>() == 0) {
        m_model->copyCoarseToFine();
        m_fineBegun.fill_(1);
    }
    Draws draws(step.random);
    const bool single = step.share >= 1 - m_options.singleShare;
    const int64_t wanted = single ? 1 : 1 + draws.index(m_options.mostSources);
    std::vector<LossTerm> sum;
    for (int i = 0; i < m_options.objects; ++i) {
        const auto object = moved(unerObjectOf(m_sets.draw(draws), m_options.model.background), m_options.device);
        const auto views = object.pictures.size(0);
        const auto sources = drawSources(views, std::min(wanted, views), draws);
        addTerms(sum, unerLoss(m_model, object, sources, m_options.step, step.share, draws), 1.0 / m_options.objects);
    }
    return sum;
}

std::vector<std::pair<std::string, double>> UnerRecipe::validate(JobContext& context)
{
    const bool fine = m_fineBegun.item<float>() != 0;
    std::vector<double> errors(3, 0), ratios(3, 0);
    m_rows.clear();
    for (const auto& given : m_validation) {
        context.check();
        const auto object = moved(unerObjectOf(given, m_options.model.background), m_options.device);
        const auto views = object.pictures.size(0);
        const auto stride = std::max<int64_t>(1, object.pictures.size(3) / kShownSide);
        const std::vector<int64_t> unseen = {views - 1, std::max<int64_t>(views - 2, 0)};
        std::vector<at::Tensor> row = {at::avg_pool2d(object.pictures[0].unsqueeze(0), stride).squeeze(0).cpu()};
        for (std::size_t s = 1; s <= errors.size(); ++s) {
            std::vector<int64_t> sources(std::min(s, std::size_t(views)));
            std::iota(sources.begin(), sources.end(), 0);
            const auto found = renderObject(m_model, object, sources, unseen, m_options.step, fine, stride, context);
            const double error = (found.rgb - found.truth).square().mean().item<double>();
            errors[s - 1] += error;
            ratios[s - 1] += decibels(error);
            if (s == 1)
                row.push_back(found.truth[0].cpu());
            row.push_back(found.rgb[0].cpu());
        }
        if (m_rows.size() < kSheetRows)
            m_rows.push_back(std::move(row));
    }
    const double count = double(std::max<std::size_t>(m_validation.size(), 1));
    return {{"error", (errors[0] + errors[1] + errors[2]) / 3 / count},
            {"psnr1", ratios[0] / count},
            {"psnr2", ratios[1] / count},
            {"psnr3", ratios[2] / count}};
}

Image UnerRecipe::validationPicture(JobContext&) { return pictureSheet(m_rows); }

std::map<std::string, std::string> UnerRecipe::card() const
{
    auto card = m_options.model.header();
    card.merge(m_sets.card());
    card["name"] = "Bozzetto UNeR3D";
    card["task"] = "any number of pictures with their cameras to a coloured point cloud";
    const auto& weights = m_options.step.weights;
    card["losses"] = fmt::format("{}; silhouette {}, depth {}, consistency {}, point colours {}, entropy {}",
                                 rayModeName(m_options.step.mode), weights.silhouette, weights.depth, weights.consistency,
                                 weights.points, weights.entropy);
    card["failures"] = "Unseen sides are a guess and blurred; colours do not depend on the direction, so highlights are "
                       "averaged; objects of another kind than it was trained on suffer most.";
    return card;
}

RecipeEntry unerRecipeEntry()
{
    return {"uner3d",
            "Any number of pictures of an object to a coloured point cloud",
            {{"profile", "Size of the network: cpu or full"},
             {"picture-encoder", "resnet34, learned from here or from --encoder, or efficientnet, frozen"},
             {"encoder", "Weights of the picture encoder, as torchvision or its authors publish them"},
             {"no-first-pool", "Finer features, for pictures of 64 pixels", true},
             {"fusion", "How views become one: mean, max or cloud"},
             {"rendering", "Where ray samples get density and colour: color_idw, direct or cloud"},
             {"neighbours", "Points that a colour is blended from, 1 to 27; 8"},
             {"idw-power", "Of the distance in those weights, 0.5 to 16; 2"},
             {"no-opacity-weights", "Points in empty space tint the surface as well", true},
             {"coarse-only", "No second stage", true},
             {"silhouette", "Weight of the silhouettes, 0 to 100; 0.1"},
             {"depth-agreement", "Weight of depths agreeing between views, 0 to 100; 0.05"},
             {"consistency", "Weight of some views agreeing with all, 0 to 100; 0.1"},
             {"point-colours", "Weight of point colours against pictures, 0 to 100; 0.1"},
             {"entropy", "Weight of thin surfaces, 0 to 100; 0.001"},
             {"rays", "Rays an object"},
             {"sources", "Pictures that the network sees, at most"},
             {"single-share", "Of the budget, at its end, with one picture only"},
             {"validation-objects", "Objects that are scored"}},
            makeUnerRecipe};
}

} // namespace bozzetto
