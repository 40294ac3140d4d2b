#pragma once

#include <array>
#include <vector>

#include <glm/glm.hpp>

#include "core/data/random.h"
#include "core/image/image.h"
#include "core/scene/asset.h"

namespace bozzetto {

/// The distances of SurfaceScores::fScore, in longest sides of the object.
inline constexpr std::array<double, 3> kFScoreDistances = {0.1, 0.05, 0.02};

struct SurfaceScores
{
    double chamfer = 0; ///< sum of both mean distances (not squared) to the other's nearest point
    /// 2 p r / (p + r): p the share of predicted points within the distance of the truth, r the reverse
    std::array<double, 3> fScore{};
};

/// Points of both surfaces in one frame, longest side 1. Throws Error(internal) when either is empty.
SurfaceScores compareSurfaces(const std::vector<glm::vec3>& predicted, const std::vector<glm::vec3>& truth);

/// `count` points, uniform by area; none when the mesh has no area.
std::vector<glm::vec3> sampleSurface(const Mesh& mesh, int count, Random& random);

struct PictureScores
{
    /// dB, at most 100: squared errors of the pixels that either covers over the number that the object covers, so that
    /// nothing is gained by covering more
    double psnr = 0;
    double ssim = 0; ///< over the object's own pixels: mean of the three channels
    double iou = 0;  ///< of the silhouettes: coverage of at least one half; 1 when both are empty
};

/// Two [S, S, 4] pictures of an object, sRGB premultiplied by coverage. Colours are compared over mid-grey.
/// SSIM: Wang, Bovik, Sheikh, Simoncelli 2004: Gaussian window of 11 pixels, sigma 1.5, range 1. Throws
/// Error(internal) for other channels or sizes that differ.
PictureScores comparePictures(const Image& predicted, const Image& truth);

/// Mean |difference| of two [S, S, 1] heights over the pixels in both masks ([S, S, 1], at least one half);
/// where there is none, the mean |truth| over its own mask: a flat guess through the object's centre.
double depthError(const Image& predicted, const Image& predictedMask, const Image& truth,
                  const Image& truthMask);

} // namespace bozzetto
