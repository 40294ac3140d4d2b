#include "ui/widgets/tick.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>

#include "ui/icons.h"
#include "ui/theme.h"

namespace bozzetto {

Tick::Tick(const QString& text, QWidget* parent) : QCheckBox(text, parent) {}

void Tick::paintEvent(QPaintEvent*)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto box = QRectF(style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, this));
    const bool on = isChecked() && isEnabled();
    painter.setPen(QPen(hasFocus() ? theme.text : on ? theme.accent : underMouse() ? theme.secondary : theme.line, 1));
    painter.setBrush(on ? theme.accent : theme.window);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (isChecked())
        themedIcon(QStringLiteral("check"), isEnabled() ? IconTint::onAccent : IconTint::text)
            .paint(&painter, box.toRect(), Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    painter.setPen(isEnabled() ? theme.text : theme.disabled);
    painter.drawText(style()->subElementRect(QStyle::SE_CheckBoxContents, &option, this),
                     Qt::AlignLeading | Qt::AlignVCenter | Qt::TextShowMnemonic, text());
}

} // namespace bozzetto
