#pragma once

#include <QDoubleSpinBox>

namespace bozzetto {

/// A number with its unit. Drag sideways to change it (Shift: finer), scroll over it while it has the focus, or type a
/// number or a sum such as "0.3*2" or "250mm".
class NumberField : public QDoubleSpinBox
{
    Q_OBJECT

public:
    explicit NumberField(QWidget* parent = nullptr);

    /// What one unit of the field is worth in metres, for typed lengths with a unit.
    void setUnitInMetres(double metres) { m_unitInMetres = metres; }

    double valueFromText(const QString& text) const override;
    QString textFromValue(double value) const override;
    QValidator::State validate(QString& text, int& position) const override;

Q_SIGNALS:
    /// The value that a drag, a scroll or an edit ended on; valueChanged() tells every value on the way.
    void committed(double value);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void stepBy(int steps) override;

private:
    bool dragEvent(QEvent* event);

    double m_unitInMetres = 1.0;
    double m_dragStartValue = 0;
    double m_dragStartX = 0;
    bool m_pressed = false;
    bool m_dragging = false;
};

} // namespace bozzetto
