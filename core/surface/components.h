#pragma once

#include "core/scene/asset.h"

namespace bozzetto {

/// Removes connected components with fewer than `share` times the triangles of the largest, and vertices that no
/// triangle uses. The order of what remains is kept.
void dropSmallComponents(Mesh& mesh, float share);

} // namespace bozzetto
