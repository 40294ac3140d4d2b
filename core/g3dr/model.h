#pragma once

#include <filesystem>
#include <memory>

#include "core/base/job_context.h"
#include "core/field/triplane_field.h"
#include "core/g3dr/unet.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

/// f_trigen with its MLP decoder. The width comes from the file.
struct G3drModel
{
    std::shared_ptr<TriplaneUnet> unet;

    RadianceMlp mlp() const;
    std::int64_t parameterCount() const;
};

/// Reads a checkpoint of the official layout ("model." and "module." prefixes or none), PyTorch or safetensors.
/// Throws Error(io), or Error(badInput) naming the file and the keys that are missing, unknown or of another shape.
G3drModel loadG3drModel(const std::filesystem::path& path);
G3drModel modelFromTensors(const TensorFile& file, const std::string& shownName);
void saveG3drModel(const G3drModel& model, const std::filesystem::path& path);

/// One forward pass: input [4, S, S] (prepareG3drInput) to a field, on `device`.
std::shared_ptr<const TriplaneField> generateField(const G3drModel& model, const at::Tensor& input, PlaneSet set,
                                                   c10::Device device, JobContext& context);

} // namespace bozzetto
