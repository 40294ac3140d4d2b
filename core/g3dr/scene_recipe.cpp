#include "core/g3dr/scene_recipe.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/field/triplane_field.h"
#include "core/g3dr/input.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/picture_sheet.h"
#include "core/vision/scene_depth_batch.h"

namespace bozzetto {

namespace {

constexpr std::size_t kHeldEvery = 10, kFewest = 20, kMostHeld = 24, kSheetRows = 8;
constexpr double kCanonical = std::numbers::pi / 2, kPitchRange = std::numbers::pi / 18;
constexpr double kPriorChance = 0.4;
constexpr double kNear = 4, kFar = 6;
constexpr double kShownYaw = 20 * std::numbers::pi / 180;

SceneExample readExample(const std::filesystem::path& picture)
{
    const auto rgb = compositeOver(decodePicture(picture, {512}), 0.5f, 0.5f, 0.5f);
    auto depth = decodePlane(depthBeside(picture));
    if (depth.width != rgb.width || depth.height != rgb.height)
        depth = resizeLanczos(depth, rgb.width, rgb.height);
    const auto [low, high] = std::minmax_element(depth.pixels.begin(), depth.pixels.end());
    const float lowest = *low, range = std::max(*high - *low, 1e-6f);
    for (float& value : depth.pixels) // as G3DR's files are: each over its own range
        value = (value - lowest) / range;
    return {picture.stem().string(), prepareG3drInput(rgb, depth)};
}

Rays raysOf(const Camera& camera, int side, c10::Device device)
{
    const auto rays = g3drRays(camera, side, side);
    return {rays.origins.to(device), rays.directions.to(device)};
}

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
        judges.perceptual = !vgg.empty()       ? loadLpips(vgg, heads)
                            : !encoder.empty() ? loadEfficientNetDistance(encoder, options.device)
                                               : nullptr;
    if (!ownFlag(options, "no-semantic"))
        judges.semantic = !clip.empty()      ? loadClip(clip)
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
    if (folder.empty())
        throw Error(ErrorCode::badInput, "Recipe g3dr-scene: expected --depth-photos with a folder of pictures and their "
                                         "depth (NAME.jpg, NAME_depth.png), found none");
    return std::make_unique<SceneRecipe>(findDepthPhotos(folder), own, loadJudges(options));
}

} // namespace

SceneRecipe::SceneRecipe(std::vector<std::filesystem::path> pictures, const SceneRecipeOptions& options, SceneJudges judges)
    : m_options(options), m_judges(std::move(judges))
{
    torch::manual_seed(0); // the start
    m_unet = std::make_shared<TriplaneUnet>(options.unet);
    const bool few = pictures.size() < kFewest;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const bool held = few ? m_held.size() < kSheetRows : i % kHeldEvery == kHeldEvery - 1 && m_held.size() < kMostHeld;
        if (held)
            m_held.push_back(readExample(pictures[i]));
        if (few || !held)
            m_pictures.push_back(pictures[i]);
    }
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
    std::vector<at::Tensor> inputs;
    for (int i = 0; i < m_options.batchSize; ++i) {
        const auto input = readExample(m_pictures[std::size_t(draws.index(int64_t(m_pictures.size())))]).input;
        inputs.push_back(draws.chance(0.5) ? input.flip({2}) : input);
    }
    const auto input = at::stack(inputs).to(m_options.device);
    const auto planes = m_unet->forward(input);
    torch::manual_seed(std::uint64_t(draws.index(int64_t(1) << 40))); // the renderer's jitter
    RenderSettings settings;
    settings.coarseSamples = settings.fineSamples = m_options.samples;
    Grid grid{kG3drSide / m_options.renderSide, 0, 0};
    if (!draws.chance(novelChance(step.share))) {
        grid.top = draws.index(grid.stride);
        grid.left = draws.index(grid.stride);
        settings.gate = m_options.gate;
        settings.fineFromDepth = m_options.depthPrior && draws.chance(kPriorChance);
        const auto all = raysOf(g3drCamera(float(kCanonical), float(kCanonical)), kG3drSide, m_options.device);
        const auto depth = grid.pixels(input.select(1, 3)).contiguous();
        const auto view = render(planes, std::vector<Rays>(inputs.size(), grid.rays(all)), depth, settings);
        return canonicalLoss(view, grid.pixels(input.narrow(1, 0, 3)), depth, m_options.weights, m_judges, step.share);
    }
    std::vector<Rays> rays;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const double yaw = kCanonical + draws.uniform(-1, 1) * novelYawRange(step.share);
        const double pitch = kCanonical + draws.uniform(-1, 1) * kPitchRange;
        rays.push_back(raysOf(g3drCamera(float(yaw), float(pitch)), m_options.renderSide, m_options.device));
    }
    const auto view = render(planes, rays, {}, settings);
    const auto picture = at::_upsample_bilinear2d_aa(input.narrow(1, 0, 3), {m_options.renderSide, m_options.renderSide}, false);
    return novelLoss(view, picture, m_options.weights, m_judges, step.share);
}

std::vector<std::pair<std::string, double>> SceneRecipe::validate(JobContext& context)
{
    const at::NoGradGuard noGradient;
    RenderSettings settings;
    settings.coarseSamples = settings.fineSamples = m_options.samples;
    settings.deterministic = true;
    const int side = m_options.renderSide;
    double colour = 0, depth = 0, decibels = 0, flatness = 0;
    m_rows.clear();
    for (const auto& example : m_held) {
        context.check();
        const auto input = example.input.unsqueeze(0).to(m_options.device);
        const auto planes = m_unet->forward(input);
        const auto seen = [&](double yaw) {
            return render(planes, {raysOf(g3drCamera(float(kCanonical + yaw), float(kCanonical)), side, m_options.device)}, {},
                          settings);
        };
        const auto shrunk = at::_upsample_bilinear2d_aa(input, {side, side}, false);
        const auto view = seen(0);
        const auto difference = (view.rgb - shrunk.narrow(1, 0, 3)) / 2;
        colour += 2 * difference.abs().mean().item<double>();
        depth += (view.depth - shrunk.select(1, 3)).abs().mean().item<double>();
        decibels += -10 * std::log10(std::max(difference.square().mean().item<double>(), 1e-10));
        flatness += nonFlatness(view.depth, kNear, kFar);
        if (m_rows.size() < kSheetRows) {
            const auto shown = [](const at::Tensor& rgb) { return ((rgb[0] + 1) / 2).cpu(); };
            const auto near = [](const at::Tensor& distance) { return ((kFar - distance[0]) / (kFar - kNear)).cpu(); };
            m_rows.push_back({shown(shrunk.narrow(1, 0, 3)), shown(view.rgb), near(shrunk.select(1, 3)), near(view.depth),
                              shown(seen(kShownYaw).rgb), shown(seen(-kShownYaw).rgb)});
        }
    }
    const double count = double(std::max<std::size_t>(m_held.size(), 1));
    return {{"error", (m_options.weights.colour * colour + m_options.weights.depth * depth) / count},
            {"psnr", decibels / count},
            {"depthError", depth / count},
            {"nonFlatness", flatness / count}};
}

Image SceneRecipe::validationPicture(JobContext&)
{
    return pictureSheet(m_rows);
}

std::map<std::string, std::string> SceneRecipe::card() const
{
    const auto& layout = m_options.layout;
    const char* axes = layout.set == PlaneSet::stock ? "stock" : layout.set == PlaneSet::fixed ? "fixed" : "corrected";
    return {{"name", "G3DR scene generator"},
            {"task", "the front half of a whole photograph from it and its depth"},
            {"architecture", fmt::format("G3DR's U-Net, base width {}", m_options.unet.baseWidth)},
            {"axes", axes},
            {"levels", std::to_string(layout.levels)},
            {"rows", layout.rowsDown ? "down" : "up"},
            {"depthGate", m_options.gate ? "on" : "off"},
            {"depthPrior", m_options.depthPrior ? "on" : "off"},
            {"perceptual", m_judges.perceptual ? m_judges.perceptual->name() : "none"},
            {"semantic", m_judges.semantic ? m_judges.semantic->name() : "none"},
            {"pictures", std::to_string(m_pictures.size())},
            {"failures", "Only the side that is seen, about 30 degrees either way; what the depth gets wrong stays wrong."}};
}

RecipeEntry sceneRecipeEntry()
{
    return {"g3dr-scene",
            "G3DR as published: a photograph and its depth to the front half of its scene",
            {{"depth-photos", "Folder of pictures with their depth (NAME.jpg, NAME_depth.png)"},
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
