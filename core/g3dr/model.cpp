#include "core/g3dr/model.h"

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

/// Layers that a pass reports: the first convolution, 4 a level, 3 in the middle, 2 at the end.
constexpr double kReportedLayers = 1 + 2 * 4 * 4 + 3 + 2;

RadianceMlp copied(const RadianceMlp& mlp, c10::Device device)
{
    RadianceMlp result = mlp;
    for (auto* tensor : {&result.weight0, &result.bias0, &result.weight1, &result.bias1})
        *tensor = tensor->detach().to(device, at::kFloat);
    return result;
}

} // namespace

at::Tensor rowsUpwards(const at::Tensor& planes, const PlaneLayout& layout)
{
    requireShape(planes, "planes", {-1, 3, -1, -1, -1});
    if (!layout.rowsDown)
        return planes;
    std::vector<at::Tensor> turned;
    for (int64_t i = 0; i < 3; ++i) {
        constexpr int kUp = 1; // y
        const auto plane = planes.select(1, i);
        turned.push_back(planeAxes(layout.set)[std::size_t(i)].height == kUp ? plane.flip({2}) : plane);
    }
    return at::stack(turned, 1);
}

G3drModel::G3drModel(std::shared_ptr<const TriplaneUnet> unet, const PlaneLayout& layout)
    : m_unet(std::move(unet)), m_layout(layout)
{
}

std::shared_ptr<const UnetInference> G3drModel::inference(c10::Device device) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_inference || m_inference->device() != device) {
        constexpr int kBf16Width = 64; // below it float32 is faster: 75 against 91 ms at width 32, 609 against 316 at 128
        const bool bf16 = device.is_cpu() && cpuHasFastBf16() && m_unet->options().baseWidth >= kBf16Width;
        const auto type = bf16 ? at::kBFloat16 : at::kFloat;
        m_inference = std::make_shared<const UnetInference>(*m_unet, device, type);
    }
    return m_inference;
}

std::shared_ptr<const TriplaneField> generateField(const G3drModel& model, const at::Tensor& input,
                                                   PlaneSet planes, c10::Device device, JobContext& context)
{
    return generateField(model, *model.inference(device), input, planes, context);
}

std::shared_ptr<const TriplaneField> generateField(const G3drModel& model, const UnetInference& inference,
                                                   const at::Tensor& input, PlaneSet planes, JobContext& context)
{
    const auto& options = model.unet().options();
    requireShape(input, "input", {options.inputChannels, options.imageSize, options.imageSize});
    try {
        const at::NoGradGuard noGradient;
        auto layout = model.layout();
        layout.set = planes;
        context.report("Triplane", 0);
        int layers = 0;
        const auto output = inference(input.unsqueeze(0), [&](const std::string&, const at::Tensor&) {
            context.report("Triplane", ++layers / kReportedLayers);
        });
        return std::make_shared<const TriplaneField>(makePyramid(rowsUpwards(output, layout)[0], planes, layout.levels),
                                                     copied(model.decoder(), inference.device()), g3drSceneFromField());
    } catch (...) {
        throw currentError("generating the triplane");
    }
}

} // namespace bozzetto
