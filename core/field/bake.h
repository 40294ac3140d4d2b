#pragma once

#include "core/base/job_context.h"
#include "core/field/baked_field.h"
#include "core/field/radiance_field.h"

namespace bozzetto {

struct BakeOptions
{
    int resolution = 160;       ///< voxels along the longest side of the baked box, 16 to 512
    bool cropToContent = true;  ///< shrink the box to where there is density
    float emptyDensity = 0.5f;  ///< below this the field counts as empty, per unit of field length
};

/// Samples a field on a grid. Two passes: a coarse one finds what is occupied, the fine one queries those bricks and
/// their neighbours only (the neighbours' colours keep trilinear filtering from darkening edges).
BakedField bakeField(const RadianceField& field, const BakeOptions& options, JobContext& context);

} // namespace bozzetto
