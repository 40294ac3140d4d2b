#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/base/error.h"

namespace bozzetto {
namespace {

constexpr double kLobes = 3.0;
constexpr int kRowsTogether = 16;  ///< rows that the horizontal pass handles side by side, so that it vectorises
constexpr int kFractionBits = 22;  ///< of Pillow's 8-bit coefficients: 32 - 8 - 2

/// Source samples first .. first + count - 1 contribute to one target sample.
struct Taps
{
    int first = 0;
    int count = 0;
    std::vector<double> weights;
};

double lanczos(double x)
{
    if (x <= -kLobes || x >= kLobes)
        return 0.0;
    if (x == 0.0)
        return 1.0;
    const double angle = x * std::numbers::pi;
    return std::sin(angle) / angle * std::sin(angle / kLobes) / (angle / kLobes);
}

std::vector<Taps> makeTaps(int source, int target)
{
    const double scale = double(source) / target;
    const double stretch = std::max(scale, 1.0);
    const double support = kLobes * stretch;
    std::vector<Taps> all(static_cast<std::size_t>(target));
    for (int i = 0; i < target; ++i) {
        Taps& taps = all[std::size_t(i)];
        const double centre = (i + 0.5) * scale;
        taps.first = std::max(0, int(centre - support + 0.5));
        taps.count = std::min(source, int(centre + support + 0.5)) - taps.first;
        double sum = 0;
        for (int k = 0; k < taps.count; ++k) {
            taps.weights.push_back(lanczos((k + taps.first - centre + 0.5) / stretch));
            sum += taps.weights.back();
        }
        for (double& weight : taps.weights)
            weight = sum != 0.0 ? weight / sum : weight;
    }
    return all;
}

/// How samples are weighted and summed: in float throughout.
struct FloatFilter
{
    using Sample = float;
    using Sum = float;
    static Sum weight(double value) { return float(value); }
    static Sum start() { return 0.0f; }
    static Sample finish(Sum sum) { return sum; }
};

/// Fixed point with 22 fraction bits, each pass rounded and clamped to 8 bits.
struct EightBitFilter
{
    using Sample = std::int32_t;
    using Sum = std::int32_t;
    static Sum weight(double value) { return Sum(value * (1 << kFractionBits) + (value < 0 ? -0.5 : 0.5)); }
    static Sum start() { return 1 << (kFractionBits - 1); }
    static Sample finish(Sum sum) { return std::clamp(sum >> kFractionBits, 0, 255); }
};

/// Double sums, each pass rounded to an integer (halves away from zero) and not clipped.
struct IntegerFilter
{
    using Sample = std::int32_t;
    using Sum = double;
    static Sum weight(double value) { return value; }
    static Sum start() { return 0.0; }
    static Sample finish(Sum sum) { return Sample(sum < 0 ? -std::floor(-sum + 0.5) : std::floor(sum + 0.5)); }
};

template <typename Filter>
using Samples = std::vector<typename Filter::Sample>;

/// One target line of `length` samples from the lines that `taps` names; lines lie `length` apart.
template <typename Filter>
void filterLine(const typename Filter::Sample* lines, const Taps& taps, std::size_t length,
                std::vector<typename Filter::Sum>& sums, typename Filter::Sample* out)
{
    std::fill_n(sums.begin(), length, Filter::start());
    for (int k = 0; k < taps.count; ++k) {
        const auto weight = Filter::weight(taps.weights[std::size_t(k)]);
        const auto* line = lines + std::size_t(taps.first + k) * length;
        auto* sum = sums.data();
        for (std::size_t i = 0; i < length; ++i)
            sum[i] += weight * line[i];
    }
    for (std::size_t i = 0; i < length; ++i)
        out[i] = Filter::finish(sums[i]);
}

template <typename Filter>
Samples<Filter> filterColumns(const Samples<Filter>& in, std::size_t length, int source, int target)
{
    if (source == target)
        return in;
    const std::vector<Taps> all = makeTaps(source, target);
    Samples<Filter> out(length * std::size_t(target));
    std::vector<typename Filter::Sum> sums(length);
    for (int y = 0; y < target; ++y)
        filterLine<Filter>(in.data(), all[std::size_t(y)], length, sums, out.data() + std::size_t(y) * length);
    return out;
}

/// Rows are turned on their side in groups, [x][channel][row], so that the inner loop runs along memory.
template <typename Filter>
Samples<Filter> filterRows(const Samples<Filter>& in, int height, int channels, int source, int target)
{
    if (source == target)
        return in;
    const std::vector<Taps> all = makeTaps(source, target);
    const std::size_t lineLength = std::size_t(channels) * kRowsTogether;
    const std::size_t sourceRow = std::size_t(source) * std::size_t(channels);
    const std::size_t targetRow = std::size_t(target) * std::size_t(channels);
    Samples<Filter> out(targetRow * std::size_t(height));
    Samples<Filter> turned(sourceRow * kRowsTogether);
    Samples<Filter> line(lineLength);
    std::vector<typename Filter::Sum> sums(lineLength);
    for (int top = 0; top < height; top += kRowsTogether) {
        const int rows = std::min(kRowsTogether, height - top);
        for (int r = 0; r < rows; ++r) {
            const auto* row = in.data() + std::size_t(top + r) * sourceRow;
            for (std::size_t i = 0; i < sourceRow; ++i)
                turned[i * kRowsTogether + std::size_t(r)] = row[i];
        }
        for (int x = 0; x < target; ++x) {
            filterLine<Filter>(turned.data(), all[std::size_t(x)], lineLength, sums, line.data());
            for (int r = 0; r < rows; ++r)
                for (int c = 0; c < channels; ++c)
                    out[std::size_t(top + r) * targetRow + std::size_t(x * channels + c)] =
                        line[std::size_t(c * kRowsTogether + r)];
        }
    }
    return out;
}

template <typename Filter>
Samples<Filter> resample(const Samples<Filter>& in, const Image& shape, int width, int height)
{
    const auto narrowed = filterRows<Filter>(in, shape.height, shape.channels, shape.width, width);
    return filterColumns<Filter>(narrowed, std::size_t(width) * std::size_t(shape.channels), shape.height, height);
}

void requireSizes(const Image& image, int width, int height)
{
    const std::size_t expected = std::size_t(image.width) * std::size_t(image.height) * std::size_t(image.channels);
    if (image.empty() || image.pixels.size() != expected)
        throw Error(ErrorCode::badInput, "image: expected a picture with pixels, found {} x {} with {} values",
                    image.width, image.height, image.pixels.size());
    if (width < 1 || height < 1)
        throw Error(ErrorCode::badInput, "target size: expected at least 1 x 1, found {} x {}", width, height);
}

std::int32_t toEightBit(float value)
{
    return std::int32_t(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

std::int32_t timesAlpha(std::int32_t value, std::int32_t alpha)
{
    const std::int32_t product = value * alpha + 128; // rounded division by 255, as Pillow premultiplies
    return (product + (product >> 8)) >> 8;
}

void premultiply(std::vector<float>& rgba)
{
    for (std::size_t i = 0; i < rgba.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            rgba[i + c] *= rgba[i + 3];
}

void unpremultiply(std::vector<float>& rgba)
{
    constexpr float kSmallestAlpha = 1e-4f; // below it colour is noise; it is not seen either
    for (std::size_t i = 0; i < rgba.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            rgba[i + c] = rgba[i + 3] > kSmallestAlpha ? rgba[i + c] / rgba[i + 3] : 0.0f;
}

} // namespace

Image resizeLanczos(const Image& image, int width, int height)
{
    requireSizes(image, width, height);
    Image out;
    out.width = width;
    out.height = height;
    out.channels = image.channels;
    if (width == image.width && height == image.height)
        return image;
    if (image.channels != 4) {
        out.pixels = resample<FloatFilter>(image.pixels, image, width, height);
        return out;
    }
    std::vector<float> weighted = image.pixels;
    premultiply(weighted);
    out.pixels = resample<FloatFilter>(weighted, image, width, height);
    unpremultiply(out.pixels);
    return out;
}

Image resizeLanczos8Bit(const Image& image, int width, int height)
{
    requireSizes(image, width, height);
    const bool weighted = image.channels == 4 && (width != image.width || height != image.height);
    std::vector<std::int32_t> samples(image.pixels.size());
    std::transform(image.pixels.begin(), image.pixels.end(), samples.begin(), toEightBit);
    for (std::size_t i = 0; weighted && i < samples.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            samples[i + c] = timesAlpha(samples[i + c], samples[i + 3]);
    samples = resample<EightBitFilter>(samples, image, width, height);
    for (std::size_t i = 0; weighted && i < samples.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            if (samples[i + 3] != 0 && samples[i + 3] != 255)
                samples[i + c] = std::min(255, 255 * samples[i + c] / samples[i + 3]);
    Image out(width, height, image.channels);
    std::transform(samples.begin(), samples.end(), out.pixels.begin(), [](std::int32_t v) { return float(v) / 255.0f; });
    return out;
}

Image resizeLanczos16BitUnclipped(const Image& image, int width, int height)
{
    requireSizes(image, width, height);
    constexpr float kFull = 65535.0f;
    std::vector<std::int32_t> samples(image.pixels.size());
    std::transform(image.pixels.begin(), image.pixels.end(), samples.begin(),
                   [](float v) { return std::int32_t(std::lround(double(v) * double(kFull))); });
    samples = resample<IntegerFilter>(samples, image, width, height);
    Image out(width, height, image.channels);
    std::transform(samples.begin(), samples.end(), out.pixels.begin(), [](std::int32_t v) { return float(v) / kFull; });
    return out;
}

Image cropCentreSquare(const Image& image)
{
    const int side = std::min(image.width, image.height);
    return crop(image, (image.width - side) / 2, (image.height - side) / 2, side, side);
}

Image crop(const Image& image, int x, int y, int width, int height, float fill)
{
    if (width < 0 || height < 0)
        throw Error(ErrorCode::badInput, "crop: expected a window of positive size, found {} x {}", width, height);
    Image out(width, height, image.channels, fill);
    const int left = std::clamp(-x, 0, width);
    const int right = std::clamp(image.width - x, left, width);
    for (int row = std::max(0, -y); row < std::min(height, image.height - y) && right > left; ++row) {
        const auto* first = image.pixels.data() + image.index(x + left, y + row);
        std::copy_n(first, std::size_t(right - left) * std::size_t(image.channels),
                    out.pixels.data() + out.index(left, row));
    }
    return out;
}

Image compositeOver(const Image& image, float backgroundRed, float backgroundGreen, float backgroundBlue)
{
    const float background[3] = {backgroundRed, backgroundGreen, backgroundBlue};
    const std::size_t channels = std::size_t(image.channels);
    Image out(image.width, image.height, 3);
    const std::size_t count = out.pixels.size() / 3;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t c = 0; c < 3; ++c) {
            const float colour = image.pixels[i * channels + (channels >= 3 ? c : 0)];
            const float alpha = channels == 4 ? image.pixels[i * channels + 3] : 1.0f;
            out.pixels[i * 3 + c] = alpha * colour + (1.0f - alpha) * background[c];
        }
    return out;
}

Image extractChannel(const Image& image, int channel)
{
    if (channel < 0 || channel >= image.channels)
        throw Error(ErrorCode::badInput, "channel: expected 0 .. {}, found {}", image.channels - 1, channel);
    Image out(image.width, image.height, 1);
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
        out.pixels[i] = image.pixels[i * std::size_t(image.channels) + std::size_t(channel)];
    return out;
}

} // namespace bozzetto
