#pragma once

#include <opencv2/core.hpp>

namespace bozzetto {

/// The guided filter with a colour guide: around each pixel the output is the affine function of the guide's colour that
/// fits the input best in the least-squares sense. Source: He, Sun, Tang, "Guided Image Filtering", 2010, section 3.5.
struct GuidedFilterOptions
{
    int radius = 4;         ///< of the square windows, pixels, at least 1
    double softness = 1e-4; ///< added to the guide's variances (colours in [0, 1]): larger follows the guide less
};

/// The affine functions: output = coefficients[0..2] . colour + coefficients[3], averaged over the windows that hold the
/// pixel. guide rgb and input of one size, [0, 1]. Windows are cut off at the rim.
cv::Mat4f guidedCoefficients(const cv::Mat3f& guide, const cv::Mat1f& input, const GuidedFilterOptions& options);

/// The functions, brought to the guide's size, applied to its colours.
cv::Mat1f applyGuided(const cv::Mat4f& coefficients, const cv::Mat3f& guide);

} // namespace bozzetto
