#pragma once

#include <opencv2/core.hpp>

#include "core/base/job_context.h"
#include "core/vision/matte.h"

/// The steps of ClassicMatteEstimator. Masks are 255 on the object and 0 elsewhere; colours are CIELAB (L 0 .. 100).
namespace bozzetto {

/// Throws Error(badInput) unless the photograph and the hints can be used.
void requireMatteInputs(const Image& photo, const MatteHints& hints);

/// A given matte, else an alpha channel that says something, else a background that is keyed out with at least
/// `trustedKey` confidence, else nothing. Strokes are not painted yet.
std::optional<MatteResult> matteWithoutGuessing(const Image& photo, const MatteHints& hints, double trustedKey,
                                                JobContext& context);

/// The photograph, shrunk to the size at which it is cut.
struct WorkingPicture
{
    cv::Mat3f rgb;    ///< sRGB in [0, 1]
    cv::Mat3f lab;    ///< CIELAB of it, very slightly smoothed
    double scale = 1; ///< working pixels per photograph pixel, at most 1
};

WorkingPicture makeWorkingPicture(const Image& rgb, int longestSide);

enum Seed : unsigned char { kSeedNone = 0, kSeedBackground = 1, kSeedObject = 2 };

/// What the hints settle, at working size: inside strokes (later ones win) and outside the box. A `Seed` per pixel.
cv::Mat1b makeSeeds(const MatteHints& hints, const WorkingPicture& picture);

struct Cut
{
    cv::Mat1b object;
    double confidence = 0;
};

/// Smooth model of a plain background and how far each pixel is from it.
struct BackgroundModel
{
    cv::Mat3f colour;         ///< CIELAB everywhere, continued behind the object
    cv::Mat1f distance;       ///< to it, in units of the tolerance: below 1 is background
    double tolerance = 0;     ///< that unit, in CIELAB units
    cv::Mat1b reached;        ///< 255 where background is connected with the frame
    cv::Mat1b shadow;         ///< 255 where the background is softly shaded, connected with it
    cv::Mat1f steepness;      ///< colour steps in the picture, CIELAB units per pixel
    double edge = 0;          ///< steepness from which a step is an edge and no grain
    double borderShare = 0;   ///< of the frame that the model explains
    double noise = 0;         ///< median distance of background pixels from it, in CIELAB units
};

BackgroundModel modelBackground(const WorkingPicture& picture, const cv::Mat1b& seeds, const JobContext& context);

/// Cuts out what does not fit a plain background; confidence 0 when the background is not plain.
Cut cutPlainBackground(const WorkingPicture& picture, const cv::Mat1b& seeds, const JobContext& context);

/// GrabCut from seeds, or from a frame around the picture when there are none: at a small size first, then along the
/// outline. Cancelled between iterations: OpenCV's cannot be stopped inside one.
Cut cutByGrabCut(const WorkingPicture& picture, const cv::Mat1b& seeds, JobContext& context);

/// Drops specks and fills pin holes.
void tidyMask(cv::Mat1b& object);

/// The mask at the photograph's size with an alpha that follows the colours across the edge.
Image softenEdges(const Image& rgb, const WorkingPicture& picture, const cv::Mat1b& object);

/// Strokes as drawn: 1 or 0 inside, antialiased at their rim.
void paintStrokes(const std::vector<MatteStroke>& strokes, Image& alpha);

} // namespace bozzetto
