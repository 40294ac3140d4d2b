#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/photo_pool.h"
#include "core/data/random.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// Endless textured objects without a licence, in the manner of Zeroverse (Xie et al. 2024) and LRM-Zero:
/// what people photograph (cups, bottles, chairs, tools, animals, shoes, plants, ...) and free compositions.
/// Parts overlap and need not be watertight. Sizes are of the order of 1, y is up.
struct ProceduralFamily
{
    std::string name;
    float weight = 1; ///< share among random objects
    Asset (*make)(Random& random, const PhotoPool& photos);
};

const std::vector<ProceduralFamily>& proceduralFamilies();

/// Object number `index` of the series `seed`, and its family's name. The same on every machine.
Asset makeProceduralObject(std::uint64_t seed, std::int64_t index, const PhotoPool& photos);
std::string proceduralFamilyOf(std::uint64_t seed, std::int64_t index);

} // namespace bozzetto
