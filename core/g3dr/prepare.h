#pragma once

#include "core/g3dr/generate.h"

namespace bozzetto {

/// photo -> matte -> depth, and whether it is an object or a scene. Installed networks do it; else the estimators that
/// need none. `whole`: the picture is a scene
/// whatever it holds. Throws Error.
PreparedPicture preparePicture(const GenerateInput& input, const GenerateOptions& options, bool whole,
                               JobContext& context);

/// The matte estimator that preparePicture uses; what the window's matte editor calls.
MatteResult estimateMatte(const Image& photo, const MatteHints& hints, JobContext& context);

} // namespace bozzetto
