#include "core/io/ai_scene.h"

#include <algorithm>
#include <cstring>

#include <assimp/GltfMaterial.h>
#include <assimp/material.h>
#include <fmt/format.h>

#include "core/image/codec.h"
#include "core/io/srgb.h"

namespace bozzetto {

namespace {

aiVector3D toAi(const glm::vec3& v) { return {v.x, v.y, v.z}; }
aiColor4D toAi(const glm::vec4& c) { return {c.r, c.g, c.b, c.a}; }

void fillPoints(aiMesh& target, const std::vector<glm::vec3>& positions, const std::vector<glm::vec3>& normals,
                const std::vector<glm::vec4>& colours, const SceneLayout& layout)
{
    const std::size_t count = positions.size();
    const glm::mat3 linear(layout.fileFromAsset);
    target.mNumVertices = unsigned(count);
    target.mVertices = new aiVector3D[count];
    for (std::size_t i = 0; i < count; ++i)
        target.mVertices[i] = toAi(glm::vec3(layout.fileFromAsset * glm::vec4(positions[i], 1.0f)));
    if (!normals.empty()) {
        target.mNormals = new aiVector3D[count];
        for (std::size_t i = 0; i < count; ++i)
            target.mNormals[i] = toAi(glm::normalize(linear * normals[i]));
    }
    if (!colours.empty()) {
        target.mColors[0] = new aiColor4D[count];
        for (std::size_t i = 0; i < count; ++i) {
            const glm::vec4 colour = glm::clamp(colours[i], 0.0f, 1.0f);
            target.mColors[0][i] = toAi(layout.linearColours ? linearFromSrgb(colour) : colour);
        }
    }
}

std::unique_ptr<aiMesh> makeMesh(const Mesh& mesh, const SceneLayout& layout, unsigned material)
{
    auto made = std::make_unique<aiMesh>();
    made->mName.Set(mesh.name);
    made->mMaterialIndex = material;
    made->mPrimitiveTypes = aiPrimitiveType_TRIANGLE;
    fillPoints(*made, mesh.positions, mesh.normals, mesh.colours, layout);
    if (!mesh.uvs.empty()) {
        made->mNumUVComponents[0] = 2;
        made->mTextureCoords[0] = new aiVector3D[mesh.uvs.size()];
        for (std::size_t i = 0; i < mesh.uvs.size(); ++i)
            made->mTextureCoords[0][i] = {mesh.uvs[i].x, mesh.uvs[i].y, 0.0f};
    }
    made->mNumFaces = unsigned(mesh.triangles.size());
    made->mFaces = new aiFace[mesh.triangles.size()];
    for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
        const glm::uvec3 t = mesh.triangles[i];
        made->mFaces[i].mNumIndices = 3;
        made->mFaces[i].mIndices = new unsigned[3]{t.x, t.y, t.z};
    }
    return made;
}

std::unique_ptr<aiMesh> makeCloud(const PointCloud& cloud, const SceneLayout& layout, unsigned material)
{
    auto made = std::make_unique<aiMesh>();
    made->mName.Set(cloud.name);
    made->mMaterialIndex = material;
    made->mPrimitiveTypes = aiPrimitiveType_POINT;
    fillPoints(*made, cloud.positions, cloud.normals, cloud.colours, layout);
    if (layout.confidence && !cloud.confidence.empty()) {
        made->mNumUVComponents[0] = 1;
        made->mTextureCoords[0] = new aiVector3D[cloud.confidence.size()];
        for (std::size_t i = 0; i < cloud.confidence.size(); ++i)
            made->mTextureCoords[0][i] = {cloud.confidence[i], 0.0f, 0.0f};
        made->SetTextureCoordsName(0, aiString(kConfidenceName));
    }
    made->mNumFaces = made->mNumVertices;
    made->mFaces = new aiFace[made->mNumFaces];
    for (unsigned i = 0; i < made->mNumFaces; ++i) {
        made->mFaces[i].mNumIndices = 1;
        made->mFaces[i].mIndices = new unsigned[1]{i};
    }
    return made;
}

aiTexture* embed(const Image& image)
{
    const auto png = encodePng(image);
    auto* texture = new aiTexture;
    texture->mWidth = unsigned(png.size());
    texture->mHeight = 0;
    texture->pcData = new aiTexel[(png.size() + sizeof(aiTexel) - 1) / sizeof(aiTexel)];
    std::memcpy(static_cast<void*>(texture->pcData), png.data(), png.size());
    std::strcpy(texture->achFormatHint, "png");
    return texture;
}

aiMaterial* makeMaterial(const Material& material, const SceneLayout& layout, const std::string& texture)
{
    auto* made = new aiMaterial;
    const auto setString = [&](const std::string& value, const char* key, unsigned type, unsigned index) {
        const aiString text(value);
        made->AddProperty(&text, key, type, index);
    };
    const glm::vec4 colour = layout.linearColours ? linearFromSrgb(material.baseColour) : material.baseColour;
    const aiColor4D base = toAi(colour);
    const aiColor3D diffuse(base.r, base.g, base.b);
    const float roughness = material.roughness;
    const float metallic = material.metallic;
    const float opacity = colour.a;
    setString(material.name, AI_MATKEY_NAME);
    made->AddProperty(&diffuse, 1, AI_MATKEY_COLOR_DIFFUSE);
    made->AddProperty(&base, 1, AI_MATKEY_BASE_COLOR);
    made->AddProperty(&roughness, 1, AI_MATKEY_ROUGHNESS_FACTOR);
    made->AddProperty(&metallic, 1, AI_MATKEY_METALLIC_FACTOR);
    if (opacity < 1.0f) {
        made->AddProperty(&opacity, 1, AI_MATKEY_OPACITY);
        setString("BLEND", AI_MATKEY_GLTF_ALPHAMODE);
    }
    if (!texture.empty() && layout.embedTextures)
        setString(texture, AI_MATKEY_TEXTURE(aiTextureType_BASE_COLOR, 0));
    else if (!texture.empty())
        setString(texture, AI_MATKEY_TEXTURE(aiTextureType_DIFFUSE, 0));
    return made;
}

bool needsPlainMaterial(const Asset& asset, const SceneLayout& layout)
{
    return asset.materials.empty() || (layout.clouds && !asset.clouds.empty())
        || std::any_of(asset.meshes.begin(), asset.meshes.end(), [](const Mesh& mesh) { return mesh.material < 0; });
}

/// Materials, then one plain white for meshes that have none: vertex colours multiply it.
void addMaterials(aiScene& scene, const Asset& asset, const SceneLayout& layout)
{
    std::vector<aiTexture*> textures;
    scene.mMaterials = new aiMaterial*[asset.materials.size() + 1];
    for (std::size_t i = 0; i < asset.materials.size(); ++i) {
        const auto& material = asset.materials[i];
        std::string texture;
        if (material.baseColourTexture && layout.embedTextures) {
            texture = fmt::format("*{}", textures.size());
            textures.push_back(embed(*material.baseColourTexture));
        } else if (material.baseColourTexture) {
            texture = layout.textureFiles.at(i);
        }
        scene.mMaterials[scene.mNumMaterials++] = makeMaterial(material, layout, texture);
    }
    if (needsPlainMaterial(asset, layout)) {
        Material plain;
        plain.name = "Surface";
        scene.mMaterials[scene.mNumMaterials++] = makeMaterial(plain, layout, "");
    }
    if (textures.empty())
        return;
    scene.mNumTextures = unsigned(textures.size());
    scene.mTextures = new aiTexture*[textures.size()];
    std::copy(textures.begin(), textures.end(), scene.mTextures);
}

void addNodes(aiScene& scene)
{
    scene.mRootNode = new aiNode("Asset");
    scene.mRootNode->mNumChildren = scene.mNumMeshes;
    scene.mRootNode->mChildren = new aiNode*[scene.mNumMeshes];
    for (unsigned i = 0; i < scene.mNumMeshes; ++i) {
        auto* node = new aiNode(scene.mMeshes[i]->mName.C_Str());
        node->mParent = scene.mRootNode;
        node->mNumMeshes = 1;
        node->mMeshes = new unsigned[1]{i};
        scene.mRootNode->mChildren[i] = node;
    }
}

} // namespace

std::unique_ptr<aiScene> makeScene(const Asset& asset, const SceneLayout& layout)
{
    auto scene = std::make_unique<aiScene>();
    addMaterials(*scene, asset, layout);
    const unsigned plain = scene->mNumMaterials - 1;
    std::vector<std::unique_ptr<aiMesh>> meshes;
    for (const auto& mesh : asset.meshes)
        if (!mesh.triangles.empty())
            meshes.push_back(makeMesh(mesh, layout, mesh.material < 0 ? plain : unsigned(mesh.material)));
    for (const auto& cloud : asset.clouds)
        if (layout.clouds && !cloud.positions.empty())
            meshes.push_back(makeCloud(cloud, layout, plain));
    scene->mMeshes = new aiMesh*[meshes.size()];
    for (auto& mesh : meshes) {
        if (mesh->mName.length == 0)
            mesh->mName.Set(meshes.size() == 1 ? "Object" : fmt::format("Object{}", scene->mNumMeshes + 1));
        scene->mMeshes[scene->mNumMeshes++] = mesh.release();
    }
    addNodes(*scene);
    return scene;
}

} // namespace bozzetto
