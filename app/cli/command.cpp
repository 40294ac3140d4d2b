#include "app/cli/command.h"

#include <csignal>
#include <cstdio>

#include <unistd.h>

#include "core/base/device.h"
#include "core/base/error.h"
#include "core/image/codec.h"

namespace bozzetto::cli {

namespace {

std::shared_ptr<std::atomic<bool>> cancelFlag()
{
    static const auto flag = std::make_shared<std::atomic<bool>>(false);
    return flag;
}

std::atomic<bool>* signalTarget = nullptr; // a signal handler may touch nothing that allocates

void onSignal(int)
{
    if (signalTarget)
        signalTarget->store(true);
}

void showProgress(const Progress& progress)
{
    static std::string lastStage;
    const bool terminal = ::isatty(STDERR_FILENO);
    if (terminal) {
        std::fprintf(stderr, "\r%-10s %3.0f %%", progress.stage.c_str(), progress.share * 100);
        if (progress.share >= 1)
            std::fputc('\n', stderr);
    } else if (progress.stage != lastStage) {
        std::fprintf(stderr, "%s\n", progress.stage.c_str());
    }
    lastStage = progress.stage;
}

GenerateMode parseMode(const std::string& text)
{
    if (text == "object")
        return GenerateMode::object;
    return text == "scene" ? GenerateMode::scene : GenerateMode::automatic;
}

GenerateMethod parseMethod(const std::string& text)
{
    if (text == "network")
        return GenerateMethod::network;
    return text == "fit" ? GenerateMethod::fit : GenerateMethod::automatic;
}

} // namespace

JobContext makeContext(const Globals& globals, std::uint64_t seed)
{
    const auto flag = cancelFlag();
    signalTarget = flag.get();
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    JobContext::ProgressSink sink;
    if (!globals.quiet)
        sink = showProgress;
    return JobContext(flag, sink, seed);
}

void addPhotoArguments(CLI::App& command, PhotoArguments& arguments)
{
    auto& options = arguments.options;
    command.add_option("photo", arguments.photo, "Photograph: PNG, JPEG, WebP, TIFF, HEIC")->required();
    command.add_option(
        "--depth", arguments.depth,
        "Depth picture, small = near (default: PHOTO's name with _depth.png, when it is there)");
    command.add_option("--mask", arguments.mask, "Matte, white = object");
    command.add_option("--weights", arguments.weights,
                       "G3DR checkpoint (.pt or .safetensors) instead of the fit");
    command
        .add_option("--mode", arguments.mode, "object: the matte's content, closed; scene: the whole picture")
        ->check(CLI::IsMember({"auto", "object", "scene"}))
        ->capture_default_str();
    command
        .add_option("--method", arguments.method,
                    "network: by the installed networks, in seconds; fit: to this picture")
        ->check(CLI::IsMember({"auto", "network", "fit"}))
        ->capture_default_str();
    command
        .add_option("--fov", options.fovDegrees,
                    "Angle of view around the object that the network is told, degrees")
        ->capture_default_str();
    command.add_flag("--refine", options.refine, "Sharpens a network's object to the photograph, some seconds more");
    command.add_option("--steps", options.steps, "Steps of the fit, 50 to 5000")->capture_default_str();
    command
        .add_option("--resolution", options.surfaceResolution,
                    "Surface cells along the longest side, 32 to 1024")
        ->capture_default_str();
    command.add_option("--level", options.surfaceLevel, "Iso-level of the density")->capture_default_str();
    command.add_option("--depth-scale", options.depthScale, "Stretches the relief, 0.1 to 4")
        ->capture_default_str();
    command
        .add_option_function<std::string>(
            "--up-tilt",
            [&options](const std::string& text) {
                options.levelByEstimate = text == "auto";
                if (!options.levelByEstimate && !CLI::detail::lexical_cast(text, options.upTiltDegrees))
                    throw CLI::ValidationError("--up-tilt", "expected degrees or auto, found " + text);
            },
            "Levels an object photographed from above: degrees, or auto for the depth network's estimate")
        ->default_str("0");
    command.add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();
    command.add_option("--device", arguments.device, "Where to compute")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
}

GenerateInput readInput(PhotoArguments& arguments, JobContext& context)
{
    arguments.options.mode = parseMode(arguments.mode);
    arguments.options.method = parseMethod(arguments.method);
    arguments.options.device = parseDeviceChoice(arguments.device);
    arguments.options.check();
    if (arguments.options.device == DeviceChoice::automatic) {
        chooseDevice(DeviceChoice::automatic);
        if (const auto complaint = gpuComplaint(); !complaint.empty())
            std::fprintf(stderr, "%s\n", complaint.c_str());
    }
    GenerateInput input;
    context.report("Read", 0);
    input.photo = decodePicture(arguments.photo, context);
    requireUsablePicture(input.photo, arguments.photo.string());
    auto depth = arguments.depth;
    if (depth.empty()) {
        const auto beside = arguments.photo.parent_path() / (arguments.photo.stem().string() + "_depth.png");
        if (std::filesystem::exists(beside))
            depth = beside;
    }
    if (!depth.empty())
        input.depth = decodePlane(depth, context);
    if (!arguments.mask.empty())
        input.hints.given = std::make_shared<const Image>(decodePlane(arguments.mask, context));
    input.weights = arguments.weights;
    return input;
}

} // namespace bozzetto::cli
