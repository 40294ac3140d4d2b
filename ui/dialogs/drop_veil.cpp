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

void DropVeil::show(const QString& name, const QString& headline, bool welcome)
{
    m_welcome = welcome;
    m_headline = headline;
    m_second.clear();
    m_name = name;
    setGeometry(parentWidget()->rect());
    raise();
    QWidget::show();
    update();
}

void DropVeil::showChoice(const QString& name, const QString& first, const QString& second)
{
    show(name, first, true);
    m_second = second;
}

void DropVeil::point(const QPoint& pointer)
{
    m_onSecond = pointer.x() > width() / 2;
    update();
}

void DropVeil::paintCard(QPainter& painter, const QRect& card, const QString& icon, const QString& headline, bool marked) const
{
    const auto& theme = themeOf(palette());
    painter.setPen(QPen(marked ? theme.accent : theme.line, marked ? 2 : 1));
    painter.setBrush(marked ? theme.raised : theme.panel);
    painter.drawRoundedRect(card, 10, 10);
    themedIcon(icon, marked ? IconTint::accent : IconTint::text).paint(&painter, QRect(card.center().x() - 24, card.top() + 24, 48, 48));
    QFont large = font();
    large.setPixelSize(20);
    large.setWeight(QFont::DemiBold);
    painter.setFont(large);
    painter.setPen(theme.text);
    painter.drawText(card.adjusted(24, 88, -24, 0), Qt::AlignHCenter | Qt::AlignTop, headline);
    painter.setFont(font());
    painter.setPen(theme.secondary);
    painter.drawText(card.adjusted(24, 122, -24, 0), Qt::AlignHCenter | Qt::AlignTop,
                     fontMetrics().elidedText(m_name, Qt::ElideMiddle, card.width() - 48));
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
    constexpr QSize kCard(480, 168);
    constexpr int kGap = 24, kNarrow = 360;
    const int top = height() / 2 - kCard.height() / 2;
    if (m_second.isEmpty())
        return paintCard(painter, QRect(QPoint(width() / 2 - kCard.width() / 2, top), kCard),
                         m_welcome ? QStringLiteral("image") : QStringLiteral("stop"), m_headline, false);
    const QSize half(kNarrow, kCard.height());
    paintCard(painter, QRect(QPoint(width() / 2 - kNarrow - kGap / 2, top), half), QStringLiteral("open"), m_headline, !m_onSecond);
    paintCard(painter, QRect(QPoint(width() / 2 + kGap / 2, top), half), QStringLiteral("add"), m_second, m_onSecond);
}

} // namespace bozzetto
