#include "ui/widgets/choice.h"

#include <QPainter>
#include <QWheelEvent>

#include "ui/icons.h"

namespace bozzetto {

Choice::Choice(QWidget* parent) : QComboBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
}

void Choice::paintEvent(QPaintEvent* event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    constexpr int kArrow = 14;
    const QRect place(isRightToLeft() ? 8 : width() - kArrow - 8, (height() - kArrow) / 2, kArrow, kArrow);
    themedIcon(QStringLiteral("chevron-down")).paint(&painter, place, Qt::AlignCenter,
                                                     isEnabled() ? QIcon::Normal : QIcon::Disabled);
}

void Choice::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace bozzetto
