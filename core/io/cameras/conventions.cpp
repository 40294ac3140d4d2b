#include "core/io/cameras/conventions.h"

#include <cmath>

#include <glm/gtc/quaternion.hpp>

#include "core/base/error.h"

namespace bozzetto {

namespace {

/// Files round to six digits; a true scale or shear is far larger.
constexpr double kRigidTolerance = 3e-3;

glm::dmat4 poseOf(const glm::dmat3& rotation, const glm::dvec3& origin)
{
    glm::dmat4 pose(rotation);
    pose[3] = glm::dvec4(origin, 1);
    return pose;
}

const glm::dmat4 kFlipYz{{1, 0, 0, 0}, {0, -1, 0, 0}, {0, 0, -1, 0}, {0, 0, 0, 1}};

bool allFinite(const glm::dmat4& matrix)
{
    for (int c = 0; c < 4; ++c)
        for (int r = 0; r < 4; ++r)
            if (!std::isfinite(matrix[c][r]))
                return false;
    return true;
}

} // namespace

glm::dmat3 rowMajor3(std::span<const double> values)
{
    glm::dmat3 matrix(1);
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c)
            matrix[c][r] = values[std::size_t(3 * r + c)];
    return matrix;
}

glm::dmat4 rowMajor4(std::span<const double> values)
{
    glm::dmat4 matrix(1);
    for (std::size_t i = 0; i < values.size() && i < 16; ++i)
        matrix[int(i % 4)][int(i / 4)] = values[i];
    return matrix;
}

glm::dmat4 fromOpenCvPose(const glm::dmat4& worldFromCamera)
{
    return worldFromCamera * kFlipYz;
}

glm::dmat4 fromOpenCv(const glm::dmat3& rotation, const glm::dvec3& translation)
{
    const glm::dmat3 back = glm::transpose(rotation);
    return fromOpenCvPose(poseOf(back, -(back * translation)));
}

glm::dmat4 fromColmap(const std::array<double, 4>& wxyz, const glm::dvec3& translation,
                      const std::string& owner)
{
    const glm::dquat turn(wxyz[0], wxyz[1], wxyz[2], wxyz[3]);
    const double length = glm::length(turn);
    if (!(length > 1e-9) || !std::isfinite(length))
        throw Error(ErrorCode::badInput, "{}: expected a rotation, found the quaternion {} {} {} {}", owner,
                    wxyz[0], wxyz[1], wxyz[2], wxyz[3]);
    return fromOpenCv(glm::mat3_cast(turn / length), translation);
}

glm::dmat4 fromNmr(const glm::dmat4& cameraFromWorld)
{
    const glm::dmat4 zUp{{1, 0, 0, 0}, {0, 0, 1, 0}, {0, -1, 0, 0}, {0, 0, 0, 1}};
    return zUp * fromOpenCvPose(glm::inverse(cameraFromWorld));
}

DecomposedProjection decomposeProjection(const glm::dmat4& projection, const std::string& owner)
{
    glm::dmat4 p = projection;
    if (!allFinite(p))
        throw Error(ErrorCode::badInput, "{}: expected a projection matrix, found a value that is no number",
                    owner);
    glm::dmat3 m(p);
    if (glm::determinant(m) < 0) {
        p = -p; // the same projection
        m = glm::dmat3(p);
    }
    const auto row = [&m](int r) { return glm::dvec3(m[0][r], m[1][r], m[2][r]); };
    const double k33 = glm::length(row(2));
    if (!(k33 > 0) || !(glm::determinant(m) > 1e-12 * k33 * k33 * k33))
        throw Error(ErrorCode::badInput, "{}: expected a projection matrix with an inverse, found a flat one",
                    owner);
    // M = K R, K upper triangular: the rows of R from the last one up, by Gram and Schmidt.
    const glm::dvec3 r3 = row(2) / k33;
    const double k23 = glm::dot(row(1), r3);
    const glm::dvec3 second = row(1) - k23 * r3;
    const double k22 = glm::length(second);
    const glm::dvec3 r2 = second / k22;
    const double k13 = glm::dot(row(0), r3), k12 = glm::dot(row(0), r2);
    const glm::dvec3 first = row(0) - k13 * r3 - k12 * r2;
    const double k11 = glm::length(first);
    DecomposedProjection out;
    out.rotation = glm::transpose(glm::dmat3(first / k11, r2, r3));
    out.intrinsics = glm::transpose(
        glm::dmat3(glm::dvec3(k11, k12, k13) / k33, glm::dvec3(0, k22, k23) / k33, glm::dvec3(0, 0, 1)));
    out.centre = -(glm::inverse(m) * glm::dvec3(p[3]));
    return out;
}

glm::dmat4 fromDtu(const DecomposedProjection& camera, const glm::dmat4& scale)
{
    const glm::dvec3 size(scale[0][0], scale[1][1], scale[2][2]);
    const glm::dvec3 centre = (camera.centre - glm::dvec3(scale[3])) / size;
    return kFlipYz * fromOpenCvPose(poseOf(glm::transpose(camera.rotation), centre));
}

glm::dmat4 requireRigid(const glm::dmat4& pose, const std::string& owner)
{
    if (!allFinite(pose))
        throw Error(ErrorCode::badInput, "{}: expected a camera pose, found a value that is no number in it",
                    owner);
    const glm::dmat3 axes(pose);
    const glm::dvec3 lengths(glm::length(axes[0]), glm::length(axes[1]), glm::length(axes[2]));
    if (glm::any(glm::greaterThan(glm::abs(lengths - 1.0), glm::dvec3(kRigidTolerance))))
        throw Error(ErrorCode::badInput,
                    "{}: expected a rigid camera pose, found axes of length {:.4g}, {:.4g}, {:.4g}", owner,
                    lengths.x, lengths.y, lengths.z);
    const glm::dvec3 cosines(glm::dot(axes[0], axes[1]), glm::dot(axes[1], axes[2]),
                             glm::dot(axes[0], axes[2]));
    if (glm::any(glm::greaterThan(glm::abs(cosines), glm::dvec3(kRigidTolerance))))
        throw Error(ErrorCode::badInput,
                    "{}: expected a rigid camera pose, found axes that are not at right angles", owner);
    if (glm::determinant(axes) < 0)
        throw Error(ErrorCode::badInput, "{}: expected a rigid camera pose, found a mirrored one", owner);
    if (pose[0][3] != 0 || pose[1][3] != 0 || pose[2][3] != 0 || pose[3][3] != 1)
        throw Error(ErrorCode::badInput,
                    "{}: expected a camera pose whose last row is 0 0 0 1, found another", owner);
    return poseOf(glm::mat3_cast(glm::normalize(glm::quat_cast(axes))), glm::dvec3(pose[3]));
}

} // namespace bozzetto
