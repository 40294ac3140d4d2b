#include "core/g3dr/object_refine.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/g3dr/fused_adam.h"
#include "core/g3dr/object_loss.h"

namespace bozzetto {

namespace {

constexpr double kPlaneRate = 0.01, kMlpRate = 2e-3;
constexpr double kReach = 0.1;    // rays are sampled this far before and behind the visible surface, object units
constexpr double kFreedom = 0.04; // nearer than this to the visible surface the field may change
constexpr int kSurfaceSamples = 28, kOpenSamples = 48;
constexpr int64_t kPool = 60'000; // points that are held
constexpr double kKeepWeight = 1.0, kKeepColour = 2.0;

/// The photograph's pixels and the rays behind them.
class PhotoRays
{
public:
    PhotoRays(const ObjectViews& views, at::Generator generator)
        : m_side(views.alpha.size(3)), m_distance(views.distance.item<double>()),
          m_tangent(views.tangent.item<double>()), m_generator(std::move(generator)),
          m_maps(at::cat({views.colour, views.alpha, views.height}, 1)[0].permute({1, 2, 0}).reshape({-1, 5}))
    {
        const auto wide = at::max_pool2d(views.alpha, {33, 33}, {1, 1}, {16, 16}).flatten();
        m_covered = at::nonzero(m_maps.select(1, 3) > 0.98).flatten();
        m_edge = at::nonzero((wide > 0.02) & (m_maps.select(1, 3) <= 0.98)).flatten();
        m_known = views.hasHeight.item<float>() > 0;
    }

    /// Rays through covered pixels, sampled about the visible surface.
    ObjectBatch onSurface(const ObjectViews& views, int count) const
    {
        ObjectBatch batch = through(views, m_covered, count);
        const auto depth = batch.rayDepth;
        batch.rayNear = m_known ? depth - kReach : at::full_like(depth, m_distance - 0.75);
        batch.rayFar = m_known ? depth + kReach : at::full_like(depth, m_distance + 0.75);
        return batch;
    }

    /// Rays through the silhouette's edge and what lies around it, along their whole way.
    ObjectBatch beside(const ObjectViews& views, int count) const
    {
        ObjectBatch batch = through(views, m_edge.numel() > 0 ? m_edge : m_covered, count);
        batch.rayNear = at::full_like(batch.rayDepth, m_distance - 0.75);
        batch.rayFar = at::full_like(batch.rayDepth, m_distance + 0.75);
        return batch;
    }

    bool empty() const { return m_covered.numel() == 0; }

private:
    ObjectBatch through(const ObjectViews& views, const at::Tensor& among, int count) const
    {
        const auto pixel =
            among.index_select(0, at::randint(among.numel(), {count}, m_generator, at::TensorOptions(at::kLong)));
        const auto values = m_maps.index_select(0, pixel);
        const auto u = (at::remainder(pixel, m_side).to(at::kFloat) * 2 + 1) / double(m_side) - 1;
        const auto v = 1 - (at::div(pixel, m_side, "floor").to(at::kFloat) * 2 + 1) / double(m_side);
        ObjectBatch batch;
        batch.views = views;
        batch.rayDirection = at::stack({u * m_tangent, v * m_tangent, at::full_like(u, -1)}, 1).unsqueeze(0);
        batch.rayOrigin = torch::tensor({0.0f, 0.0f, float(m_distance)}).view({1, 1, 3});
        batch.rayColour = values.narrow(1, 0, 3).unsqueeze(0);
        batch.rayAlpha = values.select(1, 3).unsqueeze(0);
        batch.rayDepth = m_distance - (values.select(1, 4) / batch.rayAlpha.clamp_min(0.05));
        return batch;
    }

    int64_t m_side;
    double m_distance, m_tangent;
    at::Generator m_generator;
    at::Tensor m_maps; ///< [S * S, 5] colour times alpha, alpha, height times alpha
    at::Tensor m_covered, m_edge;
    bool m_known = false;
};

/// Points at which the field is held, and what it said there.
struct Kept
{
    at::Tensor points; ///< [N, 3]
    at::Tensor solid;  ///< [N] probability
    at::Tensor rgb;    ///< [N, 3]

    Kept(const ObjectField& field, const at::Generator& generator)
    {
        const auto cube = (at::rand({4 * kPool, 3}, generator) * 2 - 1) * double(kObjectCube);
        const auto said = field.decode(cube);
        // Undecided places and surfaces count most; of plain air and plain inside a tenth is enough.
        const auto chance = at::rand({cube.size(0)}, generator);
        const auto wanted = ((said.logit.abs() < 8) | (chance < 0.1)) & ~isFree(field, cube);
        const auto index = at::nonzero(wanted).flatten();
        const auto first = index.narrow(0, 0, std::min(kPool, index.numel()));
        points = cube.index_select(0, first);
        solid = at::sigmoid(said.logit.index_select(0, first));
        rgb = said.rgb.index_select(0, first);
    }

    at::Tensor loss(const ObjectNetwork& network, const at::Tensor& planes, const ObjectViews& views, int count,
                    const at::Generator& generator) const
    {
        const auto index = at::randint(points.size(0), {count}, generator, at::TensorOptions(at::kLong));
        const auto now = network.decode(planes, views, points.index_select(0, index).unsqueeze(0), true);
        const auto p = solid.index_select(0, index);
        const auto shape = at::binary_cross_entropy_with_logits(now.logit[0], p) - entropy(p);
        const auto colour = ((now.rgb[0] - rgb.index_select(0, index)).abs().mean(1) * p).mean();
        return kKeepWeight * shape + kKeepColour * colour;
    }

private:
    /// What a perfect answer would still cost.
    static at::Tensor entropy(const at::Tensor& p)
    {
        const auto q = p.clamp(1e-6, 1 - 1e-6);
        return -(q * at::log(q) + (1 - q) * at::log(1 - q)).mean();
    }

    /// Near the visible surface, and before it: there the photograph knows better.
    static at::Tensor isFree(const ObjectField& field, const at::Tensor& points)
    {
        const auto& views = field.views();
        const auto scale =
            1 / ((views.distance - points.select(1, 2)).clamp_min(1e-3) * views.tangent);
        const auto where = at::stack({points.select(1, 0) * scale, -points.select(1, 1) * scale}, 1);
        const auto pixel = at::grid_sampler_2d(at::cat({views.alpha, views.height}, 1), where.view({1, 1, -1, 2}), 0, 0,
                                               false)[0]
                               .select(1, 0);
        const auto height = pixel[1] / pixel[0].clamp_min(0.05);
        return (pixel[0] > 0.5) & (points.select(1, 2) > height - kFreedom) & (views.hasHeight > 0);
    }
};

at::Tensor photoLoss(const ObjectNetwork& network, const at::Tensor& planes, const ObjectBatch& batch, int samples,
                     const ObjectSurface& surface, const at::Generator& generator)
{
    const auto jitter = at::rand({1, batch.rayNear.size(1), samples}, generator);
    const auto marched = marchObject(network, planes, batch, jitter, {false, true, surface});
    const auto difference = marched.colour - batch.rayColour;
    const auto opacity = marched.opacity.clamp(1e-4, 1 - 1e-4);
    const auto covered = (batch.rayAlpha > 0.9).to(at::kFloat) * batch.views.hasHeight;
    const auto depth = ((marched.depth - batch.rayDepth).abs() * covered).mean();
    return difference.abs().mean() + 4 * difference.square().mean() +
           0.3 * at::binary_cross_entropy(opacity, batch.rayAlpha) + 0.5 * depth;
}

/// Soft densities learn, sharp ones are what is shown: from the one to the other.
ObjectSurface surfaceAt(const ObjectSurface& shown, double share)
{
    const double from = std::log(std::min(1.0, double(shown.sharpness))), to = std::log(double(shown.sharpness));
    return {shown.level, float(std::exp(from + (to - from) * share))};
}

double cosine(int step, int steps)
{
    return 0.05 + 0.95 * 0.5 * (1 + std::cos(M_PI * step / steps));
}

} // namespace

std::shared_ptr<const ObjectField>
refineObject(const ObjectField& start, const RefineSettings& settings,
             const std::function<void(std::shared_ptr<const ObjectField>)>& onPreview, JobContext& context)
{
    if (settings.steps < 10 || settings.steps > 5000)
        throw Error(ErrorCode::badInput, "Refine steps: expected 10 to 5000, found {}", settings.steps);
    if (!start.device().is_cpu())
        throw Error(ErrorCode::unsupported, "Refine: expected a field on the processor, found one on the GPU");
    const auto generator = at::detail::createCPUGenerator(context.seed());
    const auto& views = start.views();
    const PhotoRays photo(views, generator);
    if (photo.empty())
        throw Error(ErrorCode::badInput, "Refine: expected a covered photograph, found nothing in its matte");
    const Kept kept(start, generator);
    auto planes = start.planes().detach().clone().requires_grad_();
    const ObjectNetwork network = start.network().withOwnMlp();
    const auto frozen = [&] {
        return std::make_shared<const ObjectField>(std::make_shared<const ObjectNetwork>(network.withOwnMlp(false)),
                                                   planes.detach().clone(), views, start.surface());
    };
    FusedAdam planeAdam({planes}, kPlaneRate), mlpAdam(network.mlpParameters(), kMlpRate);
    auto lastPreview = std::chrono::steady_clock::now();
    double pause = settings.previewSeconds;
    for (int step = 0; step < settings.steps; ++step) {
        context.report("Field", double(step) / settings.steps);
        const auto surface = surfaceAt(start.surface(), double(step) / settings.steps);
        auto loss = photoLoss(network, planes, photo.onSurface(views, settings.rays), kSurfaceSamples, surface, generator) +
                    photoLoss(network, planes, photo.beside(views, settings.rays / 4), kOpenSamples, surface, generator) +
                    kept.loss(network, planes, views, settings.keptPoints, generator);
        loss.backward();
        planeAdam.step(cosine(step, settings.steps));
        mlpAdam.step(cosine(step, settings.steps));
        const auto now = std::chrono::steady_clock::now();
        if (onPreview && settings.previewSeconds > 0 &&
            std::chrono::duration<double>(now - lastPreview).count() > pause && step > 5) {
            onPreview(frozen());
            lastPreview = std::chrono::steady_clock::now();
            pause = std::max(settings.previewSeconds, 4 * std::chrono::duration<double>(lastPreview - now).count());
        }
    }
    if (!at::isfinite(planes.detach()).all().item<bool>())
        throw Error(ErrorCode::internal, "Refine: expected finite features, found a value that is not a number");
    context.report("Field", 1);
    return frozen();
}

} // namespace bozzetto
