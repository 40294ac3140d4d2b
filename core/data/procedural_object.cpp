#include "core/data/procedural_object.h"

#include "core/data/procedural_builder.h"

namespace bozzetto {

int ProceduralBuilder::material(Finish finish)
{
    m_asset.materials.push_back(randomMaterial(finish, random, m_photos));
    return int(m_asset.materials.size()) - 1;
}

int ProceduralBuilder::colour(const glm::vec3& srgb, float roughness)
{
    m_asset.materials.push_back(plainMaterial(srgb, roughness));
    return int(m_asset.materials.size()) - 1;
}

void ProceduralBuilder::add(const Mesh& part, int material, const char* name)
{
    Mesh mesh = creasedNormals(part);
    mesh.name = name;
    mesh.material = material;
    m_asset.meshes.push_back(std::move(mesh));
}

namespace {

std::string salt(const char* what, std::int64_t index)
{
    return what + std::to_string(index);
}

const ProceduralFamily& familyOf(std::uint64_t seed, std::int64_t index)
{
    const auto& families = proceduralFamilies();
    float total = 0;
    for (const auto& family : families)
        total += family.weight;
    Random random(seed, salt("procedural family ", index));
    float rest = total * random.uniform();
    for (const auto& family : families)
        if ((rest -= family.weight) < 0)
            return family;
    return families.back();
}

} // namespace

const std::vector<ProceduralFamily>& proceduralFamilies()
{
    static const auto families = [] {
        std::vector<ProceduralFamily> all;
        for (const auto& some : {vesselFamilies(), furnitureFamilies(), toolFamilies(), creatureFamilies(),
                                 thingFamilies(), shapeFamilies()})
            all.insert(all.end(), some.begin(), some.end());
        return all;
    }();
    return families;
}

Asset makeProceduralObject(std::uint64_t seed, std::int64_t index, const PhotoPool& photos)
{
    Random random(seed, salt("procedural object ", index));
    return familyOf(seed, index).make(random, photos);
}

std::string proceduralFamilyOf(std::uint64_t seed, std::int64_t index)
{
    return familyOf(seed, index).name;
}

} // namespace bozzetto
