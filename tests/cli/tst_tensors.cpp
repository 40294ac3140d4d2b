#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <QTemporaryDir>
#include <QTest>
#include <torch/types.h>

#include "core/g3dr/input.h"
#include "core/g3dr/model.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "tests/cli/program.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr int kSide = 128, kChannels = 64, kSamples = 64;

struct Vec
{
    double x = 0, y = 0, z = 0;
    double operator[](int axis) const { return axis == 0 ? x : axis == 1 ? y : z; }
};
Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vec operator*(Vec a, double s) { return {a.x * s, a.y * s, a.z * s}; }
Vec cross(Vec a, Vec b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
Vec normalized(Vec a) { return a * (1 / std::sqrt(a.x * a.x + a.y * a.y + a.z * a.z)); }
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

/// What one ray shows.
struct Seen
{
    double rgb[3] = {}, depth = 0, opacity = 0;
};

/// The specification's renderer (g3dr.md, sections 2, 5, 6 and 7), one ray at a time in double precision, sharing no line
/// with the product: planes [3, 64, 128, 128] with the stock axes, decoder weights as stored.
class PlainRenderer
{
public:
    PlainRenderer(const at::Tensor& planes, const RadianceMlp& mlp)
    {
        copy(m_levels[0], planes);
        for (int level = 1; level < 3; ++level)
            m_levels[level] = halved(m_levels[0], 1 << level);
        copy(m_weight0, mlp.weight0);
        copy(m_bias0, mlp.bias0);
        copy(m_weight1, mlp.weight1);
        copy(m_bias1, mlp.bias1);
    }

    Seen look(double yawDegrees, double pitchDegrees, int row, int column) const
    {
        const double yaw = M_PI / 2 + yawDegrees * M_PI / 180, pitch = M_PI / 2 + pitchDegrees * M_PI / 180;
        const Vec eye = Vec{std::sin(pitch) * std::sin(-yaw), std::cos(pitch), std::sin(pitch) * std::cos(yaw)} * 5;
        const Vec forward = normalized(eye * -1), left = normalized(cross({0, 1, 0}, forward));
        const Vec up = normalized(cross(forward, left));
        const double u = -1 + 2.0 * column / (kSide - 1), v = 1 - 2.0 * row / (kSide - 1);
        return march(eye, normalized(left * -u + up * v + forward * (1 / std::tan(M_PI / 20))));
    }

private:
    using Samples = std::vector<std::pair<double, std::array<double, 4>>>; ///< distance; raw density and colour

    static void copy(std::vector<double>& to, const at::Tensor& from)
    {
        const auto values = from.detach().to(at::kDouble).contiguous();
        to.assign(values.const_data_ptr<double>(), values.const_data_ptr<double>() + values.numel());
    }

    /// Triangle of half-width `factor` around each output's centre, renormalised at the border.
    static std::vector<double> halved(const std::vector<double>& from, int factor)
    {
        const int size = kSide / factor;
        std::vector<double> weights(std::size_t(size * kSide), 0.0);
        for (int out = 0; out < size; ++out) {
            double sum = 0;
            for (int in = 0; in < kSide; ++in) {
                const double away = std::abs(in + 0.5 - factor * (out + 0.5)) / factor;
                sum += weights[std::size_t(out * kSide + in)] = std::max(0.0, 1 - away);
            }
            for (int in = 0; in < kSide; ++in)
                weights[std::size_t(out * kSide + in)] /= sum;
        }
        const auto matrix = torch::tensor(weights, at::kDouble).view({size, kSide});
        const auto planes = torch::tensor(from, at::kDouble).view({3 * kChannels, kSide, kSide});
        std::vector<double> result;
        copy(result, at::matmul(at::matmul(matrix, planes), matrix.t()));
        return result;
    }

    double bilinear(int level, int plane, int channel, double u, double v) const
    {
        const int size = kSide >> level;
        const double x = ((u + 1) * size - 1) / 2, y = ((v + 1) * size - 1) / 2;
        double sum = 0;
        for (int j = int(std::floor(y)); j <= int(std::floor(y)) + 1; ++j)
            for (int i = int(std::floor(x)); i <= int(std::floor(x)) + 1; ++i)
                if (i >= 0 && j >= 0 && i < size && j < size)
                    sum += (1 - std::abs(x - i)) * (1 - std::abs(y - j)) *
                           m_levels[level][std::size_t(((plane * kChannels + channel) * size + j) * size + i)];
        return sum;
    }

    std::array<double, 4> query(Vec point) const
    {
        constexpr int kAxes[3][2] = {{0, 1}, {0, 2}, {2, 0}}; // stock
        double feature[kChannels] = {}, hidden[64];
        for (int c = 0; c < kChannels; ++c)
            for (int plane = 0; plane < 3; ++plane)
                for (int level = 0; level < 3; ++level)
                    feature[c] += bilinear(level, plane, c, point[kAxes[plane][0]], point[kAxes[plane][1]]) / 3;
        for (int h = 0; h < 64; ++h) {
            double sum = m_bias0[std::size_t(h)];
            for (int c = 0; c < kChannels; ++c)
                sum += feature[c] * m_weight0[std::size_t(h * kChannels + c)] / 8;
            hidden[h] = softplus(sum);
        }
        std::array<double, 4> out{};
        for (int o = 0; o < 4; ++o) {
            double sum = m_bias1[std::size_t(o)];
            for (int h = 0; h < 64; ++h)
                sum += hidden[h] * m_weight1[std::size_t(o * 64 + h)] / 8;
            out[std::size_t(o)] = o == 0 ? sum : 1.002 / (1 + std::exp(-sum)) - 0.001;
        }
        return out;
    }

    static std::vector<double> weightsOf(const Samples& samples)
    {
        std::vector<double> weights;
        double passing = 1;
        for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
            const double sigma = softplus((samples[i].second[0] + samples[i + 1].second[0]) / 2 - 1);
            const double alpha = 1 - std::exp(-sigma * (samples[i + 1].first - samples[i].first));
            weights.push_back(alpha * passing);
            passing *= 1 - alpha + 1e-10;
        }
        return weights;
    }

    static std::vector<double> fineDistances(const Samples& coarse)
    {
        const auto weights = weightsOf(coarse);
        const std::size_t count = weights.size();
        const auto larger = [&](std::size_t i) { // max-pool with padding: element i of count + 1
            return std::max(i > 0 ? weights[i - 1] : -1e300, i < count ? weights[i] : -1e300);
        };
        std::vector<double> edges, sums{0};
        for (std::size_t i = 0; i + 1 < coarse.size(); ++i)
            edges.push_back((coarse[i].first + coarse[i + 1].first) / 2);
        for (std::size_t i = 1; i + 1 < count; ++i)
            sums.push_back(sums.back() + (larger(i) + larger(i + 1)) / 2 + 0.01 + 1e-5);
        const double total = sums.back();
        for (double& sum : sums)
            sum /= total;
        return invert(edges, sums);
    }

    static std::vector<double> invert(const std::vector<double>& edges, const std::vector<double>& cdf)
    {
        std::vector<double> distances;
        for (int k = 0; k < kSamples; ++k) {
            const double u = (k + 0.5) / kSamples;
            const auto above = std::upper_bound(cdf.begin(), cdf.end(), u) - cdf.begin();
            const auto low = std::size_t(std::max<std::ptrdiff_t>(above - 1, 0));
            const auto high = std::min(std::size_t(above), cdf.size() - 1);
            const double width = cdf[high] - cdf[low] < 1e-5 ? 1 : cdf[high] - cdf[low];
            distances.push_back(edges[low] + (u - cdf[low]) / width * (edges[high] - edges[low]));
        }
        return distances;
    }

    Seen march(Vec eye, Vec direction) const
    {
        double start = -1e300, end = 1e300;
        for (int axis = 0; axis < 3; ++axis) {
            const double a = (-1 - eye[axis]) / direction[axis], b = (1 - eye[axis]) / direction[axis];
            start = std::max(start, std::min(a, b));
            end = std::min(end, std::max(a, b));
        }
        if (start >= end)
            return {{-1, -1, -1}, 0, 0};
        Samples samples;
        const auto add = [&](double t) { samples.emplace_back(t, query(eye + direction * t)); };
        for (int k = 0; k < kSamples; ++k)
            add(start + (k + 0.5) * (end - start) / (kSamples - 1));
        for (double t : fineDistances(samples))
            add(t);
        std::sort(samples.begin(), samples.end());
        const auto weights = weightsOf(samples);
        Seen seen;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            seen.opacity += weights[i];
            seen.depth += weights[i] * (samples[i].first + samples[i + 1].first) / 2;
            for (std::size_t c = 0; c < 3; ++c)
                seen.rgb[c] += weights[i] * (samples[i].second[c + 1] + samples[i + 1].second[c + 1]);
        }
        for (double& value : seen.rgb)
            value -= 1;
        seen.depth /= seen.opacity + 0.001;
        return seen;
    }

    std::vector<double> m_levels[3], m_weight0, m_bias0, m_weight1, m_bias1;
};

/// A gradient in front of a ramp: every pixel differs.
Image testPhoto()
{
    Image photo(160, 160, 3);
    for (int y = 0; y < 160; ++y)
        for (int x = 0; x < 160; ++x) {
            photo.at(x, y, 0) = float(x) / 160;
            photo.at(x, y, 1) = float(y) / 160;
            photo.at(x, y, 2) = (x / 16 + y / 16) % 2 ? 0.8f : 0.2f;
        }
    return photo;
}

Image testDepth()
{
    Image depth(160, 160, 1);
    for (int y = 0; y < 160; ++y)
        for (int x = 0; x < 160; ++x)
            depth.at(x, y) = 0.2f + 0.6f * float(x + y) / 320;
    return depth;
}

} // namespace

/// `render --tensors` on a checkpoint of the official layout, which other implementations are compared with.
class TestTensors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreTheSpecifications()
    {
        QTemporaryDir folder;
        const auto at = [&](const char* name) { return folder.filePath(QString::fromUtf8(name)); };
        encodePicture(testPhoto(), at("photo.png").toStdString());
        encodePicture(testDepth(), at("depth.png").toStdString(), 16);
        torch::manual_seed(4);
        UnetOptions options;
        options.baseWidth = 8;
        const TriplaneUnet unet(options);
        {
            const at::NoGradGuard noGradient;
            unet.decoder().bias1[0] = 2; // dense enough that the rays end inside the cube
        }
        saveG3drModel(unet, at("random.safetensors").toStdString());
        const QStringList arguments{QStringLiteral("render"), at("photo.png"), QStringLiteral("--depth"),
                                    at("depth.png"), QStringLiteral("--weights"), at("random.safetensors"),
                                    QStringLiteral("--axes"), QStringLiteral("stock"), QStringLiteral("--views"),
                                    QStringLiteral("0:0,20:0,-20:5"), QStringLiteral("--samples"),
                                    QString::number(kSamples), QStringLiteral("--deterministic"),
                                    QStringLiteral("--device"), QStringLiteral("cpu"), QStringLiteral("--tensors"),
                                    at("out.safetensors")};
        const auto outcome = run(arguments);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto file = readSafetensors(at("out.safetensors").toStdString());
        QCOMPARE(file.tensors.size(), std::size_t(2 + 3 * 3));
        const auto tensor = [&](const std::string& name, at::IntArrayRef shape) {
            const auto* found = file.find(name);
            if (!found || found->sizes() != shape || found->scalar_type() != at::kFloat)
                qFatal("%s: missing, or of another shape or type", name.c_str());
            return *found;
        };
        const auto input = tensor("input", {4, kSide, kSide}), planes = tensor("planes", {3, kChannels, kSide, kSide});
        QVERIFY(input.equal(prepareG3drInput(decodePicture(at("photo.png").toStdString()),
                                             decodePlane(at("depth.png").toStdString()))));
        QVERIFY(input[3].min().item<float>() > 4.3f && input[3].max().item<float>() < 5.7f);
        const auto direct = unet.forward(input.unsqueeze(0))[0].detach();
        const double apart = (direct - planes).norm().item<double>() / direct.norm().item<double>();
        qInfo("planes against a float32 forward pass: %.2g of their norm", apart);
        QVERIFY(apart < 1e-5);
        compare(tensor, PlainRenderer(planes, unet.decoder()));
    }

private:
    using Find = std::function<at::Tensor(const std::string& name, at::IntArrayRef shape)>;

    void compare(const Find& tensor, const PlainRenderer& plain)
    {
        const double views[3][2] = {{0, 0}, {20, 0}, {-20, 5}};
        double worst = 0;
        for (int k = 0; k < 3; ++k) {
            const auto rgb = tensor("rgb_" + std::to_string(k), {kSide, kSide, 3});
            const auto depth = tensor("depth_" + std::to_string(k), {kSide, kSide});
            const auto opacity = tensor("opacity_" + std::to_string(k), {kSide, kSide});
            QVERIFY(opacity.max().item<float>() > 0.5f);
            for (int row : {0, 31, 64, 101, 127})
                for (int column : {0, 40, 64, 90, 127}) {
                    const Seen seen = plain.look(views[k][0], views[k][1], row, column);
                    for (int c = 0; c < 3; ++c)
                        worst = std::max(worst, std::abs(rgb[row][column][c].item<double>() - seen.rgb[c]));
                    worst = std::max(worst, std::abs(opacity[row][column].item<double>() - seen.opacity));
                    worst = std::max(worst, std::abs(depth[row][column].item<double>() - seen.depth) / 5);
                }
        }
        qInfo("largest difference from the plain renderer over 75 rays: %.2g", worst);
        QVERIFY(worst < 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestTensors)
#include "tst_tensors.moc"
