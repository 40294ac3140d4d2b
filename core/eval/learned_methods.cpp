#include "core/eval/learned_methods.h"

#include "core/field/bake.h"
#include "core/g3dr/generate.h"
#include "core/g3dr/object_generator.h"
#include "core/vision/object_depth.h"

namespace bozzetto {

namespace {

constexpr int kResolution = 128; // of the surface and the grid that finds it

Mesh meshOf(const ObjectGenerator& generator, const EvalInput& input, const at::Tensor& height)
{
    const auto field = generator.generate({input.rgb, input.alpha, height, input.distance, input.tangent});
    JobContext context;
    BakeOptions baking;
    baking.resolution = kResolution;
    const BakedField baked = bakeField(*field, baking, context);
    GenerateOptions options;
    options.surfaceResolution = kResolution;
    options.surfaceLevel = field->surfaceLevel();
    return extractFieldSurface(*field, baked, options, context);
}

} // namespace

ObjectMethod generatorWithExactDepth(const std::filesystem::path& generator)
{
    const auto shared = std::make_shared<const ObjectGenerator>(ObjectGenerator::load(generator));
    return {"object generator, exact depth",
            [shared](const EvalInput& input) { return meshOf(*shared, input, input.height); }};
}

ObjectMethod generatorWithEstimatedDepth(const std::filesystem::path& generator, const std::filesystem::path& depth)
{
    const auto shared = std::make_shared<const ObjectGenerator>(ObjectGenerator::load(generator));
    const auto network = ObjectDepthNet::load(depth);
    return {"object generator, depth network", [shared, network](const EvalInput& input) {
                const auto colour = input.rgb * input.alpha.unsqueeze(0);
                const auto seen = network->estimate(colour, input.alpha, input.tangent);
                const double scale = double(input.distance) * double(input.tangent) / seen.extent.item<double>();
                return meshOf(*shared, input, seen.height * scale * (input.alpha > 0.5));
            }};
}

} // namespace bozzetto
