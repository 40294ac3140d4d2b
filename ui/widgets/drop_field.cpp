#include "ui/widgets/drop_field.h"

#include <QLinearGradient>
#include <QPainter>
#include <QWidget>

#include "ui/theme.h"

namespace bozzetto {

void paintDropField(QWidget& widget)
{
    const auto& theme = themeOf(widget.palette());
    QPainter painter(&widget);
    QLinearGradient background(0, 0, 0, widget.height());
    background.setColorAt(0, theme.viewportTop);
    background.setColorAt(1, theme.viewportBottom);
    painter.fillRect(widget.rect(), background);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen dashes(theme.line, 1.5, Qt::DashLine, Qt::RoundCap);
    dashes.setDashPattern({5, 5});
    painter.setPen(dashes);
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(16, 16, -16, -16), 12, 12);
}

} // namespace bozzetto
