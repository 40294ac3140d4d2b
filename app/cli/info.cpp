#include "app/cli/command.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/io/asset_io.h"
#include "core/weights/describe.h"

namespace bozzetto::cli {

namespace {

std::string lowerExtension(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return extension;
}

bool oneOf(const std::string& text, std::initializer_list<const char*> choices)
{
    return std::any_of(choices.begin(), choices.end(), [&](const char* choice) { return text == choice; });
}

nlohmann::json describePicture(const std::filesystem::path& path)
{
    const auto info = inspectPicture(path);
    return {{"kind", "picture"},      {"format", info.format},     {"width", info.width},
            {"height", info.height},  {"channels", info.channels}, {"bitDepth", info.bitDepth},
            {"alpha", info.hasAlpha}, {"colourProfile", info.hasColourProfile}};
}

nlohmann::json describeCheckpoint(const std::filesystem::path& path)
{
    const auto summary = describeWeights(path);
    nlohmann::json answer = {{"kind", summary.kind},
                             {"format", summary.format},
                             {"tensors", summary.tensors},
                             {"parameters", summary.parameters},
                             {"types", summary.dtypes}};
    if (!summary.metadata.empty())
        answer["metadata"] = summary.metadata;
    return answer;
}

nlohmann::json describeAsset(const std::filesystem::path& path, JobContext& context)
{
    const auto asset = importAsset(path, context);
    std::size_t triangles = 0, vertices = 0, points = 0;
    bool coloured = false;
    for (const auto& mesh : asset.meshes) {
        triangles += mesh.triangles.size();
        vertices += mesh.positions.size();
        coloured = coloured || !mesh.colours.empty();
    }
    for (const auto& cloud : asset.clouds) {
        points += cloud.positions.size();
        coloured = coloured || !cloud.colours.empty();
    }
    const auto size = boundsOf(asset).size();
    return {{"kind", asset.meshes.empty() ? "point cloud" : "mesh"},
            {"triangles", triangles},
            {"vertices", vertices},
            {"points", points},
            {"materials", asset.materials.size()},
            {"colours", coloured},
            {"size", {size.x, size.y, size.z}}};
}

nlohmann::json describeFile(const std::filesystem::path& path, JobContext& context)
{
    if (!std::filesystem::exists(path))
        throw Error(ErrorCode::io, "{}: there is no such file", path.string());
    const auto extension = lowerExtension(path);
    if (oneOf(extension, {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"}))
        return describePicture(path);
    if (oneOf(extension, {".safetensors", ".pt", ".pth", ".ckpt"}))
        return describeCheckpoint(path);
    return describeAsset(path, context);
}

} // namespace

void addInfo(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("info", "What a picture, mesh, cloud or checkpoint holds");
    auto path = std::make_shared<std::filesystem::path>();
    command->add_option("file", *path, "File to look into")->required();
    command->callback([path, &globals] {
        auto context = makeContext(globals);
        const auto answer = describeFile(*path, context);
        if (globals.json) {
            std::printf("%s\n", answer.dump().c_str());
            return;
        }
        for (const auto& [key, value] : answer.items())
            std::printf("%-14s %s\n", key.c_str(),
                        value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
    });
}

} // namespace bozzetto::cli
