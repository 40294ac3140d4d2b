#include "core/g3dr/prepare.h"

#include <cmath>

#include <glm/trigonometric.hpp>

#include "core/vision/matte_net.h"
#include "core/vision/object_depth.h"
#include "core/vision/scene_depth.h"
#include "core/weights/model_registry.h"

namespace bozzetto {

namespace {

/// From which an object is believed in. The network finds something to cut out of every landscape, and is unsure of it:
/// 0.1 to 0.7 on photographs without an object, 0.74 to 0.99 on those with one.
constexpr float kLikelyObject = 0.3f, kLikelyNetworkObject = 0.72f;

GenerateMode resolveMode(GenerateMode asked, const MatteHints& hints, const MatteResult& matte)
{
    if (asked != GenerateMode::automatic)
        return asked;
    const bool guessed = matte.source == MatteSource::network && !hints.box && hints.strokes.empty();
    const float likely = guessed ? kLikelyNetworkObject : kLikelyObject;
    return matte.source == MatteSource::wholePicture || matte.confidence < likely ? GenerateMode::scene
                                                                                 : GenerateMode::object;
}

/// A photograph with a depth picture and no word about the object is a scene: G3DR's own input.
MatteResult wholePicture(const Image& photo)
{
    MatteResult matte;
    matte.alpha = Image(photo.width, photo.height, 1, 1.0f);
    matte.source = MatteSource::wholePicture;
    matte.note = "The whole picture, background included.";
    return matte;
}

bool hintsGiven(const MatteHints& hints)
{
    return hints.given || hints.box || !hints.strokes.empty();
}

void askDepthNetwork(const Image& photo, const GenerateOptions& options, PreparedPicture& prepared)
{
    const auto network = prepared.mode == GenerateMode::object ? modelFor(ModelRole::depth) : std::nullopt;
    if (!network)
        return;
    const float tangent = std::tan(glm::radians(0.5f * options.fovDegrees));
    const auto told = estimateFramedDepth(*ObjectDepthNet::load(*network), photo, prepared.matte.alpha, tangent);
    if (!told)
        return;
    prepared.told = std::make_shared<const FramedDepth>(*told);
    prepared.elevationDegrees = glm::degrees(told->depth.elevation.item<float>());
}

DepthMap depthOf(const GenerateInput& input, const PreparedPicture& prepared, JobContext& context)
{
    if (input.depth)
        return depthFromPlane(*input.depth, input.photo.width, input.photo.height);
    if (prepared.told)
        return depthMapOf(*prepared.told, prepared.matte.alpha);
    if (const auto network = prepared.mode == GenerateMode::scene ? modelFor(ModelRole::sceneDepth) : std::nullopt)
        return SceneDepthEstimator(SceneDepthNet::load(*network)).estimate(input.photo, prepared.matte.alpha, context);
    return SilhouetteDepthEstimator().estimate(input.photo, prepared.matte.alpha, context);
}

} // namespace

MatteResult estimateMatte(const Image& photo, const MatteHints& hints, JobContext& context)
{
    const auto network = modelFor(ModelRole::matte);
    if (network)
        return LearnedMatteEstimator(MatteNet::load(*network)).estimate(photo, hints, context);
    return ClassicMatteEstimator().estimate(photo, hints, context);
}

PreparedPicture preparePicture(const GenerateInput& input, const GenerateOptions& options, bool whole,
                               JobContext& context)
{
    PreparedPicture prepared;
    context.report("Matte", 0);
    const bool sceneByDepth = options.mode == GenerateMode::automatic && input.depth &&
                              input.photo.channels == 3 && !hintsGiven(input.hints);
    if (options.mode == GenerateMode::scene || sceneByDepth || whole)
        prepared.matte = wholePicture(input.photo);
    else
        prepared.matte = estimateMatte(input.photo, input.hints, context);
    prepared.mode =
        sceneByDepth || whole ? GenerateMode::scene : resolveMode(options.mode, input.hints, prepared.matte);
    if (prepared.mode == GenerateMode::scene && prepared.matte.source == MatteSource::network) {
        const float confidence = prepared.matte.confidence;
        prepared.matte = wholePicture(input.photo);
        prepared.matte.confidence = confidence;
        prepared.matte.note = "No object stands out clearly, so the whole picture is a scene; mark one with the brush to "
                              "make it alone.";
    }
    context.report("Depth", 0);
    askDepthNetwork(input.photo, options, prepared);
    context.check();
    prepared.depth = depthOf(input, prepared, context);
    context.report("Depth", 1);
    return prepared;
}

} // namespace bozzetto
