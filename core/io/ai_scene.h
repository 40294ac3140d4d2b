#pragma once

#include <memory>
#include <string>
#include <vector>

#include <assimp/scene.h>

#include "core/scene/asset.h"

namespace bozzetto {

/// How an asset is laid out for one format.
struct SceneLayout
{
    glm::mat4 fileFromAsset{1.0f}; ///< a turn, a uniform scale and a shift
    bool linearColours = false;    ///< glTF; everybody else's vertex colours are sRGB
    bool embedTextures = false;
    bool clouds = false;
    bool confidence = false;               ///< as a one-component texture coordinate of clouds, named "confidence"
    std::vector<std::string> textureFiles; ///< by material, relative to the file; unused when embedded
};

/// One mesh and one node per Mesh and PointCloud, without empty ones. Textures are embedded as PNG or named.
std::unique_ptr<aiScene> makeScene(const Asset& asset, const SceneLayout& layout);

inline constexpr const char* kConfidenceName = "confidence";

} // namespace bozzetto
