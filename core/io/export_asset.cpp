#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>

#include <assimp/Exporter.hpp>
#include <assimp/ProgressHandler.hpp>
#include <assimp/commonMetaData.h>
#include <glm/gtc/matrix_transform.hpp>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/io/ai_scene.h"
#include "core/io/asset_io.h"
#include "core/io/checked_io.h"
#include "core/io/gltf_cleanup.h"
#include "core/io/ply_exporter.h"
#include "core/io/scratch_folder.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

enum class TexturePlace { embedded, besideFile, none };

/// What Assimp calls a format and what its readers expect.
struct Writer
{
    const char* extension;
    const char* id;
    float unitsPerMetre;
    UpAxis up;
    bool clouds;
    TexturePlace textures;
};

constexpr Writer kWriters[] = {
    {"glb", "glb2", 1.0f, UpAxis::y, true, TexturePlace::embedded},
    {"gltf", "gltf2", 1.0f, UpAxis::y, true, TexturePlace::besideFile},
    {"obj", "obj", 1.0f, UpAxis::y, true, TexturePlace::besideFile},
    {"fbx", "fbx", 100.0f, UpAxis::y, false, TexturePlace::besideFile},
    {"stl", "stlb", 1000.0f, UpAxis::z, false, TexturePlace::none},
    {"ply", "plyb", 1.0f, UpAxis::y, true, TexturePlace::none},
    {"dae", "collada", 1.0f, UpAxis::y, false, TexturePlace::besideFile},
};

bool isGltf(const Writer& writer) { return std::string(writer.id).starts_with("gl"); }

std::string lowerExtension(const fs::path& path)
{
    std::string extension = path.extension().string();
    if (!extension.empty())
        extension.erase(0, 1);
    for (auto& letter : extension)
        letter = char(std::tolower(static_cast<unsigned char>(letter)));
    return extension;
}

const Writer& writerFor(const fs::path& path)
{
    const auto extension = lowerExtension(path);
    std::string known;
    for (const auto& writer : kWriters) {
        if (extension == writer.extension)
            return writer;
        known += (known.empty() ? "" : ", ") + std::string(writer.extension);
    }
    throw Error(ErrorCode::badInput, "{}: expected one of the extensions {}, found {}", path.string(), known,
                extension.empty() ? "none" : "." + extension);
}

template <typename Values>
void requireLength(const Values& values, std::size_t expected, const std::string& owner, const char* name)
{
    if (!values.empty() && values.size() != expected)
        throw Error(ErrorCode::internal, "{}: expected {} {}, found {}", owner, expected, name, values.size());
}

void requireFinite(const std::vector<glm::vec3>& positions, const std::string& owner)
{
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (!std::isfinite(positions[i].x) || !std::isfinite(positions[i].y) || !std::isfinite(positions[i].z))
            throw Error(ErrorCode::badInput, "{}: expected finite positions, found vertex {} at {}, {}, {}", owner, i,
                        positions[i].x, positions[i].y, positions[i].z);
}

void checkMesh(const Mesh& mesh, const Asset& asset)
{
    const std::string owner = mesh.name.empty() ? "mesh" : "mesh " + mesh.name;
    requireLength(mesh.normals, mesh.positions.size(), owner, "normals");
    requireLength(mesh.colours, mesh.positions.size(), owner, "colours");
    requireLength(mesh.uvs, mesh.positions.size(), owner, "uvs");
    requireFinite(mesh.positions, owner);
    for (const auto& t : mesh.triangles)
        if (std::max({t.x, t.y, t.z}) >= mesh.positions.size())
            throw Error(ErrorCode::internal, "{}: expected indices below {}, found {}", owner, mesh.positions.size(),
                        std::max({t.x, t.y, t.z}));
    if (mesh.material >= int(asset.materials.size()))
        throw Error(ErrorCode::internal, "{}: expected a material below {}, found {}", owner, asset.materials.size(),
                    mesh.material);
}

void checkCloud(const PointCloud& cloud)
{
    const std::string owner = cloud.name.empty() ? "cloud" : "cloud " + cloud.name;
    requireLength(cloud.normals, cloud.positions.size(), owner, "normals");
    requireLength(cloud.colours, cloud.positions.size(), owner, "colours");
    requireLength(cloud.confidence, cloud.positions.size(), owner, "confidences");
    requireFinite(cloud.positions, owner);
}

/// The bounds of what this format will hold.
Bounds checkedBounds(const Asset& asset, const Writer& writer, const fs::path& path)
{
    Bounds bounds;
    bool hasPoints = false;
    const auto add = [&](const Bounds& part) {
        bounds.add(part.minimum);
        bounds.add(part.maximum);
    };
    for (const auto& mesh : asset.meshes) {
        checkMesh(mesh, asset);
        if (!mesh.triangles.empty())
            add(boundsOf(mesh));
    }
    for (const auto& cloud : asset.clouds) {
        checkCloud(cloud);
        hasPoints = hasPoints || !cloud.positions.empty();
        if (writer.clouds && !cloud.positions.empty())
            add(boundsOf(cloud));
    }
    if (bounds.empty() && hasPoints)
        throw Error(ErrorCode::badInput, "{}: .{} files hold triangles, found points only; .ply and .glb hold points",
                    path.string(), writer.extension);
    if (bounds.empty())
        throw Error(ErrorCode::badInput, "{}: expected an asset with triangles or points, found an empty one",
                    path.string());
    return bounds;
}

glm::mat4 placement(const Bounds& bounds, const Writer& writer, const ExportOptions& options, UpAxis up)
{
    const glm::vec3 size = bounds.size();
    const float longest = std::max({size.x, size.y, size.z});
    const float scale = options.longestSide > 0 && longest > 0 ? options.longestSide / longest : 1.0f;
    glm::vec3 origin(0.0f);
    if (options.centreOnGround)
        origin = {bounds.centre().x, bounds.minimum.y, bounds.centre().z};
    const glm::mat4 turn = up == UpAxis::z ? glm::mat4{{1, 0, 0, 0}, {0, 0, 1, 0}, {0, -1, 0, 0}, {0, 0, 0, 1}}
                                           : glm::mat4(1.0f);
    const glm::mat4 scaled = glm::scale(glm::mat4(1.0f), glm::vec3(scale * writer.unitsPerMetre));
    return turn * scaled * glm::translate(glm::mat4(1.0f), -origin);
}

/// FBX says which way is up in its header, Collada by the root's turn (Assimp writes it as up_axis).
void declareAxes(aiScene& scene, const Writer& writer, UpAxis up)
{
    const bool zUp = up == UpAxis::z;
    const std::string id = writer.id;
    if (id == "collada" && zUp)
        scene.mRootNode->mTransformation = aiMatrix4x4(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1);
    if (id == "collada") {
        scene.mMetaData = new aiMetadata;
        scene.mMetaData->Add(AI_METADATA_SOURCE_GENERATOR, aiString("Bozzetto " BOZZETTO_VERSION));
        scene.mMetaData->Add("Author", aiString("Bozzetto"));
    }
    if (id == "fbx") {
        scene.mMetaData = new aiMetadata;
        scene.mMetaData->Add("UpAxis", std::int32_t(zUp ? 2 : 1));
        scene.mMetaData->Add("UpAxisSign", std::int32_t(1));
        scene.mMetaData->Add("FrontAxis", std::int32_t(zUp ? 1 : 2));
        scene.mMetaData->Add("FrontAxisSign", std::int32_t(zUp ? -1 : 1));
        scene.mMetaData->Add("CoordAxis", std::int32_t(0));
        scene.mMetaData->Add("CoordAxisSign", std::int32_t(1));
        scene.mMetaData->Add("UnitScaleFactor", 1.0);
        scene.mMetaData->Add("OriginalUnitScaleFactor", 1.0);
    }
}

/// Readers split names at spaces and stumble over letters beyond ASCII.
std::string plainName(const std::string& name)
{
    std::string plain;
    for (const char letter : name) {
        const bool fine = std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' || letter == '_';
        plain += fine && static_cast<unsigned char>(letter) < 128 ? letter : '_';
    }
    return plain;
}

std::vector<std::string> writeTextures(const Asset& asset, const fs::path& path, const fs::path& folder,
                                       const JobContext& context)
{
    std::vector<std::string> names(asset.materials.size());
    for (std::size_t i = 0; i < asset.materials.size(); ++i) {
        if (!asset.materials[i].baseColourTexture)
            continue;
        context.check();
        names[i] = fmt::format("{}_colour{}.png", plainName(path.stem().string()), i);
        const auto png = encodePng(*asset.materials[i].baseColourTexture);
        std::ofstream file(folder / names[i], std::ios::binary);
        file.write(reinterpret_cast<const char*>(png.data()), std::streamsize(png.size()));
        file.close();
        if (!file)
            throw Error(ErrorCode::io, "{}: {} could not be written beside it ({})", path.string(), names[i],
                        std::strerror(errno));
    }
    return names;
}

/// Assimp tells its steps; a cancelled job leaves between two of them.
class ExportProgress : public Assimp::ProgressHandler
{
public:
    explicit ExportProgress(JobContext& context) : m_context(context) {}
    bool Update(float) override { return !m_context.cancelled(); }
    void UpdateFileWrite(int step, int steps) override
    {
        m_context.report("Export", 0.4 + 0.5 * double(step) / std::max(steps, 1));
    }

private:
    JobContext& m_context;
};

void runAssimp(const aiScene& scene, const Writer& writer, const ExportOptions& options, UpAxis up,
               const fs::path& path, const fs::path& temporary, JobContext& context)
{
    Assimp::Exporter exporter;
    registerPlyExporter(exporter);
    auto* files = new CheckedIOSystem(context); // the exporter's from here on
    exporter.SetIOHandler(files);
    exporter.SetProgressHandler(new ExportProgress(context)); // the exporter's as well
    Assimp::ExportProperties properties;
    if (writer.clouds) // the STL writer refuses to write anything when this is set
        properties.SetPropertyBool(AI_CONFIG_EXPORT_POINT_CLOUDS, true);
    properties.SetPropertyString(kPlyComments, fmt::format("generator Bozzetto " BOZZETTO_VERSION
                                                           "\nunits m\nup {}", up == UpAxis::z ? "+Z" : "+Y"));
    const bool asText = options.asciiPly && std::string(writer.id) == "plyb";
    aiReturn result = aiReturn_FAILURE;
    std::string reason;
    try {
        result = exporter.Export(&scene, asText ? "ply" : writer.id, temporary.string().c_str(), 0, &properties);
        reason = exporter.GetErrorString();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::outOfMemory, "{}: memory ran out while writing", path.string());
    } catch (const std::exception& error) {
        reason = error.what();
    }
    context.check();
    if (!files->failure().empty())
        throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), files->failure());
    if (result != aiReturn_SUCCESS)
        throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), reason);
}

} // namespace

void ExportOptions::check() const
{
    constexpr float kLongest = 100'000.0f;
    if (!std::isfinite(longestSide) || longestSide < 0 || longestSide > kLongest)
        throw Error(ErrorCode::badInput, "longestSide: expected 0 to {} metres, found {}", kLongest, longestSide);
}

const std::vector<ExportFormat>& exportFormats()
{
    static const std::vector<ExportFormat> kFormats{
        {"glb", "glTF binary", "Metres, y up, one file with textures and colours; meshes and points"},
        {"gltf", "glTF, separate files", "Metres, y up, colours, textures beside it; meshes and points"},
        {"obj", "Wavefront OBJ", "Metres, y up, vertex colours (sRGB), materials beside it; meshes and points"},
        {"fbx", "Autodesk FBX", "Centimetres, y up, vertex colours, textures beside it; meshes only", false},
        {"stl", "STL for printing", "Millimetres, z up, no colours; meshes only", false},
        {"ply", "Polygon file", "Metres, y up, vertex colours (sRGB), confidence; meshes and points, no textures"},
        {"dae", "Collada", "Metres, y up, vertex colours, textures beside it; meshes only", false},
    };
    return kFormats;
}

void exportAsset(const Asset& asset, const fs::path& path, const ExportOptions& options)
{
    JobContext silent;
    exportAsset(asset, path, options, silent);
}

void exportAsset(const Asset& asset, const fs::path& path, const ExportOptions& options, JobContext& context)
{
    context.report("Export", 0);
    options.check();
    const Writer& writer = writerFor(path);
    const UpAxis up = options.up == UpAxis::automatic ? writer.up : options.up;
    if (isGltf(writer) && up == UpAxis::z)
        throw Error(ErrorCode::badInput, "up: expected y for {}, because glTF is y up by definition; found z",
                    path.string());
    const Bounds bounds = checkedBounds(asset, writer, path);

    ScratchFolder scratch(path);
    SceneLayout layout;
    layout.fileFromAsset = placement(bounds, writer, options, up);
    layout.linearColours = isGltf(writer);
    layout.embedTextures = writer.textures == TexturePlace::embedded;
    layout.clouds = writer.clouds;
    layout.confidence = std::string(writer.id) == "plyb";
    layout.textureFiles.resize(asset.materials.size());
    if (writer.textures == TexturePlace::besideFile)
        layout.textureFiles = writeTextures(asset, path, scratch.path(), context);
    context.report("Export", 0.2);
    const auto scene = makeScene(asset, layout);
    declareAxes(*scene, writer, up);
    const auto temporary = scratch.path() / path.filename();
    context.report("Export", 0.4);
    runAssimp(*scene, writer, options, up, path, temporary, context);
    if (isGltf(writer))
        cleanUpGltf(temporary, path);
    context.report("Export", 0.9);
    scratch.commit();
    context.report("Export", 1);
}

} // namespace bozzetto
