#pragma once

#include <QWidget>

#include "core/image/image.h"

namespace bozzetto {

/// A relative depth (1 channel, 0 = nearest .. 1) as a picture, rgba: near is light clay, far dark blue. Outside the
/// matte (1 channel of the same size; else ignored) it fades. The range is stretched to what the object covers.
Image tintDepth(const Image& relative, const Image& alpha);

/// The tint's scale from near to far, with its two words.
class DepthLegend : public QWidget
{
    Q_OBJECT

public:
    explicit DepthLegend(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace bozzetto
