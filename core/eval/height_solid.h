#pragma once

#include <vector>

#include "core/eval/eval_input.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// A solid that fills the silhouette's pixels (alpha of at least one half) between two heights, along their
/// rays. Row-major, S * S each; only what lies inside the silhouette is read.
struct HeightSolid
{
    std::vector<float> front, back; ///< z in the camera frame; front >= back
};

/// Which pixels belong to the silhouette, S * S. Throws Error(badInput) when there is none.
std::vector<char> silhouette(const EvalInput& input);

/// Closed, without colours: two quads a pixel and walls along the contour; a corner's height is the mean of
/// the silhouette's pixels that meet there.
Mesh meshOf(const HeightSolid& solid, const EvalInput& input);

} // namespace bozzetto
