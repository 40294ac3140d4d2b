#include <cmath>
#include <map>

#include <ATen/autocast_mode.h>
#include <fmt/ranges.h>

#include "core/g3dr/unet.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

using Keys = std::vector<std::pair<std::string, std::vector<int64_t>>>;

/// The key grammar of the g3dr specification, section 18.1, for any width, in the order of its Appendix B.
struct KeyGrammar
{
    int64_t w;
    Keys keys;

    void pair(const std::string& name, std::vector<int64_t> shape)
    {
        keys.push_back({name + ".weight", shape});
        keys.push_back({name + ".bias", {shape[0]}});
    }

    void block(const std::string& name, int64_t in, int64_t out)
    {
        pair(name + ".mlp.1", {2 * out, 4 * w});
        pair(name + ".block1.proj", {out, in, 3, 3});
        pair(name + ".block1.norm", {out});
        pair(name + ".block2.proj", {out, out, 3, 3});
        pair(name + ".block2.norm", {out});
        if (in != out)
            pair(name + ".res_conv", {out, in, 1, 1});
    }

    void attention(const std::string& name, int64_t c, bool linear)
    {
        keys.push_back({name + ".fn.fn.to_qkv.weight", {384, c, 1, 1}});
        pair(name + (linear ? ".fn.fn.to_out.0" : ".fn.fn.to_out"), {c, 128, 1, 1});
        if (linear)
            keys.push_back({name + ".fn.fn.to_out.1.g", {1, c, 1, 1}});
        keys.push_back({name + ".fn.norm.g", {1, c, 1, 1}});
    }

    void levels()
    {
        const std::vector<int64_t> down = {w, w, 2 * w, 4 * w, 8 * w};
        for (std::size_t i = 0; i < 4; ++i) {
            const auto name = "downs." + std::to_string(i);
            block(name + ".0", down[i], down[i]);
            block(name + ".1", down[i], down[i]);
            attention(name + ".2", down[i], true);
            i < 3 ? pair(name + ".3.1", {down[i + 1], 4 * down[i], 1, 1})
                  : pair(name + ".3", {8 * w, 4 * w, 3, 3});
        }
        const std::vector<int64_t> up = {8 * w, 4 * w, 2 * w, w}, skip = {4 * w, 2 * w, w, w};
        for (std::size_t i = 0; i < 4; ++i) {
            const auto name = "ups." + std::to_string(i);
            block(name + ".0", up[i] + skip[i], up[i]);
            block(name + ".1", up[i] + skip[i], up[i]);
            attention(name + ".2", up[i], true);
            pair(name + (i < 3 ? ".3.1" : ".3"), {skip[i], up[i], 3, 3});
        }
    }

    static Keys of(int64_t width)
    {
        KeyGrammar g{width, {{"pos_embed", {1, 2 * width, 128, 128}}}};
        g.pair("decoder.net.0", {64, 64});
        g.pair("decoder.net.2", {4, 64});
        g.pair("init_conv", {width, 4 + 2 * width, 7, 7});
        g.pair("time_mlp.1", {4 * width, width});
        g.pair("time_mlp.3", {4 * width, 4 * width});
        g.levels();
        g.block("mid_block1", 8 * width, 8 * width);
        g.attention("mid_attn", 8 * width, false);
        g.block("mid_block2", 8 * width, 8 * width);
        g.block("final_res_block", 2 * width, 2 * width);
        g.pair("final_conv", {192, 2 * width, 1, 1});
        return g.keys;
    }
};

Keys keysOf(const TriplaneUnet& unet)
{
    Keys keys;
    for (const auto& parameter : unet.named_parameters())
        keys.push_back({parameter.key(), parameter.value().sizes().vec()});
    return keys;
}

/// FNV-1a over "name d0xd1...;" of every key.
std::uint64_t hashOf(const Keys& keys)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const auto& [name, shape] : keys)
        for (const char c : fmt::format("{} {};", name, fmt::join(shape, "x")))
            hash = (hash ^ std::uint8_t(c)) * 0x100000001b3;
    return hash;
}

bool endsWith(const std::string& text, const char* end)
{
    const std::string_view tail(end);
    return text.size() >= tail.size() && std::string_view(text).substr(text.size() - tail.size()) == tail;
}

/// The weights of the specification's Appendix A.1.
void fillForParity(TriplaneUnet& unet)
{
    const at::NoGradGuard noGradient;
    double k = 0;
    for (auto& parameter : unet.named_parameters()) {
        const auto& name = parameter.key();
        auto& tensor = parameter.value();
        const auto s =
            at::sin(at::arange(tensor.numel(), at::kDouble) * 0.37 + 1.3 * k++).view(tensor.sizes());
        if (name == "pos_embed" || endsWith(name, ".g") || endsWith(name, "norm.weight"))
            tensor.copy_(s * 0.1 + 1);
        else if (endsWith(name, "bias"))
            tensor.copy_(s * 0.01);
        else if (name.rfind("decoder.", 0) == 0)
            tensor.copy_(s);
        else
            tensor.copy_(s / std::sqrt(double(tensor.numel() / tensor.size(0))));
    }
}

at::Tensor parityInput()
{
    const auto i = at::arange(128, at::kDouble).view({128, 1}),
               j = at::arange(128, at::kDouble).view({1, 128});
    std::vector<at::Tensor> channels;
    for (int c = 0; c < 3; ++c)
        channels.push_back(at::sin((i + 1) * (0.01 * (c + 1)) + j * 0.02));
    channels.push_back(at::cos(i * 0.03) * at::sin(j * 0.05) * 0.9 + 5);
    return at::stack(channels).unsqueeze(0).to(at::kFloat);
}

struct ProbeRow
{
    const char* layer;
    double mean, deviation;
    std::vector<double> first;
};

/// Source: g3dr specification, Appendix A.1 (the original modules, float32 on a processor).
const std::vector<ProbeRow> kProbes = {
    {"init_conv", 0.00076238, 0.0750400, {0.203573, 0.232951, 0.242765}},
    {"time_mlp", 2.10106e-5, 0.0195484, {0.0118704, -0.0082116, -0.0165141}},
    {"downs.0.0", 0.2183100, 0.5488559, {0.863958, 1.453891, 1.856969}},
    {"downs.0.2", 0.4506551, 1.3859755, {-0.086307, 0.658091, 1.234217}},
    {"downs.0.3", -0.0019455, 0.2073562, {-0.253242, -0.562586, -0.646932}},
    {"downs.3.3", -4.6989e-5, 0.0757005, {-0.0039389, -0.0148317, -0.0106617}},
    {"mid_attn", 0.2090604, 0.5622156, {0.154400, 0.408295, 0.536841}},
    {"mid_block2", 0.4021923, 0.8264398, {0.213137, 0.431169, 0.509430}},
    {"ups.0.1", 0.2218838, 0.7181112, {0.201166, 0.519847, 0.606601}},
    {"ups.3.3", -0.0029551, 0.1882720, {0.103472, 0.141613, 0.161641}},
    {"final_res_block", 0.2151340, 0.5552430, {0.451344, 0.572860, 0.706172}},
    {"planes", -0.0069690, 0.2589193, {}},
};

struct PlaneValue
{
    int plane, channel, row, column;
    double value;
};

const std::vector<PlaneValue> kPlaneValues = {
    {0, 0, 0, 0, -0.2186199},   {0, 5, 17, 99, 0.0277469},   {1, 10, 64, 64, 0.2813656},
    {1, 63, 127, 0, 0.1146342}, {2, 31, 3, 120, -0.1109800}, {2, 63, 127, 127, -0.0291364},
};

struct Measured
{
    double mean = 0, deviation = 0;
    std::vector<double> first;
};

Measured measure(const at::Tensor& tensor)
{
    const auto flat = tensor.detach().to(at::kDouble).contiguous().flatten();
    Measured m{flat.mean().item<double>(), flat.std().item<double>(), {}};
    for (int64_t i = 0; i < 3; ++i)
        m.first.push_back(flat[i].item<double>());
    return m;
}

/// Largest difference relative to the larger one's largest value.
double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).abs().max() / b.abs().max()).item<double>();
}

double relativeRms(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).norm() / b.norm()).item<double>();
}

UnetOptions smallOptions()
{
    UnetOptions options;
    options.baseWidth = 32;
    options.imageSize = 32;
    options.planeChannels = 8;
    return options;
}

at::Tensor smallInput(int64_t batch)
{
    auto input = at::rand({batch, 4, 32, 32}) * 2 - 1;
    input.select(1, 3).add_(5);
    return input;
}

} // namespace

class TestUnet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(7); }

    void keysAndShapesArePublished()
    {
        const TriplaneUnet unet({}, TriplaneUnet::Start::empty);
        const auto keys = keysOf(unet), expected = KeyGrammar::of(128);
        for (std::size_t i = 0; i < std::min(keys.size(), expected.size()); ++i)
            QVERIFY2(keys[i] == expected[i], (keys[i].first + " for " + expected[i].first).c_str());
        QCOMPARE(keys.size(), std::size_t(279));
        int64_t count = 0;
        for (const auto& parameter : unet.parameters())
            count += parameter.numel();
        QCOMPARE(count, int64_t(147'406'212));
        // The same hash of the literal list in the specification's Appendix B.
        QCOMPARE(hashOf(keys), std::uint64_t(0x2b74ce76e16b1ac8));
        QVERIFY(keysOf(TriplaneUnet({.baseWidth = 16}, TriplaneUnet::Start::empty)) == KeyGrammar::of(16));
    }

    void embeddingOfOne()
    {
        const auto embedding = sinusoidalEmbedding(1, 128);
        QCOMPARE(embedding.numel(), int64_t(128));
        const std::map<int, double> expected = {{0, 0.841471},  {1, 0.760439},  {2, 0.679056},
                                                {3, 0.601156},  {64, 0.540302}, {65, 0.649410},
                                                {66, 0.734086}, {67, 0.799132}};
        for (const auto& [index, value] : expected)
            QVERIFY(isClose(embedding[index].item<double>(), value, 0, 1e-6, "embedding"));
    }

    /// Every row of Appendix A.1 with live weights; the folded ones give the same planes.
    void matchesTheOriginal()
    {
        TriplaneUnet unet({}, TriplaneUnet::Start::empty);
        fillForParity(unet);
        const auto input = parityInput();
        const at::NoGradGuard noGradient;
        std::map<std::string, Measured> seen{{"time_mlp", measure(unet.timeVector())}};
        const auto planes = unet.forward(
            input, [&](const std::string& name, const at::Tensor& output) { seen[name] = measure(output); });
        seen["planes"] = measure(planes);
        compareProbes(seen);
        if (QTest::currentTestFailed())
            return;
        comparePlanes(planes);
        const double folded = relativeRms(UnetInference(unet, at::kCPU, at::kFloat)(input), planes);
        qInfo("folded against live: relative rms difference %.3g", folded);
        QVERIFY(folded < 1e-4);
    }

    /// On PyTorch's default start: Appendix A.1's sinusoidal filters nearly cancel, so that rounding alone
    /// moves their outputs by tens of percent. 8 bits of significand give about 1 % here.
    void bf16IsNearFloat()
    {
        UnetOptions options = smallOptions();
        options.imageSize = 64;
        const TriplaneUnet unet(options);
        auto input = at::rand({1, 4, 64, 64});
        input.select(1, 3).add_(4.5);
        const at::NoGradGuard noGradient;
        const auto planes = unet.forward(input);
        const UnetInference inference(unet, at::kCPU, at::kBFloat16);
        const auto near = inference(input);
        QVERIFY(near.scalar_type() == at::kFloat);
        const double rms = relativeRms(near, planes);
        qInfo("bf16 against fp32: relative rms difference %.3g", rms);
        QVERIFY(rms > 0 && rms < 3e-2);
    }

    /// What training does: bf16 convolutions through autocast, gradients in float32.
    void autocastTrains()
    {
        TriplaneUnet unet(smallOptions());
        const auto input = smallInput(1);
        at::Tensor reference;
        {
            const at::NoGradGuard noGradient;
            reference = unet.forward(input);
        }
        at::autocast::set_autocast_enabled(at::kCPU, true);
        const auto planes = unet.forward(input);
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(at::kCPU, false);
        QVERIFY(planes.scalar_type() == at::kFloat);
        QVERIFY(relativeRms(planes.detach(), reference) < 3e-2);
        planes.square().mean().backward();
        const auto& gradient = unet.named_parameters()["downs.0.0.block1.proj.weight"].grad();
        QVERIFY(gradient.scalar_type() == at::kFloat && at::isfinite(gradient).all().item<bool>());
    }

    void gradientsReachEveryParameter()
    {
        TriplaneUnet unet(smallOptions());
        const auto planes = unet.forward(smallInput(2));
        QCOMPARE(planes.sizes(), at::IntArrayRef({2, 3, 8, 32, 32}));
        const auto samples = unet.decoder()(planes.permute({0, 1, 3, 4, 2}).reshape({-1, 8}));
        (samples.rgb.square().sum() + samples.rawDensity.square().sum()).backward();
        for (const auto& parameter : unet.named_parameters()) {
            const auto& gradient = parameter.value().grad();
            QVERIFY2(gradient.defined(), parameter.key().c_str());
            QVERIFY2(at::isfinite(gradient).all().item<bool>(), parameter.key().c_str());
            QVERIFY2(gradient.abs().max().item<double>() > 0, parameter.key().c_str());
        }
    }

    /// Central difference along one random direction in the space of all parameters.
    void gradientAgreesWithDifferences()
    {
        TriplaneUnet unet({.baseWidth = 8, .planeChannels = 2, .imageSize = 8});
        unet.to(at::kDouble);
        const auto input = at::rand({1, 4, 8, 8}, at::kDouble),
                   weights = at::randn({1, 3, 2, 8, 8}, at::kDouble);
        const auto value = [&] { return (unet.forward(input) * weights).sum(); };
        value().backward();
        const at::NoGradGuard noGradient;
        auto parameters = unet.parameters();
        std::vector<at::Tensor> directions;
        double analytic = 0;
        for (const auto& parameter : parameters) {
            directions.push_back(at::randn_like(parameter) * 0.1);
            if (parameter.grad().defined())
                analytic += (parameter.grad() * directions.back()).sum().item<double>();
        }
        const auto valueAt = [&](double amount) {
            for (std::size_t i = 0; i < parameters.size(); ++i)
                parameters[i].add_(directions[i], amount);
            const double result = value().item<double>();
            for (std::size_t i = 0; i < parameters.size(); ++i)
                parameters[i].sub_(directions[i], amount);
            return result;
        };
        const double step = 1e-5;
        QVERIFY(isClose((valueAt(step) - valueAt(-step)) / (2 * step), analytic, 1e-4, 1e-6, "derivative"));
    }

    void batchesAreIndependent()
    {
        const TriplaneUnet unet(smallOptions());
        const at::NoGradGuard noGradient;
        const auto input = smallInput(2);
        const auto both = unet.forward(input);
        QVERIFY(largestDifference(unet.forward(input.narrow(0, 1, 1)), both.narrow(0, 1, 1)) < 1e-4);
        QCOMPARE(unet.forward(input.narrow(0, 0, 0)).sizes(), at::IntArrayRef({0, 3, 8, 32, 32}));
        const auto strided = input.transpose(2, 3).contiguous().transpose(2, 3);
        QVERIFY(largestDifference(unet.forward(strided), both) < 1e-4);
    }

    void wrongInputsAreRefused()
    {
        const TriplaneUnet unet(smallOptions());
        QCOMPARE(errorMessage(ErrorCode::internal,
                              [&] {
                                  unet.forward(at::zeros({1, 3, 32, 32}));
                              }),
                 std::string("input: expected shape [-1, 4, 32, 32], found [1, 3, 32, 32]"));
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { TriplaneUnet({.baseWidth = 12}); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { TriplaneUnet({.imageSize = 20}); }).empty());
        QVERIFY(!errorMessage(ErrorCode::badInput, [] { TriplaneUnet({.planeChannels = 0}); }).empty());
    }

private:
    void compareProbes(const std::map<std::string, Measured>& seen)
    {
        double largest = 0;
        const auto compare = [&](double actual, double expected, const char* layer) {
            largest = std::max(largest, std::abs(actual - expected));
            return isClose(actual, expected, 1e-3, 1e-5, layer);
        };
        for (const auto& row : kProbes) {
            QVERIFY2(seen.count(row.layer), row.layer);
            const auto& found = seen.at(row.layer);
            QVERIFY(compare(found.mean, row.mean, row.layer));
            QVERIFY(compare(found.deviation, row.deviation, row.layer));
            for (std::size_t i = 0; i < row.first.size(); ++i)
                QVERIFY(compare(found.first[i], row.first[i], row.layer));
        }
        qInfo("largest difference of the probes: %.3g", largest);
    }

    void comparePlanes(const at::Tensor& planes)
    {
        double largest = 0;
        for (const auto& v : kPlaneValues) {
            const double actual = planes[0][v.plane][v.channel][v.row][v.column].item<double>();
            largest = std::max(largest, std::abs(actual - v.value));
            QVERIFY(isClose(actual, v.value, 1e-3, 1e-5, "plane value"));
        }
        qInfo("largest difference of the plane values: %.3g", largest);
    }
};

QTEST_GUILESS_MAIN(TestUnet)
#include "tst_unet.moc"
