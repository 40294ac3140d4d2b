#include "core/data/procedural_object.h"

#include "core/base/error.h"

namespace bozzetto {

const std::vector<ProceduralFamily>& proceduralFamilies()
{
    static const std::vector<ProceduralFamily> families;
    return families;
}

Asset makeProceduralObject(std::uint64_t, std::int64_t, const PhotoPool&)
{
    throw Error(ErrorCode::badInput, "no families");
}

std::string proceduralFamilyOf(std::uint64_t, std::int64_t)
{
    return "none";
}

} // namespace bozzetto
