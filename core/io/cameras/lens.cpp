#include "core/io/cameras/lens.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr double kLeastZoom = 0.25, kMostZoom = 8.0;
constexpr int kZoomSteps = 40;
constexpr int kEdgeSteps = 64; ///< places looked at along each side of the picture

double series(const std::array<double, 4>& k, double x2)
{
    return 1 + x2 * (k[0] + x2 * (k[1] + x2 * (k[2] + x2 * k[3])));
}

/// A picture of the pinhole that is looked for: same size and principal point as the one that was taken.
struct Target
{
    glm::dvec2 size, focal, principal;

    glm::dvec2 plane(const glm::dvec2& at, double zoom) const { return (at - principal) / (focal * zoom); }
    glm::dvec2 place(const glm::dvec2& bentPlane) const { return principal + focal * bentPlane; }
};

/// Whether every pixel at the rim finds something in the picture that was taken.
bool rimIsInside(const Lens& lens, const Target& target, double zoom)
{
    for (int i = 0; i <= kEdgeSteps; ++i) {
        const glm::dvec2 t = target.size * (double(i) / kEdgeSteps);
        for (const glm::dvec2 at : {glm::dvec2(t.x, 0), glm::dvec2(t.x, target.size.y), glm::dvec2(0, t.y),
                                    glm::dvec2(target.size.x, t.y)}) {
            const glm::dvec2 from = target.place(bent(lens, target.plane(at, zoom)));
            // Half a pixel outside is still the border pixel's.
            if (!(from.x >= -0.5 && from.y >= -0.5 && from.x <= target.size.x + 0.5 &&
                  from.y <= target.size.y + 0.5))
                return false;
        }
    }
    return true;
}

/// Going outwards, the lens must go outwards too.
bool folds(const Lens& lens, const Target& target, double zoom)
{
    for (const glm::dvec2 corner :
         {glm::dvec2(0), glm::dvec2(target.size.x, 0), glm::dvec2(0, target.size.y), target.size}) {
        const glm::dvec2 plane = target.plane(corner, zoom);
        double before = 0;
        for (int i = 1; i <= kEdgeSteps; ++i) {
            const double r = glm::length(bent(lens, plane * (double(i) / kEdgeSteps)));
            if (!(r > before))
                return true;
            before = r;
        }
    }
    return false;
}

Image remapped(const Image& image, const cv::Mat2f& places)
{
    Image out(image.width, image.height, image.channels);
    const int type = CV_MAKETYPE(CV_32F, image.channels);
    const cv::Mat in(image.height, image.width, type, const_cast<float*>(image.pixels.data()));
    cv::Mat result(out.height, out.width, type, out.pixels.data());
    cv::remap(in, result, places, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    for (float& value : out.pixels) // the cubic overshoots at edges
        value = std::clamp(value, 0.0f, 1.0f);
    return out;
}

} // namespace

bool Lens::bends() const
{
    const auto nonZero = [](double v) { return v != 0; };
    return model == Model::fisheye ||
           (model == Model::brown && (std::any_of(k.begin(), k.end(), nonZero) || p[0] != 0 || p[1] != 0));
}

glm::dvec2 bent(const Lens& lens, const glm::dvec2& plane)
{
    const double r2 = glm::dot(plane, plane);
    if (lens.model == Lens::Model::pinhole || r2 == 0)
        return plane;
    if (lens.model == Lens::Model::fisheye) {
        const double r = std::sqrt(r2), theta = std::atan(r);
        return plane * (theta * series(lens.k, theta * theta) / r);
    }
    const double xy2 = 2 * plane.x * plane.y;
    return plane * series(lens.k, r2) +
           glm::dvec2(lens.p[0] * xy2 + lens.p[1] * (r2 + 2 * plane.x * plane.x),
                      lens.p[1] * xy2 + lens.p[0] * (r2 + 2 * plane.y * plane.y));
}

Straightened straighten(const Lens& lens, const Image& picture, const Image& mask, const glm::dvec2& focal,
                        const glm::dvec2& principal, const std::string& owner)
{
    const Target target{{picture.width, picture.height}, focal, principal};
    const auto bad = [&](const char* what) {
        return Error(ErrorCode::badInput,
                     "{}: expected a lens that can be straightened, found {} (k {} {} {} {}, p {} {})", owner,
                     what, lens.k[0], lens.k[1], lens.k[2], lens.k[3], lens.p[0], lens.p[1]);
    };
    for (const double value : {lens.k[0], lens.k[1], lens.k[2], lens.k[3], lens.p[0], lens.p[1]})
        if (!std::isfinite(value))
            throw bad("a coefficient that is no number");
    if (!rimIsInside(lens, target, kMostZoom))
        throw bad("one whose pictures have no middle");
    double least = kLeastZoom, most = kMostZoom;
    for (int i = 0; i < kZoomSteps; ++i) {
        const double middle = 0.5 * (least + most);
        (rimIsInside(lens, target, middle) && !folds(lens, target, middle) ? most : least) = middle;
    }
    if (most > 0.99 * kMostZoom || folds(lens, target, most))
        throw bad("one that folds the picture");
    cv::Mat2f places(picture.height, picture.width);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const glm::dvec2 from = target.place(bent(lens, target.plane({x + 0.5, y + 0.5}, most)));
            places(y, x) = {float(from.x - 0.5), float(from.y - 0.5)};
        }
    Straightened out;
    out.picture = remapped(picture, places);
    if (!mask.empty())
        out.mask = remapped(mask, places);
    out.focal = focal * most;
    return out;
}

} // namespace bozzetto
