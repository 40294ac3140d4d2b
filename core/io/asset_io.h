#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/scene/asset.h"

namespace bozzetto {

enum class UpAxis { automatic, y, z }; ///< automatic: what the format's readers expect (STL: z, others: y)

struct ExportOptions
{
    float longestSide = 1.0f; ///< metres; 0 keeps the asset's own size
    UpAxis up = UpAxis::automatic;
    bool centreOnGround = true; ///< x and z centred, lowest point at height 0
    bool asciiPly = false;

    void check() const; ///< throws Error(badInput) naming the field
};

struct ExportFormat
{
    std::string extension; ///< without dot: glb, gltf, obj, fbx, stl, ply, dae
    std::string name;      ///< for the dialog
    std::string note;      ///< unit, axis and colours as this format carries them
    bool clouds = true;    ///< carries points, not meshes alone
};

const std::vector<ExportFormat>& exportFormats();

/// Writes by extension, through Assimp, atomically (companion files such as .mtl, .bin and textures included).
/// Units: FBX centimetres declared by its header, STL millimetres, the others metres. COLOR_0 of glTF is linear.
/// Cancellable between its steps and at every write; Assimp formats a text file (OBJ, DAE) in one go.
/// Throws Error(badInput) for an unknown extension or an empty asset, Error(io) when it cannot be written.
void exportAsset(const Asset& asset, const std::filesystem::path& path, const ExportOptions& options,
                 JobContext& context);
void exportAsset(const Asset& asset, const std::filesystem::path& path, const ExportOptions& options = {});

/// Any mesh or cloud that Assimp reads, with its units and axes brought to metres and y up where the file says them.
/// Reads in a child process, so a hostile file cannot take this one down, and a cancelled one ends at once. Throws
/// Error(io) or Error(badInput).
Asset importAsset(const std::filesystem::path& path, JobContext& context);
Asset importAsset(const std::filesystem::path& path);

} // namespace bozzetto
