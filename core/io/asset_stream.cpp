#include "core/io/asset_stream.h"

#include <cmath>
#include <cstring>
#include <type_traits>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr std::uint32_t kAssetMark = 0x315A4F42;   // "BOZ1"
constexpr std::uint32_t kFailureMark = 0x455A4F42; // "BOZE"

class Writer
{
public:
    template <typename Value> void value(const Value& v)
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        bytes.append(reinterpret_cast<const char*>(&v), sizeof(v));
    }
    void text(const std::string& v)
    {
        value(std::uint64_t(v.size()));
        bytes += v;
    }
    template <typename Value> void array(const std::vector<Value>& v)
    {
        value(std::uint64_t(v.size()));
        if (!v.empty())
            bytes.append(reinterpret_cast<const char*>(v.data()), v.size() * sizeof(Value));
    }

    std::string bytes;
};

class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    template <typename Value> Value value()
    {
        Value v{};
        std::memcpy(&v, take(sizeof(v)), sizeof(v));
        return v;
    }
    std::string text()
    {
        const auto size = count(1);
        return std::string(take(size), size);
    }
    template <typename Value> std::vector<Value> array()
    {
        const auto size = count(sizeof(Value));
        std::vector<Value> v(size);
        const char* from = take(size * sizeof(Value));
        if (size > 0)
            std::memcpy(static_cast<void*>(v.data()), from, size * sizeof(Value));
        return v;
    }
    /// A number of items of at least this many bytes each.
    std::size_t count(std::size_t itemSize)
    {
        const auto claimed = value<std::uint64_t>();
        if (claimed > m_bytes.size() / itemSize)
            throw Error(ErrorCode::badInput, "expected {} more items, found the end", claimed);
        return std::size_t(claimed);
    }

private:
    const char* take(std::size_t size)
    {
        if (size > m_bytes.size())
            throw Error(ErrorCode::badInput, "expected {} more bytes, found {}", size, m_bytes.size());
        const char* start = m_bytes.data();
        m_bytes.remove_prefix(size);
        return start;
    }

    std::string_view m_bytes;
};

void write(Writer& out, const Mesh& mesh)
{
    out.text(mesh.name);
    out.array(mesh.positions);
    out.array(mesh.normals);
    out.array(mesh.colours);
    out.array(mesh.uvs);
    out.array(mesh.triangles);
    out.value(std::int32_t(mesh.material));
}

void write(Writer& out, const PointCloud& cloud)
{
    out.text(cloud.name);
    out.array(cloud.positions);
    out.array(cloud.normals);
    out.array(cloud.colours);
    out.array(cloud.confidence);
}

void write(Writer& out, const Material& material, const RawTexture& texture)
{
    out.text(material.name);
    out.value(material.baseColour);
    out.value(material.roughness);
    out.value(material.metallic);
    out.text(texture.path);
    out.text(texture.encoded);
    out.value(texture.width);
    out.value(texture.height);
    out.text(texture.pixels);
}

template <typename Vector> void requireNumbers(const std::vector<Vector>& values, const char* name)
{
    for (const auto& v : values)
        for (int i = 0; i < Vector::length(); ++i)
            if (!std::isfinite(v[i]))
                throw Error(ErrorCode::badInput, "expected finite {}, found {}", name, v[i]);
}

template <typename Vector>
void requireArray(const std::vector<Vector>& values, std::size_t positions, const char* name)
{
    if (!values.empty() && values.size() != positions)
        throw Error(ErrorCode::badInput, "expected {} {}, found {}", positions, name, values.size());
    requireNumbers(values, name);
}

Mesh readMesh(Reader& in, std::size_t materials)
{
    Mesh mesh;
    mesh.name = in.text();
    mesh.positions = in.array<glm::vec3>();
    mesh.normals = in.array<glm::vec3>();
    mesh.colours = in.array<glm::vec4>();
    mesh.uvs = in.array<glm::vec2>();
    mesh.triangles = in.array<glm::uvec3>();
    mesh.material = in.value<std::int32_t>();
    requireNumbers(mesh.positions, "positions");
    requireArray(mesh.normals, mesh.positions.size(), "normals");
    requireArray(mesh.colours, mesh.positions.size(), "colours");
    requireArray(mesh.uvs, mesh.positions.size(), "texture coordinates");
    for (const auto& t : mesh.triangles)
        for (int i = 0; i < 3; ++i)
            if (t[i] >= mesh.positions.size())
                throw Error(ErrorCode::badInput, "expected vertices below {}, found {}", mesh.positions.size(), t[i]);
    if (mesh.material < -1 || mesh.material >= int(materials))
        throw Error(ErrorCode::badInput, "expected a material below {}, found {}", materials, mesh.material);
    return mesh;
}

PointCloud readCloud(Reader& in)
{
    PointCloud cloud;
    cloud.name = in.text();
    cloud.positions = in.array<glm::vec3>();
    cloud.normals = in.array<glm::vec3>();
    cloud.colours = in.array<glm::vec4>();
    requireNumbers(cloud.positions, "positions");
    requireArray(cloud.normals, cloud.positions.size(), "normals");
    requireArray(cloud.colours, cloud.positions.size(), "colours");
    cloud.confidence = in.array<float>();
    if (!cloud.confidence.empty() && cloud.confidence.size() != cloud.positions.size())
        throw Error(ErrorCode::badInput, "expected {} confidences, found {}", cloud.positions.size(), cloud.confidence.size());
    for (const float value : cloud.confidence)
        if (!std::isfinite(value))
            throw Error(ErrorCode::badInput, "expected finite confidences, found {}", value);
    return cloud;
}

Material readMaterial(Reader& in, RawTexture& texture)
{
    Material material;
    material.name = in.text();
    material.baseColour = in.value<glm::vec4>();
    material.roughness = in.value<float>();
    material.metallic = in.value<float>();
    texture.path = in.text();
    texture.encoded = in.text();
    texture.width = in.value<std::uint32_t>();
    texture.height = in.value<std::uint32_t>();
    texture.pixels = in.text();
    if (std::uint64_t(texture.width) * texture.height * 4 != texture.pixels.size())
        throw Error(ErrorCode::badInput, "expected a texture of {} x {} pixels, found {} bytes", texture.width,
                    texture.height, texture.pixels.size());
    return material;
}

} // namespace

std::string encodeAsset(const RawAsset& raw)
{
    Writer out;
    out.value(kAssetMark);
    out.value(std::uint64_t(raw.asset.materials.size()));
    for (std::size_t i = 0; i < raw.asset.materials.size(); ++i)
        write(out, raw.asset.materials[i], raw.textures.at(i));
    out.value(std::uint64_t(raw.asset.meshes.size()));
    for (const auto& mesh : raw.asset.meshes)
        write(out, mesh);
    out.value(std::uint64_t(raw.asset.clouds.size()));
    for (const auto& cloud : raw.asset.clouds)
        write(out, cloud);
    return std::move(out.bytes);
}

std::string encodeFailure(const std::string& reason)
{
    Writer out;
    out.value(kFailureMark);
    out.text(reason);
    return std::move(out.bytes);
}

RawAsset decodeAsset(std::string_view bytes)
{
    Reader in(bytes);
    const auto mark = in.value<std::uint32_t>();
    if (mark == kFailureMark)
        throw Error(ErrorCode::badInput, in.text());
    if (mark != kAssetMark)
        throw Error(ErrorCode::badInput, "expected an asset from the import helper, found something else");
    RawAsset raw;
    raw.textures.resize(in.count(64));
    for (auto& texture : raw.textures)
        raw.asset.materials.push_back(readMaterial(in, texture));
    const auto meshes = in.count(52);
    for (std::size_t i = 0; i < meshes; ++i)
        raw.asset.meshes.push_back(readMesh(in, raw.textures.size()));
    const auto clouds = in.count(40);
    for (std::size_t i = 0; i < clouds; ++i)
        raw.asset.clouds.push_back(readCloud(in));
    return raw;
}

} // namespace bozzetto
