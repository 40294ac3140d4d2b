#include "ui/panels/panel_rows.h"

#include "ui/image_bridge.h"

namespace bozzetto {

namespace {

constexpr int kPreviewWidth = 240;
constexpr int kPreviewHeight = 150;

} // namespace

PreviewLabel::PreviewLabel()
{
    setAlignment(Qt::AlignCenter);
    hide();
}

void PreviewLabel::showImage(const Image* image)
{
    setVisible(image && !image->empty());
    if (!isVisibleTo(parentWidget()) || !image || image->empty())
        return;
    const qreal ratio = devicePixelRatioF();
    auto scaled = toQImage(*image).scaled(QSize(kPreviewWidth, kPreviewHeight) * ratio, Qt::KeepAspectRatio,
                                          Qt::SmoothTransformation);
    scaled.setDevicePixelRatio(ratio);
    setPixmap(QPixmap::fromImage(scaled));
}

void allow(QWidget& widget, const QString& whyNot, const QString& tip)
{
    widget.setEnabled(whyNot.isEmpty());
    widget.setToolTip(whyNot.isEmpty() ? tip : whyNot);
}

} // namespace bozzetto
