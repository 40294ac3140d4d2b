#include "core/g3dr/fit_target.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bozzetto {

namespace {

constexpr float kCameraDistance = 5.0f;                           // G3DR's radius
const float kHalfWidth = kCameraDistance * std::tan(glm::radians(9.0f)); // of the frustum at the origin
constexpr float kNearestScene = 4.0f;
constexpr float kSceneRange = 2.0f;
constexpr float kGivenRelief = 0.55f; // of the longer side, for a depth picture whose scale nobody knows

struct Window
{
    int x = 0, y = 0, side = 0;
};

Window objectWindow(const Image& alpha)
{
    int left = alpha.width, right = -1, top = alpha.height, bottom = -1;
    for (int y = 0; y < alpha.height; ++y)
        for (int x = 0; x < alpha.width; ++x)
            if (alpha.at(x, y) >= 0.5f) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
    if (right - left < 2 || bottom - top < 2)
        throw Error(ErrorCode::badInput, "Matte: expected an object of at least 3 x 3 pixels, found {}",
                    right < left ? "nothing" : "a smaller one");
    const int longer = std::max(right - left + 1, bottom - top + 1);
    Window window;
    window.side = int(std::ceil(float(longer) / kObjectShare));
    window.x = (left + right + 1 - window.side) / 2;
    window.y = (top + bottom + 1 - window.side) / 2;
    return window;
}

Window sceneWindow(const Image& photo)
{
    Window window;
    window.side = std::min(photo.width, photo.height);
    window.x = (photo.width - window.side) / 2;
    window.y = (photo.height - window.side) / 2;
    return window;
}

at::Tensor toTensor(const Image& image)
{
    return torch::tensor(at::ArrayRef<float>(image.pixels)).view({image.height, image.width, image.channels});
}

/// Separable Gaussian over [C, S, S], zero outside.
at::Tensor blur(const at::Tensor& maps, double sigma)
{
    const int64_t radius = std::max<int64_t>(1, int64_t(std::ceil(2.5 * sigma)));
    const auto offsets = torch::arange(-radius, radius + 1, torch::kFloat32);
    auto kernel = torch::exp(-offsets.square() / (2 * sigma * sigma));
    kernel = kernel / kernel.sum();
    const auto planes = maps.unsqueeze(1);
    const auto across = at::conv2d(planes, kernel.view({1, 1, 1, -1}), {}, 1, at::IntArrayRef({0, radius}));
    return at::conv2d(across, kernel.view({1, 1, -1, 1}), {}, 1, at::IntArrayRef({radius, 0})).squeeze(1);
}

/// Weighted blur of [S, S, C]: only places with weight count.
at::Tensor blurWithin(const at::Tensor& maps, const at::Tensor& weight, double sigma)
{
    const auto planes = maps.permute({2, 0, 1});
    const auto spread = blur(planes * weight.unsqueeze(0), sigma);
    const auto total = blur(weight.unsqueeze(0), sigma);
    return (spread / (total + 1e-6)).permute({1, 2, 0}).contiguous();
}

/// Colours that a soft edge mixed with the old background are replaced by the nearest sure ones, ever wider.
at::Tensor continueColours(const at::Tensor& rgb, const at::Tensor& alpha)
{
    auto known = (alpha > 0.97).to(torch::kFloat32);
    auto result = rgb * known.unsqueeze(-1);
    for (double sigma : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0}) {
        const auto spread = blurWithin(result, known, sigma);
        const auto reached = (blur(known.unsqueeze(0), sigma).squeeze(0) > 1e-3).to(torch::kFloat32);
        const auto fresh = reached * (1 - known);
        result = result * (1 - fresh).unsqueeze(-1) + spread * fresh.unsqueeze(-1);
        known = known + fresh;
    }
    return result;
}

/// The rim's values carried smoothly over the inside: Laplace's equation by coarse-to-fine relaxation.
at::Tensor spanInside(const at::Tensor& values, const at::Tensor& fixed, JobContext& context)
{
    auto result = blurWithin(values.unsqueeze(-1), fixed, double(values.size(0)) / 12).squeeze(-1);
    result = values * fixed + result * (1 - fixed);
    for (double sigma : {16.0, 8.0, 4.0, 2.0, 1.0})
        for (int i = 0; i < 12; ++i) {
            context.check();
            const auto smooth = blurWithin(result.unsqueeze(-1), torch::ones_like(fixed), sigma).squeeze(-1);
            result = values * fixed + smooth * (1 - fixed);
        }
    return result;
}

struct Relief
{
    at::Tensor front; ///< [S, S] height towards the camera, field units, 0 = the object's middle plane
    at::Tensor back;
};

Relief objectRelief(const Image& matte, const DepthMap& depth, const at::Tensor& relative, const at::Tensor& inside,
                    const GenerateOptions& options, JobContext& context)
{
    const int size = matte.width;
    const float longer = 2 * kHalfWidth * kObjectShare;
    const float fieldPerPixel = 2 * kHalfWidth / float(size);
    const auto half = toTensor(inflateSilhouette(matte, context)).squeeze(-1) * fieldPerPixel;
    Relief relief;
    if (depth.source != DepthSource::givenFile) {
        const auto height = (1 - relative) * (depth.relief * longer * options.depthScale) * inside;
        relief.front = height;
        relief.back = -height;
        return relief;
    }
    const float range = (depth.relief > 0 ? depth.relief : kGivenRelief) * longer * options.depthScale;
    const auto seen = relative.masked_select(inside > 0.5);
    const auto low = seen.quantile(0.02), high = seen.quantile(0.98);
    const auto unit = ((relative - low) / (high - low + 1e-4)).clamp(-0.1, 1.1);
    relief.front = (0.5 - unit) * range;
    const auto rim = inside * (half < 2.5f * fieldPerPixel).to(torch::kFloat32);
    const auto middle = spanInside(relief.front, rim + (1 - inside), context);
    const float thinnest = 2 * fieldPerPixel;
    relief.back = torch::minimum(middle - half, relief.front - thinnest * inside);
    return relief;
}

/// Heights along the camera's axis to distances along each pixel's ray.
at::Tensor heightToRay(const at::Tensor& height)
{
    const int64_t size = height.size(0);
    const auto u = torch::linspace(-1, 1, size) * std::tan(glm::radians(9.0f));
    const auto stretch = torch::sqrt(1 + u.square().unsqueeze(0) + u.square().unsqueeze(1));
    return (kCameraDistance - height) * stretch;
}

Image resizedWindow(const Image& image, const Window& window, int size, float fill)
{
    return resizeLanczos(crop(image, window.x, window.y, window.side, window.side, fill), size, size);
}

} // namespace

FitTarget makeFitTarget(const Image& photo, const PreparedPicture& prepared, const GenerateOptions& options,
                        int size, JobContext& context)
{
    const bool object = prepared.mode == GenerateMode::object;
    const Window window = object ? objectWindow(prepared.matte.alpha) : sceneWindow(photo);
    const auto relative = toTensor(resizedWindow(prepared.depth.relative, window, size, 1.0f)).squeeze(-1);
    FitTarget target;
    target.closedBack = object;
    // Field (G3DR): the camera looks along +x, picture right = +z, up = +y. Scene: x right, y up, +z to the camera.
    target.sceneFromField = glm::mat4(0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    if (!object) {
        target.rgb = toTensor(resizedWindow(compositeOver(photo, 0.5f, 0.5f, 0.5f), window, size, 0.0f)).clamp(0, 1);
        target.alpha = torch::ones({size, size});
        // The relief option stretches about the middle of the box.
        target.front = kNearestScene + kSceneRange * (0.5 + (relative - 0.5) * options.depthScale).clamp(-0.02, 1.03);
        target.back = torch::full({size, size}, 6.3f);
        target.backRgb = target.rgb;
        return target;
    }
    const Image matte = resizedWindow(prepared.matte.alpha, window, size, 0.0f);
    target.alpha = toTensor(matte).squeeze(-1).clamp(0, 1);
    const auto inside = (target.alpha >= 0.5).to(torch::kFloat32);
    const auto rgb = toTensor(resizedWindow(compositeOver(photo, 0.5f, 0.5f, 0.5f), window, size, 0.0f)).clamp(0, 1);
    target.rgb = continueColours(rgb, target.alpha);
    const auto relief = objectRelief(matte, prepared.depth, relative.clamp(0, 1), inside, options, context);
    target.front = heightToRay(relief.front);
    target.back = heightToRay(relief.back);
    target.backRgb = blurWithin(target.rgb, inside, double(size) * 0.035);
    return target;
}

} // namespace bozzetto
