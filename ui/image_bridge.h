#pragma once

#include <QImage>

#include "core/image/image.h"

namespace bozzetto {

/// 1 channel becomes grey, 3 and 4 keep their colours (straight alpha). Values are clamped to [0, 1].
QImage toQImage(const Image& image);

/// 3 channels, or 4 when the picture has an alpha channel.
Image fromQImage(const QImage& picture);

/// At most `side` pixels along the longer side, smoothly shrunk; never enlarged.
QImage thumbnailOf(const Image& image, int side);

} // namespace bozzetto
