#include "core/g3dr/object_decoder.h"

#include <algorithm>

#include <ATen/Parallel.h>
#include <torch/types.h>

#include "core/base/shape_check.h"
#include "core/field/lane_math.h"
#include "core/field/triplane_math.h"

namespace bozzetto {

namespace {

using namespace lanes;

constexpr int kBlock = 48; // points that go through the MLP together: whole lanes and whole tiles
constexpr int kTile = 6;   // points whose sums are in registers together
constexpr int kPixelChannels = 5; // alpha, height, rgb
constexpr float kInside = 0.25f;  // matte above which a pixel counts, as in ObjectNetwork

struct LayerView
{
    const float *weights, *bias;
    int inputs, outputs; ///< outputs in whole vectors
};

/// What decodes points; plain, so that one body serves every instruction set.
struct Work
{
    LayerView layers[3];
    const float *planes, *pixels, *soft; ///< soft null: every pixel is passed on as it is
    int features, pixelSide, softSide;
    float distance, tangent, known, colour;
    bool passesColour;

    BOZZETTO_ALWAYS_INLINE int rowLength() const { return layers[0].inputs; }
};

/// What a block of points needs between the stages.
struct Scratch
{
    std::vector<float> rows, first, second, out;
    alignas(64) float behind[kBlock] = {};
    float inside[kBlock], known[kBlock];
    float colour[kBlock][3];

    explicit Scratch(const Work& work)
        : rows(std::size_t(kBlock * work.rowLength())), first(std::size_t(kBlock * work.layers[0].outputs)),
          second(std::size_t(kBlock * work.layers[1].outputs)), out(std::size_t(kBlock * kLanes))
    {
    }
};

template <int Constant>
BOZZETTO_ALWAYS_INLINE void blend(const triplane::Taps& taps, const float* map, int channels, int width, float* to)
{
    const int count = Constant ? Constant : width;
    const float* a = map + taps.offset[0] * channels;
    const float* b = map + taps.offset[1] * channels;
    const float* c = map + taps.offset[2] * channels;
    const float* d = map + taps.offset[3] * channels;
    for (int k = 0; k < count; ++k)
        to[k] = taps.weight[0] * a[k] + taps.weight[1] * b[k] + taps.weight[2] * c[k] + taps.weight[3] * d[k];
}

/// The inputs of one point but for the relative depths: plane features, place, matte, pixel.
BOZZETTO_ALWAYS_INLINE void gather(const Work& work, const float* point, int n, Scratch& scratch)
{
    const float x = point[0], y = point[1], z = point[2], cube = 1.0f / kObjectCube;
    const float scale = 1.0f / (std::max(work.distance - z, 1e-3f) * work.tangent);
    const float u[3] = {x * scale, x * cube, z * cube}, v[3] = {y * scale, z * cube, y * cube};
    float* row = scratch.rows.data() + n * work.rowLength();
    const int features = work.features;
    for (int plane = 0; plane < 3; ++plane) {
        const auto taps = triplane::bilinearTaps(u[plane], -v[plane], kObjectPlaneSide, kObjectPlaneSide);
        if (features == 16)
            blend<16>(taps, work.planes + plane * features, 3 * features, features, row);
        else
            blend<0>(taps, work.planes + plane * features, 3 * features, features, row);
        row += features;
    }
    float pixel[kPixelChannels];
    blend<kPixelChannels>(triplane::bilinearTaps(u[0], -v[0], work.pixelSide, work.pixelSide), work.pixels,
                          kPixelChannels, kPixelChannels, pixel);
    const float inside = pixel[0] > kInside ? 1.0f : 0.0f, share = inside / std::max(pixel[0], kInside);
    scratch.inside[n] = inside;
    scratch.known[n] = inside * work.known;
    scratch.behind[n] = (z - pixel[1] * share) * scratch.known[n];
    row[0] = x * cube;
    row[1] = y * cube;
    row[2] = z * cube;
    row[3] = pixel[0];
    row[7] = scratch.known[n];
    for (int k = 0; k < 3; ++k)
        row[8 + k] = scratch.colour[n][k] = pixel[2 + k] * share * work.colour;
    const float hidden = std::min((-scratch.behind[n] - kSoftFrom) * (1.0f / (kSoftTo - kSoftFrom)), 1.0f);
    if (!work.soft || hidden <= 0)
        return;
    float soft[3];
    blend<3>(triplane::bilinearTaps(u[0], -v[0], work.softSide, work.softSide), work.soft, 3, 3, soft);
    for (int k = 0; k < 3; ++k)
        scratch.colour[n][k] += hidden * (soft[k] - scratch.colour[n][k]);
}

BOZZETTO_ALWAYS_INLINE Vector hyperbolicTangent(Vector x) { return 2.0f * sigmoid(2.0f * x) - 1.0f; }

BOZZETTO_ALWAYS_INLINE void addRelativeDepths(const Work& work, Scratch& scratch)
{
    for (int start = 0; start < kBlock; start += kLanes) {
        const Vector behind = *reinterpret_cast<const Vector*>(scratch.behind + start);
        const Vector near = hyperbolicTangent(10.0f * behind), sharp = hyperbolicTangent(50.0f * behind);
        for (int n = 0; n < kLanes; ++n) {
            float* row = scratch.rows.data() + (start + n) * work.rowLength() + 3 * work.features + 4;
            row[0] = 2 * behind[n];
            row[1] = near[n];
            row[2] = sharp[n];
        }
    }
}

/// Vectors [first, first + Width) of a layer's outputs for kTile points.
template <int Width, bool Active>
BOZZETTO_ALWAYS_INLINE void multiplyTile(const LayerView& layer, const float* in, float* out, int first)
{
    const int vectors = layer.outputs / kLanes;
    const auto* weights = reinterpret_cast<const Vector*>(layer.weights) + first;
    Vector sums[kTile][Width];
    for (int n = 0; n < kTile; ++n)
        for (int w = 0; w < Width; ++w)
            sums[n][w] = reinterpret_cast<const Vector*>(layer.bias)[first + w];
    for (int c = 0; c < layer.inputs; ++c, weights += vectors)
        for (int n = 0; n < kTile; ++n) {
            const float value = in[n * layer.inputs + c];
            for (int w = 0; w < Width; ++w)
                sums[n][w] += value * weights[w];
        }
    for (int n = 0; n < kTile; ++n)
        for (int w = 0; w < Width; ++w) {
            const Vector sum = sums[n][w];
            reinterpret_cast<Vector*>(out + n * layer.outputs)[first + w] = Active ? sum * sigmoid(sum) : sum;
        }
}

template <bool Active> BOZZETTO_ALWAYS_INLINE void multiply(const LayerView& layer, const float* in, float* out)
{
    const int vectors = layer.outputs / kLanes;
    for (int start = 0; start < kBlock; start += kTile) {
        int first = 0;
        for (; first + 4 <= vectors; first += 4)
            multiplyTile<4, Active>(layer, in + start * layer.inputs, out + start * layer.outputs, first);
        for (; first < vectors; ++first)
            multiplyTile<1, Active>(layer, in + start * layer.inputs, out + start * layer.outputs, first);
    }
}

BOZZETTO_ALWAYS_INLINE void decodeBlock(const Work& work, const float* points, std::int64_t count, Scratch& scratch,
                                        float* logit, float* rgb)
{
    for (int n = 0; n < int(count); ++n)
        gather(work, points + 3 * n, n, scratch);
    addRelativeDepths(work, scratch);
    multiply<true>(work.layers[0], scratch.rows.data(), scratch.first.data());
    multiply<true>(work.layers[1], scratch.first.data(), scratch.second.data());
    multiply<false>(work.layers[2], scratch.second.data(), scratch.out.data());
    for (int n = 0; n < int(count); ++n) {
        const Vector out = *reinterpret_cast<const Vector*>(scratch.out.data() + n * kLanes);
        const Vector share = sigmoid(out);
        logit[n] = out[0];
        const float gate = work.passesColour ? share[4] * scratch.inside[n] : 0.0f;
        for (int k = 0; k < 3; ++k)
            rgb[3 * n + k] = gate * scratch.colour[n][k] + (1 - gate) * share[1 + k];
    }
}

BOZZETTO_ALWAYS_INLINE void decodeAny(const Work& work, const float* points, std::int64_t count, float* logit,
                                      float* rgb)
{
    Scratch scratch(work);
    for (std::int64_t n = 0; n < count; n += kBlock)
        decodeBlock(work, points + 3 * n, std::min<std::int64_t>(kBlock, count - n), scratch, logit + n, rgb + 3 * n);
}

void decodePlain(const Work& work, const float* points, std::int64_t count, float* logit, float* rgb)
{
    decodeAny(work, points, count, logit, rgb);
}

BOZZETTO_FOR_AVX512 void decodeAvx512(const Work& work, const float* points, std::int64_t count, float* logit,
                                      float* rgb)
{
    decodeAny(work, points, count, logit, rgb);
}

BOZZETTO_FOR_AVX2 void decodeAvx2(const Work& work, const float* points, std::int64_t count, float* logit,
                                  float* rgb)
{
    decodeAny(work, points, count, logit, rgb);
}

} // namespace

bool PackedObjectDecoder::fits(const ObjectNetwork& network, const at::Tensor& planes)
{
    return planes.is_cpu() && planes.scalar_type() == at::kFloat && network.options().hidden % kLanes == 0;
}

PackedObjectDecoder::Layer PackedObjectDecoder::pack(const at::Tensor& weight, const at::Tensor& bias)
{
    Layer layer;
    const int64_t outputs = weight.size(0), inputs = weight.size(1), padded = (outputs + kLanes - 1) / kLanes * kLanes;
    layer.inputs = int(inputs);
    layer.outputs = int(padded);
    layer.weights.assign(std::size_t(inputs * padded), 0.0f);
    layer.bias.assign(std::size_t(padded), 0.0f);
    const auto rows = weight.detach().to(at::kFloat).t().contiguous(), offsets = bias.detach().to(at::kFloat).contiguous();
    for (int64_t c = 0; c < inputs; ++c)
        std::copy_n(rows.const_data_ptr<float>() + c * outputs, outputs, layer.weights.data() + c * padded);
    std::copy_n(offsets.const_data_ptr<float>(), outputs, layer.bias.data());
    return layer;
}

PackedObjectDecoder::PackedObjectDecoder(const ObjectNetwork& network, const at::Tensor& planes,
                                         const ObjectViews& views)
    : m_planes(planes[0].detach().contiguous()), m_features(network.options().features),
      m_distance(views.distance.item<float>()), m_tangent(views.tangent.item<float>()),
      m_known(network.options().relativeDepth ? views.hasHeight.item<float>() : 0.0f),
      m_colour(network.options().pixelColour ? 1.0f : 0.0f), m_passesColour(network.options().pixelColour)
{
    requireShape(planes, "planes", {1, kObjectPlaneSide, kObjectPlaneSide, 3 * m_features});
    m_pixels = at::cat({views.alpha, views.height, views.colour}, 1)[0].permute({1, 2, 0}).to(at::kFloat).contiguous();
    if (views.soft.defined())
        m_soft = views.soft[0].permute({1, 2, 0}).to(at::kFloat).contiguous();
    for (int l = 0; l < 3; ++l)
        m_layers[l] = pack(network.parameter(fmt::format("mlp.{}.weight", l)),
                           network.parameter(fmt::format("mlp.{}.bias", l)));
}

ObjectSamples PackedObjectDecoder::decode(const at::Tensor& points) const
{
    requireShape(points, "points", {-1, 3});
    static const auto run = forThisProcessor(decodeAvx512, decodeAvx2, decodePlain);
    const auto places = points.to(at::kFloat).contiguous();
    const int64_t count = places.size(0);
    auto logit = at::empty({count}), rgb = at::empty({count, 3});
    Work work{};
    for (int l = 0; l < 3; ++l)
        work.layers[l] = {m_layers[l].weights.data(), m_layers[l].bias.data(), m_layers[l].inputs, m_layers[l].outputs};
    work.planes = m_planes.const_data_ptr<float>();
    work.pixels = m_pixels.const_data_ptr<float>();
    work.soft = m_soft.defined() ? m_soft.const_data_ptr<float>() : nullptr;
    work.softSide = m_soft.defined() ? int(m_soft.size(0)) : 0;
    work.features = m_features;
    work.pixelSide = int(m_pixels.size(0));
    work.distance = m_distance;
    work.tangent = m_tangent;
    work.known = m_known;
    work.colour = m_colour;
    work.passesColour = m_passesColour;
    const float* from = places.const_data_ptr<float>();
    float *logits = logit.data_ptr<float>(), *colours = rgb.data_ptr<float>();
    at::parallel_for(0, count, 64 * kBlock, [&](int64_t begin, int64_t end) {
        run(work, from + 3 * begin, end - begin, logits + begin, colours + 3 * begin);
    });
    return {logit, rgb};
}

} // namespace bozzetto
