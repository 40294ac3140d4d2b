#include "core/field/radiance_mlp_cpu.h"

#include <algorithm>
#include <cmath>

#include "core/field/lane_math.h"

namespace bozzetto {

namespace {

using namespace lanes;

constexpr int kTile = 8; // hidden units whose sums are in registers together

/// What evaluate() works on; plain, so that one body serves every instruction set.
struct Work
{
    const float *weight0, *bias0, *weight1, *bias1;
    int channels, hidden;
    float densityGain;
};

/// Hidden units [tile * kTile, + kTile) of kLanes points, added into the four outputs.
BOZZETTO_ALWAYS_INLINE void addTile(const Work& work, const Vector* inputs, int tile, Vector* outputs)
{
    const float* weights = work.weight0 + tile * work.channels * kTile;
    Vector sums[kTile];
    for (int h = 0; h < kTile; ++h)
        sums[h] = spread(work.bias0[tile * kTile + h]);
    for (int c = 0; c < work.channels; ++c)
        for (int h = 0; h < kTile; ++h)
            sums[h] += inputs[c] * weights[c * kTile + h];
    for (int h = 0; h < kTile; ++h) {
        const Vector active = softplus(sums[h]);
        for (int o = 0; o < 4; ++o)
            outputs[o] += active * work.weight1[(tile * kTile + h) * 4 + o];
    }
}

/// features of kLanes points, [channels] each, to `inputs` [channels] of kLanes values.
BOZZETTO_ALWAYS_INLINE void evaluateLanes(const Work& work, const float* features, std::int64_t count, float* inputs,
                                          float* rawDensity, float* rgb)
{
    for (std::int64_t n = 0; n < count; ++n)
        for (int c = 0; c < work.channels; ++c)
            inputs[c * kLanes + n] = features[n * work.channels + c];
    Vector outputs[4];
    for (int o = 0; o < 4; ++o)
        outputs[o] = spread(work.bias1[o]);
    for (int tile = 0; tile * kTile < work.hidden; ++tile)
        addTile(work, reinterpret_cast<const Vector*>(inputs), tile, outputs);
    outputs[0] *= work.densityGain;
    for (int o = 1; o < 4; ++o)
        outputs[o] = sigmoid(outputs[o]) * 1.002f - 0.001f;
    for (std::int64_t n = 0; n < count; ++n) {
        rawDensity[n] = outputs[0][n];
        for (int o = 1; o < 4; ++o)
            rgb[3 * n + o - 1] = outputs[o][n];
    }
}

BOZZETTO_ALWAYS_INLINE void evaluateAny(const Work& work, const float* features, std::int64_t count,
                                        float* rawDensity, float* rgb)
{
    std::vector<float> inputs(std::size_t(work.channels * kLanes), 0.0f);
    for (std::int64_t n = 0; n < count; n += kLanes)
        evaluateLanes(work, features + n * work.channels, std::min<std::int64_t>(kLanes, count - n), inputs.data(),
                      rawDensity + n, rgb + 3 * n);
}

void evaluatePlain(const Work& work, const float* features, std::int64_t count, float* rawDensity, float* rgb)
{
    evaluateAny(work, features, count, rawDensity, rgb);
}

BOZZETTO_FOR_AVX512 void evaluateAvx512(const Work& work, const float* features, std::int64_t count,
                                        float* rawDensity, float* rgb)
{
    evaluateAny(work, features, count, rawDensity, rgb);
}

BOZZETTO_FOR_AVX2 void evaluateAvx2(const Work& work, const float* features, std::int64_t count, float* rawDensity,
                                    float* rgb)
{
    evaluateAny(work, features, count, rawDensity, rgb);
}

} // namespace

bool PackedMlp::fits(const RadianceMlp& mlp)
{
    bool fits = mlp.weight0.size(0) % kTile == 0;
    for (const auto* tensor : {&mlp.weight0, &mlp.bias0, &mlp.weight1, &mlp.bias1})
        fits = fits && tensor->is_cpu() && tensor->scalar_type() == at::kFloat;
    return fits;
}

PackedMlp::PackedMlp(const RadianceMlp& mlp)
    : m_channels(int(mlp.weight0.size(1))), m_hidden(int(mlp.weight0.size(0))), m_densityGain(mlp.densityGain)
{
    const auto copy = [](const at::Tensor& tensor) {
        const auto values = tensor.detach().contiguous();
        return std::vector<float>(values.const_data_ptr<float>(), values.const_data_ptr<float>() + values.numel());
    };
    const double gain0 = 1 / std::sqrt(double(m_channels)), gain1 = 1 / std::sqrt(double(m_hidden));
    m_weight0 = copy((mlp.weight0.detach() * gain0).view({m_hidden / kTile, kTile, m_channels}).transpose(1, 2));
    m_bias0 = copy(mlp.bias0);
    m_weight1 = copy((mlp.weight1.detach() * gain1).t());
    const auto bias1 = copy(mlp.bias1);
    std::copy_n(bias1.begin(), 4, m_bias1);
}

void PackedMlp::evaluate(const float* features, std::int64_t count, float* rawDensity, float* rgb) const
{
    static const auto run = forThisProcessor(evaluateAvx512, evaluateAvx2, evaluatePlain);
    const Work work{m_weight0.data(), m_bias0.data(), m_weight1.data(), m_bias1, m_channels, m_hidden, m_densityGain};
    run(work, features, count, rawDensity, rgb);
}

} // namespace bozzetto
