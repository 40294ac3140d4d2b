#include "core/vision/matte.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/matte_parts.h"

namespace bozzetto {
namespace {

constexpr int kWorkingSide = 640;
constexpr int kGrabCutSide = 512;
constexpr double kTrustedKey = 0.4;     ///< confidence below which a keyed background is not believed
constexpr double kSmallestShare = 0.02; ///< of the picture: less is no object
constexpr double kLargestShare = 0.95;  ///< more is no background
constexpr float kAspectTolerance = 0.02f;

double objectShare(const Image& alpha)
{
    return double(std::count_if(alpha.pixels.begin(), alpha.pixels.end(), [](float a) { return a >= 0.5f; }))
           / double(alpha.pixels.size());
}

MatteResult fromGivenMatte(const Image& photo, const Image& given)
{
    if (given.channels != 1 || given.empty())
        throw Error(ErrorCode::badInput, "mask: expected one channel, found {} x {} x {}.", given.width, given.height,
                    given.channels);
    const float wanted = float(photo.width) / float(photo.height);
    if (std::abs(float(given.width) / float(given.height) / wanted - 1.0f) > kAspectTolerance)
        throw Error(ErrorCode::badInput, "mask: expected the photograph's proportions ({} x {}), found {} x {}.",
                    photo.width, photo.height, given.width, given.height);
    MatteResult out;
    out.alpha = resizeLanczos(given, photo.width, photo.height);
    for (float& value : out.alpha.pixels)
        value = value > 0.0f ? std::min(value, 1.0f) : 0.0f;
    if (objectShare(out.alpha) == 0)
        throw Error(ErrorCode::badInput, "mask: expected white where the object is, found no white at all.");
    out.source = MatteSource::givenFile;
    out.note = "The object was taken from the given mask.";
    return out;
}

/// Nothing when the picture has no alpha, or one that is the same everywhere.
std::optional<MatteResult> fromAlphaChannel(const Image& photo)
{
    if (photo.channels != 4)
        return std::nullopt;
    MatteResult out;
    out.alpha = extractChannel(photo, 3);
    for (float& value : out.alpha.pixels)
        value = value > 0.0f ? std::min(value, 1.0f) : 0.0f;
    const auto [low, high] = std::minmax_element(out.alpha.pixels.begin(), out.alpha.pixels.end());
    if (*high < 0.5f)
        throw Error(ErrorCode::badInput, "photograph: expected an object, found a picture that is transparent everywhere.");
    if (*low >= 0.5f)
        return std::nullopt;
    out.source = MatteSource::alphaChannel;
    out.note = "The object was taken from the picture's transparency.";
    return out;
}

MatteResult wholePicture(const Image& photo)
{
    MatteResult out;
    out.alpha = Image(photo.width, photo.height, 1, 1.0f);
    out.confidence = 0.1f;
    out.note = "No object could be told from its background; mark it with the brush, or the whole picture is used.";
    return out;
}

bool isSensible(const cv::Mat1b& object)
{
    const double share = double(cv::countNonZero(object)) / double(object.total());
    return share >= kSmallestShare && share <= kLargestShare;
}

MatteResult finish(const Image& rgb, const WorkingPicture& picture, const Cut& cut, MatteSource source, const char* note)
{
    MatteResult out;
    out.alpha = softenEdges(rgb, picture, cut.object);
    out.source = source;
    out.confidence = float(cut.confidence);
    out.note = note;
    return out;
}

std::optional<MatteResult> fromPlainBackground(const Image& rgb, const MatteHints& hints, double trusted,
                                               JobContext& context)
{
    const WorkingPicture picture = makeWorkingPicture(rgb, kWorkingSide);
    Cut plain = cutPlainBackground(picture, makeSeeds(hints, picture), context);
    if (plain.confidence < trusted)
        return std::nullopt;
    tidyMask(plain.object);
    if (!isSensible(plain.object))
        return std::nullopt;
    return finish(rgb, picture, plain, MatteSource::plainBackground, "The object was cut from its plain background.");
}

MatteResult guessFromColours(const Image& photo, const MatteHints& hints, JobContext& context)
{
    if (std::min(photo.width, photo.height) < kMinPictureSide)
        return wholePicture(photo);
    const Image rgb = compositeOver(photo, 1, 1, 1);
    const WorkingPicture smaller = makeWorkingPicture(rgb, kGrabCutSide);
    Cut cut = cutByGrabCut(smaller, makeSeeds(hints, smaller), context);
    if (cut.confidence > 0) {
        tidyMask(cut.object);
        if (isSensible(cut.object))
            return finish(rgb, smaller, cut, MatteSource::grabCut,
                          "The object was told from its surroundings by colour; check its outline.");
    }
    return wholePicture(photo);
}

} // namespace

void requireMatteInputs(const Image& photo, const MatteHints& hints)
{
    const bool sized = photo.pixels.size() == std::size_t(photo.width) * std::size_t(photo.height) * std::size_t(photo.channels);
    if (photo.empty() || !sized || (photo.channels != 3 && photo.channels != 4))
        throw Error(ErrorCode::badInput, "photograph: expected 3 or 4 channels, found {} x {} x {}.", photo.width,
                    photo.height, photo.channels);
    for (const MatteStroke& stroke : hints.strokes)
        if (!(stroke.radius > 0))
            throw Error(ErrorCode::badInput, "matte stroke: expected a radius above 0, found {}.", stroke.radius);
    if (!hints.box)
        return;
    const glm::ivec4& box = *hints.box;
    const bool meets = box.z > 0 && box.w > 0 && box.x < photo.width && box.y < photo.height && box.x + box.z > 0
                       && box.y + box.w > 0;
    if (!meets)
        throw Error(ErrorCode::badInput, "box: expected a rectangle within the {} x {} photograph, found {} x {} at {}, {}.",
                    photo.width, photo.height, box.z, box.w, box.x, box.y);
}

std::optional<MatteResult> matteWithoutGuessing(const Image& photo, const MatteHints& hints, double trustedKey,
                                                JobContext& context)
{
    if (hints.given)
        return fromGivenMatte(photo, *hints.given);
    if (auto alpha = fromAlphaChannel(photo))
        return alpha;
    if (std::min(photo.width, photo.height) < kMinPictureSide)
        return std::nullopt;
    return fromPlainBackground(compositeOver(photo, 1, 1, 1), hints, trustedKey, context);
}

MatteResult ClassicMatteEstimator::estimate(const Image& photo, const MatteHints& hints, JobContext& context) const
{
    requireMatteInputs(photo, hints);
    context.report("Matte", 0);
    try {
        auto sure = matteWithoutGuessing(photo, hints, kTrustedKey, context);
        MatteResult out = sure ? std::move(*sure) : guessFromColours(photo, hints, context);
        paintStrokes(hints.strokes, out.alpha);
        context.report("Matte", 1);
        return out;
    } catch (...) {
        throw currentError("looking for the object");
    }
}

const char* describe(MatteSource source)
{
    switch (source) {
    case MatteSource::givenFile:
        return "given mask";
    case MatteSource::alphaChannel:
        return "transparency";
    case MatteSource::plainBackground:
        return "plain background";
    case MatteSource::grabCut:
        return "GrabCut";
    case MatteSource::wholePicture:
        return "whole picture";
    case MatteSource::network:
        return "matte network";
    }
    return "unknown";
}

} // namespace bozzetto
