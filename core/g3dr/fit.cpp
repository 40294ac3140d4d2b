#include "core/g3dr/fit.h"

#include <chrono>
#include <cmath>

#include "core/base/error.h"
#include "core/field/ray_sampling.h"
#include "core/field/volume_renderer.h"
#include "core/g3dr/fused_adam.h"

namespace bozzetto {

namespace {

constexpr double kDensityGain = 20;     // sharp surfaces: sigma = softplus(20 raw - 1)
constexpr double kFarthest = 6.3;       // beyond the cube along every canonical ray
constexpr int64_t kBackPoints = 3072;    // colour labels of the far side a step
constexpr double kSolidDepth = 1.1;     // labels reach this far behind the surface in scene mode

/// The field's parameters while they are being optimised.
struct Parameters
{
    at::Tensor planes;
    RadianceMlp mlp;
    FitSettings settings;

    Parameters(const FitSettings& chosen, c10::Device device) : settings(chosen)
    {
        const int64_t size = chosen.planeSize, channels = chosen.channels;
        planes = (torch::randn({3, channels, size, size}) * 0.3).to(device).contiguous(at::MemoryFormat::ChannelsLast);
        planes.requires_grad_();
        mlp = RadianceMlp::random(chosen.channels);
        mlp.bias1[0] = -1;
        for (auto* tensor : {&mlp.weight0, &mlp.bias0, &mlp.weight1, &mlp.bias1})
            *tensor = tensor->to(device).detach().requires_grad_();
        mlp.densityGain = float(kDensityGain);
    }

    std::vector<at::Tensor> mlpTensors() const { return {mlp.weight0, mlp.bias0, mlp.weight1, mlp.bias1}; }

    TriplaneField field(const glm::mat4& sceneFromField) const
    {
        return TriplaneField(makePyramid(planes, PlaneSet::corrected, settings.levels), mlp, sceneFromField,
                             PlaneFrame::frustum);
    }

    TriplaneField frozen(const glm::mat4& sceneFromField) const
    {
        const at::NoGradGuard noGradient;
        RadianceMlp copy = mlp;
        for (auto* tensor : {&copy.weight0, &copy.bias0, &copy.weight1, &copy.bias1})
            *tensor = tensor->detach().clone();
        return TriplaneField(makePyramid(planes.detach().clone(at::MemoryFormat::Preserve), PlaneSet::corrected,
                                         settings.levels),
                             copy, sceneFromField, PlaneFrame::frustum);
    }
};

/// The target as one stack of maps, looked up anywhere between pixels.
class TargetSampler
{
public:
    TargetSampler(const FitTarget& target, c10::Device device) : m_size(target.alpha.size(0))
    {
        m_maps = at::cat({target.rgb, target.alpha.unsqueeze(-1), target.front.unsqueeze(-1),
                          target.back.unsqueeze(-1), target.backRgb},
                         2)
                     .to(device)
                     .contiguous(); // [S, S, 9]
        const Camera camera = g3drCamera(float(M_PI / 2), float(M_PI / 2));
        const auto rays = g3drRays(camera, int(m_size), int(m_size));
        m_origin = rays.origins[0].to(device);
        m_directions = rays.directions.to(device);
    }

    struct Labels
    {
        at::Tensor rgb, alpha, front, back, backRgb; ///< [N, 3], [N], [N], [N], [N, 3]
        at::Tensor directions;                       ///< [N, 3]
        at::Tensor origin;                           ///< [3]

        at::Tensor pointsAt(const at::Tensor& distances) const
        {
            return origin + directions * distances.unsqueeze(1);
        }
    };

    /// `count` pixels chosen at random, or all of them in order when count is 0.
    Labels pixels(int64_t count) const
    {
        const int64_t total = m_size * m_size;
        const auto index = count > 0 ? at::randint(total, {count}, at::TensorOptions(m_maps.device()).dtype(at::kLong))
                                     : at::arange(total, at::TensorOptions(m_maps.device()).dtype(at::kLong));
        const auto maps = m_maps.view({total, 9}).index_select(0, index);
        Labels labels;
        labels.rgb = maps.narrow(1, 0, 3);
        labels.alpha = maps.select(1, 3);
        labels.front = maps.select(1, 4);
        labels.back = maps.select(1, 5);
        labels.backRgb = maps.narrow(1, 6, 3);
        labels.directions = m_directions.index_select(0, index);
        labels.origin = m_origin;
        return labels;
    }

private:
    int64_t m_size;
    at::Tensor m_maps, m_origin, m_directions;
};

at::Tensor randomLike(const at::Tensor& like) { return at::rand_like(like); }

/// Colour where the surfaces are known: the photograph in front, its blurred continuation behind.
at::Tensor surfaceLoss(const RadianceField& field, const TargetSampler& sampler, const FitTarget& target,
                       int64_t count)
{
    const auto labels = sampler.pixels(count);
    const auto weight = (labels.alpha > 0.1).to(at::kFloat).unsqueeze(1);
    const auto front = field.query(labels.pointsAt(labels.front + randomLike(labels.front) * 0.01)).rgb - labels.rgb;
    auto loss = ((front.abs() + 4 * front.square()) * weight).sum() / (3 * weight.sum() + 1);
    const auto rear = sampler.pixels(target.closedBack ? kBackPoints : kBackPoints / 2);
    const auto inside = (rear.alpha > 0.5).to(at::kFloat).unsqueeze(1);
    const auto share = randomLike(rear.back);
    // A scene is solid behind what is seen: its colours go on inwards, for whoever looks at the cut.
    const auto along = target.closedBack ? rear.back - (rear.back - rear.front) * share * 0.25
                                         : rear.front + (kFarthest - rear.front) * share;
    const auto back = field.query(rear.pointsAt(along)).rgb;
    return loss + (target.closedBack ? 0.5 : 0.2) * ((back - rear.backRgb).abs() * inside).sum() / (3 * inside.sum() + 1);
}

/// Solid between front and back, free elsewhere; most labels close to the surfaces. Soft edges carry no label.
at::Tensor densityLoss(const RadianceField& field, const TargetSampler& sampler, const FitTarget& target,
                       int64_t count)
{
    const auto labels = sampler.pixels(count);
    const auto farEnd = at::full_like(labels.front, kFarthest);
    const auto near = at::randn_like(labels.front) * 0.04;
    const auto kind = randomLike(labels.front);
    const auto anywhere = 3.95 + randomLike(labels.front) * (kFarthest - 3.95);
    const auto within = labels.front + randomLike(labels.front) * (labels.back - labels.front).clamp_max(kSolidDepth);
    auto distance = at::where(kind < 0.45, labels.front + near, at::where(kind < 0.7, within, anywhere));
    if (target.closedBack)
        distance = at::where((kind > 0.3) & (kind < 0.45), labels.back + near, distance);
    distance = at::minimum(distance, farEnd);
    const auto covered = labels.alpha > 0.5;
    const auto solid = (covered & (distance > labels.front) & (distance < labels.back)).to(at::kFloat);
    const auto sure = ((labels.alpha < 0.05) | (labels.alpha > 0.95)).to(at::kFloat);
    const auto logits = field.query(labels.pointsAt(distance)).rawDensity / kDensityGain * 2;
    const auto loss = at::binary_cross_entropy_with_logits(logits, solid, {}, {}, at::Reduction::None);
    return (loss * sure).sum() / (sure.sum() + 1);
}

/// G3DR's canonical step: L_rgb + 2 L_D + rho L_op with gated gradients; fine samples from the known depth. The square
/// beside L_rgb weighs the few pixels that are far off.
at::Tensor renderLoss(const RadianceField& field, const TargetSampler& sampler, int64_t count, double ramp)
{
    const auto labels = sampler.pixels(count);
    RenderSettings settings;
    settings.coarseSamples = 8;
    settings.fineSamples = 16;
    settings.depth = labels.front;
    settings.fineFromDepth = true;
    settings.gate = true;
    const Rays rays{labels.origin.unsqueeze(0).expand({count, 3}), labels.directions};
    const auto result = renderRays(field, rays, settings);
    const auto alpha = labels.alpha.unsqueeze(1);
    const auto inside = (labels.alpha > 0.95).to(at::kFloat);
    const auto difference = result.rgb - (2 * labels.rgb * alpha - 1);
    const auto rgb = difference.abs().mean() + 2 * difference.square().mean();
    const auto depth = ((result.depth - labels.front).abs() * inside).sum() / (inside.sum() + 1);
    const auto opacity = (result.opacity - labels.alpha).abs().mean();
    return rgb + 2 * depth + ramp * opacity;
}

double cosine(int step, int steps)
{
    const double warm = std::min(1.0, (step + 1) / 10.0);
    return warm * (0.02 + 0.98 * 0.5 * (1 + std::cos(M_PI * step / steps)));
}

} // namespace

std::shared_ptr<const TriplaneField> fitField(const FitTarget& target, const FitSettings& settings,
                                              c10::Device device,
                                              const std::function<void(const TriplaneField&)>& onPreview,
                                              JobContext& context)
{
    torch::manual_seed(context.seed());
    Parameters parameters(settings, device);
    const TargetSampler sampler(target, device);
    FusedAdam planeAdam({parameters.planes}, 0.1), mlpAdam(parameters.mlpTensors(), 0.02);
    auto lastPreview = std::chrono::steady_clock::now();
    double previewPause = settings.previewSeconds;
    for (int step = 0; step < settings.steps; ++step) {
        context.report("Field", double(step) / settings.steps);
        const auto field = parameters.field(target.sceneFromField);
        const auto loss = surfaceLoss(field, sampler, target, settings.surfacePoints) +
                          0.1 * densityLoss(field, sampler, target, settings.volumePoints) +
                          renderLoss(field, sampler, settings.rays, std::min(1.0, 2.0 * step / settings.steps));
        loss.backward();
        planeAdam.step(cosine(step, settings.steps));
        mlpAdam.step(cosine(step, settings.steps));
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double> since = now - lastPreview;
        if (onPreview && settings.previewSeconds > 0 && since.count() > previewPause && step > 10) {
            onPreview(parameters.frozen(target.sceneFromField));
            lastPreview = std::chrono::steady_clock::now();
            // On a slow or busy machine a preview costs more: it never takes more than a fifth of the time.
            const std::chrono::duration<double> cost = lastPreview - now;
            previewPause = std::max(settings.previewSeconds, 4 * cost.count());
        }
    }
    if (!at::isfinite(parameters.planes.detach()).all().item<bool>())
        throw Error(ErrorCode::internal, "Fit: expected finite features, found a value that is not a number");
    context.report("Field", 1);
    return std::make_shared<TriplaneField>(parameters.frozen(target.sceneFromField));
}

double canonicalPsnr(const RadianceField& field, const FitTarget& target, JobContext& context)
{
    const at::NoGradGuard noGradient;
    const int size = int(target.alpha.size(0));
    const Rays rays = g3drRays(g3drCamera(float(M_PI / 2), float(M_PI / 2)), size, size);
    RenderSettings settings;
    settings.coarseSamples = 48;
    settings.fineSamples = 48;
    settings.deterministic = true;
    const auto wanted = (target.rgb * target.alpha.unsqueeze(-1)).view({-1, 3});
    double sum = 0;
    constexpr int64_t kChunk = 4096;
    for (int64_t start = 0; start < rays.origins.size(0); start += kChunk) {
        context.check();
        const int64_t count = std::min(kChunk, rays.origins.size(0) - start);
        const Rays chunk{rays.origins.narrow(0, start, count).to(field.device()),
                         rays.directions.narrow(0, start, count).to(field.device())};
        const auto rgb = ((renderRays(field, chunk, settings).rgb + 1) * 0.5).cpu();
        sum += (rgb - wanted.narrow(0, start, count)).square().sum().item<double>();
    }
    return -10 * std::log10(sum / double(wanted.numel()) + 1e-12);
}

} // namespace bozzetto
