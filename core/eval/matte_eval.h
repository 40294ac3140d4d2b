#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/data/training_set.h"
#include "core/vision/matte.h"
#include "core/vision/matte_material.h"

namespace bozzetto {

struct MatteMethod
{
    std::string name;
    std::shared_ptr<const MatteEstimator> estimator; ///< told nothing but the picture
};

/// Of one method, means over the pictures.
struct MatteScores
{
    double iou = 0;       ///< of the silhouettes: alpha of at least one half; 1 when both are empty
    double error = 0;     ///< mean |difference| of the alphas over the whole picture
    int missed = 0;       ///< pictures in which the method told no object from the background
    double seconds = 0;   ///< a picture
};

struct MatteEvalReport
{
    int pictures = 0;
    std::vector<std::string> methods;
    std::vector<MatteScores> means; ///< of each method
};

struct MatteEvalOptions
{
    int limit = 0;   ///< objects, evenly over all; 0: all
    int side = 320;  ///< pixels of the pictures, 64 to 1024
    std::uint64_t seed = 0;

    void check() const; ///< throws Error(badInput) naming the field
};

/// Objects to lay over backgrounds: one view each of the test split of a training set, chosen by the seed; uint8
/// [4, S, S], premultiplied. Throws Error(badInput) when the split is empty.
CutoutList testViews(const TrainingSet& set, std::uint64_t seed);

/// Each object over a background of matte_batch.h's pictureWith(), photographs or none; the same pictures for every
/// method. Throws Error.
MatteEvalReport evaluateMattes(const CutoutList& objects, const PhotoList& photos,
                               const std::vector<MatteMethod>& methods, const MatteEvalOptions& options,
                               JobContext& context);

} // namespace bozzetto
