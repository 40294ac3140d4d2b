#include "ui/widgets/number_field.h"

#include <cmath>

#include <QApplication>
#include <QLineEdit>
#include <QMouseEvent>
#include <QWheelEvent>

#include "ui/widgets/expression.h"

namespace bozzetto {

NumberField::NumberField(QWidget* parent) : QDoubleSpinBox(parent)
{
    setButtonSymbols(QAbstractSpinBox::NoButtons);
    setKeyboardTracking(false);
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setFocusPolicy(Qt::ClickFocus);
    setFocusPolicy(Qt::StrongFocus);
    lineEdit()->installEventFilter(this);
    lineEdit()->setCursor(Qt::SizeHorCursor);
    connect(this, &QAbstractSpinBox::editingFinished, this, [this] { Q_EMIT committed(value()); });
}

double NumberField::valueFromText(const QString& text) const
{
    QString bare = text;
    if (!suffix().isEmpty() && bare.endsWith(suffix()))
        bare.chop(suffix().size());
    return evaluateSum(bare, m_unitInMetres).value_or(value());
}

QString NumberField::textFromValue(double value) const
{
    QString text = locale().toString(value, 'f', decimals());
    if (text.contains(locale().decimalPoint())) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(locale().decimalPoint()))
            text.chop(locale().decimalPoint().size());
    }
    return text;
}

QValidator::State NumberField::validate(QString& text, int&) const
{
    QString bare = text;
    if (!suffix().isEmpty() && bare.endsWith(suffix()))
        bare.chop(suffix().size());
    // Anything may be typed on the way; only a sum is taken over, clamped to the range by the base class.
    return evaluateSum(bare, m_unitInMetres) ? QValidator::Acceptable : QValidator::Intermediate;
}

void NumberField::stepBy(int steps)
{
    QDoubleSpinBox::stepBy(steps);
    Q_EMIT committed(value());
}

void NumberField::wheelEvent(QWheelEvent* event)
{
    // Without the focus the wheel scrolls the panel: a value never changes by accident.
    if (hasFocus())
        QDoubleSpinBox::wheelEvent(event);
    else
        event->ignore();
}

bool NumberField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == lineEdit() && isEnabled() && dragEvent(event))
        return true;
    return QDoubleSpinBox::eventFilter(watched, event);
}

bool NumberField::dragEvent(QEvent* event)
{
    const auto* mouse = dynamic_cast<QMouseEvent*>(event);
    if (!mouse || lineEdit()->hasFocus())
        return false;
    if (event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton) {
        m_pressed = true;
        m_dragging = false;
        m_dragStartX = mouse->globalPosition().x();
        m_dragStartValue = value();
        return true;
    }
    if (event->type() == QEvent::MouseMove && m_pressed) {
        const double moved = mouse->globalPosition().x() - m_dragStartX;
        m_dragging = m_dragging || std::abs(moved) >= QApplication::startDragDistance() * 0.5;
        const double speed = mouse->modifiers().testFlag(Qt::ShiftModifier) ? 0.1 : 1.0;
        if (m_dragging)
            setValue(m_dragStartValue + std::round(moved / 4.0) * singleStep() * speed);
        return true;
    }
    if (event->type() == QEvent::MouseButtonRelease && m_pressed) {
        m_pressed = false;
        if (m_dragging) {
            Q_EMIT committed(value());
        } else {
            lineEdit()->setFocus(Qt::MouseFocusReason);
            lineEdit()->selectAll();
        }
        return true;
    }
    return false;
}

} // namespace bozzetto
