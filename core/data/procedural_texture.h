#pragma once

#include "core/data/random.h"
#include "core/image/image.h"
#include "core/scene/asset.h"

namespace bozzetto {

class PhotoPool;

/// What a surface may look like; each draws among several pictures.
enum class Finish {
    any,     ///< everything below, prints and photographs among it
    plain,   ///< one colour, faintly uneven, or a gradient
    ceramic, ///< glazes: plain, two-tone, bands, spots, marble, prints
    wood,
    metal,
    fabric,
    fur,   ///< coats of animals: patches, stripes, spots
    print, ///< labels with strokes like writing, blocks and emblems; photographs
    leaf
};

/// A colour (sRGB) of a realistic mix: neutrals, woods and earths, pastels, and saturated ones.
glm::vec3 randomColour(Random& random);
glm::vec3 shade(const glm::vec3& colour, float by); ///< times `by`, within [0, 1]

/// 128 to 256 pixels a side, 3 channels; of photographs where `photos` has any.
Image randomTexture(Finish finish, Random& random, const PhotoPool& photos);
Material randomMaterial(Finish finish, Random& random, const PhotoPool& photos);
Material plainMaterial(const glm::vec3& colour, float roughness);

} // namespace bozzetto
