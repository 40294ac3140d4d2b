#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/eval/eval_input.h"
#include "core/eval/metrics.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// A way from one view of an object to the whole of it: a mesh in the camera frame of that view, coloured per
/// vertex. A mesh without triangles means that it found nothing; errors end the evaluation.
struct ObjectMethod
{
    std::string name;
    std::function<Mesh(const EvalInput&)> make;
};

/// Of one object and method, or means of them. Lengths in longest sides of the object.
struct ObjectScores
{
    SurfaceScores camera;  ///< in the frame of the input's camera, which is known: distance, fov
    SurfaceScores aligned; ///< after alignSurfaces: size, place and pose do not count
    PictureScores views;   ///< means over the novel views
    double depth = 0;      ///< depthError in the input view
    double seconds = 0;    ///< that the method took
};

struct ObjectRow
{
    std::string object;
    std::vector<ObjectScores> scores; ///< of each method
};

struct ObjectEvalReport
{
    std::vector<std::string> methods;
    std::vector<ObjectScores> means; ///< of each method over the rows
    std::vector<int> empty;          ///< of each method, objects of which it made nothing
    std::vector<ObjectRow> rows;
};

struct ObjectEvalOptions
{
    Split split = Split::test;
    int limit = 0;      ///< objects, evenly over the split; 0: all
    int novelViews = 8; ///< at most, 1 to 64
    int points = 4'000; ///< of each surface, 100 to 100,000
    std::uint64_t seed = 0;

    void check() const; ///< throws Error(badInput) naming the field
};

/// Every object of the split: one view, chosen by the seed and the object's name, is what the methods see;
/// the truth is the surface that is seen from outside, and the object's other views. What a
/// method makes of nothing scores as a point at the object's centre and an empty picture. Throws
/// Error(badInput) when the split is empty or objects have a single view, Error(cancelled).
ObjectEvalReport evaluateObjects(const TrainingSet& set, const std::vector<ObjectMethod>& methods,
                                 const ObjectEvalOptions& options, JobContext& context);

/// One object and method: `mesh` in the camera frame of view `view`.
ObjectScores scoreObject(const TrainingObject& object, std::int64_t view, const EvalInput& input,
                         const Mesh& mesh, const ObjectEvalOptions& options, JobContext& context);

} // namespace bozzetto
