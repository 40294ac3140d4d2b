#pragma once

#include <array>
#include <string>

#include <glm/glm.hpp>

#include "core/image/image.h"

namespace bozzetto {

/// How a real lens bends what a pinhole would draw; applied to x / z, y / z before focal length and principal
/// point.
struct Lens
{
    enum class Model {
        pinhole,
        brown,   ///< OpenCV's: radial 1 + r2 (k0 + r2 (k1 + r2 (k2 + r2 k3))), tangential p
        fisheye, ///< OpenCV's: theta (1 + t2 (k0 + t2 (k1 + t2 (k2 + t2 k3)))) instead of tan theta
    };
    Model model = Model::pinhole;
    std::array<double, 4> k{};
    std::array<double, 2> p{};

    bool bends() const;
};

/// Where the lens puts the point that a pinhole puts at `plane`.
glm::dvec2 bent(const Lens& lens, const glm::dvec2& plane);

/// A picture as a pinhole would have taken it.
struct Straightened
{
    Image picture, mask;
    glm::dvec2 focal{0};
};

/// Straightens a picture and its mask (may be empty) of one size: the principal point stays, the focal
/// lengths change together by what it takes to leave no empty corner, and no more of the edge is lost. Throws
/// Error(badInput) naming `owner` when the coefficients are no numbers or fold the picture.
Straightened straighten(const Lens& lens, const Image& picture, const Image& mask, const glm::dvec2& focal,
                        const glm::dvec2& principal, const std::string& owner);

} // namespace bozzetto
