#include "core/io/scene_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <assimp/GltfMaterial.h>
#include <assimp/Importer.hpp>
#include <assimp/importerdesc.h>
#include <assimp/material.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>

#include "core/base/error.h"
#include "core/io/ply_column.h"
#include "core/io/srgb.h"

namespace bozzetto {

namespace {

constexpr std::size_t kMostVertices = 200'000'000; ///< a small file can ask for any number by instancing
constexpr unsigned kDeepestNode = 256;

glm::mat4 fromAi(const aiMatrix4x4& m)
{
    return {{m.a1, m.b1, m.c1, m.d1}, {m.a2, m.b2, m.c2, m.d2}, {m.a3, m.b3, m.c3, m.d3}, {m.a4, m.b4, m.c4, m.d4}};
}
glm::vec3 fromAi(const aiVector3D& v) { return {v.x, v.y, v.z}; }
glm::vec4 fromAi(const aiColor4D& c) { return {c.r, c.g, c.b, c.a}; }

struct Conversion
{
    bool linearColours = false; ///< the file's colours are linear light
    float metresPerUnit = 1.0f;
};

Conversion conversionOf(const Assimp::Importer& importer, const aiScene& scene)
{
    Conversion conversion;
    const aiImporterDesc* reader = importer.GetImporterInfo(std::size_t(importer.GetPropertyInteger("importerIndex", 0)));
    const std::string extensions = reader && reader->mFileExtensions ? reader->mFileExtensions : "";
    conversion.linearColours = extensions.find("gltf") != std::string::npos;
    if (extensions.find("fbx") != std::string::npos && scene.mMetaData) {
        double centimetres = 1.0; // FBX counts in centimetres unless it says otherwise
        float narrow = 1.0f;
        if (scene.mMetaData->Get("UnitScaleFactor", narrow))
            centimetres = double(narrow);
        else
            scene.mMetaData->Get("UnitScaleFactor", centimetres);
        if (std::isfinite(centimetres) && centimetres > 0)
            conversion.metresPerUnit = float(centimetres / 100.0);
    }
    return conversion;
}

class SceneReader
{
public:
    SceneReader(const aiScene& scene, const Conversion& conversion) : m_scene(scene), m_conversion(conversion) {}

    RawAsset read()
    {
        for (unsigned i = 0; i < m_scene.mNumMaterials; ++i)
            addMaterial(*m_scene.mMaterials[i]);
        if (m_scene.mRootNode)
            addNode(*m_scene.mRootNode, glm::mat4(glm::mat3(m_conversion.metresPerUnit)), 0);
        return std::move(m_raw);
    }

private:
    glm::vec4 srgb(const aiColor4D& colour) const
    {
        const glm::vec4 clamped = glm::clamp(fromAi(colour), 0.0f, 1.0f);
        return m_conversion.linearColours ? srgbFromLinear(clamped) : clamped;
    }

    void addMaterial(const aiMaterial& source)
    {
        Material material;
        aiString name;
        if (source.Get(AI_MATKEY_NAME, name) == aiReturn_SUCCESS)
            material.name = name.C_Str();
        aiColor4D colour(1, 1, 1, 1);
        if (source.Get(AI_MATKEY_BASE_COLOR, colour) != aiReturn_SUCCESS)
            source.Get(AI_MATKEY_COLOR_DIFFUSE, colour);
        material.baseColour = srgb(colour);
        source.Get(AI_MATKEY_ROUGHNESS_FACTOR, material.roughness);
        source.Get(AI_MATKEY_METALLIC_FACTOR, material.metallic);
        RawTexture texture;
        aiString path;
        if (source.GetTexture(aiTextureType_BASE_COLOR, 0, &path) == aiReturn_SUCCESS
            || source.GetTexture(aiTextureType_DIFFUSE, 0, &path) == aiReturn_SUCCESS)
            texture = textureAt(path);
        m_raw.asset.materials.push_back(std::move(material));
        m_raw.textures.push_back(std::move(texture));
    }

    RawTexture textureAt(const aiString& path) const
    {
        RawTexture texture;
        const aiTexture* embedded = m_scene.GetEmbeddedTexture(path.C_Str());
        if (!embedded) {
            texture.path = path.C_Str();
        } else if (embedded->mHeight == 0) {
            texture.encoded.assign(reinterpret_cast<const char*>(embedded->pcData), embedded->mWidth);
        } else {
            texture.width = embedded->mWidth;
            texture.height = embedded->mHeight;
            const std::size_t count = std::size_t(texture.width) * texture.height;
            for (std::size_t i = 0; i < count; ++i) {
                const aiTexel& t = embedded->pcData[i];
                for (const auto channel : {t.r, t.g, t.b, t.a})
                    texture.pixels += char(channel);
            }
        }
        return texture;
    }

    void addNode(const aiNode& node, const glm::mat4& worldFromParent, unsigned depth)
    {
        if (depth > kDeepestNode)
            throw Error(ErrorCode::badInput, "expected at most {} nested nodes, found more", kDeepestNode);
        const glm::mat4 worldFromNode = worldFromParent * fromAi(node.mTransformation);
        for (unsigned i = 0; i < node.mNumMeshes; ++i)
            addMesh(*m_scene.mMeshes[node.mMeshes[i]], node, worldFromNode);
        for (unsigned i = 0; i < node.mNumChildren; ++i)
            addNode(*node.mChildren[i], worldFromNode, depth + 1);
    }

    void addMesh(const aiMesh& source, const aiNode& node, const glm::mat4& worldFromNode)
    {
        m_vertices += source.mNumVertices;
        if (m_vertices > kMostVertices)
            throw Error(ErrorCode::badInput, "expected at most {} vertices, found more", kMostVertices);
        const bool isCloud = source.mPrimitiveTypes == aiPrimitiveType_POINT || !source.HasFaces();
        const std::string name = source.mName.length > 0 ? source.mName.C_Str() : node.mName.C_Str();
        if (isCloud) {
            PointCloud cloud;
            cloud.name = name;
            fillPoints(source, worldFromNode, cloud.positions, cloud.normals, cloud.colours);
            m_raw.asset.clouds.push_back(std::move(cloud));
        } else if (source.mPrimitiveTypes & aiPrimitiveType_TRIANGLE) {
            Mesh mesh;
            mesh.name = name;
            mesh.material = int(source.mMaterialIndex);
            fillPoints(source, worldFromNode, mesh.positions, mesh.normals, mesh.colours);
            fillSurface(source, glm::determinant(glm::mat3(worldFromNode)) < 0, mesh);
            m_raw.asset.meshes.push_back(std::move(mesh));
        }
    }

    void fillPoints(const aiMesh& source, const glm::mat4& worldFromNode, std::vector<glm::vec3>& positions,
                    std::vector<glm::vec3>& normals, std::vector<glm::vec4>& colours) const
    {
        const glm::mat3 linear(worldFromNode);
        const glm::mat3 cofactors(glm::cross(linear[1], linear[2]), glm::cross(linear[2], linear[0]),
                                  glm::cross(linear[0], linear[1]));
        const float side = glm::determinant(linear) < 0 ? -1.0f : 1.0f;
        positions.reserve(source.mNumVertices);
        for (unsigned i = 0; i < source.mNumVertices; ++i)
            positions.push_back(glm::vec3(worldFromNode * glm::vec4(fromAi(source.mVertices[i]), 1.0f)));
        for (unsigned i = 0; source.HasNormals() && i < source.mNumVertices; ++i) {
            const glm::vec3 normal = side * (cofactors * fromAi(source.mNormals[i]));
            const float length = glm::length(normal);
            normals.push_back(length > 0 && std::isfinite(length) ? normal / length : glm::vec3(0, 1, 0));
        }
        for (unsigned i = 0; source.HasVertexColors(0) && i < source.mNumVertices; ++i)
            colours.push_back(srgb(source.mColors[0][i]));
    }

    void fillSurface(const aiMesh& source, bool mirrored, Mesh& mesh) const
    {
        for (unsigned i = 0; source.HasTextureCoords(0) && i < source.mNumVertices; ++i)
            mesh.uvs.emplace_back(source.mTextureCoords[0][i].x, source.mTextureCoords[0][i].y);
        for (unsigned i = 0; i < source.mNumFaces; ++i) {
            const aiFace& face = source.mFaces[i];
            if (face.mNumIndices != 3)
                continue;
            glm::uvec3 t(face.mIndices[0], face.mIndices[1], face.mIndices[2]);
            if (mirrored)
                std::swap(t.y, t.z);
            mesh.triangles.push_back(t);
        }
    }

    const aiScene& m_scene;
    const Conversion m_conversion;
    RawAsset m_raw;
    std::size_t m_vertices = 0;
};

} // namespace

RawAsset readScene(const std::filesystem::path& path)
{
    Assimp::Importer importer;
    importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_PRESERVE_PIVOTS, false);
    importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_READ_CAMERAS, false);
    importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_READ_LIGHTS, false);
    const unsigned steps = aiProcess_Triangulate | aiProcess_JoinIdenticalVertices | aiProcess_SortByPType;
    const aiScene* scene = importer.ReadFile(path.string(), steps);
    if (!scene)
        throw Error(ErrorCode::badInput, importer.GetErrorString());
    RawAsset raw = SceneReader(*scene, conversionOf(importer, *scene)).read();
    if (raw.asset.meshes.empty() && raw.asset.clouds.size() == 1) {
        auto& cloud = raw.asset.clouds[0];
        cloud.confidence = readPlyColumn(path, "confidence");
        if (cloud.confidence.size() != cloud.positions.size()) // not a PLY, or points that were one were joined
            cloud.confidence.clear();
    }
    if (raw.asset.meshes.empty() && raw.asset.clouds.empty())
        throw Error(ErrorCode::badInput, "expected triangles or points, found none");
    return raw;
}

} // namespace bozzetto
