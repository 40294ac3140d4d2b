#pragma once

#include "core/image/image.h"

namespace bozzetto {

/// As the 8-bit file that published figures were computed on: clamped to [0, 1], x 255, truncated, / 255.
Image truncatedTo8Bit(const Image& image);

struct PictureQuality
{
    double psnr = 0; ///< dB, data range 1, over all pixels and channels; at most 100
    double ssim = 0; ///< mean over the channels
};

/// Two pictures of one size with 3 channels, `predicted` truncated to 8 bits first. SSIM is scikit-image's
/// default: a uniform window of 7 pixels, sample covariance, K1 0.01, K2 0.03, range 1, mean over the pixels
/// whose window lies in the picture. Throws Error(internal) for other channels, sizes that differ,
/// Error(badInput) under 7 pixels. Source: pixelNeRF's evaluation (Yu et al. 2021); Wang, Bovik, Sheikh,
/// Simoncelli 2004.
PictureQuality pictureQuality(const Image& predicted, const Image& truth);

/// The same over an object ([H, W, 1] mask, at least one half): PSNR over its pixels only, SSIM with both
/// pictures laid over white outside of it. Source: RegNeRF's evaluation (Niemeyer et al. 2022). Throws
/// Error(badInput) for an empty mask.
PictureQuality maskedQuality(const Image& predicted, const Image& truth, const Image& mask);

} // namespace bozzetto
