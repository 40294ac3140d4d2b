#pragma once

#include "core/g3dr/object_batch.h"

namespace bozzetto {

struct ObjectLossOptions
{
    bool gate = false; ///< G3DR's depth gate on the rendered rays
    int raySamples = 40;
};

/// The terms for a batch, weighted: occupancy, outside, colour where it has labels; rays where it has rays.
/// Source: the project's object generator recipe, section 4.
std::vector<LossTerm> objectLoss(const ObjectNetwork& network, const ObjectBatch& batch,
                                 const ObjectLossOptions& options, Draws& draws);

struct MarchOptions
{
    bool gate = false;  ///< G3DR's depth gate on the gradients
    bool exact = false; ///< the MLP in float32
    ObjectSurface surface;
};

/// Rays marched through the field of `planes`; jitter [B, R, S] in [0, 1). Distances in units of direction,
/// which has `unit` [B, 1] object lengths along the view's axis.
struct MarchedRays
{
    at::Tensor colour;  ///< [B, R, 3] premultiplied
    at::Tensor opacity; ///< [B, R]
    at::Tensor depth;   ///< [B, R] mean over what is opaque
};
MarchedRays marchObject(const ObjectNetwork& network, const at::Tensor& planes, const ObjectBatch& batch,
                        const at::Tensor& jitter, const MarchOptions& options);

} // namespace bozzetto
