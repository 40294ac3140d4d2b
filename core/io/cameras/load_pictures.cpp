#include "core/io/cameras/load_pictures.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/io/cameras/conventions.h"
#include "core/io/cameras/layouts.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostPictures = 10'000;
constexpr double kMostMegapixels = 600; ///< of all pictures together, in memory: 7 GB

/// A picture's pixels against the size that its camera is for.
struct Placement
{
    glm::dvec2 stored{0}; ///< pixels that will be decoded, before shrinking
    bool upright = false; ///< turned as EXIF says
};

glm::dvec2 storedSizeOf(const PictureInfo& info)
{
    constexpr int kFirstOnItsSide = 5;
    const glm::dvec2 shown(info.width, info.height);
    return info.orientation >= kFirstOnItsSide ? glm::dvec2(shown.y, shown.x) : shown;
}

/// Same proportion, within what rounding to whole pixels does to either.
bool fits(const glm::dvec2& a, const glm::dvec2& b)
{
    constexpr double kRounding = 1.0;
    const glm::dvec2 scale = a / b;
    const double most = kRounding * (1 + std::max(scale.x, scale.y));
    return std::abs(a.y - scale.x * b.y) <= most || std::abs(a.x - scale.y * b.x) <= most;
}

/// Cameras are for the pixels as they are stored: COLMAP, OpenCV and the scripts around them do not look at
/// EXIF. Only where the stored picture cannot be meant, because it lies on its side, and the turned one can,
/// it is turned.
Placement placementOf(const ListedPicture& picture)
{
    const PictureInfo info = inspectPicture(picture.file);
    const glm::dvec2 shown(info.width, info.height), stored = storedSizeOf(info);
    if (picture.size == glm::dvec2(0) || fits(stored, picture.size))
        return {stored, false};
    if (fits(shown, picture.size))
        return {shown, true};
    throw Error(
        ErrorCode::badInput,
        "{}: expected a picture of {} x {} pixels, as its camera says, or of that proportion; found {} x {}",
        picture.file.string(), picture.size.x, picture.size.y, stored.x, stored.y);
}

void requireCamera(const ListedPicture& picture, const std::string& owner)
{
    const auto bad = [&](const char* what, const glm::dvec2& v) {
        return Error(ErrorCode::badInput, "{}: expected {}, found {}, {}", owner, what, v.x, v.y);
    };
    constexpr double kMostPixels = 1e7;
    if (!(picture.size.x >= 0 && picture.size.y >= 0 && picture.size.x < kMostPixels &&
          picture.size.y < kMostPixels) ||
        (picture.size.x > 0) != (picture.size.y > 0))
        throw bad("a picture size above 0", picture.size);
    if (!(picture.focal.x > 0 && picture.focal.y > 0 && picture.focal.x < kMostPixels &&
          picture.focal.y < kMostPixels))
        throw bad("focal lengths above 0", picture.focal);
    if (!(glm::all(glm::lessThan(glm::abs(picture.principal), glm::dvec2(kMostPixels)))))
        throw bad("a principal point", picture.principal);
    const glm::dvec2 size = picture.size;
    if (size.x > 0 && (glm::any(glm::lessThan(picture.principal, -size)) ||
                       glm::any(glm::greaterThan(picture.principal, 2.0 * size))))
        throw bad("a principal point in or near the picture", picture.principal);
}

void requireFiles(const ListedScene& scene)
{
    std::error_code ignored;
    std::size_t missing = 0;
    fs::path first;
    for (const auto& picture : scene.pictures)
        for (const auto& file : {picture.file, picture.mask})
            if (!file.empty() && !fs::exists(file, ignored))
                first = missing++ == 0 ? file : first;
    if (missing > 0)
        throw Error(ErrorCode::io, "{}: expected {} pictures, found {} files missing; the first is {}",
                    scene.shown, scene.pictures.size(), missing, first.string());
}

void requireNames(const ListedScene& scene)
{
    std::set<std::string> names, files;
    for (const auto& picture : scene.pictures) {
        if (!names.insert(picture.name).second)
            throw Error(ErrorCode::badInput, "{}: expected each picture once, found {} twice", scene.shown,
                        picture.name);
        if (!files.insert(picture.file.lexically_normal().string()).second)
            throw Error(ErrorCode::badInput, "{}: expected each picture once, found the file {} twice",
                        scene.shown, picture.file.string());
    }
}

double shrinkOf(const glm::dvec2& stored, int longestSide)
{
    const double longer = std::max(stored.x, stored.y);
    return longestSide > 0 && longer > longestSide ? longestSide / longer : 1.0;
}

void requireRoom(const ListedScene& scene, const std::vector<Placement>& placements, int longestSide)
{
    double megapixels = 0;
    for (const auto& placement : placements) {
        const double shrink = shrinkOf(placement.stored, longestSide);
        megapixels += 1e-6 * shrink * shrink * placement.stored.x * placement.stored.y;
    }
    if (megapixels > kMostMegapixels)
        throw Error(ErrorCode::badInput,
                    "{}: expected at most {} megapixels in all, found {} pictures with {:.0f}; limit their "
                    "longest side",
                    scene.shown, kMostMegapixels, placements.size(), megapixels);
}

/// The mask in its file, at the picture's size.
Image readMask(const fs::path& file, const Image& picture, JobContext& context)
{
    Image mask = decodePlane(file, context);
    if (!fits({mask.width, mask.height}, {picture.width, picture.height}))
        throw Error(ErrorCode::badInput,
                    "{}: expected a mask of the picture's proportion, {} x {}, found {} x {}", file.string(),
                    picture.width, picture.height, mask.width, mask.height);
    mask = resizeLanczos(mask, picture.width, picture.height);
    for (float& value : mask.pixels)
        value = std::clamp(value, 0.0f, 1.0f);
    return mask;
}

/// An alpha channel says something only where it is not white all over.
Image alphaMask(const Image& rgba)
{
    Image mask = extractChannel(rgba, 3);
    const bool says = std::any_of(mask.pixels.begin(), mask.pixels.end(), [](float a) { return a < 1; });
    return says ? mask : Image();
}

Image maskOfNonWhite(const Image& picture)
{
    Image mask(picture.width, picture.height, 1, 1.0f);
    for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
        const float* rgb = &picture.pixels[3 * i];
        if (rgb[0] >= 1 && rgb[1] >= 1 && rgb[2] >= 1)
            mask.pixels[i] = 0;
    }
    return mask;
}

PosedPicture load(const ListedScene& scene, const ListedPicture& listed, const Placement& placement,
                  int longestSide, JobContext& context)
{
    const std::string owner = fmt::format("{}, picture {}", scene.shown, listed.name);
    PosedPicture out;
    out.name = listed.name;
    out.heldOut = listed.heldOut;
    out.worldFromCamera = requireRigid(listed.worldFromCamera, owner);
    JobContext silent = context.silenced();
    const Image decoded = decodePicture(listed.file, silent, {longestSide, placement.upright});
    out.picture = compositeOver(decoded, scene.background.r, scene.background.g, scene.background.b);
    if (!listed.mask.empty())
        out.mask = readMask(listed.mask, out.picture, silent);
    else if (decoded.channels == 4)
        out.mask = alphaMask(decoded);
    else if (scene.whiteIsEmpty)
        out.mask = maskOfNonWhite(out.picture);
    const glm::dvec2 size = listed.size == glm::dvec2(0) ? placement.stored : listed.size;
    const glm::dvec2 scale = glm::dvec2(decoded.width, decoded.height) / size;
    out.focal = listed.focal * scale;
    out.principal = listed.principal * scale;
    if (listed.lens.bends()) {
        Straightened straight =
            straighten(listed.lens, out.picture, out.mask, out.focal, out.principal, owner);
        out.picture = std::move(straight.picture);
        out.mask = std::move(straight.mask);
        out.focal = straight.focal;
    }
    return out;
}

} // namespace

glm::dvec2 storedSize(const fs::path& picture)
{
    return storedSizeOf(inspectPicture(picture));
}

std::string folderName(const fs::path& folder)
{
    const fs::path whole = fs::absolute(folder).lexically_normal();
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::vector<fs::path> picturesIn(const fs::path& folder)
{
    static const std::set<std::string> kExtensions{".png",  ".jpg",  ".jpeg", ".webp", ".tif",
                                                   ".tiff", ".heic", ".heif", ".avif"};
    std::vector<fs::path> found;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        std::string extension = entry->path().extension().string();
        std::transform(extension.begin(), extension.end(), extension.begin(),
                       [](unsigned char c) { return char(c >= 'A' && c <= 'Z' ? c + 32 : c); });
        if (kExtensions.contains(extension) && entry->is_regular_file(failed))
            found.push_back(entry->path());
    }
    if (failed)
        throw Error(ErrorCode::io, "{}: expected a folder of pictures, but it cannot be read ({})",
                    folder.string(), failed.message());
    if (found.empty())
        throw Error(ErrorCode::badInput, "{}: expected pictures in this folder, found none", folder.string());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<PosedPicture> loadPictures(const ListedScene& scene, int longestSide, JobContext& context)
{
    if (scene.pictures.empty())
        throw Error(ErrorCode::badInput, "{}: expected pictures with cameras, found none", scene.shown);
    if (scene.pictures.size() > kMostPictures)
        throw Error(ErrorCode::badInput, "{}: expected at most {} pictures, found {}", scene.shown,
                    kMostPictures, scene.pictures.size());
    requireNames(scene);
    requireFiles(scene);
    std::vector<Placement> placements;
    for (const auto& picture : scene.pictures) {
        context.check();
        requireCamera(picture, fmt::format("{}, picture {}", scene.shown, picture.name));
        placements.push_back(placementOf(picture));
    }
    requireRoom(scene, placements, longestSide);
    std::vector<PosedPicture> pictures;
    for (std::size_t i = 0; i < scene.pictures.size(); ++i) {
        context.report("Reading pictures", double(i) / double(scene.pictures.size()));
        pictures.push_back(load(scene, scene.pictures[i], placements[i], longestSide, context));
    }
    context.report("Reading pictures", 1);
    return pictures;
}

} // namespace bozzetto
