#pragma once

#include <ATen/core/Tensor.h>

#include "core/data/training_set.h"
#include "core/field/volume_renderer.h"
#include "core/scene/posed_picture.h"

namespace bozzetto {

/// Pinhole cameras of V pictures as tensors, float32 (float64 where a test asks for it). World right-handed; a camera
/// looks along its -z, x right, y up. Source: uner3d specification, section 1.2.
struct ViewCameras
{
    at::Tensor focal;     ///< [V, 2] pixels
    at::Tensor principal; ///< [V, 2] pixels from the left upper corner
    at::Tensor size;      ///< [V, 2] pixels, width and height
    at::Tensor rotation;  ///< [V, 3, 3] worldFromCamera
    at::Tensor position;  ///< [V, 3] world
    double pixelCentre = 0.5; ///< where the left upper pixel's centre lies: 0.5, or 0 as in pixelNeRF

    int64_t count() const { return focal.defined() ? focal.size(0) : 0; }
    ViewCameras select(const at::Tensor& views) const; ///< views [n] int64
    ViewCameras to(c10::Device device) const;
    static ViewCameras joined(const ViewCameras& a, const ViewCameras& b);
};

/// Where points fall in the pictures.
struct ViewProjection
{
    at::Tensor pixel;   ///< [V, N, 2] pixels from the left upper corner
    at::Tensor visible; ///< [V, N] bool: before the camera (z < -1e-4) and at least one pixel inside the picture
};

/// points [N, 3] world.
ViewProjection project(const ViewCameras& cameras, const at::Tensor& points);

/// Rays through pixels, directions of unit length; view, column and row [R] int64 (columns and rows may be any
/// floating type as well: positions between pixels).
Rays pixelRays(const ViewCameras& cameras, const at::Tensor& view, const at::Tensor& column, const at::Tensor& row);

/// Every pixel of one view, row by row.
Rays viewRays(const ViewCameras& cameras, int64_t view);

ViewCameras camerasOf(const std::vector<const PosedPicture*>& pictures);

/// Cameras of a training object's views in its own frame, whose box is [-0.5, 0.5]^3.
ViewCameras camerasOf(const TrainingObject& object);

/// The camera of a lone picture: on the z axis at `distance`, looking at the origin. Source: uner3d specification,
/// section 9.4.
ViewCameras loneCamera(int width, int height, double verticalFov, double distance);

/// Indices of the views that see something that no earlier one sees: of two cameras whose positions differ by less than
/// `tolerance` of their distance from the box's centre and whose axes by less than as many radians, the second is
/// dropped, since a mean over views would count it twice.
std::vector<int64_t> distinctViews(const ViewCameras& cameras, double tolerance = 1e-3);

} // namespace bozzetto
