#include "ui/dialogs/drop_veil.h"

#include <QPainter>

#include "ui/icons.h"
#include "ui/theme.h"

namespace bozzetto {

DropVeil::DropVeil(QWidget* parent) : QWidget(parent)
{
    // The window takes the drop; the veil is only seen.
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropVeil::show(const QString& name, bool welcome, bool isCloud)
{
    m_welcome = welcome;
    m_headline = !welcome  ? tr("A job is running; wait for it or cancel it first")
                 : isCloud ? tr("Let go to see its points")
                           : tr("Let go to make an object of it");
    m_name = name;
    setGeometry(parentWidget()->rect());
    raise();
    QWidget::show();
    update();
}

void DropVeil::paintEvent(QPaintEvent*)
{
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = theme.window;
    veil.setAlpha(205);
    painter.fillRect(rect(), veil);
    const auto& colour = m_welcome ? theme.accent : theme.secondary;
    painter.setPen(QPen(colour, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(12, 12, -12, -12), 12, 12);
    const QRect middle(width() / 2 - 240, height() / 2 - 84, 480, 168);
    painter.setPen(theme.line);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(middle, 10, 10);
    const auto icon = themedIcon(m_welcome ? QStringLiteral("image") : QStringLiteral("stop"),
                                 m_welcome ? IconTint::accent : IconTint::text);
    icon.paint(&painter, QRect(width() / 2 - 24, middle.top() + 24, 48, 48));
    QFont headline = font();
    headline.setPixelSize(20);
    headline.setWeight(QFont::DemiBold);
    painter.setFont(headline);
    painter.setPen(theme.text);
    painter.drawText(middle.adjusted(24, 88, -24, 0), Qt::AlignHCenter | Qt::AlignTop, m_headline);
    painter.setFont(font());
    painter.setPen(theme.secondary);
    painter.drawText(middle.adjusted(24, 122, -24, 0), Qt::AlignHCenter | Qt::AlignTop,
                     fontMetrics().elidedText(m_name, Qt::ElideMiddle, middle.width() - 48));
}

} // namespace bozzetto
