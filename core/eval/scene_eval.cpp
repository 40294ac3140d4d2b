#include "core/eval/scene_eval.h"

#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/data/random.h"
#include "core/eval/feature_statistics.h"
#include "core/eval/metrics.h"
#include "core/field/volume_renderer.h"
#include "core/g3dr/input.h"
#include "core/g3dr/scene_loss.h"
#include "core/g3dr/scene_material.h"

namespace bozzetto {

namespace {

constexpr double kCanonical = std::numbers::pi / 2;
constexpr double kNovelYaw = std::numbers::pi / 6, kNovelPitch = std::numbers::pi / 18;
constexpr double kNear = 4, kFar = 6;
constexpr int64_t kChunk = 4096; // rays

struct View
{
    at::Tensor rgb;   ///< [1, 3, S, S] in [0, 1]
    at::Tensor depth; ///< [1, S, S]
};

View render(const RadianceField& field, double yaw, double pitch, const SceneEvalOptions& options, JobContext& context)
{
    RenderSettings settings;
    settings.coarseSamples = settings.fineSamples = options.samples;
    settings.deterministic = true;
    const auto rays = g3drRays(g3drCamera(float(yaw), float(pitch)), kG3drSide, kG3drSide);
    std::vector<at::Tensor> rgb, depth;
    for (int64_t from = 0; from < rays.origins.size(0); from += kChunk) {
        context.check();
        const auto chunk = [&](const at::Tensor& x) {
            return x.slice(0, from, from + kChunk).to(options.device);
        };
        const auto part = renderRays(field, {chunk(rays.origins), chunk(rays.directions)}, settings);
        rgb.push_back(part.rgb.cpu());
        depth.push_back(part.depth.cpu());
    }
    const auto colours = at::cat(rgb).view({kG3drSide, kG3drSide, 3}).permute({2, 0, 1});
    return {((colours + 1) / 2).clamp(0, 1).unsqueeze(0), at::cat(depth).view({1, kG3drSide, kG3drSide})};
}

/// [1, 3, S, S] as an opaque picture.
Image opaquePicture(const at::Tensor& rgb)
{
    const auto rgba = at::cat({rgb[0].permute({1, 2, 0}), at::ones({rgb.size(2), rgb.size(3), 1})}, 2).contiguous();
    Image image(int(rgb.size(3)), int(rgb.size(2)), 4);
    std::copy_n(rgba.data_ptr<float>(), image.pixels.size(), image.pixels.begin());
    return image;
}

/// Features of the pictures and of their novel views, gathered picture by picture.
struct Gathered
{
    std::vector<at::Tensor> truth, novel, classes;

    void add(const PictureClassifier& classifier, const at::Tensor& picture, const at::Tensor& views, c10::Device device)
    {
        truth.push_back(classifier.features(picture.to(device)).cpu());
        const auto features = classifier.features(views.to(device));
        novel.push_back(features.cpu());
        classes.push_back(classifier.probabilities(features).cpu());
    }
};

} // namespace

void SceneEvalOptions::check() const
{
    if (novelViews < 1 || novelViews > 64)
        throw Error(ErrorCode::badInput, "Novel views: expected 1 to 64, found {}", novelViews);
    if (samples < 4 || samples > 128)
        throw Error(ErrorCode::badInput, "Samples: expected 4 to 128, found {}", samples);
}

double alignedError(const at::Tensor& found, const at::Tensor& truth)
{
    if (found.sizes() != truth.sizes())
        throw Error(ErrorCode::internal, "Aligned error: expected depths of one shape, found {} and {} values", found.numel(),
                    truth.numel());
    const auto x = found.reshape({-1}).to(at::kDouble), y = truth.reshape({-1}).to(at::kDouble);
    const auto centred = x - x.mean(), wanted = y - y.mean();
    const double spread = centred.square().sum().item<double>();
    const double scale = spread > 0 ? (centred * wanted).sum().item<double>() / spread : 0;
    return std::sqrt((scale * centred - wanted).square().mean().item<double>());
}

SceneEvalReport evaluateScenes(const G3drModel& model, const std::vector<std::filesystem::path>& pictures,
                               const PictureClassifier* classifier, const SceneEvalOptions& options, JobContext& context)
{
    options.check();
    if (pictures.empty())
        throw Error(ErrorCode::badInput, "Evaluation: expected pictures with their depth, found none");
    const at::NoGradGuard noGradient;
    SceneEvalReport report;
    auto& mean = report.scores;
    Gathered gathered;
    Random random(options.seed, "novel views");
    for (const auto& path : pictures) {
        const auto input = readSceneExample(path).input;
        const auto field = generateField(model, input, model.layout().set, options.device, context);
        const auto picture = ((input.narrow(0, 0, 3) + 1) / 2).clamp(0, 1).unsqueeze(0);
        const auto given = input.narrow(0, 3, 1);
        const auto seen = render(*field, kCanonical, kCanonical, options, context);
        const auto scores = comparePictures(opaquePicture(seen.rgb), opaquePicture(picture));
        mean.psnr += scores.psnr;
        mean.ssim += scores.ssim;
        mean.depthError += (seen.depth - given).abs().mean().item<double>();
        mean.alignedDepthError += alignedError(seen.depth, given);
        mean.nonFlatness += nonFlatness(seen.depth, kNear, kFar);
        std::vector<at::Tensor> views;
        for (int k = 0; classifier && k < options.novelViews; ++k) {
            const double yaw = kNovelYaw * random.uniform(-1, 1), pitch = kNovelPitch * random.uniform(-1, 1);
            views.push_back(render(*field, kCanonical + yaw, kCanonical + pitch, options, context).rgb);
        }
        if (classifier)
            gathered.add(*classifier, picture, at::cat(views), options.device);
        ++report.pictures;
        report.views += int(views.size());
        context.report("Evaluate", double(report.pictures) / double(pictures.size()));
    }
    for (double* sum : {&mean.psnr, &mean.ssim, &mean.depthError, &mean.alignedDepthError, &mean.nonFlatness})
        *sum /= report.pictures;
    if (classifier) {
        report.features = classifier->name();
        mean.classScore = inceptionScore(at::cat(gathered.classes));
        if (report.pictures >= 2)
            mean.frechet = frechetDistance(at::cat(gathered.novel), at::cat(gathered.truth));
    }
    return report;
}

} // namespace bozzetto
