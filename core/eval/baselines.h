#pragma once

#include "core/eval/eval_input.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// Guesses at an object that need no learning; what a learned one must beat. Meshes in the camera frame of
/// the input view (longest side 1, camera at (0, 0, distance)), closed, coloured per vertex by projecting the
/// photograph through them, both sides alike. All throw Error(badInput) when no pixel has an alpha of at
/// least one half.

/// The object's own box, turned as the object is turned: an oracle, it knows size and pose.
Mesh boxBaseline(const EvalInput& input);

/// The silhouette swept along its rays between two planes about the object's centre, as deep as the shorter
/// side of the silhouette's bounds.
Mesh extrudedBaseline(const EvalInput& input);

/// Front and back bulge from the plane z = 0 by inflatedHeight: a disc becomes a ball.
Mesh inflatedBaseline(const EvalInput& input);

/// The visible surface of `height` ([S, S] float32, longest sides, camera frame), closed at the back by
/// sweeping it along the rays to its deepest point.
Mesh shellBaseline(const EvalInput& input, const at::Tensor& height);

/// Depth from the silhouette alone: half the thickness of the inflated silhouette, [S, S] float32, longest
/// sides. Source: core/vision/depth.h.
at::Tensor inflatedHeight(const EvalInput& input);

/// Colours each vertex with what the photograph shows at its projection; beyond the silhouette with the
/// nearest pixel inside.
void colourByProjection(Mesh& mesh, const EvalInput& input);

} // namespace bozzetto
