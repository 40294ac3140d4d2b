#include "core/uner3d/view_cameras.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr double kBehind = -1e-4, kMargin = 1;

} // namespace

ViewCameras ViewCameras::select(const at::Tensor& views) const
{
    return {focal.index_select(0, views),    principal.index_select(0, views), size.index_select(0, views),
            rotation.index_select(0, views), position.index_select(0, views),  pixelCentre};
}

ViewCameras ViewCameras::to(c10::Device device) const
{
    return {focal.to(device),    principal.to(device), size.to(device),
            rotation.to(device), position.to(device),  pixelCentre};
}

ViewCameras ViewCameras::joined(const ViewCameras& a, const ViewCameras& b)
{
    if (a.count() == 0)
        return b;
    return {at::cat({a.focal, b.focal}),       at::cat({a.principal, b.principal}),
            at::cat({a.size, b.size}),         at::cat({a.rotation, b.rotation}),
            at::cat({a.position, b.position}), a.pixelCentre};
}

ViewProjection project(const ViewCameras& cameras, const at::Tensor& points)
{
    requireShape(points, "points", {-1, 3});
    const auto offset = points.unsqueeze(0) - cameras.position.unsqueeze(1); // [V, N, 3]
    const auto seen = at::matmul(offset, cameras.rotation);                  // R^T (x - t), row by row
    const auto depth = seen.select(2, 2);
    const auto safe = at::where(depth < kBehind, -depth, at::full_like(depth, -kBehind));
    const auto right = seen.select(2, 0) / safe, up = seen.select(2, 1) / safe;
    const auto column = [](const at::Tensor& values, int64_t index) { return values.select(1, index).unsqueeze(1); };
    const auto u = column(cameras.principal, 0) + column(cameras.focal, 0) * right;
    const auto v = column(cameras.principal, 1) - column(cameras.focal, 1) * up;
    const auto inside = (u >= kMargin) & (v >= kMargin) & (u <= column(cameras.size, 0) - kMargin) &
                        (v <= column(cameras.size, 1) - kMargin);
    return {at::stack({u, v}, 2), (depth < kBehind) & inside};
}

Rays pixelRays(const ViewCameras& cameras, const at::Tensor& view, const at::Tensor& column, const at::Tensor& row)
{
    const auto focal = cameras.focal.index_select(0, view), principal = cameras.principal.index_select(0, view);
    const auto type = focal.scalar_type();
    const auto x = (column.to(type) + cameras.pixelCentre - principal.select(1, 0)) / focal.select(1, 0);
    const auto y = -(row.to(type) + cameras.pixelCentre - principal.select(1, 1)) / focal.select(1, 1);
    const auto seen = at::stack({x, y, at::full_like(x, -1)}, 1);
    const auto world = at::matmul(cameras.rotation.index_select(0, view), seen.unsqueeze(2)).squeeze(2);
    return {cameras.position.index_select(0, view), world / world.norm(2, 1, true)};
}

Rays viewRays(const ViewCameras& cameras, int64_t view)
{
    const auto size = cameras.size[view].cpu();
    const auto width = size[0].item<int64_t>(), height = size[1].item<int64_t>();
    const auto index = at::arange(width * height, cameras.focal.options().dtype(at::kLong));
    return pixelRays(cameras, at::full_like(index, view), index.remainder(width),
                     index.div(width, "floor"));
}

ViewCameras camerasOf(const std::vector<const PosedPicture*>& pictures)
{
    const auto count = int64_t(pictures.size());
    ViewCameras cameras;
    cameras.focal = at::empty({count, 2});
    cameras.principal = at::empty({count, 2});
    cameras.size = at::empty({count, 2});
    cameras.rotation = at::empty({count, 3, 3});
    cameras.position = at::empty({count, 3});
    for (int64_t v = 0; v < count; ++v) {
        const auto& picture = *pictures[std::size_t(v)];
        const auto& pose = picture.worldFromCamera;
        const float sides[2] = {float(picture.picture.width), float(picture.picture.height)};
        for (int i = 0; i < 2; ++i) {
            cameras.focal.data_ptr<float>()[v * 2 + i] = float(picture.focal[i]);
            cameras.principal.data_ptr<float>()[v * 2 + i] = float(picture.principal[i]);
            cameras.size.data_ptr<float>()[v * 2 + i] = sides[i];
        }
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 3; ++column)
                cameras.rotation.data_ptr<float>()[(v * 3 + row) * 3 + column] = float(pose[column][row]);
            cameras.position.data_ptr<float>()[v * 3 + row] = float(pose[3][row]);
        }
    }
    return cameras;
}

ViewCameras camerasOf(const TrainingObject& object)
{
    const auto views = object.colour.size(0);
    const double side = double(object.colour.size(1));
    ViewCameras cameras;
    cameras.focal = (side / 2 / object.tangent).unsqueeze(1).expand({views, 2}).contiguous();
    cameras.principal = at::full({views, 2}, side / 2);
    cameras.size = at::full({views, 2}, side);
    cameras.rotation = object.cameraFromObject.transpose(1, 2).contiguous();
    cameras.position = cameras.rotation.select(2, 2) * object.distance.unsqueeze(1);
    return cameras;
}

ViewCameras loneCamera(int width, int height, double verticalFov, double distance)
{
    const float focal = float(height / 2.0 / std::tan(verticalFov / 2));
    ViewCameras camera;
    camera.focal = at::full({1, 2}, focal);
    camera.principal = at::tensor({width / 2.0f, height / 2.0f}).view({1, 2});
    camera.size = at::tensor({float(width), float(height)}).view({1, 2});
    camera.rotation = at::eye(3).unsqueeze(0);
    camera.position = at::tensor({0.0f, 0.0f, float(distance)}).view({1, 3});
    return camera;
}

std::vector<int64_t> distinctViews(const ViewCameras& cameras, double tolerance)
{
    const auto position = cameras.position.cpu(), axis = cameras.rotation.select(2, 2).cpu();
    std::vector<int64_t> kept;
    for (int64_t v = 0; v < cameras.count(); ++v) {
        bool repeated = false;
        for (const auto other : kept) {
            const double away = (position[v] - position[other]).norm().item<double>();
            const double turned = (axis[v] - axis[other]).norm().item<double>();
            repeated = repeated || (away < tolerance * position[v].norm().item<double>() && turned < tolerance);
        }
        if (!repeated)
            kept.push_back(v);
    }
    return kept;
}

} // namespace bozzetto
