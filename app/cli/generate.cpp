#include "app/cli/command.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "app/cli/contact_sheet.h"
#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/io/asset_io.h"

namespace bozzetto::cli {

namespace {

struct Arguments
{
    PhotoArguments photo;
    std::filesystem::path output, sheet;
    ExportOptions exporting;
    std::string up = "auto";
    int points = 0;
};

/// Refuses an output that cannot be written before minutes are spent on it.
void checkOutput(const std::filesystem::path& output)
{
    std::string extension = output.extension().string();
    if (!extension.empty())
        extension.erase(0, 1);
    const auto& formats = exportFormats();
    const bool known = std::any_of(formats.begin(), formats.end(),
                                   [&](const ExportFormat& format) { return format.extension == extension; });
    if (!known)
        throw Error(ErrorCode::badInput,
                    "{}: expected a name that ends in .glb, .gltf, .obj, .fbx, .stl, .ply or .dae, found \".{}\"",
                    output.string(), extension);
    const auto folder = output.has_parent_path() ? output.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder))
        throw Error(ErrorCode::io, "{}: the folder {} does not exist", output.string(), folder.string());
    if (::access(folder.c_str(), W_OK) != 0)
        throw Error(ErrorCode::io, "{}: the folder {} cannot be written ({})", output.string(), folder.string(),
                    std::strerror(errno));
}

void report(const Arguments& arguments, const GenerateResult& result, double seconds, bool json)
{
    const auto& mesh = *result.mesh;
    if (json) {
        nlohmann::json answer = {
            {"output", arguments.output.string()},
            {"triangles", mesh.triangles.size()},
            {"vertices", mesh.positions.size()},
            {"mode", result.prepared.mode == GenerateMode::object ? "object" : "scene"},
            {"matte", describe(result.prepared.matte.source)},
            {"matteConfidence", result.prepared.matte.confidence},
            {"inputViewPsnr", result.inputViewPsnr},
            {"seconds", seconds}};
        if (result.prepared.elevationDegrees)
            answer["elevationDegrees"] = *result.prepared.elevationDegrees;
        std::printf("%s\n", answer.dump().c_str());
        return;
    }
    std::printf("%s: %zu triangles, input view %.1f dB, %.1f s\n", arguments.output.string().c_str(),
                mesh.triangles.size(), result.inputViewPsnr, seconds);
}

void run(Arguments& arguments, const Globals& globals)
{
    checkOutput(arguments.output);
    arguments.exporting.up = arguments.up == "auto" ? UpAxis::automatic : arguments.up == "y" ? UpAxis::y : UpAxis::z;
    arguments.exporting.check();
    auto context = makeContext(globals, arguments.photo.options.seed);
    const auto input = readInput(arguments.photo, context);
    const auto start = std::chrono::steady_clock::now();
    const auto result = generate(input, arguments.photo.options, {}, context);
    Asset asset;
    if (arguments.points > 0)
        asset.clouds.push_back(samplePoints(*result.mesh, arguments.points, arguments.photo.options.seed));
    else
        asset.meshes.push_back(*result.mesh);
    exportAsset(asset, arguments.output, arguments.exporting, context);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (!arguments.sheet.empty())
        encodePicture(contactSheet(input, result, context), arguments.sheet);
    report(arguments, result, elapsed.count(), globals.json);
}

} // namespace

void addGenerate(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("generate", "A photograph becomes a mesh");
    auto arguments = std::make_shared<Arguments>();
    addPhotoArguments(*command, arguments->photo);
    command->add_option("-o,--output", arguments->output, "OUT.{glb,gltf,obj,fbx,stl,ply,dae}")->required();
    command->add_option("--size", arguments->exporting.longestSide, "Longest side, metres")->capture_default_str();
    command->add_option("--up", arguments->up, "Up axis of the file")
        ->check(CLI::IsMember({"auto", "y", "z"}))
        ->capture_default_str();
    command->add_option("--sheet", arguments->sheet, "Contact sheet beside it: photograph, turned views, mesh (.png)");
    command->add_option("--points", arguments->points, "Export this many coloured points instead of the mesh");
    command->callback([arguments, &globals] { run(*arguments, globals); });
}

} // namespace bozzetto::cli
