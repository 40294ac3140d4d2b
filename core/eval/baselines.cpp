#include "core/eval/baselines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

#include <ATen/ATen.h>

#include "core/eval/height_solid.h"
#include "core/vision/depth.h"

namespace bozzetto {

namespace {

constexpr int kBoxCells = 24; ///< along each edge of the box: enough vertices to carry the picture

/// The photograph with every pixel outside the silhouette replaced by the nearest inside, in steps of pixels.
std::vector<glm::vec3> filledPicture(const EvalInput& input)
{
    const int size = input.size();
    std::vector<char> known = silhouette(input);
    const at::Tensor rgb = input.rgb.contiguous();
    const float* values = rgb.const_data_ptr<float>();
    std::vector<glm::vec3> picture(known.size(), glm::vec3(0));
    std::deque<int> border;
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i]) {
            picture[i] = {values[i], values[known.size() + i], values[2 * known.size() + i]};
            border.push_back(int(i));
        }
    for (; !border.empty(); border.pop_front()) {
        const int x = border.front() % size, y = border.front() / size;
        for (const auto& [nx, ny] : {std::pair(x - 1, y), {x + 1, y}, {x, y - 1}, {x, y + 1}}) {
            if (nx < 0 || ny < 0 || nx >= size || ny >= size || known[std::size_t(ny * size + nx)])
                continue;
            known[std::size_t(ny * size + nx)] = 1;
            picture[std::size_t(ny * size + nx)] = picture[std::size_t(border.front())];
            border.push_back(ny * size + nx);
        }
    }
    return picture;
}

glm::vec3 bilinear(const std::vector<glm::vec3>& picture, int size, float x, float y)
{
    x = std::clamp(x, 0.0f, float(size - 1));
    y = std::clamp(y, 0.0f, float(size - 1));
    const int x0 = std::min(int(x), size - 2), y0 = std::min(int(y), size - 2);
    const auto at = [&](int i, int j) { return picture[std::size_t(j * size + i)]; };
    const float fx = x - float(x0), fy = y - float(y0);
    return glm::mix(glm::mix(at(x0, y0), at(x0 + 1, y0), fx),
                    glm::mix(at(x0, y0 + 1), at(x0 + 1, y0 + 1), fx), fy);
}

Mesh coloured(Mesh mesh, const EvalInput& input)
{
    colourByProjection(mesh, input);
    return mesh;
}

/// One side of the box as a grid; `out` points outwards, and `across` x `up` = `out`.
void addBoxSide(Mesh& mesh, const glm::vec3& out, const glm::vec3& across, const glm::vec3& up)
{
    const auto first = unsigned(mesh.positions.size());
    for (int j = 0; j <= kBoxCells; ++j)
        for (int i = 0; i <= kBoxCells; ++i)
            mesh.positions.push_back(out + (2 * float(i) / kBoxCells - 1) * across +
                                     (2 * float(j) / kBoxCells - 1) * up);
    for (unsigned j = 0; j < kBoxCells; ++j)
        for (unsigned i = 0; i < kBoxCells; ++i) {
            const unsigned a = first + j * (kBoxCells + 1) + i, d = a + kBoxCells + 1;
            mesh.triangles.emplace_back(a, a + 1, d + 1);
            mesh.triangles.emplace_back(a, d + 1, d);
        }
}

/// The shorter side of the silhouette's bounds, on the plane through the object's centre.
float shorterSide(const EvalInput& input)
{
    const int size = input.size();
    const auto inside = silhouette(input);
    int left = size, right = -1, top = size, bottom = -1;
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            if (inside[std::size_t(y * size + x)]) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
    return float(std::min(right - left, bottom - top) + 1) * input.pixelLength();
}

} // namespace

void colourByProjection(Mesh& mesh, const EvalInput& input)
{
    const auto picture = filledPicture(input);
    const int size = input.size();
    mesh.colours.clear();
    for (const auto& p : mesh.positions) {
        const float reach = std::max(input.distance - p.z, 1e-6f) * input.tangent;
        const float x = 0.5f * (p.x / reach + 1) * float(size) - 0.5f;
        const float y = 0.5f * (1 - p.y / reach) * float(size) - 0.5f;
        mesh.colours.emplace_back(bilinear(picture, size, x, y), 1.0f);
    }
}

Mesh boxBaseline(const EvalInput& input)
{
    Mesh mesh;
    for (int axis = 0; axis < 3; ++axis)
        for (const float side : {-1.0f, 1.0f}) {
            std::array<glm::vec3, 3> edges{};
            for (int k = 0; k < 3; ++k)
                edges[std::size_t(k)][(axis + k) % 3] = input.boxHalf[(axis + k) % 3];
            side > 0 ? addBoxSide(mesh, edges[0], edges[1], edges[2])
                     : addBoxSide(mesh, -edges[0], edges[2], edges[1]);
        }
    for (auto& position : mesh.positions)
        position = input.cameraFromObject * position;
    return coloured(std::move(mesh), input);
}

Mesh extrudedBaseline(const EvalInput& input)
{
    const float half = 0.5f * shorterSide(input);
    const auto pixels = std::size_t(input.alpha.numel());
    return coloured(meshOf({std::vector<float>(pixels, half), std::vector<float>(pixels, -half)}, input),
                    input);
}

at::Tensor inflatedHeight(const EvalInput& input)
{
    const int size = input.size();
    const auto inside = silhouette(input);
    Image matte(size, size, 1);
    std::copy(inside.begin(), inside.end(), matte.pixels.begin());
    JobContext context;
    const Image half = inflateSilhouette(matte, context);
    return at::tensor(at::ArrayRef<float>(half.pixels), at::kFloat)
        .view({size, size})
        .mul(input.pixelLength());
}

Mesh inflatedBaseline(const EvalInput& input)
{
    const at::Tensor height = inflatedHeight(input);
    const float* values = height.const_data_ptr<float>();
    HeightSolid solid{{values, values + height.numel()}, {}};
    for (const float z : solid.front)
        solid.back.push_back(-z);
    return coloured(meshOf(solid, input), input);
}

Mesh shellBaseline(const EvalInput& input, const at::Tensor& height)
{
    const auto inside = silhouette(input);
    const at::Tensor heights = height.to(at::kFloat).contiguous();
    const float* values = heights.const_data_ptr<float>();
    float deepest = INFINITY;
    for (std::size_t i = 0; i < inside.size(); ++i)
        if (inside[i])
            deepest = std::min(deepest, values[i]);
    const HeightSolid solid{{values, values + heights.numel()}, std::vector<float>(inside.size(), deepest)};
    return coloured(meshOf(solid, input), input);
}

} // namespace bozzetto
