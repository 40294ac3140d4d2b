#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/job_context.h"
#include "core/field/triplane_field.h"
#include "core/g3dr/unet.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

/// How a generator's planes are read; the defaults are the published model's.
struct PlaneLayout
{
    PlaneSet set = PlaneSet::stock;
    int levels = 3;        ///< resolutions, 1 to 3
    bool rowsDown = false; ///< the rows of planes whose height is y run downwards, as the picture's do
};

/// planes [B, 3, C, H, W] of that layout, their rows as the lookup wants them: upwards in y. A convolutional network leaves
/// what it saw where it saw it, so with rows that run downwards the plane that faces the camera is the picture's own; the
/// published lookup asks for it upside down.
at::Tensor rowsUpwards(const at::Tensor& planes, const PlaneLayout& layout);

/// A trained triplane generator. Its weights must no longer change once a field was generated with it.
/// Safe from several threads.
class G3drModel
{
public:
    explicit G3drModel(std::shared_ptr<const TriplaneUnet> unet, const PlaneLayout& layout = {});

    const TriplaneUnet& unet() const { return *m_unet; }
    const PlaneLayout& layout() const { return m_layout; } ///< what it was trained with
    RadianceMlp decoder() const { return m_unet->decoder(); } ///< densityGain 1, as published

    /// The generator ready to run on `device`: bf16 where it is faster (processors that multiply it natively, width from
    /// 64 on), else float32.
    /// Made at the first call, kept for one device at a time.
    std::shared_ptr<const UnetInference> inference(c10::Device device) const;

private:
    std::shared_ptr<const TriplaneUnet> m_unet;
    PlaneLayout m_layout;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const UnetInference> m_inference;
};

/// Builds the model from checkpoint tensors; the sizes follow from their shapes. Names may carry "model." (a
/// training checkpoint: whatever lies beside it is ignored) and "module."; the notes "axes", "levels" and "rows" of our own
/// training's files say how the planes are read. Floating-point types are converted
/// to float32. Throws Error(badInput) naming `shownName` and the first names that are missing, unknown, of
/// another shape or not finite.
std::shared_ptr<const G3drModel> modelFromTensors(const TensorFile& file, const std::string& shownName);

/// The other way: the published names in their order, float32, on the processor.
TensorFile tensorsFromModel(const TriplaneUnet& unet);

/// Official PyTorch checkpoint or our safetensors file. Throws Error(io) or Error(badInput).
std::shared_ptr<const G3drModel> loadG3drModel(const std::filesystem::path& path);
/// Writes safetensors, atomically. Throws Error(io).
void saveG3drModel(const TriplaneUnet& unet, const std::filesystem::path& path);

/// One forward pass: input [4, S, S] float32 (see prepareG3drInput), S the model's picture side, to a field
/// on `device`. PlaneSet::stock for the official weights. Cancellable between layers; throws Error.
std::shared_ptr<const TriplaneField> generateField(const G3drModel& model, const at::Tensor& input,
                                                   PlaneSet planes, c10::Device device, JobContext& context);
/// The same through an inference of one's own, float32 for comparison with other implementations.
std::shared_ptr<const TriplaneField> generateField(const G3drModel& model, const UnetInference& inference,
                                                   const at::Tensor& input, PlaneSet planes, JobContext& context);

} // namespace bozzetto
