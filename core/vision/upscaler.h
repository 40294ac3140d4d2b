#pragma once

#include <filesystem>
#include <memory>

#include "core/base/job_context.h"
#include "core/image/image.h"
#include "core/weights/ncnn_graph.h"

namespace bozzetto {

/// A network that enlarges pictures and invents their fine detail: Real-ESRGAN in its ncnn form (any graph of 3 x 3
/// convolutions, PReLU, sums, concatenations, pixel shuffles and resizes that makes three channels of three). Immutable;
/// safe from several threads.
/// Source: Wang et al., "Real-ESRGAN" (2021), and the ncnn project's description of its operators.
class Upscaler
{
public:
    /// `path`: a .param with its .bin, or the .safetensors that the model registry made of it. Throws Error(io) or Error(badInput)
    /// naming the file.
    static std::shared_ptr<const Upscaler> load(const std::filesystem::path& path);
    Upscaler(TensorFile file, const std::string& shownName);

    int factor() const { return m_factor; } ///< 1 to 8

    /// [1, 3, h, w] in [0, 1] to [1, 3, h * factor, w * factor], not clamped, float32. No gradients.
    at::Tensor enlarge(const at::Tensor& rgb) const;

    /// The picture `times` (2 to 8) as large. 1, 3 or 4 channels; in tiles, so that memory does not grow with the
    /// picture; where the network's own factor is another, the rest is resampled. Cancellable between tiles. Throws
    /// Error(badInput) for a result of more than 16,384 pixels a side.
    Image enlarge(const Image& picture, int times, JobContext& context) const;

private:
    at::Tensor apply(const NcnnLayer& layer, const std::vector<at::Tensor>& inputs) const;
    at::Tensor convolve(const NcnnLayer& layer, const at::Tensor& x) const;
    at::Tensor enlargeInTiles(const at::Tensor& rgb, JobContext& context, double from, double to) const;
    const at::Tensor& weight(const std::string& name) const;

    TensorFile m_file;
    std::vector<NcnnLayer> m_layers;
    std::map<std::string, at::Tensor> m_weights;
    std::map<std::string, std::size_t> m_lastUse; ///< of a blob: index of the layer
    int m_factor = 0;
};

} // namespace bozzetto
