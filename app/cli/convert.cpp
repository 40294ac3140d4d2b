#include "app/cli/command.h"

#include <cstdio>

#include "core/io/asset_io.h"

namespace bozzetto::cli {

namespace {

struct Arguments
{
    std::filesystem::path input, output;
    ExportOptions exporting;
    std::string up = "auto";
};

} // namespace

void addConvert(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("convert", "Any mesh or cloud into another format");
    auto arguments = std::make_shared<Arguments>();
    arguments->exporting.longestSide = 0;
    arguments->exporting.centreOnGround = false;
    command->add_option("input", arguments->input, "Mesh or point cloud")->required();
    command->add_option("-o,--output", arguments->output, "OUT.{glb,gltf,obj,fbx,stl,ply,dae}")->required();
    command->add_option("--size", arguments->exporting.longestSide, "Longest side, metres; 0 keeps its own")
        ->capture_default_str();
    command->add_option("--up", arguments->up, "Up axis of the file")
        ->check(CLI::IsMember({"auto", "y", "z"}))
        ->capture_default_str();
    command->add_flag("--centre", arguments->exporting.centreOnGround, "Put it in the middle, on the ground");
    command->add_flag("--ascii", arguments->exporting.asciiPly, "PLY as text");
    command->callback([arguments, &globals] {
        auto context = makeContext(globals);
        arguments->exporting.up =
            arguments->up == "auto" ? UpAxis::automatic : arguments->up == "y" ? UpAxis::y : UpAxis::z;
        arguments->exporting.check();
        const auto asset = importAsset(arguments->input, context);
        exportAsset(asset, arguments->output, arguments->exporting, context);
        std::printf("%s\n", arguments->output.string().c_str());
    });
}

} // namespace bozzetto::cli
