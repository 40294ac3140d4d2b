#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "core/base/job_context.h"
#include "core/image/image.h"

namespace bozzetto {

/// A stroke of the correction brush, in pixels of the photograph.
struct MatteStroke
{
    std::vector<glm::vec2> points;
    float radius = 8.0f; ///< pixels
    bool foreground = true;
};

/// What the user says about the object; everything may be absent.
struct MatteHints
{
    std::optional<glm::ivec4> box; ///< x, y, width, height in pixels, contains the whole object
    std::vector<MatteStroke> strokes;
    std::shared_ptr<const Image> given; ///< a matte from a file, any size, 1 channel; wins over every estimate
};

enum class MatteSource { givenFile, alphaChannel, plainBackground, grabCut, wholePicture, network };

struct MatteResult
{
    Image alpha;          ///< [height, width, 1] of the photograph's size, 0 background .. 1 object
    MatteSource source = MatteSource::wholePicture;
    float confidence = 1; ///< [0, 1]; below 0.5 the studio suggests the brush
    std::string note;     ///< one sentence for the user about how it was found
};

/// Separates the object from its background. Learned networks implement this as well.
class MatteEstimator
{
public:
    virtual ~MatteEstimator() = default;
    /// `photo` has 3 or 4 channels. Throws Error(badInput) when nothing is left (a fully transparent picture).
    virtual MatteResult estimate(const Image& photo, const MatteHints& hints, JobContext& context) const = 0;
};

/// Without weights: a given matte, else an alpha channel that says something, else a plain or near-plain background
/// keyed out, else GrabCut from the box or the strokes, else (plain photograph, no hint) GrabCut from a border
/// frame; wholePicture with low confidence when that finds nothing sensible.
class ClassicMatteEstimator : public MatteEstimator
{
public:
    MatteResult estimate(const Image& photo, const MatteHints& hints, JobContext& context) const override;
};

const char* describe(MatteSource source);

} // namespace bozzetto
