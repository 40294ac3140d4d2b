#include "core/io/ply_exporter.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <sstream>
#include <vector>

#include <assimp/Exporter.hpp>
#include <assimp/IOStream.hpp>
#include <assimp/IOSystem.hpp>
#include <assimp/scene.h>
#include <fmt/format.h>

#include "core/io/ai_scene.h"

namespace bozzetto {

namespace {

static_assert(std::endian::native == std::endian::little, "binary values are copied as they lie in memory");

struct Columns
{
    bool normals = true;
    bool colours = false;
    bool alpha = false;
    bool confidence = false;
    std::size_t vertices = 0;
    std::size_t faces = 0;
};

bool hasConfidence(const aiMesh& mesh)
{
    const aiString* name = mesh.GetTextureCoordsName(0);
    return name && std::strcmp(name->C_Str(), kConfidenceName) == 0;
}

bool isCloud(const aiMesh& mesh) { return mesh.mPrimitiveTypes == aiPrimitiveType_POINT; }

Columns columnsOf(const aiScene& scene)
{
    Columns columns;
    for (unsigned m = 0; m < scene.mNumMeshes; ++m) {
        const aiMesh& mesh = *scene.mMeshes[m];
        columns.vertices += mesh.mNumVertices;
        columns.faces += isCloud(mesh) ? 0 : mesh.mNumFaces;
        columns.normals = columns.normals && mesh.HasNormals();
        columns.confidence = columns.confidence || hasConfidence(mesh);
        columns.colours = columns.colours || mesh.HasVertexColors(0);
        for (unsigned i = 0; mesh.HasVertexColors(0) && i < mesh.mNumVertices && !columns.alpha; ++i)
            columns.alpha = mesh.mColors[0][i].a < 1.0f;
    }
    columns.normals = columns.normals && scene.mNumMeshes > 0;
    return columns;
}

std::string headerOf(const Columns& columns, bool binary, const std::string& comments)
{
    std::string header = fmt::format("ply\nformat {} 1.0\n", binary ? "binary_little_endian" : "ascii");
    std::istringstream lines(comments);
    for (std::string line; std::getline(lines, line);)
        header += "comment " + line + "\n";
    header += fmt::format("element vertex {}\n", columns.vertices);
    const auto add = [&](bool present, const char* type, std::initializer_list<const char*> names) {
        for (const char* name : names)
            if (present)
                header += fmt::format("property {} {}\n", type, name);
    };
    add(true, "float", {"x", "y", "z"});
    add(columns.normals, "float", {"nx", "ny", "nz"});
    add(columns.colours, "uchar", {"red", "green", "blue"});
    add(columns.alpha, "uchar", {"alpha"});
    add(columns.confidence, "float", {"confidence"});
    if (columns.faces > 0)
        header += fmt::format("element face {}\nproperty list uchar int vertex_indices\n", columns.faces);
    return header + "end_header\n";
}

/// Gathers values into a buffer, as bytes or as words of a line.
class RowWriter
{
public:
    RowWriter(Assimp::IOStream& stream, bool binary) : m_stream(stream), m_binary(binary) {}

    void add(float value) { put(value, value); }
    void add(std::uint8_t value) { put(value, unsigned(value)); }
    void add(std::int32_t value) { put(value, value); }

    void endRow()
    {
        if (!m_binary)
            m_buffer += '\n';
        m_rowIsEmpty = true;
        constexpr std::size_t kEnough = 1 << 20;
        if (m_buffer.size() > kEnough)
            flush();
    }

    void flush()
    {
        if (!m_buffer.empty())
            m_stream.Write(m_buffer.data(), 1, m_buffer.size());
        m_buffer.clear();
    }

private:
    template <typename Value, typename Shown> void put(Value value, Shown shown)
    {
        if (m_binary) {
            m_buffer.append(reinterpret_cast<const char*>(&value), sizeof(value));
            return;
        }
        fmt::format_to(std::back_inserter(m_buffer), "{}{}", m_rowIsEmpty ? "" : " ", shown);
        m_rowIsEmpty = false;
    }

    Assimp::IOStream& m_stream;
    std::string m_buffer;
    const bool m_binary;
    bool m_rowIsEmpty = true;
};

std::uint8_t byteOf(float value) { return std::uint8_t(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f)); }

void writeVertices(RowWriter& writer, const aiMesh& mesh, const Columns& columns)
{
    const bool confident = hasConfidence(mesh);
    for (unsigned i = 0; i < mesh.mNumVertices; ++i) {
        for (unsigned a = 0; a < 3; ++a)
            writer.add(mesh.mVertices[i][a]);
        for (unsigned a = 0; columns.normals && a < 3; ++a)
            writer.add(mesh.mNormals[i][a]);
        const aiColor4D colour = mesh.HasVertexColors(0) ? mesh.mColors[0][i] : aiColor4D(1, 1, 1, 1);
        for (unsigned c = 0; columns.colours && c < (columns.alpha ? 4U : 3U); ++c)
            writer.add(byteOf(colour[c]));
        if (columns.confidence)
            writer.add(confident ? mesh.mTextureCoords[0][i].x : 1.0f);
        writer.endRow();
    }
}

void writeFaces(RowWriter& writer, const aiMesh& mesh, std::size_t firstVertex)
{
    if (isCloud(mesh))
        return;
    for (unsigned f = 0; f < mesh.mNumFaces; ++f) {
        const aiFace& face = mesh.mFaces[f];
        writer.add(std::uint8_t(face.mNumIndices));
        for (unsigned i = 0; i < face.mNumIndices; ++i)
            writer.add(std::int32_t(firstVertex + face.mIndices[i]));
        writer.endRow();
    }
}

void writePly(const char* path, Assimp::IOSystem* files, const aiScene* scene,
              const Assimp::ExportProperties* properties, bool binary)
{
    const std::unique_ptr<Assimp::IOStream> stream(files->Open(path, "wb"));
    if (!stream)
        return; // the file system knows why
    const Columns columns = columnsOf(*scene);
    const auto header = headerOf(columns, binary, properties->GetPropertyString(kPlyComments));
    stream->Write(header.data(), 1, header.size());
    RowWriter writer(*stream, binary);
    for (unsigned m = 0; m < scene->mNumMeshes; ++m)
        writeVertices(writer, *scene->mMeshes[m], columns);
    std::size_t firstVertex = 0;
    for (unsigned m = 0; m < scene->mNumMeshes; ++m) {
        writeFaces(writer, *scene->mMeshes[m], firstVertex);
        firstVertex += scene->mMeshes[m]->mNumVertices;
    }
    writer.flush();
}

void writeText(const char* path, Assimp::IOSystem* files, const aiScene* scene,
               const Assimp::ExportProperties* properties)
{
    writePly(path, files, scene, properties, false);
}

void writeBinary(const char* path, Assimp::IOSystem* files, const aiScene* scene,
                 const Assimp::ExportProperties* properties)
{
    writePly(path, files, scene, properties, true);
}

} // namespace

void registerPlyExporter(Assimp::Exporter& exporter)
{
    using Entry = Assimp::Exporter::ExportFormatEntry;
    exporter.UnregisterExporter("ply");
    exporter.UnregisterExporter("plyb");
    exporter.RegisterExporter(Entry("ply", "Polygon file, text", "ply", &writeText));
    exporter.RegisterExporter(Entry("plyb", "Polygon file, binary", "ply", &writeBinary));
}

} // namespace bozzetto
