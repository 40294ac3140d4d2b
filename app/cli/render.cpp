#include "app/cli/command.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include <glm/gtc/matrix_transform.hpp>
#include <torch/types.h>

#include "app/cli/contact_sheet.h"
#include "core/base/error.h"
#include "core/data/asset_renderer.h"
#include "core/field/triplane_field.h"
#include "core/field/volume_renderer.h"
#include "core/g3dr/input.h"
#include "core/g3dr/model.h"
#include "core/g3dr/picture.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/io/asset_io.h"
#include "core/vision/upscaler.h"
#include "core/weights/model_registry.h"
#include "core/weights/tensor_file.h"

namespace bozzetto::cli {

namespace {

struct View
{
    float yaw = 0, pitch = 0; ///< degrees from the input camera; yaw > 0 looks from the object's right
};

struct Arguments
{
    PhotoArguments photo;
    std::filesystem::path folder;
    std::filesystem::path tensors;
    std::string views = "0:0,30:0,90:0,150:0,180:0,-90:0,-30:0,0:-30";
    std::string axes = "corrected";
    std::string channels = "colour,depth,normals,opacity";
    int size = 512;
    int frames = 0;
    int upscale = 1;
    std::filesystem::path upscaler;
    int samples = 64;
    bool deterministic = false;
    bool sheet = false;
};

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::stringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

std::vector<View> parseViews(const std::string& text)
{
    std::vector<View> views;
    for (const auto& part : split(text, ',')) {
        View view;
        char colon = 0, rest = 0;
        std::stringstream stream(part);
        if (!(stream >> view.yaw >> colon >> view.pitch) || colon != ':' || stream >> rest)
            throw Error(ErrorCode::badInput, "Views: expected yaw:pitch in degrees, as in 0:0,20:0, found \"{}\"", part);
        views.push_back(view);
    }
    return views;
}

std::vector<View> turntable(int frames)
{
    std::vector<View> views;
    for (int i = 0; i < frames; ++i)
        views.push_back({360.0f * float(i) / float(frames), -12.0f});
    return views;
}

/// The base camera swung about `centre`: yaw to the right, negative pitch from above.
Camera orbit(const Camera& base, const glm::vec3& centre, const View& view)
{
    const glm::vec3 right(base.worldFromCamera[0]);
    glm::mat4 turn = glm::translate(glm::mat4(1), centre);
    turn = glm::rotate(turn, glm::radians(view.yaw), glm::vec3(0, 1, 0));
    turn = glm::rotate(turn, glm::radians(view.pitch), right);
    turn = glm::translate(turn, -centre);
    Camera camera = base;
    camera.worldFromCamera = turn * base.worldFromCamera;
    return camera;
}

/// A camera in front of an asset that shows all of it.
Camera frame(const Bounds& bounds)
{
    Camera camera;
    camera.verticalFov = glm::radians(24.0f);
    const float radius = 0.5f * glm::length(bounds.size());
    camera.worldFromCamera = glm::translate(
        glm::mat4(1), bounds.centre() + glm::vec3(0, 0, 1.05f * radius / std::sin(camera.verticalFov / 2)));
    return camera;
}

std::string viewName(const View& view, int index, bool turning)
{
    return turning ? fmt::format("turn_{:03}", index) : fmt::format("view_{:+.0f}_{:+.0f}", view.yaw, view.pitch);
}

Image pictureOfAsset(const AssetPicture& picture, const std::string& channel)
{
    if (channel == "colour")
        return picture.colour;
    Image result(picture.colour.width, picture.colour.height, 4);
    float low = 1e30f, high = 0;
    for (float depth : picture.depth.pixels)
        if (depth > 0) {
            low = std::min(low, depth);
            high = std::max(high, depth);
        }
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x) {
            const float alpha = picture.colour.at(x, y, 3), depth = picture.depth.at(x, y);
            for (int c = 0; c < 3; ++c) {
                float value = alpha;
                if (channel == "depth")
                    value = alpha * (1 - 0.9f * (depth - low) / std::max(high - low, 1e-6f));
                else if (channel == "normals")
                    value = alpha * (0.5f + 0.5f * picture.normals.at(x, y, c));
                result.at(x, y, c) = std::clamp(value, 0.0f, alpha);
            }
            result.at(x, y, 3) = alpha;
        }
    return result;
}

PictureChannel channelOf(const std::string& name)
{
    if (name == "colour")
        return PictureChannel::colour;
    if (name == "depth")
        return PictureChannel::depth;
    if (name == "normals")
        return PictureChannel::normals;
    if (name == "opacity")
        return PictureChannel::opacity;
    throw Error(ErrorCode::badInput, "Channels: expected colour, depth, normals or opacity, found \"{}\"", name);
}

bool isPicture(const std::filesystem::path& path)
{
    static const char* known[] = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"};
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return std::any_of(std::begin(known), std::end(known), [&](const char* end) { return extension == end; });
}

void makeFolder(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: the folder could not be made ({})", folder.string(), failed.message());
}

/// Writes the views' pictures, colours enlarged by a network where that was asked for.
class PictureWriter
{
public:
    explicit PictureWriter(const Arguments& arguments) : m_arguments(arguments)
    {
        if (arguments.upscale == 1)
            return;
        if (arguments.upscale < 2 || arguments.upscale > 8)
            throw Error(ErrorCode::badInput, "--upscale: expected 2 to 8 times, found {}", arguments.upscale);
        const auto path = arguments.upscaler.empty() ? modelFor(ModelRole::upscaler).value_or(std::filesystem::path())
                                                     : arguments.upscaler;
        if (path.empty())
            throw Error(ErrorCode::unsupported, "--upscale: expected an installed upscaling network, found none; name one "
                                                "with --upscaler or add it with \"bozzetto models add\"");
        m_upscaler = Upscaler::load(path);
    }

    void write(const Image& premultiplied, const std::string& channel, const std::string& name, JobContext& context) const
    {
        Image picture = unpremultiplied(premultiplied);
        const int times = m_arguments.upscale;
        if (m_upscaler && channel == "colour")
            picture = m_upscaler->enlarge(picture, times, context);
        else if (m_upscaler) // measurements: no detail is invented
            picture = resizeLanczos(picture, picture.width * times, picture.height * times);
        encodePicture(picture, m_arguments.folder / (name + "_" + channel + ".png"));
    }

private:
    const Arguments& m_arguments;
    std::shared_ptr<const Upscaler> m_upscaler;
};

void renderAsset(const Arguments& arguments, const PictureWriter& writer, const std::vector<View>& views, JobContext& context)
{
    const Asset asset = importAsset(arguments.photo.photo, context);
    const AssetRenderer renderer(asset);
    const Bounds bounds = boundsOf(asset);
    for (std::size_t i = 0; i < views.size(); ++i) {
        context.report("Render", double(i) / double(views.size()));
        const auto camera = orbit(frame(bounds), bounds.centre(), views[i]);
        const auto picture = renderer.draw(camera, arguments.size, arguments.size, context);
        for (const auto& channel : split(arguments.channels, ',')) {
            channelOf(channel);
            writer.write(pictureOfAsset(picture, channel), channel, viewName(views[i], int(i), arguments.frames > 0), context);
        }
    }
}

void renderPhoto(Arguments& arguments, const PictureWriter& writer, const std::vector<View>& views, const Globals& globals, JobContext& context)
{
    const auto input = readInput(arguments.photo, context);
    const auto result = generate(input, arguments.photo.options, {}, context);
    if (arguments.sheet) {
        const auto path = arguments.folder / "sheet.png";
        encodePicture(contactSheet(input, result, context), path);
        if (!globals.json)
            std::printf("%s\n", path.string().c_str());
        return;
    }
    const glm::vec3 centre = glm::vec3(result.field->sceneFromField()[3]);
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto camera = orbit(result.inputCamera, centre, views[i]);
        for (const auto& channel : split(arguments.channels, ',')) {
            const auto picture = renderFieldPicture(*result.field, camera, arguments.size, arguments.size,
                                                    channelOf(channel), context);
            writer.write(picture, channel, viewName(views[i], int(i), arguments.frames > 0), context);
        }
    }
}

/// Input, planes and views of a checkpoint as tensors: for comparison with other implementations.
void renderTensors(Arguments& arguments, const std::vector<View>& views, JobContext& context)
{
    if (arguments.photo.weights.empty())
        throw Error(ErrorCode::badInput, "--tensors: expected --weights with a checkpoint, found none");
    const auto input = readInput(arguments.photo, context);
    if (!input.depth)
        throw Error(ErrorCode::badInput, "--tensors: expected --depth with a depth picture, found none");
    const at::NoGradGuard noGradient;
    const auto model = loadG3drModel(arguments.photo.weights);
    const auto tensor = prepareG3drInput(compositeOver(input.photo, 0, 0, 0), *input.depth);
    const auto device = chooseDevice(arguments.photo.options.device);
    const UnetInference inference(model->unet(), device, at::kFloat); // as the others: bf16 is 2 % of the planes' norm off
    const auto field = generateField(*model, inference, tensor, parsePlaneSet(arguments.axes), context);
    TensorFile file;
    file.tensors.emplace_back("input", tensor);
    file.tensors.emplace_back("planes", field->pyramid().levels[0].cpu().contiguous());
    RenderSettings settings;
    settings.coarseSamples = settings.fineSamples = arguments.samples;
    settings.deterministic = arguments.deterministic;
    for (std::size_t k = 0; k < views.size(); ++k) {
        context.report("Render", double(k) / double(views.size()));
        const auto camera = g3drCamera(float(M_PI / 2) + glm::radians(views[k].yaw),
                                       float(M_PI / 2) + glm::radians(views[k].pitch));
        auto rays = g3drRays(camera, 128, 128);
        rays = {rays.origins.to(device), rays.directions.to(device)};
        const auto result = renderRays(*field, rays, settings);
        file.tensors.emplace_back(fmt::format("rgb_{}", k), result.rgb.cpu().view({128, 128, 3}));
        file.tensors.emplace_back(fmt::format("depth_{}", k), result.depth.cpu().view({128, 128}));
        file.tensors.emplace_back(fmt::format("opacity_{}", k), result.opacity.cpu().view({128, 128}));
    }
    writeSafetensors(file, arguments.tensors);
    std::printf("%s\n", arguments.tensors.string().c_str());
}

void run(Arguments& arguments, const Globals& globals)
{
    auto context = makeContext(globals, arguments.photo.options.seed);
    const auto views = arguments.frames > 0 ? turntable(arguments.frames) : parseViews(arguments.views);
    if (!arguments.tensors.empty())
        return renderTensors(arguments, views, context);
    if (arguments.folder.empty())
        throw Error(ErrorCode::badInput, "--output: expected a folder for the pictures, found none");
    if (arguments.size < 16 || arguments.size > 4096)
        throw Error(ErrorCode::badInput, "--size: expected 16 to 4096 pixels, found {}", arguments.size);
    const PictureWriter writer(arguments);
    makeFolder(arguments.folder);
    if (isPicture(arguments.photo.photo))
        renderPhoto(arguments, writer, views, globals, context);
    else
        renderAsset(arguments, writer, views, context);
    context.report("Render", 1);
}

} // namespace

void addRender(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("render", "Pictures of a photograph's field, or of a mesh or cloud");
    auto arguments = std::make_shared<Arguments>();
    addPhotoArguments(*command, arguments->photo);
    command->add_option("-o,--output", arguments->folder, "Folder for the pictures");
    command->add_option("--views", arguments->views, "yaw:pitch in degrees from the input camera")
        ->capture_default_str();
    command->add_option("--turntable", arguments->frames, "Frames of a full turn instead of the views");
    command->add_option("--channels", arguments->channels, "colour, depth, normals, opacity")->capture_default_str();
    command->add_option("--size", arguments->size, "Pixels along an edge")->capture_default_str();
    command->add_option("--upscale", arguments->upscale, "Times that an installed network enlarges the pictures, 2 to 8");
    command->add_option("--upscaler", arguments->upscaler, "That network: an ncnn .param with its .bin, or .safetensors");
    command->add_flag("--sheet", arguments->sheet, "One contact sheet: photograph, turned views, mesh");
    command->add_option("--tensors", arguments->tensors, "Write tensors of a checkpoint's views (.safetensors)");
    command->add_option("--axes", arguments->axes, "Plane set of --tensors: stock, fixed, corrected")
        ->capture_default_str();
    command->add_option("--samples", arguments->samples, "Coarse and fine samples a ray of --tensors")
        ->capture_default_str();
    command->add_flag("--deterministic", arguments->deterministic, "No jitter in --tensors");
    command->callback([arguments, &globals] { run(*arguments, globals); });
}

} // namespace bozzetto::cli
