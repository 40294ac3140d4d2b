#include "tests/support/training_objects.h"

#include <cmath>
#include <random>

#include <torch/types.h>

namespace bozzetto::test {

namespace {

at::Tensor rotation(double azimuth, double elevation)
{
    const double ca = std::cos(azimuth), sa = std::sin(azimuth), ce = std::cos(elevation), se = std::sin(elevation);
    // Rows: the camera's right, up and backward axes in the object's frame.
    return torch::tensor({ca, 0.0, -sa, -se * sa, ce, -se * ca, ce * sa, se, ce * ca}, torch::kFloat32).view({3, 3});
}

at::Tensor colourAt(const at::Tensor& points, const at::Tensor& half) { return 0.5 + 0.4 * points / half; }

void addView(TrainingObject& object, const at::Tensor& half, int side, double azimuth, double elevation,
             double distance, double tangent, std::vector<std::vector<at::Tensor>>& columns)
{
    const auto camera = rotation(azimuth, elevation);
    const auto axis = (torch::arange(side, torch::kFloat32) * 2 + 1) / double(side) - 1;
    const auto grid = at::meshgrid({-axis, axis}, "ij");
    const auto seen = at::stack({grid[1] * tangent, grid[0] * tangent, at::full_like(grid[0], -1)}, 2);
    const auto direction = at::matmul(seen, camera) / half, origin = camera[2] * distance / half;
    const auto a = direction.square().sum(2), b = (direction * origin).sum(2), c = origin.square().sum() - 1;
    const auto root = b.square() - a * c;
    const auto hit = root > 0;
    const auto t = (-b - root.clamp_min(0).sqrt()) / a;
    const auto point = (origin + direction * t.unsqueeze(2)) * half;
    const auto normal = point / half.square();
    const auto inCamera = at::matmul(normal / normal.norm(2, 2, true), camera.t());
    const auto rgba = at::cat({colourAt(point, half) * hit.unsqueeze(2), hit.unsqueeze(2).to(torch::kFloat32)}, 2);
    columns[0].push_back((rgba * 255).round().clamp(0, 255).to(torch::kUInt8));
    columns[1].push_back(((distance - t) * hit).to(torch::kHalf));
    columns[2].push_back((inCamera * hit.unsqueeze(2) * 127).round().to(torch::kInt8));
    columns[3].push_back(camera);
    columns[4].push_back(torch::tensor(distance, torch::kFloat32));
    columns[5].push_back(torch::tensor(tangent, torch::kFloat32));
    object.boxHalf = half;
}

} // namespace

TrainingObject makeEllipsoid(float halfX, float halfY, float halfZ, int views, int side, std::uint64_t seed)
{
    std::mt19937_64 engine(seed);
    const auto uniform = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine); };
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    TrainingObject object;
    const auto half = torch::tensor({halfX, halfY, halfZ});
    std::vector<std::vector<at::Tensor>> columns(6);
    for (int v = 0; v < views; ++v) {
        const double tangent = std::tan(uniform(20, 45) * M_PI / 360);
        addView(object, half, side, uniform(-M_PI, M_PI), uniform(-10, 45) * M_PI / 180, 0.62 / tangent, tangent, columns);
    }
    object.colour = at::stack(columns[0]);
    object.height = at::stack(columns[1]);
    object.normal = at::stack(columns[2]);
    object.cameraFromObject = at::stack(columns[3]);
    object.distance = at::stack(columns[4]);
    object.tangent = at::stack(columns[5]);
    constexpr int kNear = 1400, kBox = 1000, kSurface = 600;
    const auto onSphere = at::randn({kNear + kSurface, 3}, generator);
    const auto surface = onSphere / onSphere.norm(2, 1, true) * half;
    const auto near = surface.narrow(0, 0, kNear) + 0.03 * at::randn({kNear, 3}, generator);
    const auto points = at::cat({near, (at::rand({kBox, 3}, generator) * 2 - 1) * half});
    object.points = points.to(torch::kHalf);
    object.occupied = ((points / half).square().sum(1) < 1).to(torch::kUInt8);
    const auto shell = surface.narrow(0, kNear, kSurface);
    object.surface = shell.to(torch::kHalf);
    object.surfaceColour = (colourAt(shell, half) * 255).round().to(torch::kUInt8);
    const auto normal = shell / half.square();
    object.surfaceNormal = (normal / normal.norm(2, 1, true) * 127).round().to(torch::kInt8);
    return object;
}

MemorySet::MemorySet(std::vector<TrainingObject> objects, int validation) : m_objects(std::move(objects))
{
    for (std::size_t i = 0; i < m_objects.size(); ++i) {
        const bool last = i + std::size_t(validation) >= m_objects.size();
        m_info.push_back({fmt::format("ellipsoid {}", i), fmt::format("group {}", i),
                          last ? Split::validation : Split::train});
    }
    m_sources.push_back({"ellipsoids", "CC0", "none"});
}

at::Tensor MemorySet::backgrounds() const { return torch::zeros({0, 3, viewSize(), viewSize()}, torch::kUInt8); }

} // namespace bozzetto::test
