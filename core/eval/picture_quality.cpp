#include "core/eval/picture_quality.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr int kWindow = 7;
constexpr double kC1 = 0.01 * 0.01, kC2 = 0.03 * 0.03;
constexpr double kLeastError = 1e-10; ///< 100 dB

/// Sums over every window that lies in the picture, of a and b of one channel: a running sum along the
/// columns, then along the rows.
struct WindowSums
{
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;

    void add(double x, double y, double sign)
    {
        a += sign * x;
        b += sign * y;
        aa += sign * x * x;
        bb += sign * y * y;
        ab += sign * x * y;
    }
    void add(const WindowSums& other, double sign)
    {
        a += sign * other.a;
        b += sign * other.b;
        aa += sign * other.aa;
        bb += sign * other.bb;
        ab += sign * other.ab;
    }
};

double ssimOf(const WindowSums& sums)
{
    constexpr double kCount = kWindow * kWindow, kSample = kCount / (kCount - 1);
    const double ma = sums.a / kCount, mb = sums.b / kCount;
    const double va = kSample * (sums.aa / kCount - ma * ma), vb = kSample * (sums.bb / kCount - mb * mb);
    const double cov = kSample * (sums.ab / kCount - ma * mb);
    return (2 * ma * mb + kC1) * (2 * cov + kC2) / ((ma * ma + mb * mb + kC1) * (va + vb + kC2));
}

double ssimOfChannel(const Image& a, const Image& b, int channel)
{
    std::vector<WindowSums> columns(std::size_t(a.width));
    double total = 0;
    for (int y = 0; y < a.height; ++y) {
        for (int x = 0; x < a.width; ++x) {
            auto& column = columns[std::size_t(x)];
            column.add(a.at(x, y, channel), b.at(x, y, channel), 1);
            if (y >= kWindow)
                column.add(a.at(x, y - kWindow, channel), b.at(x, y - kWindow, channel), -1);
        }
        if (y < kWindow - 1)
            continue;
        WindowSums window;
        for (int x = 0; x < a.width; ++x) {
            window.add(columns[std::size_t(x)], 1);
            if (x >= kWindow)
                window.add(columns[std::size_t(x - kWindow)], -1);
            if (x >= kWindow - 1)
                total += ssimOf(window);
        }
    }
    return total / (double(a.width - kWindow + 1) * double(a.height - kWindow + 1));
}

double ssimOf(const Image& a, const Image& b)
{
    double sum = 0;
    for (int c = 0; c < 3; ++c)
        sum += ssimOfChannel(a, b, c);
    return sum / 3;
}

double psnrOf(double squares, double values)
{
    return -10 * std::log10(std::max(squares / values, kLeastError));
}

void requirePair(const Image& a, const Image& b)
{
    if (a.width != b.width || a.height != b.height || a.channels != 3 || b.channels != 3)
        throw Error(ErrorCode::internal,
                    "picture quality: expected two pictures of one size and 3 channels, found {} x {} x {} "
                    "and {} x {} x {}",
                    a.width, a.height, a.channels, b.width, b.height, b.channels);
    if (a.width < kWindow || a.height < kWindow)
        throw Error(ErrorCode::badInput,
                    "picture quality: expected pictures of at least {} x {} pixels, found {} x {}", kWindow,
                    kWindow, a.width, a.height);
}

double squaredError(const Image& a, const Image& b, std::size_t pixel)
{
    double sum = 0;
    for (std::size_t i = 3 * pixel; i < 3 * pixel + 3; ++i)
        sum += (double(a.pixels[i]) - b.pixels[i]) * (double(a.pixels[i]) - b.pixels[i]);
    return sum;
}

} // namespace

Image truncatedTo8Bit(const Image& image)
{
    Image out = image;
    for (float& value : out.pixels) // not a number becomes black
        value = float(int(value > 0 ? std::min(value, 1.0f) * 255.0f : 0.0f)) / 255.0f;
    return out;
}

PictureQuality pictureQuality(const Image& predicted, const Image& truth)
{
    requirePair(predicted, truth);
    const Image seen = truncatedTo8Bit(predicted);
    double squares = 0;
    for (std::size_t i = 0; i < truth.pixels.size() / 3; ++i)
        squares += squaredError(seen, truth, i);
    return {psnrOf(squares, double(truth.pixels.size())), ssimOf(seen, truth)};
}

PictureQuality maskedQuality(const Image& predicted, const Image& truth, const Image& mask)
{
    requirePair(predicted, truth);
    if (mask.width != truth.width || mask.height != truth.height || mask.channels != 1)
        throw Error(ErrorCode::internal,
                    "picture quality: expected a mask of {} x {} x 1, found {} x {} x {}", truth.width,
                    truth.height, mask.width, mask.height, mask.channels);
    Image seen = truncatedTo8Bit(predicted), shown = truth;
    double squares = 0, count = 0;
    for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
        if (mask.pixels[i] >= 0.5f) {
            squares += squaredError(seen, shown, i);
            count += 3;
        } else {
            std::fill_n(&seen.pixels[3 * i], 3, 1.0f);
            std::fill_n(&shown.pixels[3 * i], 3, 1.0f);
        }
    }
    if (count == 0)
        throw Error(ErrorCode::badInput,
                    "picture quality: expected a mask with an object, found an empty one");
    return {psnrOf(squares, count), ssimOf(seen, shown)};
}

} // namespace bozzetto
