#pragma once

#include "ui/jobs/operations.h"

namespace bozzetto::test {

/// Core jobs without core's work: a photograph of a vase and the solid of revolution that it shows, in closed form.
/// The surface's radius shrinks as the level grows. Every job reports progress and heeds Cancel.
Operations analyticOperations();

/// Side 256, rgb: the vase before a plain background.
Image vasePhoto();

std::shared_ptr<const BakedField> bakedVase(int resolution);
Mesh vaseMesh(float level, int segments);

} // namespace bozzetto::test
