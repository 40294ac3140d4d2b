#pragma once

#include <functional>
#include <memory>

#include "core/base/job_context.h"
#include "core/field/triplane_field.h"
#include "core/g3dr/fit_target.h"

namespace bozzetto {

struct FitSettings
{
    int steps = 400;
    int planeSize = 128; ///< texels along a plane's edge
    int channels = 32;   ///< features of a plane
    int levels = 3;      ///< resolutions that are summed
    int surfacePoints = 0;     ///< colour labels a step; 0 = every pixel
    int volumePoints = 8192;   ///< density labels a step
    int rays = 1024;           ///< volume-rendered rays a step
    double previewSeconds = 1.5; ///< pause between previews; 0 = none
};

/// Optimises a triplane and its MLP for one picture: G3DR's canonical losses (L1 rgb, L1 depth, opacity) through the
/// volume renderer with the depth gate, beside direct labels from the target's front and back surfaces (colour at
/// the surface, free or solid elsewhere), which converge in far fewer steps. Needs no trained weights.
/// `onPreview` gets an immutable copy of the field so far; it runs on the calling thread.
std::shared_ptr<const TriplaneField> fitField(const FitTarget& target, const FitSettings& settings,
                                              c10::Device device,
                                              const std::function<void(const TriplaneField&)>& onPreview,
                                              JobContext& context);

/// PSNR in dB of the exact renderer's canonical picture against the target, over alpha-composited colour on black.
double canonicalPsnr(const RadianceField& field, const FitTarget& target, JobContext& context);

} // namespace bozzetto
