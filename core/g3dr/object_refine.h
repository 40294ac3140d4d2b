#pragma once

#include <functional>
#include <memory>

#include "core/base/job_context.h"
#include "core/g3dr/object_generator.h"

namespace bozzetto {

struct RefineSettings
{
    int steps = 150;             ///< 10 to 5000
    int rays = 768;              ///< of the photograph a step
    int keptPoints = 4096;       ///< a step, held to the generated field
    double previewSeconds = 1.5; ///< pause between previews; 0 = none
};

/// Sharpens a generated object to its photograph: planes and MLP learn on from the one picture through the volume
/// renderer (colour, opacity, depth), and away from the visible surface are held to the field they started from, so that
/// the back stays. Draws follow context.seed(). Throws Error(cancelled).
std::shared_ptr<const ObjectField>
refineObject(const ObjectField& start, const RefineSettings& settings,
             const std::function<void(std::shared_ptr<const ObjectField>)>& onPreview, JobContext& context);

} // namespace bozzetto
