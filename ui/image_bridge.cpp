#include "ui/image_bridge.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

namespace {

uchar toByte(float value)
{
    return static_cast<uchar>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

} // namespace

QImage toQImage(const Image& image)
{
    if (image.empty())
        return {};
    QImage result(image.width, image.height, QImage::Format_RGBA8888);
    for (int y = 0; y < image.height; ++y) {
        auto* row = result.scanLine(y);
        for (int x = 0; x < image.width; ++x, row += 4) {
            const float* pixel = &image.pixels[image.index(x, y)];
            row[0] = toByte(pixel[0]);
            row[1] = toByte(image.channels >= 3 ? pixel[1] : pixel[0]);
            row[2] = toByte(image.channels >= 3 ? pixel[2] : pixel[0]);
            row[3] = image.channels == 4 ? toByte(pixel[3]) : uchar(255);
        }
    }
    return result;
}

Image fromQImage(const QImage& picture)
{
    const int channels = picture.hasAlphaChannel() ? 4 : 3;
    const QImage rgba = picture.convertToFormat(QImage::Format_RGBA8888);
    Image result(rgba.width(), rgba.height(), channels);
    for (int y = 0; y < rgba.height(); ++y) {
        const auto* row = rgba.constScanLine(y);
        for (int x = 0; x < rgba.width(); ++x)
            for (int c = 0; c < channels; ++c)
                result.at(x, y, c) = float(row[4 * x + c]) / 255.0f;
    }
    return result;
}

QImage thumbnailOf(const Image& image, int side)
{
    QImage full = toQImage(image);
    if (full.isNull() || std::max(full.width(), full.height()) <= side)
        return full;
    return full.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace bozzetto
