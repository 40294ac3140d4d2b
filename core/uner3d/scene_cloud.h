#pragma once

#include <filesystem>

#include <c10/core/Device.h>

#include "core/uner3d/cloud_maker.h"
#include "core/uner3d/scene_training.h"
#include "core/uner3d/uner_model.h"

namespace bozzetto {

/// The cloud of a trained scene, in world units.
PointCloud cloudOf(const TrainedScene& scene, const CloudOptions& options, JobContext& context);

/// A single photograph as a scene: 40 degrees high, the object's box around the origin, the camera before it at the
/// distance from which it sees the box whole. An alpha channel becomes the mask. Throws Error(badInput) for a picture that
/// is too small.
PosedScene lonePicture(const Image& picture, const std::string& name);

/// What a trained network makes of a scene's training pictures: its field in the network's frame.
struct SeenScene
{
    std::shared_ptr<const ImageField> field;
    SceneFrame frame;
    std::vector<glm::vec3> cameras; ///< in the field's coordinates
};

/// Encodes the pictures that are not held out, without near repetitions, each of its own size. Masked-out parts are laid
/// over the network's background. Throws Error(badInput) where a picture or pose cannot be used.
SeenScene encodeScene(const std::shared_ptr<const UnerModel>& model, const PosedScene& scene);

/// The whole way: weights, pictures, cloud in world units.
PointCloud cloudFromWeights(const PosedScene& scene, const std::filesystem::path& weights, const CloudOptions& options,
                            c10::Device device, JobContext& context);

} // namespace bozzetto
