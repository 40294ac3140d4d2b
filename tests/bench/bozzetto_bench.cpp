// What the product spends its time on, on the processor in float32 and bf16 and, where one answers, on the GPU. Weights
// and planes are random: times do not depend on them.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <torch/types.h>

#include "core/base/device.h"
#include "core/field/bake.h"
#include "core/field/triplane_field.h"
#include "core/field/volume_renderer.h"
#include "core/g3dr/fit.h"
#include "core/g3dr/object_decoder.h"
#include "core/g3dr/unet.h"
#include "core/surface/extract.h"

using namespace bozzetto;

namespace {

void finish(const c10::Device& device)
{
    if (device.is_cuda())
        at::zeros({1}, at::TensorOptions(device)).cpu(); // a copy waits for everything before it
}

/// A solid ball of radius 0.6 with random features around it: as much surface as a real object has.
class Ball : public RadianceField
{
public:
    Ball(int channels, int levels, c10::Device device)
        : m_field(makePyramid((torch::randn({3, channels, 128, 128}) * 0.3).to(device), PlaneSet::corrected, levels),
                  mlpOn(channels, device), g3drSceneFromField())
    {
    }

    FieldSamples query(const at::Tensor& points) const override
    {
        auto samples = m_field.query(points);
        samples.rawDensity = samples.rawDensity * 0.01 + (0.6 - points.norm(2, 1)) * 400;
        return samples;
    }
    c10::Device device() const override { return m_field.device(); }
    glm::mat4 sceneFromField() const override { return m_field.sceneFromField(); }
    const TriplaneField& field() const { return m_field; }

private:
    static RadianceMlp mlpOn(int channels, c10::Device device)
    {
        RadianceMlp mlp = RadianceMlp::random(channels);
        for (auto* tensor : {&mlp.weight0, &mlp.bias0, &mlp.weight1, &mlp.bias1})
            *tensor = tensor->to(device);
        return mlp;
    }

    TriplaneField m_field;
};

void unetForward(benchmark::State& state, int width, c10::Device device, at::ScalarType type)
{
    const at::NoGradGuard noGradient;
    UnetOptions options;
    options.baseWidth = width;
    const UnetInference inference(TriplaneUnet(options), device, type);
    const auto input = torch::randn({1, 4, 128, 128}).to(device);
    for (auto _ : state) {
        benchmark::DoNotOptimize(inference(input, {}));
        finish(device);
    }
}

void fieldQuery(benchmark::State& state, int channels, int levels, c10::Device device, bool fused)
{
    const at::NoGradGuard noGradient;
    const Ball ball(channels, levels, device);
    const auto points = (torch::rand({262144, 3}) * 2 - 1).to(device);
    for (auto _ : state) {
        const auto& field = ball.field();
        benchmark::DoNotOptimize(fused ? field.query(points) : field.mlp()(sampleTriplane(field.pyramid(), points)));
        finish(device);
    }
    state.counters["Mpoints/s"] =
        benchmark::Counter(double(points.size(0)) * 1e-6, benchmark::Counter::kIsIterationInvariantRate);
}

/// The object generator's field: one pass of its network, then queries.
struct MadeObjectBench
{
    ObjectNetwork network;
    ObjectViews views;

    explicit MadeObjectBench(c10::Device device) : network(ObjectNetworkOptions(), 1, device)
    {
        constexpr int64_t kSide = 512;
        const auto options = at::TensorOptions(at::kFloat).device(device);
        views.colour = at::rand({1, 3, kSide, kSide}, options);
        views.alpha = at::ones({1, 1, kSide, kSide}, options);
        views.height = at::rand({1, 1, kSide, kSide}, options) * 0.3;
        views.hasHeight = at::ones({1}, options);
        views.distance = at::full({1}, 2.0, options);
        views.tangent = at::full({1}, 0.28, options);
    }
};

void objectPlanes(benchmark::State& state, c10::Device device)
{
    const at::NoGradGuard noGradient;
    const MadeObjectBench made(device);
    for (auto _ : state) {
        benchmark::DoNotOptimize(made.network.planes(made.views));
        finish(device);
    }
}

void objectQuery(benchmark::State& state, c10::Device device, bool packed)
{
    const at::NoGradGuard noGradient;
    const MadeObjectBench made(device);
    const auto planes = made.network.planes(made.views);
    const auto points = ((torch::rand({262144, 3}) * 2 - 1) * double(kObjectCube)).to(device);
    std::optional<PackedObjectDecoder> decoder;
    if (packed)
        decoder.emplace(made.network, planes, made.views);
    for (auto _ : state) {
        benchmark::DoNotOptimize(decoder ? decoder->decode(points)
                                         : made.network.decode(planes, made.views, points.unsqueeze(0), true));
        finish(device);
    }
    state.counters["Mpoints/s"] =
        benchmark::Counter(double(points.size(0)) * 1e-6, benchmark::Counter::kIsIterationInvariantRate);
}

void renderedView(benchmark::State& state, int channels, int levels, c10::Device device)
{
    const Ball ball(channels, levels, device);
    RenderSettings settings;
    settings.coarseSamples = settings.fineSamples = 64;
    settings.deterministic = true;
    Camera camera = g3drCamera(float(M_PI / 2), float(M_PI / 2));
    camera.worldFromCamera = ball.sceneFromField() * camera.worldFromCamera;
    JobContext context;
    for (auto _ : state)
        benchmark::DoNotOptimize(renderField(ball, camera, 128, 128, settings, context));
}

/// Flat front and back over a disc.
FitTarget discTarget()
{
    constexpr int kSize = 128;
    const auto axis = at::linspace(-1, 1, kSize, at::TensorOptions(at::kFloat));
    FitTarget target;
    target.alpha = (axis.square().unsqueeze(0) + axis.square().unsqueeze(1) < 0.6).to(at::kFloat);
    target.rgb = torch::rand({kSize, kSize, 3});
    target.front = at::full({kSize, kSize}, 4.7f);
    target.back = at::full({kSize, kSize}, 5.3f);
    target.backRgb = torch::rand({kSize, kSize, 3});
    target.sceneFromField = g3drSceneFromField();
    return target;
}

void fitSteps(benchmark::State& state, c10::Device device)
{
    constexpr int kSteps = 10;
    const auto target = discTarget();
    FitSettings settings;
    settings.steps = kSteps;
    settings.previewSeconds = 0;
    JobContext context;
    for (auto _ : state)
        benchmark::DoNotOptimize(fitField(target, settings, device, {}, context));
}

void surface256(benchmark::State& state, c10::Device device)
{
    const Ball ball(32, 2, device);
    const auto density = [&](std::span<const glm::vec3> points, std::span<float> values) {
        const at::NoGradGuard noGradient;
        const auto where = torch::from_blob(const_cast<float*>(&points.data()->x), {int64_t(points.size()), 3});
        const auto sigma = activateDensity(ball.query(where.to(device)).rawDensity).cpu().contiguous();
        std::copy_n(sigma.const_data_ptr<float>(), points.size(), values.data());
    };
    SurfaceOptions options;
    options.resolution = 256;
    options.level = 10;
    JobContext context;
    for (auto _ : state) {
        const Mesh mesh = extractSurface(density, options, context);
        state.counters["triangles"] = double(mesh.triangles.size());
    }
}

void bake160(benchmark::State& state, c10::Device device)
{
    const Ball ball(32, 2, device);
    JobContext context;
    for (auto _ : state)
        benchmark::DoNotOptimize(bakeField(ball, {}, context));
}

template <typename Run, typename... Arguments>
void add(const std::string& name, Run run, Arguments... arguments)
{
    benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { run(state, arguments...); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime();
}

void addAll(const std::string& place, c10::Device device)
{
    for (int width : {32, 128}) {
        add(fmt::format("unet_forward/width_{}/fp32/{}", width, place), unetForward, width, device, at::kFloat);
        add(fmt::format("unet_forward/width_{}/bf16/{}", width, place), unetForward, width, device, at::kBFloat16);
    }
    for (bool fused : {false, true}) {
        const char* how = fused ? "query" : "lookup_then_mlp";
        add(fmt::format("field_{}/32_channels_2_levels/{}", how, place), fieldQuery, 32, 2, device, fused);
        add(fmt::format("field_{}/64_channels_3_levels/{}", how, place), fieldQuery, 64, 3, device, fused);
    }
    add("object_planes/" + place, objectPlanes, device);
    add("object_field_lookup_then_mlp/" + place, objectQuery, device, false);
    if (device.is_cpu())
        add("object_field_packed/" + place, objectQuery, device, true);
    add("view_128x128_64+64/32_channels_2_levels/" + place, renderedView, 32, 2, device);
    add("view_128x128_64+64/64_channels_3_levels/" + place, renderedView, 64, 3, device);
    add("fit_10_steps/" + place, fitSteps, device);
    add("surface_256/" + place, surface256, device);
    add("bake_160/" + place, bake160, device);
}

} // namespace

int main(int argc, char** argv)
{
    torch::manual_seed(1);
    const auto device = chooseDevice(DeviceChoice::automatic);
    addAll("cpu", c10::Device(c10::kCPU));
    if (device.is_cuda())
        addAll("gpu", device);
    benchmark::AddCustomContext("device", describeDevice(device));
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
