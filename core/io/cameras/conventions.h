#pragma once

#include <array>
#include <span>
#include <string>

#include <glm/glm.hpp>

namespace bozzetto {

/// The one place where other programs' cameras become ours: world from camera, the camera looking along its
/// -z, x right, y up; worlds stay as they are but for NMR and DTU, whose readers turn them. Matrices in files
/// are row-major.

glm::dmat3 rowMajor3(std::span<const double> values); ///< 9 values
glm::dmat4 rowMajor4(std::span<const double> values); ///< 12 or 16 values; the last row defaults to 0 0 0 1

/// x = K [R | t] X with y down and z forward: OpenCV, COLMAP, `cameras.json`.
glm::dmat4 fromOpenCv(const glm::dmat3& rotation, const glm::dvec3& translation);

/// World from a camera with y down and z forward (SRN's pose files).
glm::dmat4 fromOpenCvPose(const glm::dmat4& worldFromCamera);

/// COLMAP's quaternion (w, x, y, z) and shift, camera from world. Throws Error(badInput) for a zero
/// quaternion.
glm::dmat4 fromColmap(const std::array<double, 4>& wxyz, const glm::dvec3& translation,
                      const std::string& owner);

/// NMR's renders: `cameraFromWorld` ([R | t], y down, z forward, y-up world); the world is turned to z up as
/// pixelNeRF does.
glm::dmat4 fromNmr(const glm::dmat4& cameraFromWorld);

/// A projection matrix taken apart: K upper triangular with K[2][2] = 1.
struct DecomposedProjection
{
    glm::dmat3 intrinsics{1};
    glm::dmat3 rotation{1}; ///< camera from world, y down, z forward
    glm::dvec3 centre{0};   ///< of the camera, world
};

/// `projection`: 3 x 4 in the first three rows. Throws Error(badInput) naming `owner` when it has no inverse.
DecomposedProjection decomposeProjection(const glm::dmat4& projection, const std::string& owner);

/// DTU's normalised scenes: the camera of P = world_mat in the frame that scale_mat takes to the unit cube,
/// then turned half about x as pixelNeRF does.
glm::dmat4 fromDtu(const DecomposedProjection& camera, const glm::dmat4& scale);

/// `pose` with its axes made exactly orthonormal. Throws Error(badInput) naming `owner` when it holds
/// something that is no number, mirrors, scales or shears by more than rounding explains.
glm::dmat4 requireRigid(const glm::dmat4& pose, const std::string& owner);

} // namespace bozzetto
