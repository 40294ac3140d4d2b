#pragma once

#include "core/base/job_context.h"
#include "core/g3dr/object_batch.h"
#include "core/g3dr/object_network.h"
#include "core/image/image.h"
#include "core/train/set_sampler.h"

namespace bozzetto {

/// How well the generator does on one view of each object, the camera known.
struct ObjectScores
{
    double chamfer = 0; ///< at the best level: both mean distances added, object units
    double chamferAtZero = 0;
    double level = 0;     ///< the logit whose level set has the smallest chamfer
    double sharpness = 1; ///< of the density: the most within 0.3 dB of the highest PSNR at that level
    double overlap = 0; ///< intersection over union of the labelled points of the box, at logit 0
    double psnr = 0;      ///< dB, another view at that level and sharpness, 32 px, black background
};

/// Half the mean nearest distance both ways, added: points [A, 3] and [B, 3]. Infinite when one is empty.
double chamferDistance(const at::Tensor& a, const at::Tensor& b);

/// Points where the level set crosses the edges of a grid of `side`^3 cells over the cube. [N, 3], camera
/// frame.
at::Tensor levelSetPoints(const at::Tensor& logits, double level);

/// Logits on a grid of side^3 over the cube, [side, side, side] by x, y, z. views of one object.
at::Tensor logitGrid(const ObjectNetwork& network, const at::Tensor& planes, const ObjectViews& views,
                     int side);

/// Heights are exact, or come from `heights` when it is given. Thread: the job's. Throws Error(cancelled)
/// between objects.
ObjectScores scoreObjects(const ObjectNetwork& network, const std::vector<TrainingObject>& objects,
                          const HeightSource& heights, JobContext& context);

/// One row an object: input, height, the field from 0, 60, 120 and 180 degrees, another view, its truth.
Image objectSheet(const ObjectNetwork& network, const std::vector<TrainingObject>& objects,
                  const ObjectSurface& surface, int tile, JobContext& context);

} // namespace bozzetto
