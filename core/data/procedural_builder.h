#pragma once

#include "core/data/procedural_object.h"
#include "core/data/procedural_parts.h"
#include "core/data/procedural_texture.h"

namespace bozzetto {

/// Collects the parts of one procedural object.
class ProceduralBuilder
{
public:
    ProceduralBuilder(Random& source, const PhotoPool& photos) : random(source), m_photos(photos) {}

    int material(Finish finish);                                     ///< a new random one; its index
    int colour(const glm::vec3& srgb, float roughness = 0.6f);       ///< a new plain one; its index
    void add(const Mesh& part, int material, const char* name = ""); ///< gives it normals
    Asset take() { return std::move(m_asset); }

    Random& random; ///< draw one number per expression: the order of operands is the compiler's

private:
    const PhotoPool& m_photos;
    Asset m_asset;
};

std::vector<ProceduralFamily> vesselFamilies();
std::vector<ProceduralFamily> furnitureFamilies();
std::vector<ProceduralFamily> toolFamilies();
std::vector<ProceduralFamily> creatureFamilies();
std::vector<ProceduralFamily> thingFamilies();
std::vector<ProceduralFamily> shapeFamilies();

} // namespace bozzetto
