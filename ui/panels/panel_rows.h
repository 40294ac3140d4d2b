#pragma once

#include <QLabel>
#include <QPushButton>

#include "core/image/image.h"

namespace bozzetto {

/// A picture that fills a panel's width, at most 150 high.
class PreviewLabel : public QLabel
{
public:
    PreviewLabel();
    void showImage(const Image* image); ///< null clears
};

/// Enables `widget`, or disables it with the reason as its tooltip.
void allow(QWidget& widget, const QString& whyNot, const QString& tip = {});

} // namespace bozzetto
