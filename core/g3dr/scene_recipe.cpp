#include "core/g3dr/scene_recipe.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/field/triplane_field.h"
#include "core/g3dr/input.h"
#include "core/vision/picture_sheet.h"
#include "core/vision/scene_depth_batch.h"

namespace bozzetto {

namespace {

constexpr std::size_t kMostHeld = 24, kSheetRows = 8;
constexpr double kCanonical = std::numbers::pi / 2, kPitchRange = std::numbers::pi / 18;
constexpr double kPriorChance = 0.4;
constexpr double kNear = 4, kFar = 6;
constexpr double kShownYaw = 20 * std::numbers::pi / 180;

/// Every n-th ray of the whole picture's grid from a phase on, and the pixels that they see.
struct Grid
{
    int64_t stride = 1, top = 0, left = 0;

    at::Tensor pixels(const at::Tensor& maps) const // [..., S, S] to [..., s, s]
    {
        return maps.slice(-2, top, std::nullopt, stride).slice(-1, left, std::nullopt, stride);
    }
    Rays rays(const Rays& all) const
    {
        const auto chosen = [&](const at::Tensor& x) {
            const auto picture = x.view({kG3drSide, kG3drSide, 3}).permute({2, 0, 1});
            return pixels(picture).permute({1, 2, 0}).reshape({-1, 3});
        };
        return {chosen(all.origins), chosen(all.directions)};
    }
};

Grid drawGrid(const SceneRecipeOptions& options, Draws& draws)
{
    Grid grid{kG3drSide / options.renderSide, 0, 0};
    grid.top = draws.index(grid.stride);
    grid.left = draws.index(grid.stride);
    return grid;
}

RenderSettings settingsOf(const SceneRecipeOptions& options)
{
    RenderSettings settings;
    settings.coarseSamples = settings.fineSamples = options.samples;
    return settings;
}

std::filesystem::path fileOption(const RecipeOptions& options, const char* name)
{
    return ownText(options, name, "");
}

SceneJudges loadJudges(const RecipeOptions& options)
{
    SceneJudges judges;
    const auto encoder = fileOption(options, "encoder"), clip = fileOption(options, "clip"), vgg = fileOption(options, "vgg"),
               heads = fileOption(options, "lpips");
    if (vgg.empty() != heads.empty())
        throw Error(ErrorCode::badInput, "--vgg and --lpips: expected both files or none, found one");
    if (!ownFlag(options, "no-perceptual"))
        judges.perceptual = !vgg.empty()       ? loadLpips(vgg, heads, options.device)
                            : !encoder.empty() ? loadEfficientNetDistance(encoder, options.device)
                                               : nullptr;
    if (!ownFlag(options, "no-semantic"))
        judges.semantic = !clip.empty()      ? loadClip(clip, options.device)
                          : !encoder.empty() ? loadEfficientNetEmbedding(encoder, options.device)
                                             : nullptr;
    return judges;
}

std::unique_ptr<Recipe> makeSceneRecipe(const RecipeOptions& options)
{
    SceneRecipeOptions own;
    own.device = options.device;
    own.batchSize = options.batch > 0 ? options.batch : own.batchSize;
    own.unet.baseWidth = int(ownNumber(options, "width", 32, 8, 512));
    own.unet.planeChannels = int(ownNumber(options, "features", own.unet.planeChannels, 4, 128));
    own.layout.set = parsePlaneSet(ownText(options, "axes", "corrected"));
    own.layout.levels = ownFlag(options, "no-multi-resolution") ? 1 : 3;
    own.layout.rowsDown = !ownFlag(options, "rows-up");
    own.renderSide = int(ownNumber(options, "render-side", own.renderSide, 16, kG3drSide));
    if (kG3drSide % own.renderSide != 0)
        throw Error(ErrorCode::badInput, "--render-side: expected 16, 32, 64 or 128, found {}", own.renderSide);
    own.samples = int(ownNumber(options, "samples", own.samples, 4, 128));
    own.gate = !ownFlag(options, "no-gate");
    own.depthPrior = !ownFlag(options, "no-depth-prior");
    const auto folder = fileOption(options, "depth-photos");
    SceneMaterial material(folder.empty() ? std::vector<std::filesystem::path>() : findDepthPhotos(folder),
                           options.sets.empty() ? std::nullopt : std::optional(SetSampler::open(options)),
                           int(ownNumber(options, "other-views", 1, 0, 64)));
    return std::make_unique<SceneRecipe>(std::move(material), own, loadJudges(options));
}

} // namespace

SceneRecipe::SceneRecipe(SceneMaterial material, const SceneRecipeOptions& options, SceneJudges judges)
    : m_material(std::move(material)), m_held(m_material.held(kMostHeld)), m_options(options), m_judges(std::move(judges))
{
    torch::manual_seed(0); // the start
    m_unet = std::make_shared<TriplaneUnet>(options.unet);
    m_unet->to(options.device);
}

NamedTensors SceneRecipe::parameters() const
{
    NamedTensors all;
    for (const auto& parameter : m_unet->named_parameters())
        all.emplace_back(parameter.key(), parameter.value());
    return all;
}

SceneView SceneRecipe::render(const at::Tensor& planes, const std::vector<Rays>& rays, const at::Tensor& depth,
                              const RenderSettings& settings) const
{
    std::vector<at::Tensor> rgb, found, opacity;
    const int64_t side = m_options.renderSide;
    const auto upwards = rowsUpwards(planes, m_options.layout);
    for (int64_t i = 0; i < planes.size(0); ++i) {
        const auto pyramid = makePyramid(upwards[i], m_options.layout.set, m_options.layout.levels);
        const TriplaneField field(pyramid, m_unet->decoder(), g3drSceneFromField());
        auto own = settings;
        if (depth.defined())
            own.depth = depth[i].reshape({-1});
        const auto view = renderRays(field, rays[std::size_t(i)], own);
        rgb.push_back(view.rgb.view({side, side, 3}).permute({2, 0, 1}));
        found.push_back(view.depth.view({side, side}));
        opacity.push_back(view.opacity.view({side, side}));
    }
    return {at::stack(rgb), at::stack(found), at::stack(opacity)};
}

std::vector<LossTerm> SceneRecipe::loss(const TrainStep& step)
{
    Draws draws(step.random);
    const auto examples = m_material.draw(m_options.batchSize, draws);
    std::vector<at::Tensor> inputs;
    for (const auto& example : examples)
        inputs.push_back(example.input);
    const auto input = at::stack(inputs).to(m_options.device);
    torch::manual_seed(std::uint64_t(draws.index(int64_t(1) << 40))); // the renderer's jitter
    if (!draws.chance(novelChance(step.share)))
        return canonicalStep(examples, input, step.share, draws);
    return examples[0].others.empty() ? novelStep(input, step.share, draws)
                                      : otherViewStep(examples, input, step.share, draws);
}

std::vector<LossTerm> SceneRecipe::canonicalStep(const std::vector<SceneExample>& examples, const at::Tensor& input,
                                                 double share, Draws& draws)
{
    auto settings = settingsOf(m_options);
    settings.gate = m_options.gate;
    settings.fineFromDepth = m_options.depthPrior && draws.chance(kPriorChance);
    const auto grid = drawGrid(m_options, draws);
    std::vector<Rays> rays;
    std::vector<at::Tensor> depths;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        rays.push_back(grid.rays(examples[i].camera.rays(kG3drSide, m_options.device)));
        depths.push_back(grid.pixels(input[int64_t(i)][3]) - examples[i].offset);
    }
    const auto depth = at::stack(depths);
    const auto view = render(m_unet->forward(input), rays, depth, settings);
    return canonicalLoss(view, grid.pixels(input.narrow(1, 0, 3)), depth, m_options.weights, m_judges, share);
}

std::vector<LossTerm> SceneRecipe::novelStep(const at::Tensor& input, double share, Draws& draws)
{
    std::vector<Rays> rays;
    for (int64_t i = 0; i < input.size(0); ++i) {
        const double yaw = kCanonical + draws.uniform(-1, 1) * novelYawRange(share);
        const double pitch = kCanonical + draws.uniform(-1, 1) * kPitchRange;
        rays.push_back(SceneCamera{g3drCamera(float(yaw), float(pitch))}.rays(m_options.renderSide, m_options.device));
    }
    const auto view = render(m_unet->forward(input), rays, {}, settingsOf(m_options));
    const auto picture = at::_upsample_bilinear2d_aa(input.narrow(1, 0, 3), {m_options.renderSide, m_options.renderSide}, false);
    return novelLoss(view, picture, m_options.weights, m_judges, share);
}

std::vector<LossTerm> SceneRecipe::otherViewStep(const std::vector<SceneExample>& examples, const at::Tensor& input,
                                                 double share, Draws& draws)
{
    auto settings = settingsOf(m_options);
    settings.gate = m_options.gate;
    const auto grid = drawGrid(m_options, draws);
    std::vector<Rays> rays;
    std::vector<at::Tensor> owners, rgb, depth, seen;
    const auto planes = m_unet->forward(input);
    for (std::size_t i = 0; i < examples.size(); ++i)
        for (const auto& truth : examples[i].others) {
            rays.push_back(grid.rays(truth.camera.rays(kG3drSide, m_options.device)));
            owners.push_back(planes[int64_t(i)]);
            rgb.push_back(grid.pixels(truth.rgb));
            depth.push_back(grid.pixels(truth.depth));
            seen.push_back(grid.pixels(truth.seen));
        }
    const auto known = at::stack(depth).to(m_options.device);
    const auto view = render(at::stack(owners), rays, known, settings);
    return otherViewLoss(view, at::stack(rgb).to(m_options.device), known, at::stack(seen).to(m_options.device),
                         m_options.weights, share);
}

std::vector<std::pair<std::string, double>> SceneRecipe::validate(JobContext& context)
{
    const at::NoGradGuard noGradient;
    auto settings = settingsOf(m_options);
    settings.deterministic = true;
    const int side = m_options.renderSide;
    const auto shrunk = [side](const at::Tensor& maps) { return at::_upsample_bilinear2d_aa(maps, {side, side}, false); };
    const auto decibels = [](const at::Tensor& squares) { return -10 * std::log10(std::max(squares.item<double>(), 1e-10)); };
    double colour = 0, depth = 0, own = 0, flatness = 0, other = 0;
    int others = 0;
    m_rows.clear();
    for (const auto& example : m_held) {
        context.check();
        const auto input = example.input.unsqueeze(0).to(m_options.device);
        const auto planes = m_unet->forward(input);
        const auto seenBy = [&](const SceneCamera& camera) {
            return render(planes, {camera.rays(side, m_options.device)}, {}, settings);
        };
        const auto wanted = shrunk(input);
        const auto view = seenBy(example.camera);
        const auto difference = (view.rgb - wanted.narrow(1, 0, 3)) / 2;
        const auto distance = view.depth + example.offset;
        colour += 2 * difference.abs().mean().item<double>();
        depth += (distance - wanted.select(1, 3)).abs().mean().item<double>();
        own += decibels(difference.square().mean());
        flatness += nonFlatness(distance, kNear, kFar);
        for (const auto& truth : example.others) {
            const auto known = shrunk(at::cat({truth.rgb, truth.seen.unsqueeze(0)}).unsqueeze(0).to(m_options.device));
            const auto squares = ((seenBy(truth.camera).rgb - known.narrow(1, 0, 3)) / 2).square().mean(1);
            const auto seen = known.select(1, 3);
            other += decibels((squares * seen).sum() / seen.sum().clamp_min(1));
            ++others;
        }
        if (m_rows.size() < kSheetRows) {
            const auto shown = [](const at::Tensor& rgb) { return ((rgb[0] + 1) / 2).cpu(); };
            const auto near = [](const at::Tensor& away) { return ((kFar - away[0]) / (kFar - kNear)).cpu(); };
            const auto turned = [&](double yaw) {
                return shown(seenBy({g3drCamera(float(kCanonical + yaw), float(kCanonical))}).rgb);
            };
            m_rows.push_back({shown(wanted.narrow(1, 0, 3)), shown(view.rgb), near(wanted.select(1, 3)), near(distance),
                              turned(kShownYaw), turned(-kShownYaw)});
        }
    }
    const double count = double(std::max<std::size_t>(m_held.size(), 1));
    std::vector<std::pair<std::string, double>> scores = {
        {"error", (m_options.weights.colour * colour + m_options.weights.depth * depth) / count},
        {"psnr", own / count},
        {"depthError", depth / count},
        {"nonFlatness", flatness / count}};
    if (others > 0)
        scores.emplace_back("otherPsnr", other / others);
    return scores;
}

Image SceneRecipe::validationPicture(JobContext&)
{
    return pictureSheet(m_rows);
}

std::map<std::string, std::string> SceneRecipe::card() const
{
    const auto& layout = m_options.layout;
    const char* axes = layout.set == PlaneSet::stock ? "stock" : layout.set == PlaneSet::fixed ? "fixed" : "corrected";
    auto card = m_material.card();
    card.insert({{"name", "G3DR scene generator"},
                 {"task", "the front half of a whole photograph from it and its depth"},
                 {"architecture", fmt::format("G3DR's U-Net, base width {}", m_options.unet.baseWidth)},
                 {"axes", axes},
                 {"levels", std::to_string(layout.levels)},
                 {"rows", layout.rowsDown ? "down" : "up"},
                 {"depthGate", m_options.gate ? "on" : "off"},
                 {"depthPrior", m_options.depthPrior ? "on" : "off"},
                 {"perceptual", m_judges.perceptual ? m_judges.perceptual->name() : "none"},
                 {"semantic", m_judges.semantic ? m_judges.semantic->name() : "none"},
                 {"failures", "Only the side that is seen, about 30 degrees either way; what the depth gets wrong stays wrong."}});
    return card;
}

RecipeEntry sceneRecipeEntry()
{
    return {"g3dr-scene",
            "G3DR as published: a photograph and its depth to the front half of its scene",
            {{"depth-photos", "Folder of pictures with their depth (NAME.jpg, NAME_depth.png)"},
             {"other-views", "Other views of a rendered object (--set) that a step is judged by, 0 to 64; 1 by itself"},
             {"width", "Base width of the U-Net, 8 to 512; 128 is the published one, 32 by itself"},
             {"features", "Features of a plane, 4 to 128"},
             {"axes", "What the planes are looked up by: corrected, stock or fixed"},
             {"rows-up", "The planes' rows run upwards as published, not as the picture's", true},
             {"render-side", "Pixels a side of the rendered views: 16, 32, 64 or 128"},
             {"samples", "Coarse samples of a ray, and as many fine ones"},
             {"encoder", "Published EfficientNet-Lite0 file: perceptual and semantic distance where the next three are not given"},
             {"vgg", "torchvision's VGG16, for LPIPS"},
             {"lpips", "LPIPS 0.1's linear layers for VGG16"},
             {"clip", "OpenAI's CLIP, for the semantic distance"},
             {"no-gate", "Without the depth gate", true},
             {"no-depth-prior", "Without fine samples around the given depth", true},
             {"no-multi-resolution", "The planes at one resolution", true},
             {"no-perceptual", "Without the perceptual distance", true},
             {"no-semantic", "Without the semantic distance", true}},
            makeSceneRecipe};
}

} // namespace bozzetto
